// Drills of pairs of other kinds than master-master.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { before, block, both, changed, masterBackup, plus, toBackup } from '../../lab/variants/build.ts';
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
    const { rows, problem } = await bench.drill({ failure: 'keepalived' });
    bench.lab.host('ngx2').write({ [PAGE]: 'web2\n' });
    expect(problem).toBeNull();
    expect(rows.map(({ ok }) => ok)).toEqual([false, false, true, true]);
    expect(rows[0]).toMatchObject({ from: 'ngx1', to: 'ngx2', ok: false });
    // It goes on until ngx1 has it back.
    expect(rows[0]!.gapSeconds).toBeGreaterThan(rows[0]!.foretold![1] + 1);
    await bench.untilOwnedBy(atRest);
  });

  test('a host that goes for good in the middle is named, with what to do there', async () => {
    const drill = bench.drill({ failure: 'keepalived', guardSeconds: 3 });
    await bench.untilOwnedBy({ [ONE]: ['ngx2'] });
    await bench.lab.host('ngx1').powerOff();
    const { problem, result } = await drill;
    expect(problem).toMatch(/ngx1 could not be put back \(.*\): it helps itself 3 s after "stop keepalived"$/);
    expect(result.stranded).toEqual([
      { node: 'ngx1', commands: ['ssh root@192.168.10.11', 'systemctl start keepalived'] },
    ]);
    expect(result.rolledBack).toBe(false);
    await bench.lab.host('ngx1').boot();
    await bench.untilOwnedBy(atRest);
  }, 120_000);
});

describe.skipIf(lacks(...needs))('a pair with a health check', () => {
  const check = block(
    'vrrp_script chk_web',
    'script "/usr/bin/pgrep --exact nginx"',
    'user root',
    'interval 1',
    'fall 2',
    'rise 2',
  );
  const nodes = both(masterBackup, before(check), plus('track_script {', '    chk_web', '}'));
  const atRest = { [ONE]: ['ngx1'] };
  let bench: DrillBench;
  beforeAll(async () => {
    bench = await startDrillBench(nodes, atRest);
  });
  afterAll(() => bench.end());

  test('nginx stops on each node, and the check moves the address', async () => {
    const outcome = await bench.drill({ failure: 'service' });
    show('health check', outcome);
    expect(complaints(outcome)).toEqual([]);
    expect(inWords(outcome)).toEqual([
      'stop service on ngx1: 111 ngx1 to ngx2',
      'start service on ngx1: 111 ngx2 to ngx1',
      'stop service on ngx2: 111 ngx1 to ngx1',
      'start service on ngx2: 111 ngx1 to ngx1',
    ]);
    expect(outcome.announcement[0]).toBe('nginx is stopped on ngx1.');
    expect(outcome.rows[0]!.foretold![0]).toBeGreaterThan(1.6);
    for (const { name } of bench.lab.hosts) expect(await bench.traces(name)).toBe('');
  });

  test('a check that does not notice leaves the address without an answer, and that is found out', async () => {
    // It looks at keepalived, which is always there.
    const blind = both(nodes, ['--exact nginx', '--exact keepalived']);
    for (const host of bench.lab.hosts) {
      host.write({ '/etc/keepalived/keepalived.conf': blind[host.name]! });
      await host.run('systemctl', ['reload', 'keepalived']);
    }
    const { rows, problem } = await bench.drill({ failure: 'service' });
    expect(problem).toBeNull();
    expect(rows[0]).toMatchObject({
      to: 'ngx1',
      ok: false,
      evidence: expect.stringContaining('it is on ngx1, not on ngx2'),
    });
  });
});

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
    expect(outcome.problem).toBe('cancelled; ngx2 is put back, and the pair is at rest, though not as before');
    expect(outcome.result).toMatchObject({ rolledBack: true, stranded: [] });
  });
});
