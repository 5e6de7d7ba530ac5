import type { Node } from '../model/node.ts';
import type { Member } from './cluster.ts';
import { tellApart } from './pairing/names.ts';

/** Names nodes by what tells their files apart, and nodes of one file by their config ids. */
export function membersOf(nodes: readonly Node[]): Member[] {
  const files = [...new Set(nodes.map(({ file }) => file))];
  const short = tellApart(files);
  const names = new Map(files.map((file, i) => [file, short[i]!]));
  const oneFile = files.length === 1 && nodes.length > 1;
  return nodes.map((node) => {
    const name = names.get(node.file)!;
    return { name: oneFile ? (node.configId ?? name) : name, node };
  });
}
