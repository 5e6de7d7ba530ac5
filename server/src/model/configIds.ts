import { type Condition, type Line, linesOf, type Tree } from '../syntax/tree.ts';

/**
 * The config ids (keepalived's `-i`) under which a configuration reads differently: one file with `@id` lines is
 * several nodes. `undefined` stands for every id that is not named.
 */
export function configIdsOf(trees: Iterable<Tree>): readonly (string | undefined)[] {
  const ids = new Set<string>();
  const note = (condition: Condition | undefined): void => {
    if (condition) ids.add(condition.id);
  };
  const visit = (line: Line): void => {
    if ('condition' in line) note(line.condition);
    if (line.kind === 'statement' || line.kind === 'stray-open') {
      note(line.block?.open.condition);
      note(line.block?.close?.condition);
    }
    linesOf(line).forEach(visit);
  };
  for (const { items } of trees) {
    for (const { text, line } of items) if (line && text.includes('@')) visit(line);
  }
  // Where one id is named alone, the lines without it are the other node's.
  return ids.size > 1 ? [...ids] : [...ids, undefined];
}
