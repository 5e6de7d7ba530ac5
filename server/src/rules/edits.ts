import { type Directive, isOpaque, placeOf } from '../model/directive.ts';
import type { Fix } from '../model/finding.ts';
import type { Word } from '../syntax/tree.ts';

/** Whether a word stands in the file as it is read: one that comes out of a definition cannot be edited here. */
const isWritten = ({ item }: Directive, { start, end, text }: Word): boolean =>
  item.text.slice(start, end).replace(/^"|"$/g, '') === text;

/** Takes a statement away, with its line where nothing else stands on it. */
export function removeStatement(directive: Directive, title: string): Fix[] {
  if (!directive.words.every((word) => isWritten(directive, word))) return [];
  const { text } = directive.item;
  let { start, end } = directive;
  while (start > 0 && /[ \t]/.test(text[start - 1]!)) start--;
  while (end < text.length && /[ \t\r]/.test(text[end]!)) end++;
  const alone = (start === 0 || text[start - 1] === '\n') && text[end] === '\n';
  return [{ title, edits: [{ place: placeOf(directive, alone ? { start, end: end + 1 } : directive), text: '' }] }];
}

/** Puts another word in the place of one. */
export function replaceWord(directive: Directive, word: Word, text: string, title: string): Fix[] {
  if (!isWritten(directive, word) || isOpaque(word)) return [];
  return [{ title, edits: [{ place: placeOf(directive, word), text }], preferred: true }];
}
