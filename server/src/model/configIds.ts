import { type Condition, type Item, type Line, linesOf, type Tree } from '../syntax/tree.ts';
import type { Expansion } from './expand.ts';

/** The `@id` and `@^id` of a file, each with the item that holds it. */
export function conditionsOf({ items }: Tree): readonly { readonly condition: Condition; readonly item: Item }[] {
  return items.flatMap((item) => {
    if (!item.line || !item.text.includes('@')) return [];
    const found: Condition[] = [];
    const note = (condition: Condition | undefined): void => {
      if (condition) found.push(condition);
    };
    const visit = (line: Line): void => {
      if ('condition' in line) note(line.condition);
      if (line.kind === 'statement' || line.kind === 'stray-open') note(line.block?.open.condition);
      linesOf(line).forEach(visit);
      if (line.kind === 'statement' || line.kind === 'stray-open') note(line.block?.close?.condition);
    };
    visit(item.line);
    return found.map((condition) => ({ condition, item }));
  });
}

/** A file with more ids than this is no file for that many nodes. */
const MOST_IDS = 64;

/**
 * The config ids (keepalived's `-i`) under which a configuration reads differently: one file with `@id` lines is
 * several nodes. `undefined` stands for every id that is not named. What one id lets in may name further ones.
 */
export function configIdsOf(
  readAs: (configId: string | undefined) => Pick<Expansion, 'conditions'>,
): readonly (string | undefined)[] {
  const ids = new Set(readAs(undefined).conditions);
  for (const id of ids) if (ids.size < MOST_IDS) for (const other of readAs(id).conditions) ids.add(other);
  // Where one id is named alone, the lines without it are the other node's.
  return ids.size > 1 ? [...ids] : [...ids, undefined];
}
