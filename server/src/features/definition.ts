/** Where the thing under the cursor is defined. */
import { offsetAt, type Position } from '../model/place.ts';
import type { ObjectKind } from '../schema/index.ts';
import { type Document, type Location, locationOf } from './document.ts';
import { definitionsOf, objectsIn } from './names.ts';
import { kindsOf, readWords } from './roles.ts';
import { scopeOf, spotAt } from './scope.ts';

/** Of a name its blocks, of `$NAME` its definitions, of an include its files. */
export function definition(document: Document, position: Position): Location[] {
  const { tree, files, file, together, within } = document;
  const { line, at, blocks, item } = spotAt(tree, offsetAt(tree, position));
  if (line?.kind === 'include' || line?.kind === 'statement') {
    const variable = variableAt(item.text, at);
    if (variable) return definitionsOf(files, together, variable).flatMap((place) => locationOf(files, place) ?? []);
  }
  if (line?.kind === 'include') return files.match(line.pattern.text, file).map(startOf);
  if (line?.kind !== 'statement') return [];
  const index = line.words.findIndex(({ start, end }) => start <= at && at <= end);
  const word = line.words[index];
  if (!word) return [];
  const { roles } = readWords(
    line.words.map(({ text }) => text),
    scopeOf(blocks, within),
  );
  const role = roles[index]!;
  const kinds =
    role.kind === 'value'
      ? kindsOf(role.value).flatMap((value): ObjectKind[] => {
          if (value.kind === 'reference') return [value.to];
          return value.kind === 'definition' ? [value.of] : [];
        })
      : [];
  return objectsIn(files, together)
    .filter(({ kind, name }) => kinds.includes(kind) && name === word.text)
    .flatMap(({ place }) => locationOf(files, place) ?? []);
}

const startOf = (file: string): Location => {
  const start = { line: 0, column: 0 };
  return { file, range: { start, end: start } };
};

const LONGEST_NAME = 256;

/** The `NAME` of the `$NAME` or `${NAME}` that holds an offset. */
function variableAt(text: string, at: number): string | undefined {
  const from = Math.max(0, at - LONGEST_NAME);
  for (const match of text.slice(from, at + LONGEST_NAME).matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)) {
    const start = from + match.index;
    if (start <= at && at <= start + match[0].length) return match[1];
  }
  return undefined;
}
