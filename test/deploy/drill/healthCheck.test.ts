// Drills that stop a service which a health check looks at.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { before, block, both, masterBackup, plus } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { complaints, type DrillBench, inWords, show, startDrillBench } from './bench.ts';

const needs = ['keepalived', 'nginx', 'sshd', 'systemd hosts'] as const;
const ONE = '192.168.10.111';

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
    expect(outcome.drill[0]!.foretold![0]).toBeGreaterThan(1.6);
    for (const { name } of bench.lab.hosts) expect(await bench.traces(name)).toBe('');
  });

  test('a check that does not notice leaves the address without an answer, and that is found out', async () => {
    // It looks at keepalived, which is always there.
    const blind = both(nodes, ['--exact nginx', '--exact keepalived']);
    for (const host of bench.lab.hosts) {
      host.write({ '/etc/keepalived/keepalived.conf': blind[host.name]! });
      await host.run('systemctl', ['reload', 'keepalived']);
    }
    const { drill } = await bench.drill({ failure: 'service' });
    expect(drill[0]).toMatchObject({
      to: 'ngx1',
      ok: false,
      evidence: expect.stringContaining('it is on ngx1, not on ngx2'),
    });
  });
});
