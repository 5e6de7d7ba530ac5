// A VS Code and its browser on the client machine of a lab: whatever they reach, they reach over the lab's own wires.
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vsixPath } from '../../scripts/package.ts';
import { startVsCode } from '../../scripts/vscode.ts';
import type { Files } from '../lab/disk.ts';
import { type Lab, startLab } from '../lab/hosts.ts';
import { ip } from '../lab/switch.ts';
import { findChromium } from '../support/requirements.ts';
import type { Editor } from './harness.ts';

export interface LabEditor extends Editor {
  readonly lab: Lab;
  /** Where VS Code keeps its logs, also of the output channels. */
  readonly logs: string;
  /** Ends the process that extensions run in, at once. */
  killExtensionHost(): void;
  end(): Promise<void>;
}

/** The hosts are switched on. Nothing is known of their keys yet. */
export async function startLabEditor(files: Readonly<Record<string, Files>>): Promise<LabEditor> {
  const lab = await startLab(files);
  const home = mkdtempSync(join(tmpdir(), 'keepalived-ha-lab-'));
  const end = async (): Promise<void> => {
    await lab.end();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await ip(lab.keeper, 'client', ['link set lo up']);
    await Promise.all(lab.hosts.map((host) => host.boot()));
    // Only the network is the client's: files and processes are this machine's.
    const through = ['nsenter', `--net=${lab.keeper.file('/run/netns/client')}`, '--'];
    const chromium = join(home, 'chromium.sh');
    writeFileSync(chromium, `#!/bin/sh\nexec ${through.join(' ')} ${findChromium()} "$@"\n`);
    chmodSync(chromium, 0o755);
    // A proxy that leads nowhere: virtual addresses are asked themselves.
    const proxy = ['env', 'HTTP_PROXY=http://127.0.0.1:1', 'http_proxy=http://127.0.0.1:1'];
    const { url, stop } = await startVsCode({
      home: join(home, 'vscode'),
      vsix: vsixPath,
      machineSettings: { 'keepalived.deploy.sshConfig': sshConfig(lab, join(home, 'ssh')) },
      through: [...proxy, ...through],
    });
    return {
      lab,
      url,
      chromium,
      logs: join(home, 'vscode/data/logs'),
      killExtensionHost: () => process.kill(extensionHostOf(join(home, 'vscode')), 'SIGKILL'),
      end: () => stop().finally(end),
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Of the VS Code that has this home folder. */
function extensionHostOf(home: string): number {
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return '';
    }
  };
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = processes.find(
    (pid) =>
      read(`/proc/${pid}/cmdline`).includes('--type=extensionHost') &&
      read(`/proc/${pid}/environ`).split('\0').includes(`HOME=${home}`),
  );
  if (found === undefined) throw new Error('There is no extension host.');
  return Number(found);
}

/** With the lab's own key; writes the file into that folder and answers with its path. */
function sshConfig(lab: Lab, folder: string): string {
  mkdirSync(folder);
  copyFileSync(lab.keeper.file(join(lab.sshConfig, '../id')), join(folder, 'id'));
  chmodSync(join(folder, 'id'), 0o600);
  const config = join(folder, 'config');
  writeFileSync(
    config,
    [`IdentityFile ${folder}/id`, 'IdentitiesOnly yes', `UserKnownHostsFile ${folder}/known_hosts`, ''].join('\n'),
  );
  return config;
}
