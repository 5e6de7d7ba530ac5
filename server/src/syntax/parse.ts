import { parseTokens } from './grammar.ts';
import { endOf, tokenize } from './tokens.ts';
import type { Item, Span, Tree } from './tree.ts';

/** Reads one file's text as keepalived splits it into lines and words. Any text has a tree. */
export function parse(text: string): Tree {
  const { tokens, comments } = tokenize(text);
  const items: Item[] = [];
  let start = 0;
  let nextComment = 0;
  const commentsUpTo = (end: number): Span[] => {
    const spans: Span[] = [];
    for (let token = comments[nextComment]; token && token.startOffset < end; token = comments[++nextComment]) {
      spans.push({ start: token.startOffset - start, end: endOf(token) - start });
    }
    return spans;
  };
  for (const { line, end } of parseTokens(tokens)) {
    items.push({ text: text.slice(start, end), line, comments: commentsUpTo(end) });
    start = end;
  }
  items.push({ text: text.slice(start), comments: commentsUpTo(text.length) });
  return { items };
}
