/**
 * The quotes of a command: keepalived takes the line apart a second time, and then the command itself, where both kinds
 * of quotes count and a backslash protects (lib/parser.c, alloc_strvec_quoted_escaped).
 */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { type Setting, walk } from '../model/settings.ts';
import type { Word } from '../syntax/tree.ts';
import { perBlock } from './perBlock.ts';

export const SCRIPT_QUOTE_CODES = catalogue('keepalived', {
  'script-quote': ['error', "A command with a ' or an inner quote that nothing closes: it is ignored."],
});

interface Pass {
  /** The first words, without quotes and escapes. */
  readonly words: readonly string[];
  /** The quote that nothing closes. One at the very end goes unnoticed. */
  readonly open?: string;
}

function takeApart(text: string): Pass {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  let openedAt = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === '\\') word = (word ?? '') + (text[++at] ?? '');
    else if (quote) {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      openedAt = at;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) words.push(word);
  return { words, ...(quote && openedAt < text.length - 1 && { open: quote }) };
}

/** The line as it was before its words were told apart. */
const asLine = (words: readonly Word[]): string =>
  words
    .map((word, index) => {
      const previous = words[index - 1];
      const gap = previous && previous.end !== word.start ? ' ' : '';
      return gap + (word.quotes === 'closed' ? `"${word.text}"` : word.text);
    })
    .join('');

/** The quote that makes keepalived ignore the command of a statement. */
export function openQuoteOf({ words }: Directive): string | undefined {
  if (!words.some(({ text }) => /['"\\]/.test(text))) return undefined;
  if (words.some((word) => isOpaque(word) || word.quotes === 'open')) return undefined;
  const line = takeApart(asLine(words));
  return line.open ?? takeApart(line.words[1] ?? '').open;
}

function check({ directive, keyword }: Setting): Finding[] {
  const command = directive.words[1];
  if (!command || !keyword?.arguments.some(({ value }) => value.kind === 'script')) return [];
  const open = openQuoteOf(directive);
  if (!open) return [];
  const message = `A ${open} in this command has no partner: keepalived ignores the command. Close it, or write \\${open} for the character itself.`;
  return [report(SCRIPT_QUOTE_CODES['script-quote'], placeOf(directive, command), message)];
}

export const scriptQuotes = perBlock((block) => [...walk([block])].flatMap(check));
