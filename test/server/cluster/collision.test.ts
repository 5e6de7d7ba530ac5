/** Two virtual routers under one ID: which segment they are on, what keepalived makes of it, and a free ID. */
import { describe, expect, test } from 'vitest';
import type { Texts } from '../../support/memory.ts';
import {
  auth,
  codes,
  config,
  cured,
  declared,
  found,
  messages,
  type Options,
  places,
  preferredOf,
  unicast,
} from './support.ts';

const MAIL: Options = { name: 'MAIL', vrid: 52, address: '192.168.10.112', priority: 100 };
const DB: Options = { name: 'DB', vrid: 52, address: '192.168.10.113', priority: 90 };

/** Both nodes serve WEB; besides, each has its own. */
const beside = (a: Options, b: Options, web: Options = {}): Texts => ({
  '/ws/a/keepalived.conf': config({ name: 'WEB', ...web }) + config(a),
  '/ws/b/keepalived.conf': config({ name: 'WEB', state: 'BACKUP', ...web }) + config(b),
});
/** A cluster of two pairs that have nothing but their ID in common. */
function twoPairs(web: string, db: string): Texts {
  const one = (name: string, address: string, state: string) => config({ name, address, state });
  return declared({
    '/ws/a/keepalived.conf': one('WEB', web, 'MASTER'),
    '/ws/b/keepalived.conf': one('WEB', web, 'BACKUP'),
    '/ws/c/keepalived.conf': one('DB', db, 'MASTER'),
    '/ws/d/keepalived.conf': one('DB', db, 'BACKUP'),
  });
}
const COLLISION = ['error pair-vrid-collision'];

describe('pair-vrid-collision', () => {
  test('up to 2.3.2 each rejects the other', () => {
    const texts = beside(MAIL, DB);
    expect(codes(texts, '2.3.2')).toEqual(COLLISION);
    expect(messages(texts, '2.3.2')).toEqual([
      'virtual_router_id is 52, as of DB on b, which serves 192.168.10.113 on the same segment: ' +
        "each rejects the other's adverts and logs every one of them.",
      'virtual_router_id is 52, as of MAIL on a, which serves 192.168.10.112 on the same segment: ' +
        "each rejects the other's adverts and logs every one of them.",
    ]);
    expect(places(texts)).toEqual(['52', '52']);
    expect(found(texts)[0]!.related).toMatchObject([
      { message: 'DB on b uses it too', place: { file: '/ws/b/keepalived.conf' } },
    ]);
  });

  test('from 2.3.3 on the lower priority falls silent', () => {
    expect(messages(beside(MAIL, DB), '2.3.3')[0]).toContain(
      "each takes the other's adverts for its own, DB with the lower priority stays BACKUP, and nobody holds 192.168.10.113.",
    );
    expect(messages(beside(MAIL, { ...DB, priority: 100 }), '2.3.3')[0]).toContain('one of them stays BACKUP');
  });

  test.each<[string, Options]>([
    ['authentication', { more: auth('other') }],
    ['interval', { more: 'advert_int 2' }],
    ['version', { more: 'version 3' }],
  ])('from 2.3.3 on, but with another %s, each rejects the other', (_, more) => {
    expect(messages(beside(MAIL, { ...DB, ...more }), '2.3.3')[0]).toContain("each rejects the other's adverts");
  });

  test('with virtual MAC addresses both have the same', () => {
    const vmac = { more: 'use_vmac' };
    expect(messages(beside({ ...MAIL, ...vmac }, { ...DB, ...vmac }))[0]).toContain(
      'Both answer with the MAC address 00:00:5e:00:01:34.',
    );
  });

  test('the second moves to an ID that nothing in the cluster has', () => {
    const texts = beside({ ...MAIL, vrid: 51 }, { ...DB, vrid: 51 }, { vrid: 52 });
    expect(preferredOf(texts)).toEqual(['Use virtual_router_id 53 for DB on b']);
    expect(codes(cured(texts))).toEqual([]);
    const last = beside({ ...MAIL, vrid: 255 }, { ...DB, vrid: 255 });
    expect(preferredOf(last)).toEqual(['Use virtual_router_id 1 for DB on b']);
  });

  test('two pairs in one cluster: the whole second one moves', () => {
    const texts = twoPairs('192.168.10.111/24', '192.168.10.200/24');
    expect(found(texts).map(({ code, place }) => `${code} ${place.file}`)).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `pair-vrid-collision /ws/${name}/keepalived.conf`),
    );
    const preferred = found(texts).flatMap(({ fixes = [] }) => fixes.filter((fix) => fix.preferred));
    expect(preferred.map(({ title, edits }) => `${title}: ${edits.length}`)).toEqual(
      Array(2).fill('Use virtual_router_id 52 for DB on c and d: 2'),
    );
    expect(messages(texts)[2]).toContain('as of WEB on a and b, which serves 192.168.10.111 on the same segment');
  });

  test('the smaller one moves', () => {
    const lan = { name: 'LAN', vrid: 99, address: '10.0.0.9' };
    const big = { name: 'DB', vrid: 52, address: '192.168.10.113' };
    const texts = declared({
      '/ws/a/keepalived.conf': config(lan) + config(MAIL),
      '/ws/b/keepalived.conf': config({ ...lan, state: 'BACKUP' }) + config(big),
      '/ws/c/keepalived.conf': config({ ...lan, state: 'BACKUP', priority: 80 }) + config({ ...big, state: 'BACKUP' }),
    });
    expect(codes(texts)).toEqual(COLLISION);
    expect(preferredOf(texts)).toEqual(['Use virtual_router_id 53 for MAIL on a']);
  });

  test('IPv6 has IDs of its own', () => {
    expect(codes(beside(MAIL, { ...DB, address: 'fd00::113' }))).toEqual([]);
    expect(codes(beside({ ...MAIL, address: 'fd00::112' }, { ...DB, address: 'fd00::113' }))).toEqual(COLLISION);
  });

  test('unicast adverts reach only those that they are sent to', () => {
    const to = (source: string, peer: string) => ({ more: unicast(source, peer) });
    expect(codes(beside({ ...MAIL, ...to('10.0.0.1', '10.0.0.2') }, { ...DB, ...to('10.0.0.2', '10.0.0.1') }))).toEqual(
      COLLISION,
    );
    expect(codes(beside({ ...MAIL, ...to('10.0.0.1', '10.0.0.7') }, { ...DB, ...to('10.0.0.2', '10.0.0.8') }))).toEqual(
      [],
    );
    expect(codes(beside(MAIL, { ...DB, ...to('10.0.0.2', '10.0.0.1') }))).toEqual([]);
  });

  test('a shared ID on two segments is right', () => {
    const onEth1 = (text: string) => text.replace('eth0', 'eth1');
    const inner = { name: 'INNER', vrid: 51, address: '10.0.0.9' };
    expect(
      codes({
        '/ws/a/keepalived.conf': config({ name: 'WEB' }) + onEth1(config(inner)),
        '/ws/b/keepalived.conf':
          config({ name: 'WEB', state: 'BACKUP' }) + onEth1(config({ ...inner, state: 'BACKUP' })),
      }),
    ).toEqual([]);
    // The nodes know each other on eth0, so that eth1 of one is not the same segment, whatever the addresses look like.
    expect(
      codes({
        '/ws/a/keepalived.conf': config({ name: 'WEB' }) + onEth1(config({ ...MAIL, vrid: 52 })),
        '/ws/b/keepalived.conf': config({ name: 'WEB', state: 'BACKUP' }) + config(DB),
      }),
    ).toEqual([]);
  });

  test.each([
    ['10.0.0.1/24', '10.0.0.200/24', 1],
    ['10.0.0.1', '10.0.0.200', 1],
    ['10.0.0.1/32', '10.0.0.200/32', 1],
    ['10.0.0.1/25', '10.0.0.200/25', 0],
    ['10.0.0.1', '10.0.1.1', 0],
    ['10.0.0.1/16', '10.0.1.1/16', 1],
    ['fd00::1', 'fd00::2', 1],
    ['fd00::1', 'fd00:0:0:1::2', 0],
    ['fe80::1', 'fe80::2', 0],
  ])('where nothing else says it, the network tells the segment: %s and %s', (web, db, collisions) => {
    expect(codes(twoPairs(web, db))).toEqual(COLLISION.slice(0, collisions));
  });

  test('other multicast groups do not meet', () => {
    expect(codes(beside(MAIL, { ...DB, more: 'mcast_dst_ip 224.0.0.19' }))).toEqual([]);
  });

  test('from 2.4.0 on auth_hmac may tell them apart', () => {
    const hmac = (key: string) => ({ more: `auth_hmac {\n key 1 ${key.repeat(32)}\n active_key 1\n }` });
    expect(messages(beside({ ...MAIL, ...hmac('a') }, { ...DB, ...hmac('a') }), '2.4.3')[0]).toContain('for its own');
    expect(messages(beside({ ...MAIL, ...hmac('a') }, { ...DB, ...hmac('b') }), '2.4.3')[0]).toContain('rejects');
  });

  test('one node that uses an ID twice is a matter of its file, as is an address that stands twice', () => {
    const texts = {
      '/ws/a/keepalived.conf': config({ name: 'WEB' }) + config(MAIL) + config(DB),
      '/ws/b/keepalived.conf': config({ name: 'WEB', state: 'BACKUP' }),
    };
    expect(codes(texts)).toEqual([]);
    expect(codes(beside({ ...MAIL, vrid: 51, address: '192.168.10.111' }, DB))).toEqual([]);
  });

  test('under one name the address was written wrongly', () => {
    expect(codes(beside(MAIL, { ...DB, name: 'MAIL', state: 'BACKUP' }))).toEqual(['error pair-addresses-mismatch']);
  });

  test('is silent where the ID itself differs within a virtual router, or is not known', () => {
    const texts = beside(MAIL, DB);
    const crossed = {
      ...texts,
      '/ws/b/keepalived.conf':
        config({ name: 'WEB', state: 'BACKUP', vrid: 52 }) +
        config({ ...MAIL, state: 'BACKUP', vrid: 51, priority: 90 }),
    };
    expect(codes(crossed)).toEqual(['error pair-vrid-mismatch']);
    expect(codes(beside({ ...MAIL, vrid: '$VRID' }, { ...DB, vrid: '$VRID' }))).toEqual([]);
  });

  test('where it is the only instance of both nodes, the address was written wrongly', () => {
    const texts = declared({
      '/ws/a/keepalived.conf': config(MAIL),
      '/ws/b/keepalived.conf': config({ ...DB, state: 'BACKUP' }),
    });
    expect(codes(texts)).toEqual(['error pair-addresses-mismatch']);
  });
});
