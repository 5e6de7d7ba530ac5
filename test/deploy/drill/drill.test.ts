// Drills on real hosts: what was foretold happens, and whatever ends a drill, the hosts are as they were.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { masterMaster } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { complaints, type DrillBench, inWords, show, startDrillBench } from './bench.ts';
import type { Outcome } from './program.ts';

const needs = ['keepalived', 'nginx', 'sshd', 'systemd hosts'] as const;
const ONE = '192.168.10.111';
const TWO = '192.168.10.112';

describe.skipIf(lacks(...needs))('a master-master pair', () => {
  const atRest = { [ONE]: ['ngx1'], [TWO]: ['ngx2'] };
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(masterMaster, atRest);
  });
  afterAll(() => bench.end());

  let complete: Promise<Outcome> | undefined;
  const completeDrill = (): Promise<Outcome> => {
    complete ??= bench.drill({ failure: 'keepalived' });
    return complete;
  };

  const startedAt = (): Promise<string[]> =>
    Promise.all(
      bench.lab.hosts.map((host) =>
        host.run('systemctl', ['show', '--property=ExecMainStartTimestampMonotonic', 'keepalived', 'nginx']),
      ),
    );
  const expectNothingLeft = async (): Promise<void> => {
    await bench.untilOwnedBy(atRest);
    for (const { name } of bench.lab.hosts) expect(await bench.traces(name)).toBe('');
  };

  test('keepalived stops on each node: the other serves within the time foretold, and all comes back', async () => {
    const outcome = await completeDrill();
    show('master-master', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)).toEqual([
      'stop keepalived on ngx1: 111 ngx1 to ngx2',
      'stop keepalived on ngx1: 112 ngx2 to ngx2',
      'start keepalived on ngx1: 111 ngx2 to ngx1',
      'start keepalived on ngx1: 112 ngx2 to ngx2',
      'stop keepalived on ngx2: 111 ngx1 to ngx1',
      'stop keepalived on ngx2: 112 ngx2 to ngx1',
      'start keepalived on ngx2: 111 ngx1 to ngx1',
      'start keepalived on ngx2: 112 ngx1 to ngx2',
    ]);
    expect(outcome.drill.filter(({ from, to }) => from === to).map(({ gapSeconds }) => gapSeconds)).toEqual([
      0, 0, 0, 0,
    ]);
    await expectNothingLeft();
  });

  test('the time line has it all', async () => {
    const { timeline, drill } = await completeDrill();
    const { began, ended, addresses, owners, probes, events } = timeline!;
    expect(addresses).toEqual([ONE, TWO]);
    expect(events.map(({ text }) => text)).toEqual([
      'ngx1: stop keepalived',
      'ngx1: start keepalived',
      'ngx2: stop keepalived',
      'ngx2: start keepalived',
    ]);
    const story = owners.map(({ address, node, gained }) => `${address.slice(-3)} ${gained ? 'to' : 'from'} ${node}`);
    expect(owners.slice(0, 2).map(({ at }) => at)).toEqual([began, began]);
    expect(story.slice(2, 4)).toEqual(['111 from ngx1', '111 to ngx2']);
    expect(story.slice(4, 6).sort()).toEqual(['111 from ngx2', '111 to ngx1']);
    expect(owners.length).toBe(10);
    const silent = probes.filter(({ ok }) => !ok).map(({ address }) => address);
    expect(new Set(silent)).toEqual(new Set([ONE, TWO]));
    expect(probes.length).toBeGreaterThan(((ended - began) / 1000) * 20);
    expect(new Set(probes.filter(({ ok }) => ok).map(({ node }) => node))).toEqual(new Set(['ngx1', 'ngx2']));
    // As the gap was measured, so it is seen in the picture.
    const [, gone, back] = owners.filter(({ address }) => address === ONE);
    expect((back!.at - gone!.at) / 1000).toBeCloseTo(drill[0]!.gapSeconds!, 1);
  });

  test('nothing is stopped where it is not allowed', async () => {
    const begun = await startedAt();
    const outcome = await bench.drill({ failure: 'keepalived', isForbidden: true });
    expect(outcome.problem).toBe('the interruption was not allowed: nothing was stopped');
    expect(outcome.announcement).toContain(`${ONE} goes from ngx1 to ngx2 and does not answer for 0.61 to 0.64 s.`);
    expect(outcome.steps.map(({ name }) => name)).toEqual(['connect', 'connect', 'lock', 'look', 'look']);
    expect(await startedAt()).toEqual(begun);
  });

  test('a service is not stopped where no health check would notice', async () => {
    const outcome = await bench.drill({ failure: 'service' });
    expect(outcome.problem).toMatch(/^ngx1: no vrrp_instance tracks a script, so that no health check would notice/);
    expect(outcome.steps.map(({ name }) => name)).toEqual(['connect', 'connect', 'lock']);
  });

  test('a pair whose other node could not take over is left alone', async () => {
    const [, ngx2] = bench.lab.hosts;
    await ngx2!.run('systemctl', ['stop', 'nginx']);
    const outcome = await bench.drill({ failure: 'service', service: 'nginx' }).catch((error: Error) => error);
    expect(outcome).toMatchObject({ problem: expect.stringContaining('no health check') });
    const other = await bench.drill({ failure: 'keepalived' });
    expect(other.problem).toMatch(
      /^http:\/\/192.168.10.112\/ is not well before anything has happened \(.*ECONNREFUSED/,
    );
    await ngx2!.run('systemctl', ['start', 'nginx']);
    await expectNothingLeft();
  });

  test('cancelled in the middle, it starts again what it has stopped', async () => {
    const outcome = await bench.drill({
      failure: 'keepalived',
      interruption: { after: 'stop keepalived', by: 'abort' },
    });
    expect(outcome.problem).toBe('cancelled');
    expect(outcome.notes).toEqual(['ngx1 is put back, and the pair stands as before.']);
    expect(outcome).toMatchObject({ rolledBack: true, stranded: [], timeline: { addresses: [ONE, TWO] } });
    await expectNothingLeft();
  });

  test('killed in the middle, the host starts keepalived by itself', async () => {
    const killed = bench.drill({
      failure: 'keepalived',
      guardSeconds: 25,
      interruption: { after: 'stop keepalived', by: 'SIGKILL' },
    });
    await expect(killed).rejects.toThrow();
    await bench.untilOwnedBy({ [ONE]: ['ngx2'], [TWO]: ['ngx2'] });
    expect(await bench.traces('ngx1')).toContain('keepalived-ha-guard.timer');
    const next = await bench.drill({ failure: 'keepalived' });
    expect(next.problem).toMatch(/^ngx1: keepalived does not run|^ngx1: an earlier drill was cut off/);
    await vi.waitFor(expectNothingLeft, 60_000);
  }, 120_000);
});
