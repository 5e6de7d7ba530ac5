// The built command line on the client machine of a lab: with signals, a terminal, and an ssh that fails.
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import type { Report } from '../../../deploy/src/index.ts';
import { remoteCommand, shellWord } from '../../../deploy/src/ssh/words.ts';
import type { Lab } from '../../lab/hosts.ts';
import { cli } from '../../support/built.ts';

export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** In place of the one that knows all hosts. */
  readonly sshConfig?: string;
  /** On a pseudo terminal, both outputs are one. */
  readonly onTerminal?: boolean;
  readonly sshFault?: SshFault;
}

/** What becomes of an ssh that is to send more than so many bytes on standard input. */
export interface SshFault {
  readonly after: number;
  /** It is killed; or it goes on, as if there were no more. */
  readonly kind: 'dies' | 'ends';
}

export interface Running {
  /** Number of the process, as the lab counts. */
  readonly pid: number;
  /** Done as soon as the pattern is in what it has printed so far, on both outputs. */
  says(pattern: RegExp): Promise<void>;
  /** Types it on its terminal. */
  type(text: string): void;
  /** Closes its terminal, and waits for what it reports all the same. */
  hangUp(): Promise<Report>;
  /** Closes what both outputs are read from. */
  stopReading(): void;
  /** To it alone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** To its process group, as the Ctrl-C of a terminal and the end of a session do it. */
  killAll(signal: NodeJS.Signals): Promise<void>;
  readonly ended: Promise<Outcome>;
}

export interface Outcome {
  /** Null where a signal has ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
  /** Undefined where it did not come to write one. */
  readonly report: Report | undefined;
}

/** Goes to a folder and leaves its number in a file, and that of what has started it. */
const LAUNCH = 'cd -- "$1" && echo "$$ $PPID" >"$2" && shift 2 && exec "$@"';

export async function startProgram(
  lab: Lab,
  folder: string,
  args: readonly string[],
  { env = {}, sshConfig = lab.sshConfig, onTerminal = false, sshFault }: ProgramOptions,
): Promise<Running> {
  const own = mkdtempSync(join(folder, 'run-'));
  const pidFile = join(own, 'pid');
  const reportFile = join(own, 'report.json');
  const path = sshFault ? `${faultySsh(own)}:${process.env.PATH}` : process.env.PATH;
  const keepalivedHa = [process.execPath, cli, ...args, '--ssh-config', sshConfig, '--report', reportFile];
  const words = ['sh', '-c', LAUNCH, 'sh', folder, pidFile, ...keepalivedHa];
  const { NO_COLOR: _, FORCE_COLOR: __, KEEPALIVED_HA_SUDO_PASSWORD: ___, ...inherited } = process.env;
  // A session of its own, as a terminal gives it.
  const [command, ...rest] = onTerminal
    ? ['script', '-qfec', `exec ${remoteCommand(words)}`, '/dev/null']
    : ['setsid', ...words];
  const began = performance.now();
  const child = lab.startOnClient(command!, rest, {
    env: { ...inherited, PATH: path, KEEPALIVED_HA_TEST_FAULT: JSON.stringify(sshFault ?? null), ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => undefined);
  if (!onTerminal) child.stdin.end();
  const readReport = (): Report | undefined =>
    existsSync(reportFile) ? JSON.parse(readFileSync(reportFile, 'utf8')) : undefined;
  let hasEnded = false;
  const ended = new Promise<Outcome>((resolve) => {
    child.once('close', (code) => {
      hasEnded = true;
      resolve({ code, stdout, stderr, seconds: (performance.now() - began) / 1000, report: readReport() });
    });
  });
  const soon = { timeout: 60_000, interval: 2 };
  const [pid, parent] = await vi.waitFor(() => {
    const [own, other] = readFileSync(pidFile, 'utf8').split(' ').map(Number);
    if (own === undefined || other === undefined) throw new Error(stderr);
    return [own, other] as const;
  }, soon);
  const kill = async (signal: NodeJS.Signals, target: number): Promise<void> => {
    await lab.keeper.run('kill', ['-s', signal.replace('SIG', ''), '--', `${target}`]);
  };
  return {
    pid,
    ended,
    async says(pattern) {
      await vi.waitFor(() => {
        if (pattern.test(stdout) || pattern.test(stderr)) return;
        if (hasEnded) throw new Error(`It ended without saying ${pattern}:\n${stdout}\n${stderr}`);
        throw new Error(`It does not say ${pattern}:\n${stdout}\n${stderr}`);
      }, soon);
    },
    type: (text) => child.stdin.write(text),
    async hangUp() {
      await kill('SIGKILL', parent);
      // It has no parent any more that could tell.
      return await vi.waitFor(() => readReport() ?? Promise.reject(new Error('There is no report.')), soon);
    },
    stopReading() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
    kill: (signal) => kill(signal, pid),
    killAll: (signal) => kill(signal, -pid),
  };
}

/** A folder for PATH, with an ssh that does so. */
function faultySsh(folder: string): string {
  const script = fileURLToPath(new URL('faultySsh.ts', import.meta.url));
  const file = join(folder, 'bin/ssh');
  mkdirSync(dirname(file));
  writeFileSync(file, `#!/bin/sh\nexec ${shellWord(process.execPath)} ${shellWord(script)} "$@"\n`);
  chmodSync(file, 0o755);
  return dirname(file);
}

/** For a test's complaint: all that it has said, where it has not ended well. */
export const whyNot = ({ code, stderr }: Outcome): string => (code === 0 ? '' : `exit code ${code}: ${stderr}`);
