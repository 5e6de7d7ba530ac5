/**
 * What the user does not want to be told, or not as gravely. A comment beside the finding goes first, then a setting or
 * the command line, then keepalived-ha.json, then the catalogue.
 */
import { CATALOGUE } from '../catalogue.ts';
import { report } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import { type Levels, withSeverity } from '../model/levels.ts';
import { ownCommentsOf } from '../model/ownComments.ts';
import { type Place, rangeOf } from '../model/place.ts';
import { closestWord } from '../model/spelling.ts';
import { SUPPRESSION_CODES, type Suppression, suppressionsOf } from '../model/suppression.ts';
import type { Tree } from '../syntax/tree.ts';

/** A finding that is not shown, and what says so. */
export interface Silenced {
  readonly finding: Finding;
  readonly by: 'comment' | 'levels';
}

export interface Heeded {
  readonly findings: readonly Finding[];
  readonly silenced: readonly Silenced[];
}

/** Sorts the findings of one file. `tree`: of a file that can hold comments. */
export function heed(found: readonly Finding[], levels: Levels, file: string, tree: Tree | undefined): Heeded {
  const unwanted = new Set(
    (tree ? suppressionsOf(file, tree) : []).flatMap(({ codes, line }) => codes.map(({ value }) => spot(value, line))),
  );
  const silenced: Silenced[] = [];
  const findings = found.flatMap((finding) => {
    if (tree && unwanted.size > 0 && spotsOf(finding, tree).some((each) => unwanted.has(each))) {
      silenced.push({ finding, by: 'comment' });
      return [];
    }
    const level = Object.hasOwn(levels, finding.code) ? levels[finding.code]! : finding.severity;
    if (level !== 'off') return [withSeverity(finding, level)];
    silenced.push({ finding, by: 'levels' });
    return [];
  });
  return { findings, silenced };
}

const spot = (code: string, line: number | 'file'): string => `${code} ${line}`;

/** What a comment would have to name to suppress a finding. */
const spotsOf = ({ code, place }: Finding, tree: Tree): string[] => [
  spot(code, 'file'),
  spot(code, rangeOf(tree, place).start.line),
];

const ORIGINS = new Map(CATALOGUE.map(({ code, origin }) => [code, origin]));

export const isCode = (code: string): boolean => ORIGINS.has(code);

/** The code that another was probably meant to be. */
export const meantCode = (code: string): string | undefined => closestWord(code, ORIGINS.keys());

/**
 * What is wrong with the comments of a file. `alone`: nobody looked across nodes, so that a comment which speaks of a
 * finding there may have its reason. `found`: everything that was found, suppressed or not.
 */
export function checkSuppressions(found: readonly Finding[], alone: boolean, file: string, tree: Tree): Finding[] {
  const suppressions = suppressionsOf(file, tree);
  const spots = new Set(suppressions.length > 0 ? found.flatMap((finding) => spotsOf(finding, tree)) : []);
  return [
    ...notUnderstood(file, tree),
    ...suppressions.flatMap((suppression) =>
      suppression.codes.flatMap(({ value, place }, nth): Finding[] => {
        const origin = ORIGINS.get(value);
        const remove = { title: 'Remove it', edits: [{ place: removalOf(suppression, nth), text: '' }] };
        if (!origin) {
          const meant = meantCode(value);
          const message = `There is no finding ${value}.${meant ? ` Did you mean ${meant}?` : ''}`;
          const change = meant && {
            title: `Change to ${meant}`,
            edits: [{ place, text: meant }],
            preferred: true as const,
          };
          return [
            report(SUPPRESSION_CODES['suppression-unknown'], place, message, {
              fixes: change ? [change, remove] : [remove],
            }),
          ];
        }
        if (Object.hasOwn(SUPPRESSION_CODES, value) || (alone && origin === 'pair')) return [];
        if (spots.has(spot(value, suppression.line))) return [];
        const message = `There is no ${value} ${suppression.line === 'file' ? 'in this file' : 'here'} to be ignored.`;
        const more = { fixes: [remove], tags: ['unnecessary'] } as const;
        return [report(SUPPRESSION_CODES['suppression-unused'], place, message, more)];
      }),
    ),
  ];
}

const KNOWN = ['pair', 'alone', 'ignore', 'ignore-file'];

/** Comments with a word before `=` that says nothing to us, and those that ignore nothing. */
const notUnderstood = (file: string, tree: Tree): Finding[] => [
  ...ownCommentsOf(tree).flatMap(({ item, end, text }): Finding[] => {
    const [, word] = /^([\w-]+)\s*=/.exec(text) ?? [];
    if (word === undefined || KNOWN.includes(word)) return [];
    const from = end - text.length;
    const place = { file, item, start: from, end: from + word.length };
    const meant = closestWord(word, KNOWN);
    const message = `"${word}" is nothing that a comment can say. Write ${KNOWN.slice(0, -1).join(', ')} or ${KNOWN.at(-1)}.`;
    const fixes = meant
      ? [{ title: `Change to ${meant}`, edits: [{ place, text: meant }], preferred: true as const }]
      : [];
    return [report(SUPPRESSION_CODES['suppression-unknown'], place, message, { fixes })];
  }),
  ...suppressionsOf(file, tree)
    .filter(({ codes }) => codes.length === 0)
    .map(({ comment }) =>
      report(
        SUPPRESSION_CODES['suppression-unknown'],
        comment,
        'Say which findings are to be ignored: ignore=CODE,CODE.',
      ),
    ),
];

/** A code with its comma; the last one takes the whole comment with it, and its line where nothing else stands there. */
function removalOf({ comment, ownLine, codes }: Suppression, nth: number): Place {
  const { place } = codes[nth]!;
  const next = codes[nth + 1];
  const previous = codes[nth - 1];
  if (next) return { ...place, end: next.place.start };
  if (previous) return { ...place, start: previous.place.end };
  const { text } = comment.item;
  const lineStart = text.lastIndexOf('\n', comment.start - 1) + 1;
  const nextLine = text.indexOf('\n', comment.end) + 1;
  if (!ownLine) return { ...comment, start: text.slice(0, comment.start).trimEnd().length };
  return nextLine > 0 ? { ...comment, start: lineStart, end: nextLine } : comment;
}
