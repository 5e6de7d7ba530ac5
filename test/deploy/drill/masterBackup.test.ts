// Drills of a pair where one node waits for the other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { masterBackup } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { complaints, type DrillBench, inWords, show, startDrillBench } from './bench.ts';

const needs = ['keepalived', 'nginx', 'sshd', 'systemd hosts'] as const;
const ONE = '192.168.10.111';
const PAGE = '/usr/share/nginx/html/index.html';

describe.skipIf(lacks(...needs))('a master-backup pair', () => {
  const atRest = { [ONE]: ['ngx1'] };
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(masterBackup, atRest);
  });
  afterAll(() => bench.end());

  test('keepalived stops on each node', async () => {
    const outcome = await bench.drill({ failure: 'keepalived' });
    show('master-backup', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)).toEqual([
      'stop keepalived on ngx1: 111 ngx1 to ngx2',
      'start keepalived on ngx1: 111 ngx2 to ngx1',
      'stop keepalived on ngx2: 111 ngx1 to ngx1',
      'start keepalived on ngx2: 111 ngx1 to ngx1',
    ]);
    expect(outcome.checks).toMatchObject([{ name: 'address on its owner', address: ONE, ok: true }]);
    await bench.untilOwnedBy(atRest);
  });

  test('a node that takes the address over, but does not serve what it should, is found out', async () => {
    bench.lab.host('ngx2').write({ [PAGE]: 'It works!\n' });
    const { drill, notes } = await bench.drill({ failure: 'keepalived' });
    bench.lab.host('ngx2').write({ [PAGE]: 'web2\n' });
    expect(drill.map(({ ok }) => ok)).toEqual([false, false]);
    expect(notes).toEqual(['ngx2 was left alone: addresses were not served as foretold.']);
    expect(drill[0]).toMatchObject({
      from: 'ngx1',
      to: 'ngx2',
      evidence: expect.stringContaining('in the end nobody answers'),
    });
    // It goes on until ngx1 has it back.
    expect(drill[0]!.gapSeconds).toBeGreaterThan(drill[0]!.foretold![1] + 1);
    await bench.untilOwnedBy(atRest);
  });

  test('a host that goes for good in the middle is named, with what to do there', async () => {
    const drill = bench.drill({ failure: 'keepalived', guardSeconds: 3 });
    await bench.untilOwnedBy({ [ONE]: ['ngx2'] });
    await bench.lab.host('ngx1').powerOff();
    const { problem, notes, stranded, rolledBack } = await drill;
    expect(problem).toMatch(/^the connection to ngx1 was lost$|^ngx1: it does not say anything any more$/);
    expect(notes).toEqual([
      expect.stringMatching(/^ngx1 could not be put back \(.*\): it helps itself 3 s after "stop keepalived"\.$/),
    ]);
    expect(stranded).toEqual([{ node: 'ngx1', commands: ['ssh root@192.168.10.11', 'systemctl start keepalived'] }]);
    expect(rolledBack).toBe(false);
    await bench.lab.host('ngx1').boot();
    await bench.untilOwnedBy(atRest);
  }, 120_000);
});
