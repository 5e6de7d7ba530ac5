/** Reads from hosts through the system's OpenSSH, so that the user's own configuration, agent and known hosts count. */
import { spawn } from 'node:child_process';
import { shellWord } from './shellWord.ts';

/** Never asks: it works without a person, or says why it does not. */
const OPTIONS = [
  'BatchMode=yes',
  'ConnectTimeout=10',
  'StrictHostKeyChecking=yes',
  'ClearAllForwardings=yes',
  'LogLevel=ERROR',
];

/** Bytes. A configuration has some thousands. */
export const LARGEST_FILE = 1024 * 1024;
/** Milliseconds from the start of ssh to the last byte. */
const LONGEST_READING = 30_000;

export type RemoteFile = { readonly text: string } | { readonly problem: SshProblem };

export interface SshProblem {
  readonly kind:
    | 'no-ssh'
    | 'unknown-host-key'
    | 'changed-host-key'
    | 'not-let-in'
    | 'too-late'
    | 'too-large'
    | 'no-text'
    | 'cancelled'
    | 'failed';
  /** The last that ssh, or the host, said. */
  readonly said: string;
}

export interface SshReading {
  readonly signal?: AbortSignal;
  /** Further arguments of ssh, such as `-F FILE`. */
  readonly options?: readonly string[];
  /** Milliseconds in place of the usual ones. */
  readonly longest?: number;
}

/** A text file of a host. `destination` is whatever ssh takes; nothing on the host is changed. Never rejects. */
export function readOverSsh(
  destination: string,
  path: string,
  { signal, options = [], longest = LONGEST_READING }: SshReading = {},
): Promise<RemoteFile> {
  const timeout = AbortSignal.timeout(longest);
  const args = [
    '-T',
    ...OPTIONS.flatMap((option) => ['-o', option]),
    ...options,
    '--',
    destination,
    `cat -- ${shellWord(path)}`,
  ];
  return new Promise((resolve) => {
    const child = spawn('ssh', args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([timeout, ...(signal ? [signal] : [])]),
    });
    const chunks: Buffer[] = [];
    let size = 0;
    let said = '';
    const fail = (kind: SshProblem['kind']): void => resolve({ problem: { kind, said: lastLine(said) } });
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_FILE) child.kill();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-LONGEST_MESSAGE);
    });
    child.once('error', ({ name }) =>
      fail(name !== 'AbortError' ? 'no-ssh' : signal?.aborted ? 'cancelled' : 'too-late'),
    );
    child.once('close', (code) => {
      if (size > LARGEST_FILE) fail('too-large');
      else if (code === 0) resolve(decode(Buffer.concat(chunks)));
      else fail(code === SSH_ITSELF ? kindOf(said) : 'failed');
    });
  });
}

/** Exit code of ssh where it is not the remote command's. */
const SSH_ITSELF = 255;
/** Characters of what is said on standard error. */
const LONGEST_MESSAGE = 4096;

function kindOf(said: string): SshProblem['kind'] {
  if (said.includes('REMOTE HOST IDENTIFICATION HAS CHANGED')) return 'changed-host-key';
  if (/host key is known for .* requested strict checking/.test(said)) return 'unknown-host-key';
  return said.includes('Permission denied (') ? 'not-let-in' : 'failed';
}

const lastLine = (said: string): string =>
  said
    .trimEnd()
    .split(/\r?\n/)
    .at(-1)!
    .replace(/\p{Cc}/gu, ' ')
    .trim();

function decode(bytes: Buffer): RemoteFile {
  return bytes.includes(0) ? { problem: { kind: 'no-text', said: '' } } : { text: bytes.toString('utf8') };
}
