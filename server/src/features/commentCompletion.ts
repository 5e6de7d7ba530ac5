/** What may be written behind `# keepalived-ha:`. */
import { CATALOGUE } from '../catalogue.ts';
import type { Position } from '../model/place.ts';
import type { Completion } from './completion.ts';

const WORDS: readonly (readonly [label: string, detail: string])[] = [
  ['pair=', 'PATH,PATH: the configurations of the other nodes'],
  ['alone', 'this configuration has no peer'],
  ['ignore=', 'CODE,CODE: do not report these on the line below, or on this line'],
  ['ignore-file=', 'CODE,CODE: do not report these in this file'],
];

/** Undefined where the cursor is in no such comment. `before`: the line up to it. */
export function completeComment(before: string, position: Position): Completion[] | undefined {
  const [, text] = /[!#]\s*keepalived-ha:\s*(.*)$/.exec(before) ?? [];
  if (text === undefined) return undefined;
  const [partial] = /[\w-]*$/.exec(text)!;
  const range = { start: { line: position.line, column: position.column - partial.length }, end: position };
  const item = (label: string, detail: string): Completion => ({
    label,
    kind: 'value',
    detail,
    text: label,
    range,
    rank: 'usual',
  });
  if (/^[\w-]*$/.test(text)) return WORDS.map(([label, detail]) => item(label, detail));
  const [list] = /^ignore(?:-file)?\s*=\s*(?:[\w-]+\s*,\s*)*[\w-]*$/.exec(text) ?? [];
  if (list === undefined) return [];
  const written = list.split(/[=,\s]+/).slice(1, -1);
  return CATALOGUE.filter(({ code }) => !written.includes(code)).map(({ code, summary }) => item(code, summary));
}
