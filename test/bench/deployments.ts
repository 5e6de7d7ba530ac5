// How long deployments of the example pair take, on real hosts in network namespaces.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/steps.ts';
import { startLab } from '../lab/hosts.ts';

export interface Deployments {
  /** Milliseconds: on hosts without a configuration, verified; then with nothing to change; then a pure reload. */
  readonly bare: number;
  readonly nothing: number;
  readonly reload: number;
}

export async function deployments(cli: string): Promise<Deployments> {
  const folder = mkdtempSync(join(tmpdir(), 'kha-bench-'));
  cpSync(join(root, 'examples/master-master'), folder, { recursive: true });
  const lab = await startLab({ ngx1: {}, ngx2: {} });
  const deploy = async (): Promise<number> => {
    const began = performance.now();
    await lab.client(process.execPath, [cli, 'deploy', '--yes', '--ssh-config', lab.sshConfig, folder]);
    return performance.now() - began;
  };
  try {
    await Promise.all(lab.hosts.map((host) => host.boot()));
    const bare = await deploy();
    const nothing = await deploy();
    for (const { name } of lab.hosts) {
      const file = join(folder, name, 'keepalived.conf');
      writeFileSync(file, `${readFileSync(file, 'utf8')}! a comment\n`);
    }
    return { bare, nothing, reload: await deploy() };
  } finally {
    await lab.end();
    rmSync(folder, { recursive: true, force: true });
  }
}
