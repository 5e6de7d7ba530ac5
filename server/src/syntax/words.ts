import { endOf, isQuoted, isUnclosed, tokenizeWords } from './tokens.ts';
import type { Word } from './tree.ts';

/** The words of a line from which keepalived took the comment and the braces already. Offsets are the line's. */
export const splitWords = (line: string): Word[] =>
  tokenizeWords(line).map((token) => {
    const span = { start: token.startOffset, end: endOf(token) };
    if (isQuoted(token)) return { text: token.image.slice(1, -1), quotes: 'closed', ...span };
    if (isUnclosed(token)) return { text: token.image.slice(1).trimEnd(), quotes: 'open', ...span };
    return { text: token.image, ...span };
  });
