/** A node from elsewhere, held against one of the workspace because somebody asked for it. */
import type { Node } from '../model/node.ts';
import type { Cluster } from './cluster.ts';

export interface Comparison {
  /** A file of the node that is at hand. */
  readonly file: string;
  /** The main file of the node that it is held against. */
  readonly peer: string;
  /** What the other node is called: where it came from. */
  readonly name: string;
}

/**
 * The pairs that this makes, beside the clusters that are there. Files with `@id` lines are several nodes; with one id
 * on both sides they are the same node, and no pair.
 */
export function comparedPairs(
  { file, name }: Comparison,
  clusters: readonly Cluster[],
  peers: readonly Node[],
): Cluster[] {
  return clusters.flatMap(({ members, keepalivedVersion }) => {
    const taken = new Set(members.map((member) => member.name));
    const nameOf = ({ configId }: Node): string => {
      const own = peers.length > 1 ? `${name} ${configId}` : name;
      return taken.has(own) ? `${own} (peer)` : own;
    };
    const isOther = (own: Node, peer: Node): boolean => own.configId === undefined || own.configId !== peer.configId;
    return members
      .filter(({ node }) => node.expansion.files.includes(file))
      .flatMap((own) =>
        peers
          .filter((peer) => isOther(own.node, peer))
          .map(
            (peer): Cluster => ({
              members: [own, { name: nameOf(peer), node: peer }],
              source: 'comparison',
              reason: 'you compare them',
              ...(keepalivedVersion && { keepalivedVersion }),
            }),
          ),
      );
  });
}
