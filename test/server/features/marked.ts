import type { Document, Preferences } from '../../../server/src/features/document.ts';
import type { Position } from '../../../server/src/model/place.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';

export const FILE = '/etc/keepalived/keepalived.conf';
export const ENGLISH: Preferences = { version: '2.2.7', language: 'en' };
export const CHINESE: Preferences = { version: '2.2.7', language: 'zh' };

export interface Marked {
  readonly document: Document;
  readonly position: Position;
  /** The text without its marker. */
  readonly text: string;
}

/** A document with the cursor where the `|` stands. `more` are the other files of the same configuration. */
export function marked(text: string, more: Texts = {}, within: readonly string[] = []): Marked {
  const offset = text.indexOf('|');
  const plain = offset < 0 ? text : text.slice(0, offset) + text.slice(offset + 1);
  const lines = text.slice(0, Math.max(0, offset)).split('\n');
  const files = memoryFiles({ [FILE]: plain, ...more });
  const document: Document = {
    file: FILE,
    tree: files.tree(FILE)!,
    files,
    together: [FILE, ...Object.keys(more)],
    within,
  };
  return { document, text: plain, position: { line: lines.length - 1, column: lines.at(-1)!.length } };
}

/** A text after a change; positions are those of model/place.ts. */
export function replaced(
  text: string,
  { range: { start, end }, text: inserted }: { range: { start: Position; end: Position }; text: string },
): string {
  const lines = text.split('\n');
  const offset = ({ line, column }: Position): number =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + column;
  return text.slice(0, offset(start)) + inserted + text.slice(offset(end));
}
