/** Edits of what a person wrote. A line that comes out of a definition is left alone: its use may stand for more. */
import type { Word } from '../syntax/tree.ts';
import { type Directive, placeOf } from './directive.ts';
import type { Edit } from './finding.ts';

/** Whether a word stands in the file as it is read. */
export const isWritten = ({ item }: Directive, { start, end, text }: Word): boolean =>
  item.text.slice(start, end).replace(/^"|"$/g, '') === text;

/** Takes a statement out with its block, and with its lines where nothing else stands there. */
export function removeDirective(directive: Directive): Edit[] {
  const { item, words, block, end } = directive;
  const { text } = item;
  if (!words.every((word) => isWritten(directive, word))) return [];
  if (block && (!block.close || text[block.close.start] !== '}')) return [];
  const from = words[0].start;
  const lineStart = text.lastIndexOf('\n', from - 1) + 1;
  const nextLine = text.indexOf('\n', end) + 1;
  const alone = nextLine > 0 && /^[ \t]*$/.test(text.slice(lineStart, from)) && /^\s*$/.test(text.slice(end, nextLine));
  return [{ place: placeOf(directive, alone ? { start: lineStart, end: nextLine } : { start: from, end }), text: '' }];
}
