import { parse } from './parse.ts';
import type { Item, Line, Tree } from './tree.ts';

/** Replaces the text from `start` up to `end` (offsets in the old source). */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * The tree of the edited text, with every item that the edit cannot have changed kept as the same object. Equal to
 * parsing the new text from scratch.
 */
export function reparse(tree: Tree, edit: TextEdit): Tree {
  const { items } = tree;
  let first = 0;
  let firstStart = 0;
  while (first < items.length - 1 && firstStart + items[first]!.text.length < edit.start) {
    firstStart += items[first++]!.text.length;
  }
  // What is typed in front of an item may become the block of the statement before.
  if (first > 0) firstStart -= items[--first]!.text.length;
  let after = first;
  let end = firstStart;
  while (after < items.length && (end < edit.end || after <= first + 1)) end += items[after++]!.text.length;

  for (let more = 1; ; more *= 2) {
    const old = joined(items.slice(first, after));
    const text = old.slice(0, edit.start - firstStart) + edit.text + old.slice(edit.end - firstStart);
    const parsed = parse(text).items;
    const next = items[after];
    if (!next) return { items: [...items.slice(0, first), ...parsed] };
    if (endsBefore(next, parsed)) {
      return { items: [...items.slice(0, first), ...parsed.slice(0, -1), ...items.slice(after)] };
    }
    after = Math.min(items.length, after + more);
  }
}

const joined = (items: readonly Item[]): string => items.map((item) => item.text).join('');

/** True where items parsed alone would be the same with `next` behind them. */
function endsBefore(next: Item, parsed: readonly Item[]): boolean {
  const trailing = parsed.at(-1)!.text;
  const last = parsed.at(-2)?.line;
  // An unclosed quote takes the blanks behind it along.
  const startsNewLine = (last && endsUnclosed(last) ? /^\n/ : /^[ \t\v\f\r]*\n/).test(next.text);
  return trailing === '' && startsNewLine && last !== undefined && isComplete(last) && next.line?.kind !== 'stray-open';
}

const endsUnclosed = (line: Line): boolean => line.kind === 'statement' && line.words.at(-1)?.quotes === 'open';

/** A definition may run on behind its end, a block that lacks its brace surely does. */
const isComplete = (line: Line): boolean =>
  line.kind !== 'definition' && (!('block' in line) || line.block === undefined || line.block.close !== undefined);

/** The one stretch in which two texts differ, as an edit of the first. */
export function differenceOf(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let common = 0;
  while (
    common < shorter - start &&
    before.charCodeAt(before.length - 1 - common) === after.charCodeAt(after.length - 1 - common)
  )
    common++;
  return { start, end: before.length - common, text: after.slice(start, after.length - common) };
}
