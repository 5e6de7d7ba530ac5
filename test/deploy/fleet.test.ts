// Many pairs: how many at a time, what a failure and a cancellation do to the others, and hosts that two pairs name.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runFleet, sharedHosts } from '../../deploy/src/fleet.ts';
import { type Pair, readPair } from '../../deploy/src/pair.ts';
import type { Report } from '../../deploy/src/report/report.ts';
import { readDestination } from '../../deploy/src/ssh/destination.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A pair of that name, on these hosts. */
function pairOn(name: string, ...hosts: readonly string[]): Pair {
  const file = join(folder, name, 'keepalived-ha.json');
  mkdirSync(join(folder, name), { recursive: true });
  const nodes = Object.fromEntries(hosts.map((host, i) => [`n${i + 1}`, { config: `${i}.conf`, host }]));
  writeFileSync(file, JSON.stringify({ nodes }));
  for (const { config } of Object.values(nodes)) writeFileSync(join(folder, name, config), `! ${name}\n`);
  const reading = readPair(file);
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.pair;
}

const reportOf = (pair: Pair, ok: boolean): Report => ({
  cluster: pair.name,
  ok,
  rolledBack: false,
  nodes: [],
  steps: [],
  checks: [],
  drill: [],
  notes: [],
  problem: ok ? null : 'it did not work',
  stranded: [],
  timeline: null,
});

const names = (pairs: readonly Pair[]): string[] => pairs.map(({ name }) => name);
const namesOf = (reports: readonly Report[]): string[] => reports.map(({ cluster }) => cluster);

describe('a fleet', () => {
  let pairs: readonly Pair[];
  beforeAll(() => {
    pairs = ['a', 'b', 'c', 'd', 'e'].map((name) => pairOn(name, `${name}1`, `${name}2`));
  });
  const never = new AbortController().signal;

  test('has as many pairs under way as it is told, and reports in the order of the pairs', async () => {
    let underWay = 0;
    const most: number[] = [];
    const options = { parallel: 2, keepGoing: false, signal: never };
    const { reports, notBegun } = await runFleet(pairs, options, async (pair) => {
      most.push(++underWay);
      // The first one is the last to end.
      await sleep(pair.name === 'a' ? 50 : 5);
      underWay--;
      return reportOf(pair, true);
    });
    expect(Math.max(...most)).toBe(2);
    expect(namesOf(reports)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(notBegun).toEqual([]);
  });

  test('stops after a failure: what is under way comes to its end, and what has not begun is named', async () => {
    const aborted: boolean[] = [];
    const options = { parallel: 2, keepGoing: false, signal: never };
    const { reports, notBegun } = await runFleet(pairs, options, async (pair, signal) => {
      await sleep(pair.name === 'b' ? 5 : 30);
      aborted.push(signal.aborted);
      return reportOf(pair, pair.name !== 'b');
    });
    const unbegun = 'not begun, because another pair has failed';
    expect(reports.map(({ cluster, problem }) => [cluster, problem])).toEqual([
      ['a', null],
      ['b', 'it did not work'],
      ['c', unbegun],
      ['d', unbegun],
      ['e', unbegun],
    ]);
    expect(names(notBegun)).toEqual(['c', 'd', 'e']);
    expect(aborted).toEqual([false, false]);
  });

  test('goes on after a failure where it is told to', async () => {
    const options = { parallel: 1, keepGoing: true, signal: never };
    const { reports, notBegun } = await runFleet(pairs, options, async (pair) => reportOf(pair, pair.name === 'e'));
    expect(reports.map(({ ok }) => ok)).toEqual([false, false, false, false, true]);
    expect(notBegun).toEqual([]);
  });

  test('begins nothing more once it is cancelled, whatever it was told', async () => {
    const cancelling = new AbortController();
    const options = { parallel: 2, keepGoing: true, signal: cancelling.signal };
    const { reports, notBegun } = await runFleet(pairs, options, async (pair, signal) => {
      if (pair.name === 'b') cancelling.abort();
      await sleep(5);
      return reportOf(pair, !signal.aborted);
    });
    expect(reports.map(({ problem }) => problem?.startsWith('not begun, because it was cancelled'))).toEqual([
      ...[false, false],
      ...[true, true, true],
    ]);
    expect(names(notBegun)).toEqual(['c', 'd', 'e']);
  });
});

describe('hosts', () => {
  test.each([
    ['the same destination', 'root@ngx1', 'root@ngx1'],
    ['another user', 'root@ngx1', 'admin@ngx1'],
    ['no user', 'root@ngx1', 'ngx1'],
    ['capitals', 'root@ngx1', 'root@NGX1'],
    ['a URL', 'root@ngx1', 'ssh://root@ngx1:22'],
    ['an address in brackets', 'root@2001:db8::1', 'ssh://[2001:db8::1]'],
  ])('that two pairs name are said: %s', (_, one, other) => {
    const [sentence, ...others] = sharedHosts([pairOn('web', one, 'x'), pairOn('db', 'y', other)]);
    expect(sentence).toContain(`n1 of ${join(folder, 'web', 'keepalived-ha.json')}`);
    expect(sentence).toContain(`n2 of ${join(folder, 'db', 'keepalived-ha.json')}`);
    expect(others).toEqual([]);
  });

  test('that differ are not', () => {
    const pairs = [pairOn('web', 'root@ngx1', 'ssh://root@ngx1:2222'), pairOn('db', 'root@ngx11', 'ngx1@ngx12')];
    expect(sharedHosts(pairs)).toEqual([]);
  });
});

test.each([
  'ngx1',
  'root@ngx1',
  'user@realm@ngx1',
  'root@2001:db8::1',
  'ngx1:22',
  'ssh://ngx1',
  'ssh://root@ngx1:2222',
  'ssh://user%40realm@ngx1/',
  'ssh://root;fingerprint=x@ngx1',
])('the destination %s is read as ssh reads it', (destination) => {
  const { stdout } = spawnSync('ssh', ['-F', 'none', '-G', destination], { encoding: 'utf8' });
  const settings = new Map(stdout.split('\n').map((line) => line.split(' ') as [string, string]));
  const { user = userInfo().username, host, port = 22 } = readDestination(destination);
  expect([user, host.toLowerCase(), `${port}`]).toEqual([
    settings.get('user'),
    settings.get('hostname'),
    settings.get('port'),
  ]);
});

test('an address of version 6 has brackets in a URL only', () => {
  expect(readDestination('ssh://root@[2001:db8::1]:22')).toEqual({ user: 'root', host: '2001:db8::1', port: 22 });
});
