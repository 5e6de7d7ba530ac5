// One file for both nodes, with @id lines and definitions: each host reads its own half of it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../support/built.ts';
import { lacks } from '../../support/requirements.ts';
import { type Bench, CONFIG, startBench } from './bench.ts';
import { MASTER_MASTER, served, untilServed } from './pages.ts';
import { whyNot } from './program.ts';

const SHARED = readFileSync(join(examples, 'one-file/keepalived.conf'), 'utf8');

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('one file for both nodes', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench({ example: 'one-file', hosts: 'bare' });
  });
  afterAll(() => bench.end());

  test('is deployed to both, and each serves its own address', async () => {
    expect(whyNot(await bench.run('deploy', ['--yes']))).toBe('');
    const there = await Promise.all(bench.lab.hosts.map((host) => host.run('cat', [CONFIG])));
    expect(there).toEqual([SHARED, SHARED]);
    expect(await served(bench.lab)).toEqual(MASTER_MASTER);
  });

  test('moves its addresses in a drill as foretold', async () => {
    const outcome = await bench.run('drill', ['--yes']);
    expect(whyNot(outcome)).toBe('');
    const moves = outcome.report!.drill.filter(({ from, to }) => from !== to);
    expect(moves.map(({ address, from, to }) => `${address}: ${from} to ${to}`).sort()).toEqual([
      '192.168.10.111: ngx1 to ngx2',
      '192.168.10.111: ngx2 to ngx1',
      '192.168.10.112: ngx1 to ngx2',
      '192.168.10.112: ngx2 to ngx1',
    ]);
    expect(outcome.report!.drill.filter(({ ok }) => !ok)).toEqual([]);
  });

  test('changed for one node only, goes to both, and moves what it moves there', async () => {
    bench.edit('keepalived.conf', ['@ngx1 $PRIORITY_1=100', '@ngx1 $PRIORITY_1=98']);
    expect(whyNot(await bench.run('deploy', ['--yes']))).toBe('');
    await untilServed(bench.lab, { ...MASTER_MASTER, '192.168.10.111': 'ngx2: web2' });
  });

  test('is refused where a host goes by another name', async () => {
    bench.inventory(({ nodes }) => Object.assign(nodes.ngx2!, { configId: 'other' }));
    const { code, stderr, stdout } = await bench.run('deploy', ['--yes']);
    expect(code).toBe(1);
    expect(stderr + stdout).toContain('keepalived there goes by "ngx2"');
  });
});
