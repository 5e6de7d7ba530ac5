/**
 * What definitions and conditions made of an item is made anew whenever the configuration is read. Where it is the same
 * as before it becomes the same object again, so that whatever was worked out from it is still known.
 */
import type { Item, Span, Standing, Word } from '../syntax/tree.ts';
import type { Directive, DirectiveBlock, StrayBrace } from './directive.ts';
import { isPlain } from './lines/cursor.ts';

/** An item may be read several times: by the nodes of a shared file, or by a generator. */
const MOST_KEPT = 8;

const kept = new WeakMap<Item, Directive[]>();

/** Each object once: what a generator repeats is several directives. */
export function sameAsBefore(directives: readonly Directive[]): Directive[] {
  const taken = new Set<Directive>();
  return directives.map((directive) => {
    if (isPlain(directive.item)) return directive;
    const before = kept.get(directive.item) ?? [];
    const known = before.find((each) => !taken.has(each) && isSame(each, directive));
    if (!known) kept.set(directive.item, [...before, directive].slice(-MOST_KEPT));
    const chosen = known ?? directive;
    taken.add(chosen);
    return chosen;
  });
}

const isSame = (a: Directive, b: Directive): boolean =>
  a.item === b.item &&
  a.file === b.file &&
  isSameSpan(a, b) &&
  isSameList(a.words, b.words, isSameWord) &&
  isSameBlock(a.block, b.block);

const isSameSpan = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

const isSameWord = (a: Word, b: Word): boolean =>
  a.text === b.text &&
  isSameSpan(a, b) &&
  a.quotes === b.quotes &&
  a.unknown === b.unknown &&
  isSameStanding(a.from, b.from);

const isSameStanding = (a: Standing | undefined, b: Standing | undefined): boolean =>
  a && b ? a.file === b.file && a.item === b.item && isSameSpan(a, b) : a === b;

function isSameBlock(a: DirectiveBlock | undefined, b: DirectiveBlock | undefined): boolean {
  if (!a || !b) return a === b;
  return (
    isSameSpan(a.open, b.open) &&
    (a.close && b.close ? isSameSpan(a.close, b.close) : a.close === b.close) &&
    isSameList(a.body, b.body, isSame) &&
    isSameList(a.strays ?? [], b.strays ?? [], isSameStray)
  );
}

const isSameStray = (a: StrayBrace, b: StrayBrace): boolean =>
  a.brace === b.brace &&
  a.before === b.before &&
  a.place.file === b.place.file &&
  a.place.item === b.place.item &&
  isSameSpan(a.place, b.place);

const isSameList = <T>(a: readonly T[], b: readonly T[], isEqual: (a: T, b: T) => boolean): boolean =>
  a.length === b.length && a.every((each, i) => isEqual(each, b[i]!));
