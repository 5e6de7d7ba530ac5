/** A brace is a line of its own, wherever it stands. */
import { type Sourced, slice } from './sourced.ts';

interface Cut {
  readonly head: Sourced;
  readonly brace?: '{' | '}';
  /** What is left of the line, and is examined as another one. */
  readonly tail: Sourced;
}

/** Cuts a line at its first brace outside quotes, or behind the brace that it begins with. */
export function cut(line: Sourced): Cut {
  const { text } = line;
  const first = text[0];
  if (first === '{' || first === '}') {
    return { head: slice(line, 0, 1), brace: first, tail: trimmed(slice(line, /^.[ \t]*/.exec(text)![0].length)) };
  }
  const at = firstBrace(text);
  return { head: trimmed(slice(line, 0, at)), tail: trimmed(slice(line, at)) };
}

const BRACE_OR_QUOTE = /\$\{[^{}"]*\}|[{}"]/g;

/** Braces of a use that nothing defines stay with it: what keepalived makes of those is said of the whole line. */
function firstBrace(text: string): number {
  BRACE_OR_QUOTE.lastIndex = 0;
  for (let match = BRACE_OR_QUOTE.exec(text); match; match = BRACE_OR_QUOTE.exec(text)) {
    if (match[0] === '{' || match[0] === '}') return match.index;
    if (match[0] !== '"') continue;
    const close = text.indexOf('"', match.index + 1);
    if (close < 0) break;
    BRACE_OR_QUOTE.lastIndex = close + 1;
  }
  return text.length;
}

const trimmed = (line: Sourced): Sourced => slice(line, 0, line.text.replace(/[ \t]+$/, '').length);
