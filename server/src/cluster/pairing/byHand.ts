/** What people say about pairs, instead of evidence. */
import type { Node } from '../../model/node.ts';
import type { Cluster } from '../cluster.ts';
import { membersOf } from '../members.ts';
import { createUnion } from '../union.ts';
import { listed } from '../words.ts';
import { pathsBelow } from './names.ts';

export interface Declaration {
  /** Where it is said; a comment counts more than the setting. */
  readonly by: 'comment' | 'setting';
  /** Files that belong together, a single one to no other. In a comment's, the first is the one that holds it. */
  readonly files: readonly string[];
}

/** Takes the nodes of these files out of those that are left. What overlaps is one cluster; who is alone stays alone. */
export function clustersByHand(declarations: readonly Declaration[], left: Set<Node>): Cluster[] {
  return (['comment', 'setting'] as const).flatMap((by) => {
    const own = declarations.filter((declaration) => declaration.by === by);
    return own.length > 0 ? clustersBy(by, own, left) : [];
  });
}

function clustersBy(by: Declaration['by'], declarations: readonly Declaration[], left: Set<Node>): Cluster[] {
  const nodes = Map.groupBy(left, ({ file }) => file);
  const take = (file: string): Node[] => (nodes.get(file) ?? []).filter((node) => left.delete(node));

  const lone = declarations.filter(({ files }) => files.length === 1).flatMap(({ files }) => take(files[0]!));
  const alone = lone.map((node): Cluster => ({ members: membersOf([node]), source: by, reason: reasonFor(by, []) }));

  for (const { file } of lone) nodes.delete(file);
  const union = createUnion([...nodes.keys()]);
  const speakers = new Set<string>();
  for (const { files } of declarations) {
    const [first, ...others] = files.filter((file) => nodes.has(file));
    // Without the file that holds it, a comment says nothing.
    if (first === undefined || others.length === 0 || (by === 'comment' && first !== files[0])) continue;
    for (const other of others) union.join(first, other);
    speakers.add(first);
  }
  const together = union.sets().filter(({ length }) => length > 1);
  return [
    ...together.map((files): Cluster => {
      const names = pathsBelow(files);
      const who = names.filter((_, i) => speakers.has(files[i]!));
      return { members: membersOf(files.flatMap(take)), source: by, reason: reasonFor(by, who) };
    }),
    ...alone,
  ];
}

function reasonFor(by: Declaration['by'], speakers: readonly string[]): string {
  if (by === 'setting') return 'the setting keepalived.pairing says so';
  if (speakers.length === 0) return 'a comment in it says so';
  return speakers.length === 1 ? `${speakers[0]} says so in a comment` : `${listed(speakers)} say so in comments`;
}
