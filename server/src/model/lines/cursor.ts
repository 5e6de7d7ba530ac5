/** A file, line by line as fgets(3) gives them; items that need no more than the tree are handed over whole. */
import type { Item, Span, Tree } from '../../syntax/tree.ts';

/** A line as it stands in a file. */
export interface PhysicalLine {
  /** The item that it begins in, and those that follow on the same line. */
  readonly parts: readonly [Part, ...Part[]];
  /** Offset in the first item. */
  readonly start: number;
  readonly text: string;
}

/** An item on a line; `at` is where it begins, counted from the beginning of the line's first item. */
export interface Part {
  readonly item: Item;
  readonly at: number;
}

/** The part of a line that holds this offset of it. */
export const partAt = (parts: readonly [Part, ...Part[]], offset: number): Part =>
  parts.findLast(({ at }) => at <= offset) ?? parts[0];

/** A stretch of a line as one of the item that it begins in. */
export function spanIn({ item, at }: Part, { start, end }: Span): Span {
  const { length } = item.text;
  return { start: Math.min(start - at, length), end: Math.min(end - at, length) };
}

/**
 * Conditions, definitions, generators and includes, where they can count; and backslashes before or at the end of
 * comments, of which releases make different things.
 */
const NOT_PLAIN = /\$|(?:^|[\n{}])[ \t]*(?:[@~]|include[a-z]?[ \t])|\\[#!]|[#!].*\\\r*(?:\n|$)/;

/** A comment behind an item, which is the next one's text. */
const COMMENT_BEHIND = /^[ \t]*[#!].*\\\r*(?:\n|$)/;

const plain = new WeakMap<Item, boolean>();

/** True for an item that keepalived reads as the tree shows it. */
export function isPlain(item: Item): boolean {
  const known = plain.get(item);
  if (known !== undefined) return known;
  const found = !NOT_PLAIN.test(item.text);
  plain.set(item, found);
  return found;
}

export class FileCursor {
  readonly file: string;
  private readonly items: readonly Item[];
  private index = 0;
  /** Offset in the item at `index`; its own line may have been read with the one before. */
  private offset = 0;

  constructor(file: string, { items }: Tree) {
    this.file = file;
    this.items = items;
  }

  /** The next item, where it may be taken whole; the cursor then stands behind it. */
  takeItem(): Item | undefined {
    const item = this.items[this.index];
    const { line } = item ?? {};
    if (!item || !line || this.offset > line.start || !isPlain(item)) return undefined;
    const next = this.items[this.index + 1];
    if (next && !isPlain(next) && COMMENT_BEHIND.test(next.text)) return undefined;
    this.index++;
    this.offset = 0;
    return item;
  }

  /** The next line without its line feed. */
  nextLine(): PhysicalLine | undefined {
    const item = this.items[this.index];
    if (!item) return undefined;
    const start = this.offset;
    const end = item.text.indexOf('\n', start);
    if (end >= 0) {
      this.offset = end + 1;
      return { parts: [{ item, at: 0 }], start, text: item.text.slice(start, end) };
    }
    const parts: [Part, ...Part[]] = [{ item, at: 0 }];
    let text = item.text.slice(start);
    for (;;) {
      const next = this.items[++this.index];
      this.offset = 0;
      if (!next) break;
      parts.push({ item: next, at: start + text.length });
      const newline = next.text.indexOf('\n');
      text += newline < 0 ? next.text : next.text.slice(0, newline);
      this.offset = newline + 1;
      if (newline >= 0) break;
    }
    return { parts, start, text };
  }
}
