import type { Item, Span, Word } from '../syntax/tree.ts';
import type { Place } from './place.ts';

/** A statement as keepalived reads it: includes, definitions and conditions are gone. It knows where it stands. */
export interface Directive extends Span {
  readonly file: string;
  readonly item: Item;
  /** The keyword and its arguments. Words that come out of a definition have the place of its use. */
  readonly words: readonly [Word, ...Word[]];
  readonly block?: DirectiveBlock;
}

/** A brace that has no partner. */
export interface StrayBrace {
  readonly brace: '{' | '}';
  readonly place: Place;
  /** Index of the directive that it stands before, among those around it. */
  readonly before: number;
}

export interface DirectiveBlock {
  readonly open: Span;
  /** Missing where the file ends, or a top-level keyword begins, before the block does. */
  readonly close?: Span;
  /** May come from other files. */
  readonly body: readonly Directive[];
  /** In order; missing where there are none. */
  readonly strays?: readonly StrayBrace[];
}

/** The place of a word, a brace or any other span of a directive. */
export const placeOf = ({ file, item }: Directive, { start, end, from }: Span & Pick<Word, 'from'>): Place =>
  from ? { file, item, start, end, from } : { file, item, start, end };

/** The place of the keyword and its arguments, without the block. */
export const headerOf = (directive: Directive): Place =>
  placeOf(directive, { ...directive.words[0], end: directive.words.at(-1)!.end });

/**
 * A word whose text is not known, because what is put into it is not: it cannot be judged. A `${NAME}` that nothing
 * defines breaks its line at the braces.
 */
export const isOpaque = ({ unknown, text }: Word): boolean => unknown === true || text.includes('${');

/** A `$NAME` that nothing defines: keepalived takes it literally. */
const UNDEFINED = /\$[A-Za-z_]\w*(?=[ \t,)]|$)/;

/** A word that does not say what its writer means: nothing can be foretold from it. */
export const isUnsettled = (word: Word): boolean => isOpaque(word) || UNDEFINED.test(word.text);
