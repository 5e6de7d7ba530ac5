/** What several commands have in common. */
import { InvalidArgumentError, Option } from 'commander';
import {
  isCode,
  isLevel,
  LEVELS,
  type Levels,
  meantCode,
  readVersion,
  type Version,
} from '../../../server/src/index.ts';

/** Of the process: 1 says that what was looked at is not in order, 2 that it could not be looked at. */
export const EXIT = { clean: 0, findings: 1, failure: 2 } as const;

export const versionOption = (): Option =>
  new Option('--keepalived-version <version>', 'the release of keepalived to judge by, such as 2.2.7').argParser(
    (text: string): Version => {
      const version = readVersion(text);
      if (version === undefined) throw new InvalidArgumentError('Give it as 2.2.7.');
      return version;
    },
  );

/** Both may be given again and again; a later one goes before an earlier one. */
export const levelOptions = (): Option[] => [
  new Option(
    '--severity <code=level>',
    `report findings of this code as ${LEVELS.join(', ')}; may be repeated`,
  ).argParser((text: string, before: Levels = {}): Levels => {
    const [code = '', level, ...more] = text.split('=');
    if (more.length > 0 || !isLevel(level)) {
      throw new InvalidArgumentError(`Give it as CODE=LEVEL, with one of ${LEVELS.join(', ')}.`);
    }
    return { ...before, [known(code)]: level };
  }),
  new Option('--ignore <code>', 'do not report findings of this code; may be repeated').argParser(
    (code: string, before: readonly string[] = []): readonly string[] => [...before, known(code)],
  ),
];

function known(code: string): string {
  if (isCode(code)) return code;
  const meant = meantCode(code);
  throw new InvalidArgumentError(`There is no finding ${code}.${meant ? ` Did you mean ${meant}?` : ''}`);
}

export const colorOption = (): Option => new Option('--no-color', 'print without colours');

/** https://no-color.org, https://force-color.org; else where a person looks at a terminal. */
export function wantsColours(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  return FORCE_COLOR ? FORCE_COLOR !== '0' : process.stdout.isTTY === true && TERM !== 'dumb';
}
