/**
 * The lexer: keepalived's line rules (lib/parser.c, read_line and decomment) as Chevrotain modes.
 *
 * What a character means depends on whether something stands before it on its line, so there is one mode for the
 * start of a line and one for its rest. A brace is a line of its own wherever it stands: it leads back to the start.
 */
import { createToken, type IToken, Lexer, type TokenType } from 'chevrotain';

/** A word outside quotes. `\x` pairs are kept together, so that `\#` starts no comment; `${NAME}` may hold braces. */
const WORD = /(?:\$\{[^{}"\r\n]*\}|\\[^ \t\v\f\r\n"{}]|[^ \t\v\f\r\n"{}#!])+/y;

/**
 * Chevrotain cannot derive the first characters of a complement class and would then try every token at every
 * place. It files character codes above 255 in buckets of at most 255, so one code for every 128 names them all.
 */
const WORD_STARTS = [...Array(256).keys(), ...Array.from({ length: 510 }, (_, bucket) => 256 + bucket * 128)].filter(
  (code) => !' \t\v\f\r\n"{}#!'.includes(String.fromCharCode(code)),
);

const matchWord = (text: string, offset: number): RegExpExecArray | null => {
  WORD.lastIndex = offset;
  return WORD.exec(text);
};

/**
 * `$NAME=value` takes the rest of the line, and of every following line while the one before ends in a backslash.
 * A comment is cut off before that question is asked, so a backslash inside a comment continues nothing.
 */
const matchDefinition = (text: string, offset: number): [string] | null => {
  const head = /\$[A-Za-z_]\w*=/y;
  head.lastIndex = offset;
  if (!head.test(text)) return null;
  for (let from = head.lastIndex; ; ) {
    const newline = text.indexOf('\n', from);
    const end = newline < 0 ? text.length : newline;
    const { code, comment } = splitComment(text.slice(from, end).replace(/\r$/, ''));
    const commentOnly = from !== head.lastIndex && code.trim() === '' && comment !== '';
    if (newline < 0 || !(commentOnly || code.trimEnd().endsWith('\\'))) {
      return [text.slice(offset, from + code.trimEnd().length)];
    }
    from = newline + 1;
  }
};

/** Cuts a line where its comment begins: at the first `#` or `!` outside double quotes that no backslash protects. */
export function splitComment(line: string): { code: string; comment: string } {
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (c === '"') quoted = !quoted;
    else if (!quoted && c === '\\') i++;
    else if (!quoted && (c === '#' || c === '!')) return { code: line.slice(0, i), comment: line.slice(i) };
  }
  return { code: line, comment: '' };
}

const blank = createToken({ name: 'Blank', pattern: /[ \t\v\f\r]+/, group: Lexer.SKIPPED });
const comment = createToken({ name: 'Comment', pattern: /[#!][^\r\n]*/, group: 'comments' });
const newlineAtStart = createToken({ name: 'NewlineAtStart', pattern: /\n/, line_breaks: true, group: Lexer.SKIPPED });
const newline = createToken({
  name: 'Newline',
  pattern: /\n/,
  line_breaks: true,
  group: Lexer.SKIPPED,
  pop_mode: true,
});

/** Offset behind a token: Chevrotain is told to keep start offsets only. */
export const endOf = (token: IToken): number => token.startOffset + token.image.length;

/** One `@` test a line: behind another one it is a word. */
const matchAtStart =
  (pattern: RegExp, prefixes: () => readonly TokenType[]) => (text: string, offset: number, matched: IToken[]) => {
    const last = matched.at(-1);
    if (last && prefixes().includes(last.tokenType) && !text.slice(endOf(last), offset).includes('\n')) return null;
    pattern.lastIndex = offset;
    return pattern.exec(text);
  };
export const Condition = createToken({
  name: 'Condition',
  pattern: matchAtStart(/@\^?[^ \t\v\f\r\n]*(?=[ \t]+[^ \t\v\f\r\n#!])/y, () => [Condition]),
  start_chars_hint: ['@'],
  line_breaks: false,
});
/** A line with nothing behind its condition is dropped by keepalived. */
const emptyCondition = createToken({
  name: 'EmptyCondition',
  pattern: matchAtStart(/@\^?[^ \t\v\f\r\n]*(?=[ \t\r]*(?:[#!\n]|$))/y, () => [Condition, Sequence]),
  start_chars_hint: ['@'],
  line_breaks: false,
  group: Lexer.SKIPPED,
});
/** A condition that decides over a brace: `@ngx1 {`. Named apart, so that one token of look-ahead is enough. */
export const ConditionOnOpen = createToken({ name: 'ConditionOnOpen', pattern: /@\^?[^ \t\v\f\r\n]*[ \t\v\f]+(?=\{)/ });
export const ConditionOnClose = createToken({
  name: 'ConditionOnClose',
  pattern: /@\^?[^ \t\v\f\r\n]*[ \t\v\f]+(?=\})/,
});
export const Sequence = createToken({
  name: 'Sequence',
  pattern: /~(?:SEQx?|LST)\([^)\r\n]*\)(?=[ \t]*[^ \t\v\f\r\n#!])/,
});
export const Definition = createToken({
  name: 'Definition',
  pattern: matchDefinition,
  start_chars_hint: ['$'],
  line_breaks: true,
});
/** The keyword and the whole rest of the line up to a comment: one pattern for glob(3), braces and quotes included. */
export const Include = createToken({ name: 'Include', pattern: /include[rmwba]?[ \t]+[^ \t\v\f\r\n#!][^\r\n#!]*/ });
export const Open = createToken({ name: 'Open', pattern: '{' });
export const Close = createToken({ name: 'Close', pattern: '}' });
const openAfterWords = createToken({ name: 'OpenAfterWords', pattern: '{', categories: Open, pop_mode: true });
const closeAfterWords = createToken({ name: 'CloseAfterWords', pattern: '}', categories: Close, pop_mode: true });

/** Anything that can be a word of a statement, first or not. */
export const Text = createToken({ name: 'Text', pattern: Lexer.NA });
/** The first word of a line: begins a statement. */
export const First = createToken({ name: 'First', pattern: Lexer.NA });

const wordPattern = { pattern: matchWord, start_chars_hint: WORD_STARTS, line_breaks: false } as const;
const QUOTED = /"[^"\r\n]*"/;
const UNCLOSED = /"[^"\n]*/;
const word = createToken({ name: 'Word', ...wordPattern, categories: Text });
const quoted = createToken({ name: 'Quoted', pattern: QUOTED, categories: Text });
const unclosed = createToken({ name: 'Unclosed', pattern: UNCLOSED, categories: Text });
const firstWord = createToken({ name: 'FirstWord', ...wordPattern, categories: First, push_mode: 'inLine' });
const firstQuoted = createToken({ name: 'FirstQuoted', pattern: QUOTED, categories: First, push_mode: 'inLine' });
const firstUnclosed = createToken({ name: 'FirstUnclosed', pattern: UNCLOSED, categories: First, push_mode: 'inLine' });

/** True for a string whose closing quote is missing: it runs to the end of its line. */
export const isUnclosed = (token: IToken): boolean => token.tokenType === unclosed || token.tokenType === firstUnclosed;
export const isQuoted = (token: IToken): boolean => token.tokenType === quoted || token.tokenType === firstQuoted;

/** A word of a line that is read to its end: no comment begins in it, and no brace ends it. */
const BARE = /(?:\$\{[^{}"]*\}|[^ \t\v\f\r\n"])+/y;
const bare = createToken({
  name: 'Bare',
  pattern: (text, offset) => {
    BARE.lastIndex = offset;
    return BARE.exec(text);
  },
  start_chars_hint: [...WORD_STARTS, '{', '}', '#', '!'],
  line_breaks: false,
});

const definition = {
  defaultMode: 'lineStart',
  modes: {
    lineStart: [
      newlineAtStart,
      blank,
      comment,
      ConditionOnOpen,
      ConditionOnClose,
      Condition,
      emptyCondition,
      Open,
      Close,
      Sequence,
      Definition,
      Include,
      firstQuoted,
      firstUnclosed,
      firstWord,
    ],
    inLine: [newline, blank, comment, openAfterWords, closeAfterWords, quoted, unclosed, word],
    words: [newlineAtStart, blank, quoted, unclosed, bare],
  },
};

export const vocabulary: TokenType[] = [...new Set(Object.values(definition.modes).flat().concat(Text, First))];

const lexer = new Lexer(definition, {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
});

export interface Lexed {
  tokens: IToken[];
  comments: IToken[];
}

/** Every byte sequence lexes: the classes above leave no character out. */
export function tokenize(text: string): Lexed {
  const { tokens, groups } = lexer.tokenize(text);
  return { tokens, comments: groups.comments ?? [] };
}

/** Lexes a line without its comment and its braces: words only. */
export const tokenizeWords = (line: string): IToken[] => lexer.tokenize(line, 'words').tokens;
