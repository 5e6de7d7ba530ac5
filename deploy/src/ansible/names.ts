/** What pairs and nodes are called in an inventory, where names are for all pairs, and groups are variables. */
import type { Pair } from '../pair.ts';

export interface NamedPair {
  readonly pair: Pair;
  readonly group: string;
  /** By the node's name in its pair. */
  readonly hosts: ReadonlyMap<string, string>;
}

/** What Ansible has a meaning of its own for. */
const TAKEN = ['all', 'ungrouped', 'localhost'];

export function namePairs(pairs: readonly Pair[]): NamedPair[] {
  const names = pairs.flatMap(({ inventory }) => inventory.nodes.map(({ name }) => name));
  const groups = new Set<string>([...TAKEN, ...names]);
  return pairs.map((pair) => {
    const group = unused(pair.name.replace(/\W/g, '_').replace(/^(?=\d|$)/, 'pair_'), groups);
    groups.add(group);
    const isUnique = (name: string): boolean =>
      !TAKEN.includes(name) && names.indexOf(name) === names.lastIndexOf(name);
    const hosts = new Map(
      pair.inventory.nodes.map(({ name }) => [name, isUnique(name) ? name : unused(`${group}.${name}`, groups)]),
    );
    return { pair, group, hosts };
  });
}

/** With the first number behind it that makes it so. */
function unused(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}
