/** Which adverts count, and what follows where they do not. */
import { describe, expect, test } from 'vitest';
import { nodesOf, owners, play, reasons, script, tracks } from './electionSupport.ts';
import { auth, backup, config, unicast } from './support.ts';

describe('adverts that do not arrive or do not count make two masters', () => {
  const V6 = '2001:db8::111';

  test.each([
    ['virtual_router_id', {}, { vrid: 61 }, 'virtual_router_id 51 against 61'],
    ['auth_pass', { more: auth('a1') }, { more: auth('a2') }, 'auth_pass differs'],
    ['authentication on one side', { more: auth('a1') }, {}, 'auth_type PASS against none'],
    ['PASS against AH', { more: auth('a1') }, { more: auth('a1', 'AH') }, 'auth_type PASS against AH'],
    [
      'strict on one side',
      { more: auth('a1') },
      { more: `${auth('a1')}\n    strict_mode` },
      'auth_type PASS against none',
    ],
    ['advert_int', {}, { more: 'advert_int 2' }, 'advert_int 1 s against 2 s'],
    ['version', {}, { more: 'version 3' }, 'VRRP version 2 against 3'],
    ['addresses', {}, { address: '192.168.10.111 10.0.0.9' }, 'the lists of virtual_ipaddress differ'],
    ['unicast', {}, { more: unicast('10.0.0.2', '10.0.0.1') }, 'multicast against unicast'],
    ['multicast group', {}, { more: 'mcast_dst_ip 224.0.0.19' }, 'multicast group 224.0.0.18 against 224.0.0.19'],
  ])('%s', (_, first, second, why) => {
    const texts = nodesOf(config(first), backup(second));
    expect(owners(texts)[0]).toBe('192.168.10.111: a+b');
    expect(reasons(texts)[0]).toContain(why);
    expect(play(texts)[0]!.places.map(({ file }) => file)).toEqual(['/ws/a/keepalived.conf', '/ws/b/keepalived.conf']);
  });

  test.each([
    ['auth_pass behind the 8th byte', { more: auth('12345678a') }, { more: auth('12345678b') }],
    ['the order and prefix of addresses', { address: '10.0.0.1/24 10.0.0.2' }, { address: '10.0.0.2 10.0.0.1' }],
    ['authentication in version 3', { more: `version 3\n    ${auth('a1')}` }, { more: `version 3\n    ${auth('a2')}` }],
    ['advert_int in version 3', { more: 'version 3' }, { more: 'version 3\n    advert_int 2' }],
    ['interface names', {}, {}],
    [
      'version 2 for IPv6 where both ask for it',
      { address: V6, more: 'version 2' },
      { address: V6, more: 'version 2' },
    ],
  ])('but not %s', (name, first, second) => {
    const other = name === 'interface names' ? backup(second).replace('eth0', 'ens33') : backup(second);
    expect(owners(nodesOf(config(first), other)).map((text) => text.slice(-1))).not.toContain('b');
  });

  test('lists of addresses are only logged from 2.3.3 on', () => {
    const texts = nodesOf(config(), backup({ address: '192.168.10.111 10.0.0.9' }));
    expect(owners(texts, '', '2.3.2')).toEqual(['192.168.10.111: a+b', '10.0.0.9: b']);
    expect(owners(texts, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.9: nobody']);
    expect(reasons(texts, '', '2.3.3')[1]).toBe('nobody: b is BACKUP behind a, which serves other addresses');
  });

  test('v3_checksum_as_v2 on one side is heard in one direction', () => {
    const more = 'version 3\n    v3_checksum_as_v2';
    const texts = nodesOf(config({ more }), backup({ more: 'version 3' }));
    expect(owners(texts, '', '2.2.8')).toEqual(['192.168.10.111: a+b']);
    expect(reasons(texts, '', '2.2.8')[0]).toContain("b takes no note of a's adverts (v3_checksum_as_v2 on a only)");
    // The keyword is unknown before.
    expect(owners(texts, '', '2.2.7')).toEqual(['192.168.10.111: a']);
  });

  test('interfaces with other names belong together by what they serve', () => {
    const lan = (make: typeof config, device: string) => make().replace('eth0', device);
    const wan = (make: typeof config, device: string, priority = 100) =>
      make({ name: 'VI_2', address: '10.0.0.9', priority }).replace('eth0', device);
    // From 2.3.3 on the ens2 of b would be heard on eth0 too, and be stronger, were it the same segment.
    const renamed = nodesOf(lan(config, 'eth0') + wan(config, 'eth1'), lan(backup, 'ens1') + wan(backup, 'ens2', 110));
    expect(owners(renamed, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.9: b']);
    // One ID on two segments: they do not meet, so each node serves what it alone has.
    const apart = nodesOf(lan(config, 'eth0') + wan(config, 'eth1'), lan(backup, 'eth0') + wan(backup, 'eth2', 90));
    expect(owners(apart)).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    const strangers = nodesOf(
      lan(config, 'eth0') + config({ name: 'VI_3', vrid: 7, address: '10.0.0.7' }).replace('eth0', 'eth1'),
      lan(backup, 'eth2') + backup({ name: 'VI_4', vrid: 7, address: '10.0.0.8', priority: 200 }),
    );
    expect(owners(strangers, '', '2.3.3')).toEqual(['192.168.10.111: a', '10.0.0.7: a', '10.0.0.8: b']);
  });

  test('a peer that is not named hears nothing; the other direction still counts', () => {
    const texts = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.9') }),
      backup({ more: unicast('10.0.0.2', '10.0.0.1') }),
    );
    expect(owners(texts)).toEqual(['192.168.10.111: a+b']);
    expect(reasons(texts)[0]).toContain(
      "b takes no note of a's adverts (b, 10.0.0.2, is not among the unicast_peer of a)",
    );
    const right = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.2') }),
      backup({ more: unicast('10.0.0.2', '10.0.0.1') }),
    );
    expect(owners(right)).toEqual(['192.168.10.111: a']);
  });

  test('where the source is checked, it has to be a peer', () => {
    const checked = (more: string) =>
      nodesOf(
        config({ more: unicast('10.0.0.1', '10.0.0.2') }),
        backup({ more: `${unicast('10.0.0.2', '10.0.0.3')}\n    ${more}` }),
      );
    expect(owners(checked(''))).toEqual(['192.168.10.111: a']);
    expect(owners(checked('check_unicast_src'))).toEqual(['192.168.10.111: a+b']);
    expect(reasons(checked('check_unicast_src'))[0]).toContain('a, 10.0.0.1, is not among the unicast_peer of b');
  });

  test('auth_hmac counts from 2.4.0 on, by its keys and modes', () => {
    const key = (letter: string): string => letter.repeat(32);
    const hmac = (letter: string, mode = 'enforce') =>
      `auth_hmac {\n        key 1 ${key(letter)}\n        active_key 1\n        mode ${mode}\n    }`;
    const of = (first: string, second: string) => nodesOf(config({ more: first }), backup({ more: second }));
    expect(owners(of(hmac('k'), hmac('k')), '', '2.4.3')).toEqual(['192.168.10.111: a']);
    expect(owners(of(hmac('k'), hmac('x')), '', '2.4.3')).toEqual(['192.168.10.111: a+b']);
    expect(reasons(of(hmac('k'), hmac('x')), '', '2.4.3')[0]).not.toContain(key('k'));
    expect(owners(of(hmac('k'), ''), '', '2.4.3')).toEqual(['192.168.10.111: a+b']);
    expect(owners(of(hmac('k', 'receive-only'), ''), '', '2.4.3')).toEqual(['192.168.10.111: a']);
    expect(owners(of(hmac('k'), hmac('x')), '', '2.2.7')).toEqual(['192.168.10.111: a']);
  });

  test('a unicast_src_ip that another node has is FAULT', () => {
    const texts = nodesOf(
      config({ more: unicast('10.0.0.1', '10.0.0.2') }),
      backup({ more: unicast('10.0.0.1', '10.0.0.2') }),
    );
    expect(owners(texts, 'stop:a')).toEqual(['192.168.10.111: nobody']);
    expect(reasons(texts, 'stop:a')[0]).toContain(
      'b is in FAULT (unicast_src_ip 10.0.0.1 is the address of another node)',
    );
  });

  test('FAULT of a whole sync group says which member it comes from, and leaves out what does not run', () => {
    const group = 'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n';
    const of = (make: typeof config, source: string, peer: string) =>
      group + make() + make({ name: 'VI_2', vrid: 52, address: '10.0.0.9', more: unicast(source, peer) });
    const twice = nodesOf(of(config, '10.0.0.1', '10.0.0.2'), of(backup, '10.0.0.1', '10.0.0.2'));
    expect(reasons(twice)[0]).toBe(
      'a is MASTER: b is in FAULT (unicast_src_ip 10.0.0.1 is the address of another node, in its sync group)',
    );
    const checked = nodesOf(script('chk') + config({ more: tracks('chk') }), backup());
    expect(reasons(checked, 'disabled:chk@a,script:chk@a,interface:eth0@a')[0]).toBe(
      'b is MASTER: a is in FAULT (eth0 is down)',
    );
  });

  test('an address in two instances goes with the one that leaves', () => {
    const two = (first: typeof config, second: typeof config) =>
      first() + second({ name: 'VI_2', vrid: 52, address: '192.168.10.111' });
    const texts = nodesOf(two(config, backup), two(backup, config));
    expect(owners(texts)).toEqual(['192.168.10.111: a+b']);
    expect(owners(texts, 'stop:a')).toEqual(['192.168.10.111: b 0.0-0.0']);
    // VI_1 comes back to a: b, whose VI_2 is still MASTER, takes the address away all the same.
    expect(owners(texts, 'stop:a,up:a')).toEqual(['192.168.10.111: a 3.6-4.1']);
  });

  test('crossed IDs: each instance hears the other group', () => {
    const two = (first: number, second: number, make: typeof config) =>
      make({ vrid: first }) + make({ name: 'VI_2', vrid: second, address: '10.0.0.9' });
    const texts = nodesOf(two(51, 52, config), two(52, 51, backup));
    expect(owners(texts)).toEqual(['192.168.10.111: a+b', '10.0.0.9: a+b']);
  });
});
