// A pair of real hosts that the built command line is let loose on, from the client machine of a lab.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Files } from '../../lab/disk.ts';
import { type Host, type Lab, startLab } from '../../lab/hosts.ts';
import { type Edit, edited } from '../../lab/variants/build.ts';
import { ensureBuilt, examples } from '../../support/built.ts';
import { type Outcome, type ProgramOptions, type Running, startProgram } from './program.ts';

export interface Bench {
  readonly lab: Lab;
  /** A copy of the example, as the client has it; keepalived-ha.json is in it. */
  readonly folder: string;
  readonly ngx1: Host;
  readonly ngx2: Host;
  /** Starts `keepalived-ha COMMAND keepalived-ha.json …` with what makes it reach the hosts. */
  start(command: string, args?: readonly string[], options?: ProgramOptions): Promise<Running>;
  /** The same, to its end. */
  run(command: string, args?: readonly string[], options?: ProgramOptions): Promise<Outcome>;
  /** Changes a file of the folder. */
  edit(file: string, ...edits: readonly Edit[]): void;
  /** Changes keepalived-ha.json. */
  inventory(change: (inventory: InventoryFile) => void): void;
  /** Puts a file there. */
  write(file: string, content: string | Uint8Array): void;
  end(): Promise<void>;
}

/** keepalived-ha.json, as far as tests change it. */
export interface InventoryFile {
  readonly nodes: Record<
    string,
    { config: string; host: string; become?: string; target?: string; files: FileEntry[] }
  >;
  packages: string[];
  services: string[];
  checks: { url: string; answers: Record<string, string> }[];
}

export interface FileEntry {
  source: string;
  target: string;
  mode?: string;
}

export interface BenchOptions {
  readonly example?: 'master-master' | 'master-backup' | 'one-file';
  /** Bare hosts have the packages, and neither a configuration nor a service of theirs that runs. */
  readonly hosts?: 'bare' | 'running';
  /** Further files on every host. */
  readonly files?: Files;
}

export const CONFIG = '/etc/keepalived/keepalived.conf';
export const PAGE = '/usr/share/nginx/html/index.html';

/** What starts with a bare host is what is enabled there, and the way in. */
const BARE: Files = {
  '/etc/systemd/system/lab.target': `[Unit]
Description=A host that nothing is set up on
Requires=basic.target
After=basic.target
Wants=systemd-journald.service ssh.service multi-user.target
`,
};

export async function startBench({
  example = 'master-master',
  hosts = 'running',
  files = {},
}: BenchOptions = {}): Promise<Bench> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
  cpSync(join(examples, example), folder, { recursive: true });
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const write = (file: string, content: string | Uint8Array): void => writeFileSync(join(folder, file), content);
  const own = (node: string): Files =>
    hosts === 'bare' ? {} : { [CONFIG]: text(`${node}/keepalived.conf`), [PAGE]: text(`${node}/index.html`) };
  const lab = await startLab({
    ngx1: { ...BARE, ...own('ngx1'), ...files },
    ngx2: { ...BARE, ...own('ngx2'), ...files },
  });
  const end = async (): Promise<void> => {
    await lab.end();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await Promise.all(lab.hosts.map((host) => host.boot()));
    // Disabled as a user does it: where the packages have scripts for other init systems, these follow.
    const services = hosts === 'bare' ? ['disable'] : ['enable', '--now'];
    await Promise.all(lab.hosts.map((host) => host.run('systemctl', [...services, 'nginx', 'keepalived'])));
  } catch (error) {
    await end();
    throw error;
  }
  const start: Bench['start'] = (command, args = [], options = {}) =>
    startProgram(lab, folder, [command, 'keepalived-ha.json', ...args], options);
  return {
    lab,
    folder,
    ngx1: lab.host('ngx1'),
    ngx2: lab.host('ngx2'),
    start,
    run: async (command, args, options) => (await start(command, args, options)).ended,
    edit: (file, ...edits) => write(file, edited(text(file), ...edits)),
    inventory(change) {
      const inventory: InventoryFile = parse(text('keepalived-ha.json'));
      change(inventory);
      write('keepalived-ha.json', JSON.stringify(inventory, undefined, 2));
    },
    write,
    end,
  };
}
