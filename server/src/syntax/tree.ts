/**
 * The syntax tree of one file. Offsets are relative to the top-level item that holds them, so an item whose text did
 * not change can be kept as it is when text above it changes. The items' texts, joined, are the source.
 */

/** A stretch of an item's text, in UTF-16 code units from the item's start; `end` is behind the last one. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Word extends Span {
  /** What keepalived sees: without quotes, `\#` and `\!` resolved. */
  readonly text: string;
  /** `open`: the closing quote is missing, the word runs to the end of its line. */
  readonly quotes?: 'closed' | 'open';
  /** A part of it is only known where keepalived runs: `text` has the use of the definition in its place. */
  readonly unknown?: true;
  /** Where the whole word stands, if a definition brought it here. */
  readonly from?: Standing;
}

/** A stretch of an item in a file. */
export interface Standing extends Span {
  readonly file: string;
  readonly item: Item;
}

/** `@id` or `@^id` before a line: the line counts only on the node with that config id (or on every other one). */
export interface Condition extends Span {
  readonly id: string;
  readonly negated: boolean;
}

/** `~SEQ(...)` or `~LST(...)` before a line: the line stands for many. */
export interface Sequence extends Span {
  readonly text: string;
}

interface Conditional {
  readonly condition?: Condition;
  readonly sequences?: readonly Sequence[];
}

export interface Brace extends Span {
  readonly condition?: Condition;
}

export interface Block {
  readonly open: Brace;
  /** Missing where the file ends, or a top-level keyword begins, before the block does. */
  readonly close?: Brace;
  readonly lines: readonly Line[];
}

/** A keyword with its arguments, and a block where a `{` follows on this or a later line. */
export interface Statement extends Conditional, Span {
  readonly kind: 'statement';
  /** At least one: the keyword. */
  readonly words: readonly [Word, ...Word[]];
  readonly block?: Block;
}

/** `$NAME=value`. */
export interface Definition extends Conditional, Span {
  readonly kind: 'definition';
  readonly name: Word;
  /** As written, backslashes and line ends of a multi-line value included. */
  readonly value: Word;
}

/** `include PATTERN` and its variants (`includer`, `includem`, ...). */
export interface Include extends Conditional, Span {
  readonly kind: 'include';
  readonly keyword: Word;
  /** One pattern for glob(3): the rest of the line. */
  readonly pattern: Word;
}

/** A `{` that no statement precedes; its lines belong to whatever surrounds it. */
export interface StrayOpen extends Conditional, Span {
  readonly kind: 'stray-open';
  readonly block: Block;
}

/** A `}` that closes nothing. */
export interface StrayClose extends Conditional, Span {
  readonly kind: 'stray-close';
}

export type Line = Statement | Definition | Include | StrayOpen | StrayClose;

export interface Item {
  /** The item's own stretch of the source, with the blanks and comments above it. */
  readonly text: string;
  /** Missing in the last item, which holds what follows the last line, and may be empty. */
  readonly line?: Line;
  readonly comments: readonly Span[];
}

export interface Tree {
  readonly items: readonly Item[];
}

/** Gives the source back, always. */
export const sourceOf = (tree: Tree): string => tree.items.map((item) => item.text).join('');

/** The lines directly inside a line: those of its block, if it has one. */
export const linesOf = (line: Line): readonly Line[] =>
  line.kind === 'statement' || line.kind === 'stray-open' ? (line.block?.lines ?? []) : [];
