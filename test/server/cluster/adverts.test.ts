/** What must be the same for adverts to be received at all: family, multicast group, checksum; and the dead timer. */
import { describe, expect, test } from 'vitest';
import type { Version } from '../../../server/src/schema/index.ts';
import {
  codes,
  cured,
  declared,
  found,
  messages,
  pair,
  places,
  preferredOf,
  relatedPlaces,
  three,
  unicast,
} from './support.ts';

describe('pair-family-mismatch', () => {
  const dual = (address: string) => ({ address });
  const crossed = declared(pair(dual('192.168.10.111 fd00::111'), dual('fd00::111 192.168.10.111')));

  test('the first address decides: the same list in another order', () => {
    expect(codes(crossed)).toEqual(['error pair-family-mismatch']);
    expect(messages(crossed)).toEqual([
      'VI_1 is IPv4 here (the first address decides, and fd00::111 is ignored), but b has IPv6: the nodes do not hear ' +
        'each other. Each will become MASTER and hold its own addresses: no node stands in for another.',
      'VI_1 is IPv6 here (the first address decides, and 192.168.10.111 is ignored), but a has IPv4: the nodes do not ' +
        'hear each other. Each will become MASTER and hold its own addresses: no node stands in for another.',
    ]);
    expect(places(crossed)).toEqual(['192.168.10.111', 'fd00::111']);
    expect(relatedPlaces(crossed)).toEqual(['b fd00::111', 'a 192.168.10.111']);
    expect(cured(crossed)['/ws/b/keepalived.conf']).not.toContain('fd00');
    expect(codes(cured(crossed))).toEqual([]);
  });

  test('other addresses under one name and ID', () => {
    const texts = declared(pair({}, dual('fd00::111/64')));
    expect(preferredOf(texts)).toEqual(['Serve the IPv4 addresses of a']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('192.168.10.111\n');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('an address in both lists is enough, under any ID', () => {
    const other = { ...dual('fd00::111 192.168.10.111'), vrid: 61 };
    expect(codes(declared(pair(dual('192.168.10.111 fd00::111'), other)))).toEqual(['error pair-family-mismatch']);
  });

  test('says nothing of what only follows from it', () => {
    const texts = declared(pair({ more: 'advert_int 2' }, { address: 'fd00::111', more: 'down_timer_adverts 5' }));
    expect(codes(texts)).toEqual(['error pair-family-mismatch']);
  });

  test('among three follows the two that agree', () => {
    const texts = declared(three(dual('fd00::111 192.168.10.111'), {}, {}));
    expect(preferredOf(texts)).toEqual(['Serve the IPv4 addresses of b']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('an instance that speaks the other family elsewhere too is not rewritten', () => {
    for (const more of ['unicast_peer {\n fd00::1\n }', 'mcast_src_ip fd00::2', 'mcast_dst_ip ff02::19']) {
      const texts = declared(pair({}, { address: 'fd00::111', more }));
      expect(codes(texts)).toEqual(['error pair-family-mismatch']);
      expect(preferredOf(texts)).toEqual([]);
    }
  });

  test('a name alone is not enough, and what is not known is not judged', () => {
    expect(codes(declared(pair({}, { vrid: 61, address: 'fd00::111' })))).toEqual([]);
    expect(codes(declared(pair({}, { address: 'fd00::111 $VIP' })))).toEqual([]);
  });
});

describe('pair-multicast-mismatch', () => {
  const own = (group: string) => ({ more: `mcast_dst_ip ${group}` });

  test('the group of the instance, of global_defs, and the default', () => {
    const texts = three(own('224.0.0.20'), { global: 'vrrp_mcast_group4 224.0.0.19' }, {});
    expect(codes(texts)).toEqual(['error pair-multicast-mismatch']);
    expect(places(texts)).toEqual(['224.0.0.20', '224.0.0.19', 'vrrp_instance VI_1']);
    expect(messages(texts)[0]).toBe(
      'Adverts go to the multicast group 224.0.0.20, but b has 224.0.0.19, c has 224.0.0.18: the nodes do not hear ' +
        'each other, and no log line says so. More than one node will become MASTER and hold 192.168.10.111.',
    );
    expect(relatedPlaces(texts).slice(0, 2)).toEqual(['b 224.0.0.19', 'c vrrp_instance VI_1']);
  });

  test('the BACKUP follows, at the line that decides', () => {
    const instance = pair({}, own('224.0.0.20'));
    expect(cured(instance)['/ws/b/keepalived.conf']).toContain('mcast_dst_ip 224.0.0.18\n');
    const global = pair({}, { global: 'vrrp_mcast_group4 224.0.0.19' });
    expect(cured(global)['/ws/b/keepalived.conf']).toContain('vrrp_mcast_group4 224.0.0.18\n');
    const absent = pair({ global: 'vrrp_mcast_group4 224.0.0.19' }, {});
    expect(cured(absent)['/ws/b/keepalived.conf']).toContain('    mcast_dst_ip 224.0.0.19\n}');
    for (const texts of [instance, global, absent]) expect(codes(cured(texts))).toEqual([]);
  });

  test('before 2.2.5 an instance had no group of its own to write', () => {
    const texts = pair({ global: 'vrrp_mcast_group4 224.0.0.19' }, {});
    expect(codes(texts, '2.2.4')).toEqual(['error pair-multicast-mismatch']);
    expect(preferredOf(texts, '2.2.4')).toEqual([]);
  });

  test('IPv6 has a group of its own, and spellings do not count', () => {
    const address = 'fd00::111';
    expect(codes(pair({ address, global: 'vrrp_mcast_group6 ff02::13' }, { address }))).toEqual([
      'error pair-multicast-mismatch',
    ]);
    expect(codes(pair({ address, global: 'vrrp_mcast_group6 FF02:0::12' }, { address }))).toEqual([]);
    expect(codes(pair({ address, global: 'vrrp_mcast_group4 224.0.0.19' }, { address }))).toEqual([]);
  });

  test('is silent about unicast, what keepalived skips, and what is not known', () => {
    const peers = { a: unicast('10.0.0.1', '10.0.0.2'), b: unicast('10.0.0.2', '10.0.0.1') };
    const global = 'vrrp_mcast_group4 224.0.0.19';
    expect(codes(pair({ more: peers.a, global }, { more: peers.b }))).toEqual([]);
    expect(codes(pair({ global }, { more: peers.b }))).toEqual(['error pair-transport-mismatch']);
    expect(codes(pair({ global: 'vrrp_mcast_group4 10.0.0.1' }, own('192.168.1.1')))).toEqual([]);
    expect(codes(pair({ global: 'vrrp_mcast_group4 ff02::19' }, {}))).toEqual([]);
    expect(codes(pair(own('ff02::19'), {}))).toEqual([]);
    expect(codes(pair({ global: 'vrrp_mcast_group4 $GROUP' }, { global }))).toEqual([]);
    expect(codes(pair(own('$GROUP'), { global }))).toEqual([]);
  });
});

describe('pair-checksum-mismatch', () => {
  const NEW: Version = '2.2.8';
  const v3 = (more = '') => ({ more: `version 3\n    ${more}` });
  const flag = 'v3_checksum_as_v2';

  test('who has it not rejects the adverts: two masters where the sender ranks higher', () => {
    const texts = pair(v3(flag), v3());
    expect(codes(texts, NEW)).toEqual(['error pair-checksum-mismatch']);
    expect(messages(texts, NEW)).toEqual([
      'v3_checksum_as_v2 is on here, but not on b: for a wrong checksum b rejects the adverts of a. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
      'v3_checksum_as_v2 is off here, but a has it: b rejects the adverts of a for a wrong checksum. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    ]);
    expect(places(texts, NEW)).toEqual([flag, 'vrrp_instance VI_1']);
    expect(relatedPlaces(texts, NEW)).toEqual(['b vrrp_instance VI_1', `a ${flag}`]);
    expect(cured(texts, NEW)['/ws/b/keepalived.conf']).toContain(`    ${flag}\n}`);
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('equal priorities decide for neither', () => {
    expect(messages(pair({ ...v3(flag), priority: 90 }, v3()), NEW).join()).toContain('Both nodes will become MASTER');
  });

  test('a lower sender is not heard, which shows when the higher one starts', () => {
    expect(messages(pair(v3(), v3(flag)), NEW)[0]).toContain(
      'a outranks b and takes 192.168.10.111 whenever it starts, nopreempt or not.',
    );
  });

  test.each([
    ['bare', v3(flag), `${flag} off\n`],
    ['with a word', v3(`${flag} on`), `${flag} off\n`],
    ['in global_defs', { ...v3(), global: flag }, `    ${flag} off\n}`],
  ])('is switched off where it stands: %s', (_, standby, expected) => {
    const texts = pair(v3(), standby);
    expect(cured(texts, NEW)['/ws/b/keepalived.conf']).toContain(expected);
    expect(codes(cured(texts, NEW), NEW)).toEqual([]);
  });

  test('counts for version 3 with IPv4 only, from 2.2.8 on, and where it is known', () => {
    expect(codes(pair(v3(flag), v3()), '2.2.7')).toEqual([]);
    expect(codes(pair({ more: flag }, {}), NEW)).toEqual([]);
    expect(codes(pair({ more: flag, address: 'fd00::1' }, { address: 'fd00::1' }), NEW)).toEqual([]);
    expect(codes(pair(v3(`${flag} $CHECKSUM`), v3(flag)), NEW)).toEqual([]);
    expect(codes(pair(v3(flag), {}), NEW)).toEqual(['error pair-version-mismatch']);
    expect(codes(pair(v3(flag), { ...v3(), global: flag }), NEW)).toEqual([]);
  });
});

describe('pair-timers-mismatch', () => {
  const adverts = (count: number | string) => ({ more: `down_timer_adverts ${count}` });

  test('says how long each node waits', () => {
    const texts = pair(adverts(5), {});
    expect(codes(texts)).toEqual(['warning pair-timers-mismatch']);
    expect(messages(texts)[1]).toBe(
      'down_timer_adverts is 3, but a has 5: as BACKUP b takes over after 3 s without an advert, a after 5 s.',
    );
    expect(places(texts)).toEqual(['5', 'vrrp_instance VI_1']);
    expect(relatedPlaces(texts)).toEqual(['b vrrp_instance VI_1', 'a 5']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain('    down_timer_adverts 5\n}');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('goes by the interval, and by what stands in global_defs', () => {
    const texts = pair(
      { more: 'version 3\n    advert_int 0.3' },
      { more: 'version 3\n    advert_int 0.3', global: 'vrrp_down_timer_adverts 4' },
    );
    expect(messages(texts)[0]).toContain('a takes over after 0.9 s without an advert, b after 1.2 s');
    expect(places(texts)[1]).toBe('4');
  });

  test('strict mode knows one number, so the other node follows', () => {
    const texts = pair(adverts(5), { global: 'vrrp_strict' });
    expect(found(texts)).toHaveLength(2);
    expect(preferredOf(texts)).toEqual(['Use down_timer_adverts 3, as b does']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('is silent before 2.2.3, and where the number is not known', () => {
    expect(codes(pair(adverts(5), {}), '2.2.2')).toEqual([]);
    expect(codes(pair(adverts('$N'), {}))).toEqual([]);
    expect(codes(pair({ global: 'vrrp_down_timer_adverts $N' }, adverts(5)))).toEqual([]);
    expect(codes(pair(adverts(3), {}))).toEqual([]);
  });
});
