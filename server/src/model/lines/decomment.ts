/** What is left of a line without its comment and the blanks around (lib/parser.c, decomment). */
import type { Dialect } from './dialect.ts';
import { join, NOTHING, type Sourced, slice } from './sourced.ts';

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

export function decomment(source: Sourced, { commentEndsLine }: Dialect): Sourced {
  const { text } = source;
  let from = 0;
  while (isBlank(text[from])) from++;
  let to = text.length;
  let quoted = false;
  let comment = false;
  let backslash: number | undefined;
  const unescaped: number[] = [];
  for (let at = from; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      if (!comment) quoted = !quoted;
    } else if (character === '\\') {
      if (at + 1 === text.length) backslash = at;
      const next = text[++at];
      if (!quoted && !comment && (next === '#' || next === '!')) unescaped.push(at - 1);
    } else if (!quoted && !comment && (character === '#' || character === '!')) {
      comment = true;
      to = at;
      if (commentEndsLine) break;
    }
  }
  if (backslash !== undefined && !comment) to = backslash;
  while (to > from && isBlank(text[to - 1])) to--;
  const end = backslash === undefined ? NOTHING : slice(source, backslash);
  if (!unescaped.length) return backslash === to ? slice(source, from) : joined(slice(source, from, to), end);
  const parts: Sourced[] = [];
  for (const at of unescaped) {
    parts.push(slice(source, from, at));
    from = at + 1;
  }
  return join(...parts, slice(source, from, to), end);
}

const joined = (line: Sourced, end: Sourced): Sourced => (end.text ? join(line, end) : line);
