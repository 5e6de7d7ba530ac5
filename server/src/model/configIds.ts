import { type Condition, type Item, type Line, linesOf, type Tree } from '../syntax/tree.ts';

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

/**
 * The config ids (keepalived's `-i`) under which a configuration reads differently: one file with `@id` lines is
 * several nodes. `undefined` stands for every id that is not named.
 */
export function configIdsOf(trees: Iterable<Tree>): readonly (string | undefined)[] {
  const ids = new Set<string>();
  for (const tree of trees) for (const { condition } of conditionsOf(tree)) ids.add(condition.id);
  // Where one id is named alone, the lines without it are the other node's.
  return ids.size > 1 ? [...ids] : [...ids, undefined];
}
