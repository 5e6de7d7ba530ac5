// The lab itself: hosts that answer as any others do, and of which nothing is left.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { filesOfHost } from './actions.ts';
import { type Lab, startLab } from './hosts.ts';
import { readOwners } from './owners.ts';
import { masterMaster } from './variants/build.ts';

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);
const mounts = (): string => readFileSync('/proc/self/mounts', 'utf8');
const FETCH = `
  fetch(process.argv[1], { signal: AbortSignal.timeout(1000) })
    .then((response) => response.text())
    .then((text) => process.stdout.write(text));
`;
const files = Object.fromEntries(
  Object.entries(masterMaster).map(([name, config]) => [name, filesOfHost(name, config)]),
);

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('the lab', () => {
  const mountsBefore = mounts();
  let lab: Lab;
  let other: Lab;

  beforeAll(async () => {
    [lab, other] = await Promise.all([startLab(files), startLab(files)]);
    await Promise.all([...lab.hosts, other.host('ngx2')].map((host) => host.boot()));
  });
  afterAll(async () => {
    await Promise.all([lab.end(), other.end()]);
    expect([isAlive(lab.keeper.pid), existsSync(lab.keeper.cgroup), mounts()]).toEqual([false, false, mountsBefore]);
  });

  const atRest = (one: Lab, owners: Readonly<Record<string, readonly string[]>>): Promise<void> =>
    vi.waitFor(async () => expect(Object.fromEntries(await readOwners(one))).toEqual(owners), 20_000);
  const get = (one: Lab, address: string): Promise<string> =>
    vi.waitFor(() => one.client(process.execPath, ['--eval', FETCH, `http://${address}/`]), 20_000);

  test('serves the addresses of the pair, each from its own node, and all from one when the other is cut off', async () => {
    await atRest(lab, { '192.168.10.111': ['ngx1'], '192.168.10.112': ['ngx2'] });
    expect(await get(lab, '192.168.10.111')).toBe('web1\n');
    expect(await get(lab, '192.168.10.112')).toBe('web2\n');
    await lab.host('ngx1').powerOff();
    await atRest(lab, { '192.168.10.111': ['ngx2'], '192.168.10.112': ['ngx2'] });
    expect(await get(lab, '192.168.10.111')).toBe('web2\n');
  });

  test('knows nothing of another lab with the same names and addresses', async () => {
    await atRest(other, { '192.168.10.111': ['ngx2'], '192.168.10.112': ['ngx2'] });
    expect(await get(other, '192.168.10.111')).toBe('web2\n');
  });

  test('can be reached with ssh and scp, by name', async () => {
    const ssh = (...args: string[]): Promise<string> => lab.client('ssh', ['-F', lab.sshConfig, 'ngx2', ...args]);
    expect(await ssh('hostname')).toBe('ngx2\n');
    expect(await ssh('systemctl', 'is-active', 'keepalived', 'nginx')).toBe('active\nactive\n');
    await lab.client('scp', ['-q', '-F', lab.sshConfig, lab.sshConfig, 'ngx2:/srv/copied']);
    expect(await ssh('cat', '/srv/copied')).toContain('Host ngx2');
  });

  test.for(['SIGINT', 'SIGKILL'] as const)('ends with its process, however that ends: %s', async (signal) => {
    const script = fileURLToPath(new URL('abandoned.ts', import.meta.url));
    const abandoned = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(abandoned.stdout), 'line');
    const { keeper, cgroup } = JSON.parse(line);
    expect([isAlive(keeper), existsSync(cgroup)]).toEqual([true, true]);
    abandoned.kill(signal);
    // The control group can be taken away only when no process is left in it.
    await vi.waitFor(() => expect([isAlive(keeper), existsSync(cgroup)]).toEqual([false, false]), 20_000);
  });
});
