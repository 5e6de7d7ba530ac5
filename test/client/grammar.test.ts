import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { paint, paintLines } from './tokenize.ts';

const example = (path: string): string =>
  readFileSync(new URL(`../../examples/${path}/keepalived.conf`, import.meta.url), 'utf8');

const EXAMPLES = ['master-backup/ngx1', 'master-backup/ngx2', 'master-master/ngx1', 'master-master/ngx2'];

describe('the examples', () => {
  test('master-backup/ngx1, word by word', () => {
    expect(paintLines(example('master-backup/ngx1'))).toEqual([
      '! comment(ngx1 (192.168.10.11): owns 192.168.10.111)',
      'block(global_defs) {',
      'keyword(router_id) word(LVS_DEVEL1)',
      '}',
      '',
      'block(vrrp_instance) name(VI_1) {',
      'keyword(state) constant(MASTER)',
      'keyword(interface) word(ens33)',
      'keyword(virtual_router_id) number(51)',
      'keyword(priority) number(100)',
      'keyword(advert_int) number(1)',
      'inner(authentication) {',
      'keyword(auth_type) constant(PASS)',
      'keyword(auth_pass) number(1111)',
      '}',
      'inner(virtual_ipaddress) {',
      'address(192.168.10.111)',
      '}',
      '}',
      '',
    ]);
  });

  test('master-master/ngx2, its second instance', () => {
    expect(paintLines(example('master-master/ngx2')).slice(20, 34)).toEqual([
      'block(vrrp_instance) name(VI_2) {',
      'keyword(state) constant(MASTER)',
      'keyword(interface) word(ens33)',
      'keyword(virtual_router_id) number(52)',
      'keyword(priority) number(100)',
      'keyword(advert_int) number(1)',
      'inner(authentication) {',
      'keyword(auth_type) constant(PASS)',
      'keyword(auth_pass) number(1111)',
      '}',
      'inner(virtual_ipaddress) {',
      'address(192.168.10.112)',
      '}',
      '}',
    ]);
  });

  test.each(EXAMPLES)('%s: a rule for every word, nothing invalid', (path) => {
    const painted = paintLines(example(path)).join('\n');
    expect(painted).toContain('keyword(priority)');
    expect(painted).not.toMatch(/\?\(|unclosed\(/);
  });

  test.each(EXAMPLES)('%s: the same with CRLF', (path) => {
    expect(paintLines(example(path).replaceAll('\n', '\r\n'))).toEqual(paintLines(example(path)));
  });
});

describe('comments and quotes', () => {
  test.each([
    ['a comment inside a word', 'zza#b', 'keyword(zza) # comment(b)'],
    ['the same with !', 'zza!b', 'keyword(zza) ! comment(b)'],
    ['# inside quotes', 'auth_pass "a # b" # c', 'keyword(auth_pass) " string(a # b) " # comment(c)'],
    ['an escaped #', 'auth_pass pa\\#ss', 'keyword(auth_pass) word(pa) escape(\\#) word(ss)'],
    ['quotes that end a word', 'zz"b c"d', 'keyword(zz) " string(b c) " word(d)'],
    ['braces inside quotes', 'script "/bin/a {b}" root', 'script(script) " string(/bin/a {b}) " word(root)'],
    ['an empty string', 'auth_pass "" # c', 'keyword(auth_pass) " " # comment(c)'],
    [
      'an unclosed quote, which ends with its line',
      'auth_pass "ab # c\nstate MASTER',
      'keyword(auth_pass) unclosed("ab # c) | keyword(state) constant(MASTER)',
    ],
  ])('%s', (_, text, painted) => {
    expect(paint(text)).toBe(painted);
  });
});

describe('braces', () => {
  test.each([
    ['attached to the name', 'vrrp_instance VI_1{', 'block(vrrp_instance) name(VI_1) {'],
    ['on the next line', 'vrrp_instance VI_1\n{', 'block(vrrp_instance) name(VI_1) | {'],
    ['around one word', '{ a }', '{ keyword(a) }'],
    ['a block behind the last one', '} vrrp_instance X {', '} block(vrrp_instance) name(X) {'],
    ['the same without a blank', '}state MASTER', '} keyword(state) constant(MASTER)'],
    [
      'a block on one line',
      'authentication { auth_type AH }',
      'inner(authentication) { keyword(auth_type) constant(AH) }',
    ],
    ['a list on one line', 'group { VI_1 VI_2 }', 'inner(group) { name(VI_1) name(VI_2) }'],
    ['a list with { on the next line', 'group\n{\n VI_1 # a\n}', 'inner(group) | { | name(VI_1) # comment(a) | }'],
    ['an unknown word before {', 'vrrp_instnce X {', 'inner(vrrp_instnce) name(X) {'],
    ['a mistyped keyword', 'prioriti 100', 'keyword(prioriti) number(100)'],
    ['those of a variable, which open nothing', `priority \${PRIO}`, `keyword(priority) \${ use(PRIO) }`],
    [
      'a lost } of a list: the next block of the top level ends it',
      'track_script {\nchk\nvrrp_instance VI_2 {\nstate BACKUP',
      'inner(track_script) { | name(chk) | block(vrrp_instance) name(VI_2) { | keyword(state) constant(BACKUP)',
    ],
    [
      'a lost { of a list: what follows is read as it would be without the list',
      'track_script\nstate BACKUP',
      'inner(track_script) | keyword(state) constant(BACKUP)',
    ],
    ['names that look like keywords', 'group {\nvrrp_web\n}', 'inner(group) { | name(vrrp_web) | }'],
    ['track_file as a list', 'track_file { load }', 'inner(track_file) { name(load) }'],
    ['track_file as a block', 'track_file load { file /x }', 'block(track_file) name(load) { keyword(file) word(/x) }'],
  ])('%s', (_, text, painted) => {
    expect(paint(text)).toBe(painted);
  });
});

describe('values', () => {
  test.each([
    [
      'IPv4',
      'virtual_ipaddress { 10.0.0.1/24 dev eth0 }',
      'inner(virtual_ipaddress) { address(10.0.0.1/24) option(dev) word(eth0) }',
    ],
    [
      'IPv6',
      'unicast_peer { fe80::1 min_ttl 3 }',
      'inner(unicast_peer) { address(fe80::1) option(min_ttl) number(3) }',
    ],
    ['IPv6 with prefix', 'a 2001:db8::5/64', 'keyword(a) address(2001:db8::5/64)'],
    [
      'a range',
      'virtual_server_group G { 10.0.0.1-20 80 }',
      'block(virtual_server_group) name(G) { address(10.0.0.1-20) number(80) }',
    ],
    ['address and port before {', 'real_server 10.0.0.2 80 {', 'inner(real_server) address(10.0.0.2) number(80) {'],
    ['a word with digits', 'router_id web1-a.b', 'keyword(router_id) word(web1-a.b)'],
    ['a decimal', 'advert_int .5', 'keyword(advert_int) number(.5)'],
    [
      'a weight',
      'track_script { chk weight -20 reverse }',
      'inner(track_script) { name(chk) option(weight) number(-20) option(reverse) }',
    ],
    ['a boolean', 'smtp_alert off', 'keyword(smtp_alert) boolean(off)'],
    ['a state in lower case, which is none', 'state master', 'keyword(state) word(master)'],
    ['a script with its user', 'notify_master "/x a" root', 'script(notify_master) " string(/x a) " word(root)'],
  ])('%s', (_, text, painted) => {
    expect(paint(text)).toBe(painted);
  });
});

describe('what keepalived does before it reads the words', () => {
  test.each([
    ['a condition', '@node priority 100', 'condition(@) node(node) keyword(priority) number(100)'],
    ['a negated condition', '@^node state BACKUP', 'condition(@^) node(node) keyword(state) constant(BACKUP)'],
    ['a condition before a brace', '@node }', 'condition(@) node(node) }'],
    ['a condition in a list', 'group {\n@a VI_1\n}', 'inner(group) { | condition(@) node(a) name(VI_1) | }'],
    ['a definition', '$PRIO=100', '$ define(PRIO) = number(100)'],
    ['no definition: a blank before =', '$PRIO = 100', '$ use(PRIO) word(=) number(100)'],
    ['a use before a dot, which keepalived leaves alone', 'router_id $X.com', 'keyword(router_id) word($) word(X.com)'],
    [
      'uses inside quotes',
      `script "\${_PWD}/a $b c"`,
      `script(script) " \${ use(_PWD) } string(/a) $ use(b) string(c) "`,
    ],
    [
      '~SEQ',
      '~SEQ(i, 1, 9) weight $i',
      'generator(~SEQ) ( parameter(i) ?(,) number(1) ?(,) number(9) ) keyword(weight) $ use(i)',
    ],
    [
      '~LST behind a condition',
      '@n ~LST({a,b}, {1,2}) state $a',
      'condition(@) node(n) generator(~LST) ( ?({) parameter(a) ?(,) parameter(b) ?(}, {) number(1) ?(,) number(2) ?(}) ) keyword(state) $ use(a)',
    ],
    ['an include', 'include {a,b}/*.conf # all', 'include(include) path({a,b}/*.conf) # comment(all)'],
    ['a strict include, with quotes that count', 'includem "x"', 'include(includem) path("x")'],
    ['no include', 'included x', 'keyword(included) word(x)'],
    [
      'a definition that goes on behind backslashes and across comments',
      '$X=1 \\\n  2 \\ # two\n# between\n  "e"\npriority 100',
      '$ define(X) = number(1) continued(\\) | number(2) continued(\\) comment(# two) | comment(# between) | " string(e) " | keyword(priority) number(100)',
    ],
    [
      'a definition that an empty line ends',
      '$X=1 \\\n\nstate A',
      '$ define(X) = number(1) continued(\\) |  | keyword(state) word(A)',
    ],
    [
      'a backslash that continues nothing',
      'priority 100 \\\nstate A',
      'keyword(priority) number(100) word(\\) | keyword(state) word(A)',
    ],
  ])('%s', (_, text, painted) => {
    expect(paint(text)).toBe(painted);
  });
});
