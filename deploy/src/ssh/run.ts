/** Runs the system's OpenSSH, so that the user's own configuration, agent, jump hosts and known hosts count. */
import { spawn } from 'node:child_process';
import { kindOf, lastLine, type SshProblem } from './problem.ts';
import { remoteCommand } from './words.ts';

/** Never asks: it works without a person, or says why it does not. */
const OPTIONS = [
  'BatchMode=yes',
  'ConnectTimeout=10',
  'ServerAliveInterval=5',
  'ServerAliveCountMax=2',
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'PermitLocalCommand=no',
  'LogLevel=ERROR',
];

/** Where nothing is said of it: nobody could be asked. */
const VERIFIED = 'StrictHostKeyChecking=yes';

/** Exit code of ssh where it is not the remote command's. */
export const SSH_ITSELF = 255;
/** Characters of what is said on standard error. */
const LONGEST_MESSAGE = 64 * 1024;
/** Bytes of an answer, where nothing else is said. */
const LARGEST_ANSWER = 4 * 1024 * 1024;
/** Milliseconds from the start of ssh to its end, where nothing else is said. */
const LONGEST_COMMAND = 30_000;

export interface SshCommand {
  /** For standard input; without it, that is empty. */
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Milliseconds until it is given up. */
  readonly timeout?: number;
  /** Bytes of standard output beyond which it is given up. */
  readonly limit?: number;
  /** Further arguments of ssh, such as `-F FILE`. */
  readonly options?: readonly string[];
}

/** What became of a command that the host ran. */
export interface Answer {
  readonly code: number;
  readonly bytes: Buffer;
  readonly err: string;
}

/** Arguments for `spawn('ssh', …)`. Refused by `readInventory` are destinations that ssh would take for an option. */
export const sshArguments = (destination: string, words: readonly string[], options: readonly string[]): string[] => [
  '-T',
  // The first that is said counts.
  ...options,
  ...[...OPTIONS, VERIFIED].flatMap((option) => ['-o', option]),
  '--',
  destination,
  remoteCommand(words),
];

/**
 * Out of the reach of a terminal's Ctrl-C: what it ends is for us to say. The connection lives on, and with it the locks
 * of the hosts, until all that was changed there is put back. (Windows would open a window for it.)
 */
export const apart = { detached: process.platform !== 'win32', windowsHide: true } as const;

/** Never rejects: a host that cannot be reached is an answer too. */
export function runOverSsh(
  destination: string,
  words: readonly string[],
  { input = '', signal, timeout = LONGEST_COMMAND, limit = LARGEST_ANSWER, options = [] }: SshCommand = {},
): Promise<Answer | { readonly problem: SshProblem }> {
  const tooLate = AbortSignal.timeout(timeout);
  return new Promise((resolve) => {
    const child = spawn('ssh', sshArguments(destination, words, options), {
      ...apart,
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: AbortSignal.any([tooLate, ...(signal ? [signal] : [])]),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let err = '';
    const fail = (kind: SshProblem['kind']): void => resolve({ problem: { kind, said: lastLine(err) } });
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limit) child.kill();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err = (err + text).slice(-LONGEST_MESSAGE);
    });
    child.once('error', ({ name }) =>
      fail(name !== 'AbortError' ? 'no-ssh' : signal?.aborted ? 'cancelled' : 'too-late'),
    );
    child.once('close', (code) => {
      if (size > limit) fail('too-large');
      else if (code === null || code === SSH_ITSELF) fail(kindOf(err));
      else resolve({ code, bytes: Buffer.concat(chunks), err });
    });
    // The host need not read it to its end; its exit code says whether that matters.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
