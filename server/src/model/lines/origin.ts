import type { Span } from '../../syntax/tree.ts';
import type { Place } from '../place.ts';
import { type Part, partAt, spanIn } from './cursor.ts';
import type { Home, Sourced } from './sourced.ts';

/** A physical line: whatever it becomes, this is where a person must edit. */
export interface Origin extends Span {
  readonly file: string;
  readonly parts: readonly [Part, ...Part[]];
  /** It is an include as it stands. */
  readonly includes: boolean;
  /** What is made of it, as it is counted up. */
  readonly made: { readonly place: Place; readonly lines: string[]; count: number };
}

/** A line, or what is left of one, on its way. */
export interface Current {
  readonly line: Sourced;
  readonly origin: Origin;
}

export function placeIn({ file, parts }: Pick<Origin, 'file' | 'parts'>, span: Span): Place {
  const part = partAt(parts, span.start);
  return { file, item: part.item, ...spanIn(part, span) };
}

/** Where a line's text stands, for a text in which it begins at this offset. */
export function homesOf({ pieces }: Sourced, origin: Origin, at: number): Home[] {
  let offset = at;
  return pieces.flatMap(({ text, kind, home, start, end }) => {
    const from = offset;
    offset += text.length;
    const standing = home ?? (kind === 'own' ? placeIn(origin, { start, end }) : undefined);
    return standing ? [{ ...standing, at: from }] : [];
  });
}
