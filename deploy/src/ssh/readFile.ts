/** Reads a text file of a host; nothing there is changed. */
import { lastLine, type SshProblem } from './problem.ts';
import { runOverSsh, type SshCommand } from './run.ts';

/** Bytes. A configuration has some thousands. */
export const LARGEST_FILE = 1024 * 1024;

export type RemoteFile = { readonly text: string } | { readonly problem: SshProblem };

/** `destination` is whatever ssh takes. Never rejects. */
export async function readOverSsh(destination: string, path: string, command: SshCommand = {}): Promise<RemoteFile> {
  const answer = await runOverSsh(destination, ['cat', '--', path], { limit: LARGEST_FILE, ...command });
  if ('problem' in answer) return answer;
  if (answer.code !== 0) return { problem: { kind: 'failed', said: lastLine(answer.err) } };
  const isText = !answer.bytes.includes(0);
  return isText ? { text: answer.bytes.toString('utf8') } : { problem: { kind: 'no-text', said: '' } };
}
