/** Unicast: who sends to whom, and from which address. */
import { describe, expect, test } from 'vitest';
import {
  codes,
  cured,
  found,
  messages,
  pair,
  pairFindings,
  places,
  preferredOf,
  relatedPlaces,
  three,
  unicast,
} from './support.ts';

const right = unicast('10.0.0.1', '10.0.0.2');
const sends = (source: string, ...peers: string[]) => ({ more: unicast(source, ...peers) });

describe('pair-peer-missing', () => {
  test('the MASTER does not name the BACKUP', () => {
    const texts = pair(sends('10.0.0.1', '10.0.0.9'), sends('10.0.0.2', '10.0.0.1'));
    expect(codes(texts)).toEqual(['error pair-peer-missing']);
    expect(messages(texts)).toEqual([
      'unicast_peer of a lacks 10.0.0.2 of b: b hears nothing from a. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
      'unicast_peer of a lacks 10.0.0.2, from which b sends: b hears nothing from there. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    ]);
    expect(places(texts)).toEqual(['unicast_peer', '10.0.0.2']);
    expect(relatedPlaces(texts)).toEqual(['b 10.0.0.2', 'a unicast_peer']);
    expect(cured(texts)['/ws/a/keepalived.conf']).toContain('        10.0.0.9\n        10.0.0.2\n    }');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('the node that is left out offers the same, in the other file', () => {
    const texts = pair(sends('10.0.0.1', '10.0.0.9'), sends('10.0.0.2', '10.0.0.1'));
    const { findings, apply } = pairFindings(texts);
    const [fix] = findings[1]!.fixes!;
    expect(fix).toMatchObject({ title: 'Add 10.0.0.2 to unicast_peer of a' });
    expect(fix!.preferred).toBeUndefined();
    expect(codes(apply(fix!))).toEqual([]);
  });

  test('the BACKUP does not name the MASTER, which then never hears that the address is held', () => {
    const texts = pair({ more: right }, sends('10.0.0.2', '10.0.0.9'));
    expect(messages(texts)[0]).toContain('a outranks b and takes 192.168.10.111 whenever it starts, nopreempt or not.');
    expect(codes(cured(texts))).toEqual([]);
  });

  test.each([
    ['check_unicast_src', `${unicast('10.0.0.2', '10.0.0.9')}\n    check_unicast_src`, ''],
    ['vrrp_check_unicast_src', unicast('10.0.0.2', '10.0.0.9'), 'vrrp_check_unicast_src'],
    ['min_ttl', unicast('10.0.0.2', '10.0.0.9 min_ttl 10'), ''],
  ])('a node with %s rejects what comes from a stranger', (_, more, global) => {
    expect(messages(pair({ more: right }, { more, global }))[0]).toBe(
      'unicast_peer of b lacks 10.0.0.1 of a: b checks where adverts come from, so neither side hears the other. ' +
        'Both nodes will become MASTER and hold 192.168.10.111.',
    );
  });

  test('a node that names itself in the place of the other', () => {
    const texts = pair({ more: right }, sends('10.0.0.2', '10.0.0.2'));
    expect(codes(texts)).toEqual(['error pair-peer-missing']);
    expect(messages(texts)[0]).toContain('lacks 10.0.0.1 of a (and names 10.0.0.2, its own address)');
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain(unicast('10.0.0.2', '10.0.0.1'));
    expect(codes(cured(texts))).toEqual([]);
  });

  test('among three: one finding for all that a list lacks', () => {
    const texts = three(
      sends('10.0.0.1', '10.0.0.9'),
      sends('10.0.0.2', '10.0.0.1', '10.0.0.3'),
      sends('10.0.0.3', '10.0.0.1', '10.0.0.2'),
    );
    expect(found(texts).map(({ place }) => place.file)).toEqual([
      '/ws/a/keepalived.conf',
      '/ws/b/keepalived.conf',
      '/ws/c/keepalived.conf',
    ]);
    expect(messages(texts)[0]).toBe(
      'unicast_peer of a lacks 10.0.0.2 of b and 10.0.0.3 of c: b and c hear nothing from a. ' +
        'More than one node will become MASTER and hold 192.168.10.111.',
    );
    expect(codes(cured(texts))).toEqual([]);
  });

  test('IPv6, in any spelling', () => {
    const v6 = (source: string, peer: string) => ({ address: 'fd00::111', more: unicast(source, peer) });
    expect(codes(pair(v6('fd00::1', 'fd00:0::2'), v6('fd00::2', 'FD00::1')))).toEqual([]);
    const texts = pair(v6('fd00::1', 'fd00::9'), v6('fd00::2', 'fd00::1'));
    expect(messages(texts)[0]).toContain('unicast_peer of a lacks fd00::2 of b');
    expect(cured(texts)['/ws/a/keepalived.conf']).toContain('        fd00::2\n');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('is silent where a source or a peer is not known, and about peers that are not here', () => {
    expect(codes(pair({ more: right }, { more: 'unicast_peer {\n10.0.0.1\n}' }))).toEqual([]);
    expect(codes(pair(sends('10.0.0.1', '10.0.0.9', '$PEER'), sends('10.0.0.2', '10.0.0.1')))).toEqual([]);
    expect(codes(pair(sends('10.0.0.1', '10.0.0.2', '10.0.0.3'), sends('10.0.0.2', '10.0.0.1')))).toEqual([]);
  });

  test('multicast on the other node is another matter', () => {
    expect(codes(pair(sends('10.0.0.1', '10.0.0.9'), { more: 'mcast_src_ip 10.0.0.2' }))).toEqual([
      'error pair-transport-mismatch',
    ]);
  });
});

describe('pair-peer-self', () => {
  test('the own address beside the right one', () => {
    const texts = pair(sends('10.0.0.1', '10.0.0.1', '10.0.0.2'), sends('10.0.0.2', '10.0.0.1'));
    expect(codes(texts)).toEqual(['warning pair-peer-self']);
    expect(messages(texts)).toEqual([
      '10.0.0.1 is the address from which a itself sends: as MASTER it receives its own adverts, and warns in its log of each.',
    ]);
    expect(places(texts)).toEqual(['10.0.0.1']);
    expect(cured(texts)['/ws/a/keepalived.conf']).toContain('unicast_peer {\n        10.0.0.2\n    }');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('the only peer: without it there would be multicast, so it stays', () => {
    const texts = pair(sends('10.0.0.1', '10.0.0.1'), { more: 'unicast_peer {\n10.0.0.1\n}' });
    expect(codes(texts)).toEqual(['warning pair-peer-self']);
    expect(messages(texts)[0]).toContain('its adverts reach no other node. Both nodes will become MASTER');
    expect(preferredOf(texts)).toEqual([]);
  });

  test('one list for all nodes: once in every file', () => {
    const all = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    const texts = three(sends('10.0.0.1', ...all), sends('10.0.0.2', ...all), sends('10.0.0.3', ...all));
    expect(found(texts).map(({ code }) => code)).toEqual(['pair-peer-self', 'pair-peer-self', 'pair-peer-self']);
    expect(places(texts)).toEqual(all);
  });
});

describe('pair-source-duplicate', () => {
  test('unicast: a node without the address stays in FAULT', () => {
    const texts = pair({ more: right }, { more: right });
    expect(codes(texts)).toEqual(['error pair-source-duplicate']);
    expect(messages(texts)[0]).toBe(
      'unicast_src_ip is 10.0.0.1 on b too, but only one node can have this address: a node without it cannot listen ' +
        'there, stays in FAULT and never takes over 192.168.10.111.',
    );
    expect(places(texts)).toEqual(['10.0.0.1', '10.0.0.1']);
    expect(relatedPlaces(texts)).toEqual(['b 10.0.0.1', 'a 10.0.0.1']);
    expect(preferredOf(texts)).toEqual([]);
  });

  test("the node that names itself as its peer has the wrong one, and the other's peer is the right one", () => {
    const texts = pair({ more: right }, sends('10.0.0.1', '10.0.0.1'));
    expect(codes(texts)).toEqual(['error pair-source-duplicate']);
    expect(preferredOf(texts)).toEqual(['Use unicast_src_ip 10.0.0.2, which a sends to']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('where nothing says which one, nothing is offered', () => {
    const strangers = pair(sends('10.0.0.1', '10.0.0.3'), sends('10.0.0.1', '10.0.0.2'));
    const several = pair(sends('10.0.0.1', '10.0.0.2', '10.0.0.3'), sends('10.0.0.1', '10.0.0.1'));
    for (const texts of [strangers, several]) {
      expect(codes(texts)).toEqual(['error pair-source-duplicate']);
      expect(preferredOf(texts)).toEqual([]);
    }
  });

  test('multicast: a host drops what seems to come from itself', () => {
    const texts = pair({ more: 'mcast_src_ip 10.0.0.1' }, { more: 'mcast_src_ip 10.0.0.1' });
    expect(codes(texts)).toEqual(['error pair-source-duplicate']);
    expect(messages(texts)[1]).toContain(
      'mcast_src_ip is 10.0.0.1 on a too, but only one node can have this address: it drops adverts that seem',
    );
  });

  test('two of three', () => {
    const peers = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
    const texts = three(
      sends('10.0.0.1', ...peers.slice(1)),
      sends('10.0.0.2', '10.0.0.1', '10.0.0.3'),
      sends('10.0.0.2', '10.0.0.1', '10.0.0.2'),
    );
    expect(found(texts)).toHaveLength(2);
    expect(preferredOf(texts)).toEqual(['Use unicast_src_ip 10.0.0.3, which a and b send to']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('is silent where a source is not known', () => {
    const peers = 'unicast_src_ip $IP\nunicast_peer {\n10.0.0.9\n}';
    expect(codes(pair({ more: peers }, { more: peers }))).toEqual([]);
  });
});
