import { type Directive, isOpaque, placeOf } from '../model/directive.ts';
import { isWritten, removeDirective } from '../model/edits.ts';
import type { Fix } from '../model/finding.ts';
import type { Word } from '../syntax/tree.ts';

/** Takes a statement away, with its line where nothing else stands on it. */
export function removeStatement(directive: Directive, title: string): Fix[] {
  const edits = removeDirective(directive);
  return edits.length ? [{ title, edits }] : [];
}

/** Puts another word in the place of one. */
export function replaceWord(directive: Directive, word: Word, text: string, title: string): Fix[] {
  if (!isWritten(directive, word) || isOpaque(word)) return [];
  return [{ title, edits: [{ place: placeOf(directive, word), text }], preferred: true }];
}
