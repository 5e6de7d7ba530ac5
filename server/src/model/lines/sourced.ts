/** Text that knows, stretch by stretch, what a person must edit to change it. */
import type { Span, Standing } from '../../syntax/tree.ts';

/**
 * A stretch of text. `own`: it stands in the file as it is, character by character. `put-in`: a definition or a
 * generator made it; its span is the use. `unknown`: as `put-in`, but its value is only known where keepalived runs,
 * and the text is the use itself.
 */
export interface Piece extends Span {
  readonly text: string;
  readonly kind: 'own' | 'put-in' | 'unknown';
  /** Where the text stands, character by character, if it is that of a definition. */
  readonly home?: Standing;
}

/** A stretch of text that stands somewhere; `at` is where it begins in the text. */
export interface Home extends Standing {
  readonly at: number;
}

export interface Sourced {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

export const NOTHING: Sourced = { text: '', pieces: [] };

/** Text as it stands in an item, from this offset on. */
export const written = (text: string, start: number): Sourced =>
  text ? { text, pieces: [{ text, start, end: start + text.length, kind: 'own' }] } : NOTHING;

/** Text that stands for a use. */
export const putIn = (text: string, { start, end }: Span, kind: 'put-in' | 'unknown' = 'put-in'): Sourced =>
  text ? { text, pieces: [{ text, start, end, kind }] } : NOTHING;

/** Index of the first home that reaches beyond an offset; they are in order. */
function firstBehind(homes: readonly Home[], offset: number): number {
  let low = 0;
  let high = homes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { at, start, end } = homes[middle]!;
    if (at + end - start <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A stretch of a definition's value, from the offset `at` on, that stands for a use. */
export function putInFrom(text: string, { start, end }: Span, at: number, homes: readonly Home[]): Sourced {
  const pieces: Piece[] = [];
  const add = (from: number, to: number, home?: Standing): void => {
    if (from < to) pieces.push({ text: text.slice(from, to), start, end, kind: 'put-in', ...(home && { home }) });
  };
  let done = 0;
  for (let index = firstBehind(homes, at); index < homes.length && homes[index]!.at < at + text.length; index++) {
    const { at: homeAt, file, item, start: first, end: last } = homes[index]!;
    const from = Math.max(done, homeAt - at);
    const to = Math.min(text.length, homeAt - at + last - first);
    if (from >= to) continue;
    add(done, from);
    const standsAt = first + from + at - homeAt;
    add(from, to, { file, item, start: standsAt, end: standsAt + to - from });
    done = to;
  }
  add(done, text.length);
  return { text, pieces };
}

export function slice(source: Sourced, from: number, to = source.text.length): Sourced {
  if (from <= 0 && to >= source.text.length) return source;
  const pieces: Piece[] = [];
  let offset = 0;
  for (const piece of source.pieces) {
    const first = Math.max(0, from - offset);
    const last = Math.min(piece.text.length, to - offset);
    offset += piece.text.length;
    if (first >= last) continue;
    const text = piece.text.slice(first, last);
    const { kind, home } = piece;
    const span = kind === 'own' ? { start: piece.start + first, end: piece.start + last } : piece;
    const standing = home && { ...home, start: home.start + first, end: home.start + last };
    pieces.push({ text, start: span.start, end: span.end, kind, ...(standing && { home: standing }) });
  }
  return { text: source.text.slice(from, to), pieces };
}

export const join = (...parts: readonly Sourced[]): Sourced => ({
  text: parts.map(({ text }) => text).join(''),
  pieces: parts.flatMap(({ pieces }) => pieces),
});

/** What a person must edit to change this stretch: what stands there itself, or the uses that it came out of. */
export function spanOf({ text, pieces }: Sourced, from = 0, to = text.length): Span {
  let start = Infinity;
  let end = -Infinity;
  let offset = 0;
  for (const piece of pieces) {
    const first = Math.max(0, from - offset);
    const last = Math.min(piece.text.length, to - offset);
    offset += piece.text.length;
    if (first >= last) continue;
    const isOwn = piece.kind === 'own';
    start = Math.min(start, isOwn ? piece.start + first : piece.start);
    end = Math.max(end, isOwn ? piece.start + last : piece.end);
  }
  return start <= end ? { start, end } : { start: pieces.at(-1)?.end ?? 0, end: pieces.at(-1)?.end ?? 0 };
}

/** Where a stretch stands as a whole, if a definition brought it here. */
export function homeOf({ pieces }: Sourced, from: number, to: number): Standing | undefined {
  let offset = 0;
  for (const { text, home } of pieces) {
    const at = from - offset;
    offset += text.length;
    if (at >= text.length) continue;
    return home && to <= offset ? { ...home, start: home.start + at, end: home.start + at + to - from } : undefined;
  }
  return undefined;
}

/** The piece that holds the character at this offset. */
export function pieceAt({ pieces }: Sourced, at: number): Piece | undefined {
  let offset = 0;
  for (const piece of pieces) {
    offset += piece.text.length;
    if (at < offset) return piece;
  }
  return undefined;
}

/** Whether a stretch holds a value that is not known here. */
export function isUnknown({ pieces }: Sourced, from: number, to: number): boolean {
  let offset = 0;
  for (const { text, kind } of pieces) {
    if (kind === 'unknown' && offset < to && offset + text.length > from) return true;
    offset += text.length;
  }
  return false;
}

const encoder = new TextEncoder();
const ASCII = /^[\0-\x7F]*$/;

/** keepalived counts bytes. */
export const bytesIn = (text: string): number => (ASCII.test(text) ? text.length : encoder.encode(text).length);
