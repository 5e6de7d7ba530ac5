import { describe, expect, test } from 'vitest';
import { type Completion, complete } from '../../../server/src/features/completion.ts';
import { CHINESE, ENGLISH, marked, replaced } from './marked.ts';

function at(text: string, options = {}): Completion[] {
  const { document, position } = marked(text);
  return complete(document, position, ENGLISH, options);
}

const labels = (text: string, options = {}): string[] => at(text, options).map(({ label }) => label);

/** The text after the user has chosen a completion. */
function choose(source: string, label: string, as: 'text' | 'snippet' = 'text'): string {
  const { document, position, text } = marked(source);
  const item = complete(document, position, ENGLISH).find((each) => each.label === label);
  if (!item) throw new Error(`${label} is not offered`);
  return replaced(text, { range: item.range, text: item[as] ?? item.text });
}

describe('keywords', () => {
  test('those of the block at the cursor, and no others', () => {
    const inInstance = labels('vrrp_instance VI_1 {\n    |\n}\n');
    expect(inInstance).toEqual(expect.arrayContaining(['advert_int', 'priority', 'authentication', 'track_script']));
    expect(inInstance).not.toContain('auth_pass');
    expect(inInstance).not.toContain('vrrp_script');
    expect(labels('vrrp_instance VI_1 {\n  authentication {\n    |\n  }\n}\n')).toEqual(['auth_type', 'auth_pass']);
  });

  test('top-level blocks on an empty line and between blocks', () => {
    expect(labels('|')).toEqual(expect.arrayContaining(['global_defs', 'vrrp_instance', 'virtual_server']));
    expect(labels('global_defs {\n}\n|\nvrrp_instance A {\n}\n')).toContain('vrrp_script');
  });

  test.each([
    ['half a word', 'vrrp_instance A {\n  adv|\n}\n', 'vrrp_instance A {\n  advert_int\n}\n'],
    ['the middle of a word', 'vrrp_instance A {\n  adv|ert 1\n}\n', 'vrrp_instance A {\n  advert_int 1\n}\n'],
    ['a block never closed', 'vrrp_instance A {\n  adv|', 'vrrp_instance A {\n  advert_int'],
    [
      'an empty line of it',
      'vrrp_instance A {\n  state MASTER\n|\n',
      'vrrp_instance A {\n  state MASTER\nadvert_int\n',
    ],
    [
      'a block that the next one ends',
      'vrrp_instance A {\n  state MASTER\n  |\n\nvrrp_instance B {\n}\n',
      'vrrp_instance A {\n  state MASTER\n  advert_int\n\nvrrp_instance B {\n}\n',
    ],
    [
      'one line',
      'vrrp_instance A { state MASTER } vrrp_instance B { | }',
      'vrrp_instance A { state MASTER } vrrp_instance B { advert_int }',
    ],
    ['a line with a condition', 'vrrp_instance A {\n  @ngx1 adv|\n}', 'vrrp_instance A {\n  @ngx1 advert_int\n}'],
    ['a mistyped block', 'vrrp_instanse A {\n  |\n}', 'vrrp_instanse A {\n  advert_int\n}'],
    ['CRLF', 'vrrp_instance A {\r\n  adv|\r\n}\r\n', 'vrrp_instance A {\r\n  advert_int\r\n}\r\n'],
  ])('%s', (_, source, expected) => {
    expect(choose(source, 'advert_int')).toBe(expected);
  });

  test('a block comes with its braces, and without them where they stand already', () => {
    const inside = 'vrrp_instance A {\n  auth|\n}';
    expect(choose(inside, 'authentication', 'snippet')).toBe('vrrp_instance A {\n  authentication {\n\t$0\n}\n}');
    expect(choose('vrrp_s|', 'vrrp_script', 'snippet')).toBe('vrrp_script ${1:NAME} {\n\t$0\n}');
    expect(choose('vrrp_instance A {\n  auth| {\n  }\n}', 'authentication', 'snippet')).toBe(
      'vrrp_instance A {\n  authentication {\n  }\n}',
    );
  });

  test('needed ones first; those that are there, deprecated or too new last', () => {
    const items = at('vrrp_instance A {\n  priority 100\n  |\n}\n');
    const rank = (name: string) => items.find(({ label }) => label === name)?.rank;
    expect(rank('virtual_router_id')).toBe('needed');
    expect(rank('advert_int')).toBe('usual');
    expect(rank('priority')).toBe('unlikely');
    expect(rank('auth_hmac')).toBe('unlikely');
    expect(items.find(({ label }) => label === 'auth_hmac')?.detail).toContain('2.4.0');
    expect(items.find(({ label }) => label === 'track_script')?.rank).toBe('usual');
  });

  test('values and options are explained by what they stand behind', () => {
    const said = (text: string, label: string) => at(text).find((each) => each.label === label)?.documentation;
    expect(said('virtual_server 10.0.0.1 80 {\n  lb_kind |\n}', 'DR')).toContain('arp_ignore');
    expect(said('virtual_server 10.0.0.1 80 {\n  lb_kind TUN type |\n}', 'gue')).toContain('UDP encapsulation');
    const route = (words: string): string => `static_routes {\n  10.0.0.0/8 ${words}\n}`;
    expect(said(route('scope |'), 'link')).toContain('this link');
    expect(said(route('nexthop |'), 'via')).toContain('this gateway');
    expect(said(route('|'), 'via')).not.toContain('this gateway');
    expect(at(route('|')).filter(({ label }) => label === 'via')).toHaveLength(1);
    expect(at(route('|')).some(({ label }) => label === 'weight')).toBe(false);
    expect(at(route('nexthop via 10.0.0.1 |')).some(({ label }) => label === 'weight')).toBe(true);
  });

  test('carry a short form and documentation in the language asked for', () => {
    const { document, position } = marked('vrrp_instance A {\n  |\n}\n');
    const priority = (preferences: typeof ENGLISH) =>
      complete(document, position, preferences).find(({ label }) => label === 'priority');
    expect(priority(ENGLISH)?.detail).toBe('priority 1..255');
    expect(priority(ENGLISH)?.documentation).toContain('**Range**: 1 to 255');
    expect(priority(CHINESE)?.documentation).toContain('**范围**：1 到 255');
  });

  test('nothing in comments, quotes, definitions, and behind a blank that was only typed', () => {
    for (const text of [
      '# adv|',
      'vrrp_instance A {\n  priority 100 ! |\n}',
      'script "/usr/|"',
      '$X=|',
      'include conf|',
    ]) {
      expect(labels(text), text).toEqual([]);
    }
    expect(labels('vrrp_instance A {\n  |\n}', { typedBlank: true })).toEqual([]);
    expect(labels('vrrp_instance A {\n  state |\n}', { typedBlank: true })).toEqual(['MASTER', 'BACKUP']);
  });
});

describe('values', () => {
  test('words that the keyword takes', () => {
    expect(labels('vrrp_instance A {\n  state |\n}')).toEqual(['MASTER', 'BACKUP']);
    expect(labels('vrrp_instance A {\n  authentication {\n    auth_type |\n  }\n}')).toEqual(['PASS', 'AH']);
    expect(labels('global_defs {\n  vrrp_strict |\n}')).toEqual(expect.arrayContaining(['on', 'off', 'true', 'false']));
    expect(choose('vrrp_instance A {\n  state MAS|\n}', 'MASTER')).toBe('vrrp_instance A {\n  state MASTER\n}');
  });

  test('names that the configuration defines', () => {
    const text =
      'vrrp_script chk_nginx {\n}\nvrrp_script chk_dns {\n}\nvrrp_instance A {\n  track_script {\n    |\n  }\n}\n';
    const names = at(text).filter(({ kind }) => kind === 'name');
    expect(names.map(({ label }) => label)).toEqual(['chk_nginx', 'chk_dns']);
    expect(labels('vrrp_instance A {\n}\nvrrp_sync_group G {\n  group {\n    |\n  }\n}\n')).toEqual(['A']);
    expect(labels('vrrp_sync_group G {\n  group {\n    A |\n  }\n}\nvrrp_instance B {\n}\n')).toEqual(['B']);
  });

  test('names from the other files of the configuration', () => {
    const more = { '/etc/keepalived/scripts.conf': 'vrrp_script chk_far {\n}\n' };
    const { document, position } = marked(
      'include scripts.conf\nvrrp_instance A {\n  track_script {\n    |\n  }\n}',
      more,
    );
    expect(complete(document, position, ENGLISH).map(({ label }) => label)).toContain('chk_far');
  });

  test('a file that is included inside a block goes on with it', () => {
    const { document, position } = marked('|', {}, ['vrrp_instance']);
    expect(complete(document, position, ENGLISH).map(({ label }) => label)).toContain('advert_int');
  });

  test('interfaces that the file speaks of', () => {
    const text = 'vrrp_instance A {\n  interface ens33\n}\nvrrp_instance B {\n  interface |\n}';
    expect(labels(text)).toEqual(['ens33']);
  });

  test('options of an entry, each once, and their values', () => {
    const entry = (text: string) => labels(`vrrp_instance A {\n  virtual_ipaddress {\n    ${text}\n  }\n}`);
    expect(entry('192.168.10.111/24 |')).toEqual(expect.arrayContaining(['dev', 'label', 'scope', 'brd']));
    expect(entry('192.168.10.111/24 dev ens33 |')).not.toContain('dev');
    expect(entry('192.168.10.111/24 dev ens33 la|')).toContain('label');
    expect(entry('192.168.10.111 scope |')).toEqual(expect.arrayContaining(['global', 'link', 'host']));
    expect(labels('vrrp_instance A {\n  track_script {\n    chk |\n  }\n}')).toEqual([
      'weight',
      'reverse',
      'noreverse',
    ]);
  });
});

test('any place of any text has an answer', () => {
  const text = 'vrrp_instance A {\n  state "MAS\n } } {\n@x ~SEQ(a,1,2) include {\n$X=\\\n a {\u0000\nauthentication {';
  for (let line = -1; line < 9; line++) {
    for (let column = -1; column < 40; column++) {
      const { document } = marked(text);
      expect(Array.isArray(complete(document, { line, column }, ENGLISH))).toBe(true);
    }
  }
});

describe('a comment that speaks to us', () => {
  test('offers what it can say', () => {
    expect(labels('# keepalived-ha: |')).toEqual(['pair=', 'alone', 'ignore=', 'ignore-file=']);
    expect(choose('! keepalived-ha: ign|', 'ignore=')).toBe('! keepalived-ha: ignore=');
  });

  test('offers codes, those that it names already left out', () => {
    const text = 'vrrp_instance A {\n  interface eth0 # keepalived-ha: ignore=too-long,unk|\n}';
    expect(labels(text)).toContain('unknown-keyword');
    expect(labels(text)).not.toContain('too-long');
    expect(choose(text, 'unknown-keyword')).toBe(text.replace('unk|', 'unknown-keyword'));
  });

  test('offers nothing behind the reason, nor in other comments', () => {
    expect(labels('# keepalived-ha: ignore=too-long as it is |')).toEqual([]);
    expect(labels('# see keepalived.conf |')).toEqual([]);
  });
});
