// The namespaces that a lab lives in: whatever ends this process ends them, and nothing of them is left.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type RunOptions, run } from '../../scripts/steps.ts';

/** A script of this folder. */
export const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

export interface Keeper {
  /** The process, as the machine counts, whose mount and PID namespaces are the lab's. */
  readonly pid: number;
  /** The lab's control group, by its path on the machine. */
  readonly cgroup: string;
  /** How this process reaches a file that the lab has under that path. */
  file(path: string): string;
  /** Runs a program in the lab to its end; see `run`. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<string>;
  /** Starts a program that ends with the lab at the latest. */
  start(command: string, args: readonly string[], options?: RunOptions): ChildProcessWithoutNullStreams;
  /** Ends every process of the lab. When this is done, no process, mount, namespace or control group is left. */
  end(): Promise<void>;
}

/** Where the machine has version 2 of the control groups. */
export function cgroupFolder(): string | undefined {
  const mounts = readFileSync('/proc/self/mounts', 'utf8').split('\n');
  return mounts.map((line) => line.split(' ')).find(([, , type]) => type === 'cgroup2')?.[1];
}

let started = 0;

/** Needs root. */
export async function startKeeper(): Promise<Keeper> {
  const folder = cgroupFolder();
  if (folder === undefined) throw new Error('This machine has no cgroup2 file system.');
  const cgroup = join(folder, `kha-lab-${process.pid}-${++started}`);
  // In a session of its own, so that a Ctrl-C on the terminal cannot keep it from clearing up.
  const keeper = spawn(script('keeper.sh'), [cgroup], { detached: true, stdio: 'pipe' });
  const ended = once(keeper, 'close');
  const pid = await listen(keeper).pid;
  const enter = ['--target', String(pid), '--mount', '--pid', '--'];
  return {
    pid,
    cgroup,
    file: (path) => `/proc/${pid}/root${path}`,
    run: (command, args, options) => run('nsenter', [...enter, command, ...args], options),
    start: (command, args, options) => spawn('nsenter', [...enter, command, ...args], { ...options, stdio: 'pipe' }),
    async end() {
      keeper.stdin.end();
      await ended;
    },
  };
}

/** The process that a script names first; and `ended`, which fails with the script's complaints as soon as it ends. */
export function listen({ stdout, stderr }: Pick<ChildProcessWithoutNullStreams, 'stdout' | 'stderr'>): {
  pid: Promise<number>;
  ended: Promise<never>;
} {
  let complaints = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const ended = once(stderr, 'close').then(() => {
    throw new Error(`A part of the lab has ended: ${complaints || 'it did not say why'}`);
  });
  // Every lab ends at last; only who waits for something else wants to know.
  ended.catch(() => undefined);
  const first = new Promise<number>((resolve) => {
    createInterface(stdout).once('line', (line) => resolve(Number(line)));
  });
  return { pid: Promise.race([first, ended]), ended };
}
