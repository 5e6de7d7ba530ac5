// Hosts whose key is not known yet, and one that shows another key than before.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { type Bench, startBench } from './bench.ts';
import { MASTER_MASTER, untilServed } from './pages.ts';

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'script', 'systemd hosts'))('the first contact', () => {
  let bench: Bench;
  let sshConfig: string;
  let knownHosts: string;
  let fingerprints: readonly string[];
  beforeAll(async () => {
    bench = await startBench();
    const inLab = (path: string): string => readFileSync(bench.lab.keeper.file(path), 'utf8');
    sshConfig = join(bench.folder, 'ssh_config');
    knownHosts = join(bench.folder, 'known_hosts');
    bench.write(
      'ssh_config',
      inLab(bench.lab.sshConfig).replace(/UserKnownHostsFile .*/, `UserKnownHostsFile ${knownHosts}`),
    );
    const keys = bench.lab.hosts.map((host) => host.run('ssh-keygen', ['-lf', '/etc/ssh/ssh_host_ed25519_key.pub']));
    fingerprints = (await Promise.all(keys)).map((line) => line.split(' ')[1]!);
    await untilServed(bench.lab, MASTER_MASTER);
  });
  beforeEach(() => bench.write('known_hosts', ''));
  afterAll(() => bench.end());

  test('where nobody can be asked, a host is not used, and its fingerprint is shown', async () => {
    const { code, stderr } = await bench.run('verify', [], { sshConfig });
    expect(code).toBe(1);
    for (const fingerprint of fingerprints) expect(stderr).toContain(fingerprint);
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
  });

  test('on a terminal it is asked for, and from then on it is known', async () => {
    const asked = await bench.start('verify', [], { sshConfig, onTerminal: true });
    // One after the other, in whichever order they have answered.
    await asked.says(/SHA256:.*\? /s);
    asked.type('yes\n');
    await asked.says(/(SHA256:.*\? .*){2}/s);
    asked.type('yes\n');
    const { stdout } = await asked.ended;
    for (const fingerprint of fingerprints) expect(stdout).toContain(fingerprint);
    expect((await asked.ended).code).toBe(0);
    expect((await bench.run('verify', [], { sshConfig })).code).toBe(0);
  });

  test('who says no is obeyed', async () => {
    const asked = await bench.start('verify', [], { sshConfig, onTerminal: true });
    await asked.says(/SHA256:.*\? /s);
    asked.type('n\n');
    await asked.says(/(SHA256:.*\? .*){2}/s);
    asked.type('n\n');
    expect((await asked.ended).code).toBe(1);
    expect(readFileSync(knownHosts, 'utf8')).toBe('');
  });

  test('another key than the one known is never taken', async () => {
    const key = await bench.ngx2.run('cat', ['/etc/ssh/ssh_host_ed25519_key.pub']);
    bench.write('known_hosts', `192.168.10.11 ${key}`);
    const before = readFileSync(knownHosts, 'utf8');
    const { code, stdout, stderr } = await bench.run('verify', [], { sshConfig });
    expect(code).toBe(1);
    expect(stderr + stdout).toContain('another host key');
    expect(readFileSync(knownHosts, 'utf8')).toBe(before);
  });
});
