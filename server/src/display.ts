/** How text is shown, in a terminal, a log or a picture. */

/** What a line says without the secrets that it holds; as long as before, so that columns stay true. */
export const withoutSecrets = (line: string): string =>
  line.replace(
    // Also where the keyword is mistyped: that is when a line is shown. A key of auth_hmac has a number before it.
    /(\bauth_?pa[^\s"]*[ \t]+|\bkey[ \t]+\d+[ \t]+)("[^"]*"?|\S+)/gi,
    (_, keyword: string, value: string) => keyword + '*'.repeat(value.length),
  );

/**
 * Text of a configuration as a terminal or a log may show it: these would obey control characters, and tabs would move
 * marks away from their places. As long as before.
 */
export const printable = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, (character) => (character === '\t' ? ' ' : '\ufffd'));

/** Lines of at most so many characters, broken between words; a longer word stays whole. */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line];
}
