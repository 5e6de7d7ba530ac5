/** Edits that keep a file's own layout. They are left out where a line comes from a definition or has no clear end. */
import { type Directive, placeOf } from '../../model/directive.ts';
import { isWritten } from '../../model/edits.ts';
import type { Edit } from '../../model/finding.ts';
import type { VrrpInstance } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { named } from '../../model/settings.ts';

const DEFAULT_INDENT = '    ';

export const sourceAt = ({ item, start, end }: Place): string => item.text.slice(start, end);

/** Puts another text in the place of a single word. A word that a definition stands for is not touched. */
export const replaceWord = (place: Place, text: string): Edit[] =>
  /[\s$]/.test(sourceAt(place)) ? [] : [{ place, text }];

/** Gives a keyword of the instance this value: in its last line, or in a new one at the end of the block. */
export function setKeyword(instance: VrrpInstance, keyword: string, value: string): Edit[] {
  const directive = named(instance.setting.children, keyword).at(-1)?.directive;
  if (!directive) return appendLines(instance.setting.directive, [`${keyword} ${value}`]);
  const word = directive.words[1];
  return word ? replaceWord(placeOf(directive, word), value) : [];
}

/** Writes lines before the closing brace. `\t` at a line's start is one level deeper. */
export function appendLines(directive: Directive, lines: readonly string[]): Edit[] {
  const { block, item, file } = directive;
  const { open, close } = block ?? {};
  if (!open || !close || item.text[close.start] !== '}' || item.text[open.start] !== '{') return [];
  const { newline, outer, step } = layoutOf(directive);
  const body = lines.map((line) => outer + step + indented(line, step));
  const lineStart = item.text.lastIndexOf('\n', close.start - 1) + 1;
  const ownLine = lineStart > open.start && item.text.slice(lineStart, close.start).trim() === '';
  const at = ownLine ? lineStart : close.start;
  const text = ownLine ? body.map((line) => line + newline).join('') : newline + body.join(newline) + newline + outer;
  return [{ place: { file, item, start: at, end: at }, text }];
}

/** Writes a block of lines behind the one that this directive is, with an empty line between them. */
export function insertBehind(directive: Directive, lines: readonly string[]): Edit[] {
  const { block, item, end } = directive;
  if (!block?.close || item.text[end - 1] !== '}') return [];
  const { newline, outer, step } = layoutOf(directive);
  const text = lines.map((line) => newline + outer + indented(line, step)).join('');
  return [{ place: placeOf(directive, { start: end, end }), text: newline + text }];
}

/** The same before it. */
export function insertBefore(directive: Directive, lines: readonly string[]): Edit[] {
  const { item, words, start } = directive;
  if (!isWritten(directive, words[0]) || item.text.slice(item.text.lastIndexOf('\n', start - 1) + 1, start).trim())
    return [];
  const { newline, outer, step } = layoutOf(directive);
  const text = lines.map((line) => indented(line, step) + newline + outer).join('');
  return [{ place: placeOf(directive, { start, end: start }), text: text + newline + outer }];
}

/** How a file is written around a block: its line ends, the block's indentation and one more level. */
function layoutOf({ block, item, words }: Directive): { newline: string; outer: string; step: string } {
  const outer = indentAt(item.text, words[0].start);
  const first = block && item.text.slice(block.open.end, block.close?.start).match(/\n([ \t]+)\S/)?.[1];
  const step = first?.startsWith(outer) && first.length > outer.length ? first.slice(outer.length) : DEFAULT_INDENT;
  return { newline: item.text.includes('\r\n') ? '\r\n' : '\n', outer, step };
}

const indented = (line: string, step: string): string => line.replace(/^\t+/, (tabs) => step.repeat(tabs.length));

const indentAt = (text: string, at: number): string => {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, at))![0];
};
