/** The terminal that a person sits at: what is going on, and questions. Standard output is left to results. */
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { readHidden } from './readHidden.ts';

export interface Terminal {
  /** Somebody is there who can be asked. */
  readonly isAttended: boolean;
  /** Lines can take each other's place. */
  readonly isLive: boolean;
  /** A line that stays. */
  say(line: string): void;
  /** A result, for standard output. */
  print(text: string): void;
  /** What is going on; the next takes its place. Seen on a terminal only. */
  show(line: string): void;
  /** What is answered; empty where nobody does. Questions come one after the other. */
  ask(question: string, options?: AskOptions): Promise<string>;
}

export interface AskOptions {
  /** For standard output, just before it is asked. */
  readonly about?: string;
  /** Nothing of what is typed is shown. */
  readonly hidden?: boolean;
}

const CLEAR = '\r\x1b[K';

/** `signal`, once aborted, ends the question that is open and all later ones. */
export function createTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process;
  const isLive = stderr.isTTY === true && process.env.TERM !== 'dumb';
  const isAttended = stdin.isTTY === true && stderr.isTTY === true;
  let shown = '';
  let isAsking = false;
  /** What is to be written while a question is open. */
  let late: (() => void)[] = [];
  let turn: Promise<unknown> = Promise.resolve();

  const draw = (line: string): void => {
    if (!isLive || (line === '' && shown === '')) return;
    shown = line;
    stderr.write(CLEAR + [...line].slice(0, (stderr.columns || 80) - 1).join(''));
  };
  const write = (stream: NodeJS.WriteStream, text: string): void => {
    if (isAsking) {
      late.push(() => write(stream, text));
      return;
    }
    const live = shown;
    draw('');
    stream.write(text);
    draw(live);
  };
  const readLine = async (): Promise<string | undefined> => {
    const reader = createInterface({ input: stdin, terminal: false });
    try {
      const closed = once(reader, 'close').then(() => undefined);
      return await Promise.race([reader.question('', { signal }).catch(() => undefined), closed]);
    } finally {
      reader.close();
    }
  };
  const pose = async (question: string, about: string, hidden: boolean): Promise<string> => {
    if (signal.aborted) return '';
    draw('');
    isAsking = true;
    stdout.write(about);
    // First, so that nothing of a password is shown that follows at once.
    const answering = hidden ? readHidden(stdin, signal) : readLine();
    stderr.write(question);
    const answer = await answering;
    // Only a line that was typed has ended the one of the question.
    if (hidden || answer === undefined) stderr.write('\n');
    isAsking = false;
    const waiting = late;
    late = [];
    for (const tell of waiting) tell();
    return answer ?? '';
  };

  return {
    isAttended,
    isLive,
    say: (line) => write(stderr, `${line}\n`),
    print: (text) => write(stdout, text),
    show(line) {
      if (!isAsking) draw(line);
    },
    ask(question, { about = '', hidden = false } = {}) {
      const asked = turn.then(() => pose(question, about, hidden));
      turn = asked;
      return asked;
    },
  };
}
