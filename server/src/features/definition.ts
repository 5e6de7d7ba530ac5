/** Where the thing under the cursor is defined. */
import { offsetAt, type Position } from '../model/place.ts';
import type { ObjectKind, Version } from '../schema/index.ts';
import { type Document, type Location, locationOf } from './document.ts';
import { expansionTargets } from './expansion.ts';
import { objectsIn } from './names.ts';
import { kindsOf, readWords } from './roles.ts';
import { scopeOf, spotAt } from './scope.ts';

/** Of a name its blocks, of `$NAME` the definition that counts there, of an include its files. */
export function definition(document: Document, position: Position, version: Version): Location[] {
  const { tree, files, together, within } = document;
  const { line, at, blocks, item } = spotAt(tree, offsetAt(tree, position));
  const targets = expansionTargets(document, { item, at }, version);
  if (targets.length > 0 || line?.kind !== 'statement') return targets;
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
