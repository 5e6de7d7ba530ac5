/** Checks that take longer than keepalived waits for them. */
import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import type { VrrpScript } from '../../model/node.ts';
import type { Rule } from '../check.ts';

export const SCRIPT_TIME_CODES = catalogue('advice', {
  'script-slower-than-interval': [
    'warning',
    'A check that takes, or allows itself, more time than keepalived gives it.',
  ],
});

/** Seconds that a command needs in any case, or at the most, as its words say. */
interface Duration {
  readonly seconds: number;
  readonly certain: boolean;
  readonly word: string;
}

/** By the name of the program: the option that says how long. */
const LIMITS: Readonly<Record<string, RegExp>> = {
  curl: /\s(?:-m|--max-time)[\s=]*(\d+(?:\.\d+)?)(?=\s|$)/,
  wget: /\s(?:-T|--timeout)[\s=]*(\d+(?:\.\d+)?)(?=\s|$)/,
  nc: /\s-w\s*(\d+)(?=\s|$)/,
  ncat: /\s-w\s*(\d+)(?=\s|$)/,
  timeout: /\s(\d+(?:\.\d+)?)s?\s/,
};

function durationOf(command: string): Duration | undefined {
  const program = /^\S*?([^/\s]+)(?=\s)/.exec(command)?.[1] ?? '';
  if (program === 'sleep') {
    const [, seconds] = /\s(\d+(?:\.\d+)?)s?(?=\s|$)/.exec(command) ?? [];
    return seconds === undefined ? undefined : { seconds: Number(seconds), certain: true, word: `sleep ${seconds}` };
  }
  if (program === 'ping' || program === 'ping6') {
    const [, count] = /\s-c\s*(\d+)(?=\s|$)/.exec(command) ?? [];
    // One a second, unless an option says otherwise; the last answer ends it.
    if (count === undefined || /\s-[A-Za-z]*[iwfA]/.test(command)) return undefined;
    return { seconds: Number(count) - 1, certain: true, word: `ping -c ${count}` };
  }
  const limit = Object.hasOwn(LIMITS, program) ? LIMITS[program]!.exec(command) : null;
  return limit ? { seconds: Number(limit[1]), certain: false, word: `${program}${limit[0].trimEnd()}` } : undefined;
}

function tooSlow({ name, command, timeout, setting }: VrrpScript): Finding[] {
  const duration = command && durationOf(command.value);
  if (!command || !duration || duration.seconds < timeout || (!duration.certain && duration.seconds === timeout)) {
    return [];
  }
  const written = setting.children.some(({ keyword }) => keyword?.name === 'timeout');
  const after = `after ${timeout} s${written ? '' : ', its interval'}`;
  const message = duration.certain
    ? `"${duration.word}" takes ${duration.seconds} s, and keepalived ends ${name.value} ${after}: every run fails. Give a timeout above ${duration.seconds}, or make it faster.`
    : `"${duration.word}" waits up to ${duration.seconds} s, but keepalived ends ${name.value} ${after}, and counts that as a failure. Let the command give up earlier, or give a longer timeout.`;
  const more = duration.certain ? {} : ({ severity: 'hint' } as const);
  return [report(SCRIPT_TIME_CODES['script-slower-than-interval'], command.place, message, more)];
}

export const scriptTimes: Rule = ({ scripts }) => scripts.flatMap(tooSlow);
