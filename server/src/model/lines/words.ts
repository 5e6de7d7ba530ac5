/** A finished line as a directive: words, each with what a person must edit to change it. */
import type { Item, Word } from '../../syntax/tree.ts';
import { splitWords } from '../../syntax/words.ts';
import type { Directive } from '../directive.ts';
import { type Part, spanIn } from './cursor.ts';
import { homeOf, isUnknown, type Sourced, spanOf } from './sourced.ts';

/** Lines of an item with their words: an item does not change, and most of its lines stay the same. */
const known = new WeakMap<Item, Map<string, readonly Word[]>>();
const MOST_KNOWN = 1000;

function wordsIn(text: string, item: Item): readonly Word[] {
  const lines = known.get(item) ?? new Map<string, readonly Word[]>();
  known.set(item, lines);
  const done = lines.get(text);
  if (done) return done;
  const words = splitWords(text);
  if (lines.size < MOST_KNOWN) lines.set(text, words);
  return words;
}

/** Undefined for a line of blanks. */
export function toDirective(line: Sourced, file: string, part: Part): Directive | undefined {
  const { item } = part;
  const words = wordsIn(line.text, item).map(({ start, end, ...word }): Word => {
    const span = spanIn(part, spanOf(line, start, end));
    const from = homeOf(line, start, end);
    const unknown = isUnknown(line, start, end);
    return { ...word, ...span, ...(unknown && { unknown }), ...(from && { from }) };
  });
  const [first, ...rest] = words;
  if (!first) return undefined;
  const start = Math.min(...words.map((word) => word.start));
  const end = Math.max(...words.map((word) => word.end));
  return { file, item, words: [first, ...rest], start, end };
}
