/** What is not in the adverts and still decides who ends up MASTER: nopreempt and sync groups. */
import { describe, expect, test } from 'vitest';
import type { Texts } from '../../support/memory.ts';
import {
  backup,
  codes,
  config,
  cured,
  found,
  messages,
  type Options,
  pair,
  places,
  preferredOf,
  relatedPlaces,
  three,
} from './support.ts';

describe('pair-preempt-mismatch', () => {
  const nopreempt = { more: 'nopreempt' };
  const BACKUP = { state: 'BACKUP', priority: 100 };

  test('nopreempt on the lower node alone: the higher one takes the address back', () => {
    const texts = pair(BACKUP, nopreempt);
    expect(codes(texts)).toEqual(['warning pair-preempt-mismatch']);
    expect(messages(texts)).toEqual([
      'b has nopreempt, a has not: a (priority 100) takes 192.168.10.111 back from b (90) whenever it returns.',
      'nopreempt is set here, but a has it not: a (priority 100) takes 192.168.10.111 back from b (90) whenever it returns.',
    ]);
    expect(places(texts)).toEqual(['vrrp_instance VI_1', 'nopreempt']);
    expect(relatedPlaces(texts)).toEqual(['b nopreempt', 'a vrrp_instance VI_1']);
  });

  test('where all are to start as BACKUP, the higher one gets it too', () => {
    const texts = pair(BACKUP, nopreempt);
    expect(preferredOf(texts)).toEqual(['Use nopreempt, as b does']);
    expect(cured(texts)['/ws/a/keepalived.conf']).toContain('    nopreempt\n}');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('where one is to be MASTER, it goes; or the MASTER becomes a BACKUP that keeps its hands off', () => {
    const texts = pair({}, nopreempt);
    expect(preferredOf(texts)).toEqual(['Remove nopreempt, which a has not']);
    expect(codes(cured(texts))).toEqual([]);
    const [fix] = found(texts)[0]!.fixes!;
    expect(fix!.edits.map(({ text }) => text.trim())).toEqual(['BACKUP', 'nopreempt']);
  });

  test('on the higher node alone it does all that it can: right', () => {
    expect(codes(pair({ ...BACKUP, ...nopreempt }, {}))).toEqual([]);
  });

  test('among three: what the highest leaves alone, the second takes back', () => {
    const texts = three({ ...BACKUP, ...nopreempt }, {}, {});
    expect(found(texts).map(({ place }) => place.file)).toEqual(['/ws/a/keepalived.conf', '/ws/b/keepalived.conf']);
    expect(messages(texts)[0]).toContain('b (priority 90) takes 192.168.10.111 back from c (80) whenever it returns.');
    expect(codes(cured(texts))).toEqual([]);
  });

  test('goes by what is announced', () => {
    const before = 'vrrp_script chk {\n    script "/bin/true"\n    weight 20\n}\n';
    const track = 'track_script {\n chk\n }';
    const texts = pair(
      { ...BACKUP, before, more: 'track_script {\n chk weight 0\n }' },
      { before, more: `${track}\n    nopreempt` },
    );
    expect(codes(texts)).toEqual([]);
  });

  test('what keepalived clears does not count, and its own finding says so', () => {
    expect(codes(pair(nopreempt, {}))).toEqual([]);
    expect(codes(pair(nopreempt, nopreempt))).toEqual([]);
    expect(codes(pair({ ...BACKUP, priority: 255, ...nopreempt }, { more: 'nopreempt', priority: 90 }))).toEqual([]);
  });

  test('an owner always takes its address back, so nopreempt can only go', () => {
    const texts = pair({ priority: 255 }, nopreempt);
    expect(preferredOf(texts)).toEqual(['Remove nopreempt, which a has not']);
    expect(found(texts)[0]!.fixes).toBeUndefined();
  });

  test('is silent where priorities are equal or not known', () => {
    expect(codes(pair({ ...BACKUP, priority: 90 }, nopreempt))).toEqual(['warning pair-priority-equal']);
    expect(codes(pair({ ...BACKUP, priority: '$P' }, nopreempt))).toEqual([]);
  });
});

describe('pair-sync-mismatch', () => {
  const second: Options = { name: 'VI_2', vrid: 52, address: '192.168.10.112' };
  const group = (...names: string[]): string =>
    `vrrp_sync_group VG_1 {\n    group {\n        ${names.join('\n        ')}\n    }\n}\n`;
  const both = (a: string, b: string, more: Options = {}): Texts => ({
    '/ws/a/keepalived.conf': a + config() + config(second),
    '/ws/b/keepalived.conf': b + backup(more) + backup(second),
  });

  test('on one node only', () => {
    const texts = both(group('VI_1', 'VI_2'), '');
    expect(codes(texts)).toEqual(['warning pair-sync-mismatch']);
    expect(messages(texts)).toEqual([
      'VI_1 and VI_2 are one in the sync group VG_1 here, but not on b: when one of them fails on b alone, a does not ' +
        'take it without the other, and nobody holds 192.168.10.111 or 192.168.10.112.',
      'VI_1 and VI_2 stand alone here, but are one on a (sync group VG_1): when one of them fails on b alone, a does not ' +
        'take it without the other, and nobody holds 192.168.10.111 or 192.168.10.112.',
    ]);
    expect(places(texts)).toEqual(['vrrp_sync_group VG_1', 'vrrp_instance VI_1']);
    expect(relatedPlaces(texts)).toEqual(['b vrrp_instance VI_1', 'a vrrp_sync_group VG_1']);
    expect(cured(texts)['/ws/b/keepalived.conf']).toContain(`}\n\n${group('VI_1', 'VI_2').trimEnd()}`);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('on the other node only: it goes, unless it does more than tie', () => {
    const texts = both('', group('VI_1', 'VI_2'));
    expect(cured(texts)['/ws/b/keepalived.conf']).not.toContain('sync');
    expect(codes(cured(texts))).toEqual([]);
    const notifies = both('', group('VI_1', 'VI_2').replace('{\n', '{\n    notify /bin/true\n'));
    expect(codes(notifies)).toEqual(['warning pair-sync-mismatch']);
    expect(preferredOf(notifies)).toEqual([]);
  });

  test('a member more, a member less', () => {
    const third: Options = { name: 'VI_3', vrid: 53, address: '192.168.10.113' };
    const triple = (a: string, b: string): Texts => ({
      '/ws/a/keepalived.conf': a + config() + config(second) + config(third),
      '/ws/b/keepalived.conf': b + backup() + backup(second) + backup(third),
    });
    const less = triple(group('VI_1', 'VI_2', 'VI_3'), group('VI_1', 'VI_2'));
    expect(messages(less)[1]).toContain('VI_1 and VI_3 stand alone here, but are one on a');
    expect(cured(less)['/ws/b/keepalived.conf']).toContain(group('VI_1', 'VI_2', 'VI_3'));
    const more = triple(group('VI_1', 'VI_2'), group('VI_1', 'VI_2', 'VI_3'));
    expect(cured(more)['/ws/b/keepalived.conf']).toContain(group('VI_1', 'VI_2'));
    for (const texts of [less, more]) expect(codes(cured(texts))).toEqual([]);
  });

  test('goes by what the instances serve, not by their names, nor by the name of the group', () => {
    const renamed = both(group('VI_1', 'VI_2'), group('OTHER', 'VI_2').replace('VG_1', 'VG'), { name: 'OTHER' });
    expect(codes(renamed)).toEqual([]);
    const loose = both(group('VI_1', 'VI_2'), '', { name: 'OTHER' });
    expect(cured(loose)['/ws/b/keepalived.conf']).toContain(group('OTHER', 'VI_2').trimEnd());
  });

  test('among three follows the two that agree', () => {
    const texts: Texts = {
      ...both('', group('VI_1', 'VI_2')),
      '/ws/c/keepalived.conf': group('VI_1', 'VI_2') + backup({ priority: 80 }) + backup({ ...second, priority: 80 }),
    };
    expect(found(texts)).toHaveLength(3);
    expect(preferredOf(texts)).toEqual(['Tie the instances together as b does']);
    expect(codes(cured(texts))).toEqual([]);
  });

  test('a group of one ties nothing, and a member that is not known may be any', () => {
    expect(codes(both(group('VI_1'), ''))).toEqual([]);
    expect(codes(both(group('VI_1', 'GONE'), ''))).toEqual([]);
    expect(codes(both(group('VI_1', 'VI_2'), group('VI_1', '$SECOND')))).toEqual([]);
  });

  test('a node with another set of virtual routers is not compared', () => {
    const texts = { ...both('', ''), '/ws/c/keepalived.conf': group('VI_1', 'LAN') + backup({ priority: 80 }) };
    expect(codes(texts)).toEqual([]);
  });
});
