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
    const one = (name: string, vrid: number, address: string, state: string) => config({ name, vrid, address, state });
    const texts = declared({
      '/ws/a/keepalived.conf': one('WEB', 51, '192.168.10.111/24', 'MASTER'),
      '/ws/b/keepalived.conf': one('WEB', 51, '192.168.10.111/24', 'BACKUP'),
      '/ws/c/keepalived.conf': one('DB', 51, '192.168.10.200/24', 'MASTER'),
      '/ws/d/keepalived.conf': one('DB', 51, '192.168.10.200/24', 'BACKUP'),
    });
    expect(found(texts).map(({ code, place }) => `${code} ${place.file}`)).toEqual(
      ['a', 'b', 'c', 'd'].map((name) => `pair-vrid-collision /ws/${name}/keepalived.conf`),
    );
    const preferred = found(texts).flatMap(({ fixes = [] }) => fixes.filter((fix) => fix.preferred));
    expect(preferred.map(({ title, edits }) => `${title}: ${edits.length}`)).toEqual(
      Array(2).fill('Use virtual_router_id 52 for DB on c and d: 2'),
    );
    expect(messages(texts)[2]).toContain('as of WEB on a and b, which serves 192.168.10.111 on the same segment');
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

  test('other networks, other groups and link-local addresses are no common segment', () => {
    const four = (b: Options, d: Options) =>
      declared({
        '/ws/b/keepalived.conf': config({ name: 'WEB', ...b }),
        '/ws/d/keepalived.conf': config({ name: 'DB', ...d }),
      });
    const lone = (address: string, more = '') => ({ vrid: 51, address, more });
    expect(codes(four(lone('10.0.0.1/25'), { ...lone('10.0.0.200/25'), vrid: 52 }))).toEqual([]);
    expect(codes(beside(MAIL, { ...DB, more: 'mcast_dst_ip 224.0.0.19' }))).toEqual([]);
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
