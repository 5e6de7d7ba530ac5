/**
 * Which files belong together. A cluster file decides where there is one, then what people say by hand: in a comment,
 * or in a setting. Otherwise evidence decides.
 */
import { baseName } from '../model/files.ts';
import type { Node } from '../model/node.ts';
import type { Cluster, Member } from './cluster.ts';
import type { ClusterFile } from './clusterFile.ts';
import { membersOf } from './members.ts';
import { clustersByHand, type Declaration } from './pairing/byHand.ts';
import { type Candidate, pairByEvidence } from './pairing/pairByEvidence.ts';
import { reasonFor } from './pairing/reason.ts';

/**
 * Each node comes out in exactly one cluster; the time is near-linear in the number of nodes. A cluster of the same
 * nodes as before is the same object as before.
 */
export function formClusters(
  nodes: readonly Node[],
  clusterFiles: readonly ClusterFile[],
  declarations: readonly Declaration[] = [],
): Cluster[] {
  const left = new Set(nodes);
  const byKey = new Map(clusterFiles.length > 0 ? nodes.map((node) => [keyOf(node.file, node.configId), node]) : []);
  const decided = [
    ...clusterFiles.flatMap((file) => clusterOf(file, byKey, left) ?? []),
    ...clustersByHand(declarations, left),
  ].map(keep);
  const groups = pairByEvidence([...left].filter(({ instances }) => instances.length > 0));
  for (const { facts } of groups.flat()) left.delete(facts.node);
  const alone = [...left].map((node) => keptAs('alone', [node], () => ({})));
  return [...decided, ...groups.map(evident), ...alone];
}

const keyOf = (file: string, configId = ''): string => `${file}\0${configId}`;

/** Takes the nodes that a cluster file names out of those that are left. */
function clusterOf(
  { file, nodes, keepalivedVersion }: ClusterFile,
  byKey: ReadonlyMap<string, Node>,
  left: Set<Node>,
): Cluster | undefined {
  const members = nodes.flatMap(({ name, config, configId, host }): Member[] => {
    const known = [byKey.get(keyOf(config, configId)), byKey.get(keyOf(config))];
    const node = known.find((each) => each && left.has(each));
    return node && left.delete(node) ? [{ name, node, ...(host !== undefined && { host }) }] : [];
  });
  if (members.length === 0) return undefined;
  return {
    members,
    source: 'file',
    clusterFile: file,
    reason: `${baseName(file)} names ${members.length === 1 ? 'it' : 'them'}`,
    ...(keepalivedVersion && { keepalivedVersion }),
  };
}

function evident(group: readonly Candidate[]): Cluster {
  const facts = group.map((candidate) => candidate.facts);
  const nodes = facts.map(({ node }) => node);
  return keptAs('evidence', nodes, (members) => ({ reason: reasonFor(members, facts) }));
}

/** By its first node, what that node's cluster was. */
const latest = new WeakMap<Node, Cluster>();

function keep(cluster: Cluster): Cluster {
  const [first] = cluster.members;
  const before = latest.get(first!.node);
  if (before && isSame(before, cluster)) return before;
  latest.set(first!.node, cluster);
  return cluster;
}

const isSame = (a: Cluster, b: Cluster): boolean =>
  a.source === b.source &&
  a.clusterFile === b.clusterFile &&
  a.reason === b.reason &&
  a.keepalivedVersion === b.keepalivedVersion &&
  a.members.length === b.members.length &&
  a.members.every((member, i) => isSameMember(member, b.members[i]!));

const isSameMember = (a: Member, b: Member): boolean => a.name === b.name && a.node === b.node && a.host === b.host;

/** Where the nodes alone say all: looks first, then makes. */
function keptAs(
  source: 'evidence' | 'alone',
  nodes: readonly Node[],
  more: (members: readonly Member[]) => Pick<Cluster, 'reason'>,
): Cluster {
  const before = latest.get(nodes[0]!);
  const isKnown = before?.source === source && before.members.length === nodes.length;
  if (isKnown && nodes.every((node, i) => node === before.members[i]!.node)) return before;
  const members = membersOf(nodes);
  const cluster = { members, source, ...more(members) };
  latest.set(nodes[0]!, cluster);
  return cluster;
}
