/** `$NAME` and `${NAME}` as they are typed. */
import { PREDEFINED } from '../model/lines/definitions.ts';
import { itemAt, positionIn } from '../model/place.ts';
import { isKnownSince } from '../schema/index.ts';
import { splitComment } from '../syntax/tokens.ts';
import { type Line, linesOf } from '../syntax/tree.ts';
import type { Completion } from './completion.ts';
import type { Document, Preferences } from './document.ts';
import { expansionWordsIn } from './expansionWords.ts';

/** The definitions that may be put in at an offset; undefined where no `$` is typed. */
export function completeDefinition(
  before: string,
  document: Document,
  offset: number,
  { version, language }: Preferences,
): Completion[] | undefined {
  const { tree } = document;
  const { code, comment } = splitComment(before);
  const [typed] = /\$\{?\w*$/.exec(code) ?? [];
  if (typed === undefined || comment) return undefined;
  const { item, offset: at } = itemAt(tree, offset);
  // The cursor may stand at the end of the item before, where the use is.
  const behind = /^(\w*\}?)(.?)/.exec(item.text.slice(at, at + 300)) ?? ['', '', ''];
  const start = positionIn(tree, item, at);
  const range = {
    start: { line: start.line, column: start.column - typed.length },
    end: { line: start.line, column: start.column + behind[1]!.length },
  };
  const braced = typed.startsWith('${') || (behind[2] !== '' && !' \t,)\r'.includes(behind[2]!));
  const own = Object.entries(PREDEFINED)
    .filter(([, each]) => isKnownSince(each, version))
    .map(([name]): Completion => {
      const text = `\${${name}}`;
      const documentation = expansionWordsIn(language).predefined[name] ?? '';
      const parameters = name === '_ENV' ? { snippet: '\\${_ENV ${1:NAME}\\}' } : {};
      return { label: text, kind: 'name', documentation, text, ...parameters, range, rank: 'usual' };
    });
  const made = [...valuesIn(document)].map(([name, value]): Completion => {
    const text = braced ? `\${${name}}` : `$${name}`;
    return { label: text, kind: 'name', detail: value, text, range, rank: 'needed' };
  });
  return [...made, ...own];
}

/** Every defined name with the first line of its last value. */
function valuesIn({ files, together }: Document): Map<string, string> {
  const values = new Map<string, string>();
  const look = (line: Line): void => {
    if (line.kind === 'definition') values.set(line.name.text, line.value.text.split('\n')[0]!.trim());
    for (const inner of linesOf(line)) look(inner);
  };
  for (const file of together) for (const { line } of files.tree(file)?.items ?? []) if (line) look(line);
  return values;
}
