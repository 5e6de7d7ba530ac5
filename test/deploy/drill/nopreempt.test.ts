// Drills of a pair whose address stays where it went.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { both, changed, masterBackup, plus, toBackup } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { complaints, type DrillBench, inWords, show, startDrillBench } from './bench.ts';

const needs = ['keepalived', 'nginx', 'sshd', 'systemd hosts'] as const;
const ONE = '192.168.10.111';

describe.skipIf(lacks(...needs))('a pair with nopreempt', () => {
  const nodes = changed(both(masterBackup, plus('nopreempt')), { ngx1: [toBackup] });
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(nodes, { [ONE]: ['ngx1'] });
  });
  afterAll(() => bench.end());

  test('the address stays where it went, and both directions are tried', async () => {
    const outcome = await bench.drill({ failure: 'keepalived' });
    show('nopreempt', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)).toEqual([
      'stop keepalived on ngx1: 111 ngx1 to ngx2',
      'start keepalived on ngx1: 111 ngx2 to ngx2',
      'stop keepalived on ngx2: 111 ngx2 to ngx1',
      'start keepalived on ngx2: 111 ngx1 to ngx1',
    ]);
    await bench.untilOwnedBy({ [ONE]: ['ngx1'] });
  });

  test('where the other node has it, the drill begins there and ends there', async () => {
    await bench.lab.host('ngx1').run('systemctl', ['restart', 'keepalived']);
    await bench.untilOwnedBy({ [ONE]: ['ngx2'] });
    const outcome = await bench.drill({ failure: 'keepalived' });
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)[0]).toBe('stop keepalived on ngx2: 111 ngx2 to ngx1');
    await bench.untilOwnedBy({ [ONE]: ['ngx2'] });
  });

  test('cancelled in the middle, it is at rest, though not as before', async () => {
    const outcome = await bench.drill({
      failure: 'keepalived',
      interruption: { after: 'stop keepalived', by: 'abort' },
    });
    expect(outcome.problem).toBe('cancelled');
    expect(outcome.notes).toEqual(['ngx2 is put back, and the pair is at rest, though not as before.']);
    expect(outcome).toMatchObject({ rolledBack: true, stranded: [] });
  });
});
