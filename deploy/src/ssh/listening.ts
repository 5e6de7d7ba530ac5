/** Commands on a host that go on until they are told to end. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { apart, sshArguments } from './run.ts';

export interface Listening {
  /** Done when the command has ended, with its exit code; null where ssh could not be started. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
  send(text: string): void;
  /** Closes its standard input, on which it is to end by itself. */
  end(): Promise<void>;
}

export interface ListeningCommand {
  /** Comes first on its standard input, which stays open. */
  readonly input?: string;
  readonly onLine: (line: string) => void;
  /** Further arguments of ssh. */
  readonly options: readonly string[];
}

/** Milliseconds that a command has to end after its input has. */
const LONGEST_FAREWELL = 2000;
/** Characters of what is said on standard error. */
const LONGEST_MESSAGE = 16 * 1024;

/** The pipe to it is ours: whatever ends us closes it, and so ends the command. */
export function listen(
  destination: string,
  words: readonly string[],
  { input = '', onLine, options }: ListeningCommand,
): Listening {
  const child = spawn('ssh', sshArguments(destination, words, options), { ...apart, stdio: 'pipe' });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-LONGEST_MESSAGE);
  });
  createInterface(child.stdout).on('line', onLine);
  child.stdin.on('error', () => undefined);
  child.stdin.write(input);
  const ended = new Promise<{ code: number | null; said: string }>((resolve) => {
    child.once('error', ({ message }) => resolve({ code: null, said: message }));
    child.once('close', (code) => resolve({ code, said }));
  });
  return {
    ended,
    send: (text) => child.stdin.write(text),
    async end() {
      child.stdin.end();
      const patience = setTimeout(() => child.kill(), LONGEST_FAREWELL);
      await ended;
      clearTimeout(patience);
    },
  };
}
