import type { Item, Standing, Tree } from '../syntax/tree.ts';

/** Where something stands: a stretch of a top-level item in a file. Stays true while the item stays as it is. */
export interface Place extends Standing {
  /** Where that stands which a definition brought here. */
  readonly from?: Standing;
}

/** A value and the place a person must edit to change it. */
export interface Located<T> {
  readonly value: T;
  readonly place: Place;
}

/** Lines and columns count from 0, columns in UTF-16 code units, as the Language Server Protocol has them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** The same place once, where it stands first. */
export const uniquePlaces = (places: readonly Place[]): Place[] =>
  places.filter(
    (place, i) => places.findIndex(({ item, start }) => item === place.item && start === place.start) === i,
  );

interface Layout {
  /** Offset and line of every item's first character. */
  readonly items: ReadonlyMap<Item, { offset: number; line: number; column: number }>;
}

const layouts = new WeakMap<Tree, Layout>();
const newlines = new WeakMap<Item, readonly number[]>();

/** Offsets of the line feeds in an item's text; kept with the item, which never changes. */
function newlinesOf(item: Item): readonly number[] {
  const known = newlines.get(item);
  if (known) return known;
  const offsets: number[] = [];
  for (let at = item.text.indexOf('\n'); at >= 0; at = item.text.indexOf('\n', at + 1)) offsets.push(at);
  newlines.set(item, offsets);
  return offsets;
}

function layoutOf(tree: Tree): Layout {
  const known = layouts.get(tree);
  if (known) return known;
  const items = new Map<Item, { offset: number; line: number; column: number }>();
  let offset = 0;
  let line = 0;
  let column = 0;
  for (const item of tree.items) {
    items.set(item, { offset, line, column });
    const breaks = newlinesOf(item);
    line += breaks.length;
    column = breaks.length ? item.text.length - breaks.at(-1)! - 1 : column + item.text.length;
    offset += item.text.length;
  }
  const layout = { items };
  layouts.set(tree, layout);
  return layout;
}

/** Offset in the file of an offset in one of its items. */
export const offsetIn = (tree: Tree, item: Item, offset: number): number =>
  (layoutOf(tree).items.get(item)?.offset ?? 0) + offset;

/** The item that holds an offset of the file, with the offset inside it. An offset between two belongs to the second. */
export function itemAt(tree: Tree, offset: number): { item: Item; offset: number } {
  const { items } = tree;
  const layout = layoutOf(tree).items;
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (layout.get(items[middle]!)!.offset <= offset) low = middle;
    else high = middle - 1;
  }
  const item = items[low]!;
  return { item, offset: offset - layout.get(item)!.offset };
}

/** Position in the file of an offset in one of its items. */
export function positionIn(tree: Tree, item: Item, offset: number): Position {
  const start = layoutOf(tree).items.get(item) ?? { line: 0, column: 0 };
  const breaks = newlinesOf(item);
  let low = 0;
  let high = breaks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (breaks[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low === 0
    ? { line: start.line, column: start.column + offset }
    : { line: start.line + low, column: offset - breaks[low - 1]! - 1 };
}

export const rangeOf = (tree: Tree, place: Place): Range => ({
  start: positionIn(tree, place.item, place.start),
  end: positionIn(tree, place.item, place.end),
});

/** Offset in the file of a position; what lies behind a line's or the file's end is taken back to it. */
export function offsetAt(tree: Tree, position: Position): number {
  const layout = layoutOf(tree).items;
  const { items } = tree;
  let low = 0;
  let high = items.length - 1;
  const startsAfter = (item: Item): boolean => {
    const start = layout.get(item)!;
    return start.line > position.line || (start.line === position.line && start.column > position.column);
  };
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startsAfter(items[middle]!)) high = middle - 1;
    else low = middle;
  }
  const item = items[low]!;
  const start = layout.get(item)!;
  const breaks = newlinesOf(item);
  const nth = position.line - start.line;
  const lineStart = nth === 0 ? -start.column : (breaks[nth - 1] ?? item.text.length) + 1;
  const lineEnd = breaks[nth] ?? item.text.length;
  return start.offset + Math.max(0, Math.min(lineStart + position.column, lineEnd));
}
