/** What can be done about the pairing of a configuration, offered where it begins and at its instances. */
import type { Cluster, Member } from '../cluster/cluster.ts';
import { membersOf } from '../cluster/members.ts';
import { pathsBelow } from '../cluster/pairing/names.ts';
import { pairingCommentOf } from '../cluster/pairing/pairingComment.ts';
import { listed } from '../cluster/words.ts';
import { positionIn, type Range } from '../model/place.ts';
import type { Tree } from '../syntax/tree.ts';
import type { Language } from './document.ts';
import { clusterFileChange, type PairChange, pairingCommentChange, sharedFolder } from './pairChanges.ts';

/** What is known of a workspace. */
export interface PairContext {
  readonly clusters: readonly Cluster[];
  /** Also of cluster files; undefined where there is no such file. */
  tree(file: string): Tree | undefined;
}

export interface PairAction {
  readonly title: string;
  readonly change: Exclude<PairChange, { problem: unknown }>;
}

export interface PairCandidate {
  readonly file: string;
  /** Its path below the folder that all candidates share. */
  readonly path: string;
  readonly isPeer: boolean;
  /** Names of the nodes that it is paired with now. */
  readonly pairedWith: readonly string[];
}

const TITLES = {
  en: {
    and: (names: readonly string[]) => listed(names),
    write: (names: string) => `Write keepalived-ha.json for ${names}`,
    add: (names: string) => `Add ${names} to keepalived-ha.json`,
    pair: (names: string) => `Pair with ${names} (comment)`,
    alone: 'Never pair this file (comment)',
  },
  zh: {
    and: (names: readonly string[]) => names.join('、'),
    write: (names: string) => `为 ${names} 写入 keepalived-ha.json`,
    add: (names: string) => `将 ${names} 加入 keepalived-ha.json`,
    pair: (names: string) => `与 ${names} 配对（注释）`,
    alone: '此文件永不配对（注释）',
  },
} as const satisfies Record<Language, object>;

/** A lone file is offered this many others. */
const OFFERED = 2;

/** None where keepalived-ha.json has decided, and none for a file that others include. */
export function pairActions(file: string, range: Range, context: PairContext, language: Language): PairAction[] {
  const tree = context.tree(file);
  const own = clusterOf(file, context);
  if (!tree || !own || own.source === 'file' || !isOffered(file, tree, range)) return [];
  const titles = TITLES[language];
  const files = new Set(own.members.map(({ node }) => node.file));
  const actions: [title: string, change: PairChange][] = [];
  const offerFile = (members: readonly Member[]): void => {
    const names = titles.and(members.map(({ name }) => name));
    const change = clusterFileFor(members, context);
    actions.push([('newText' in change ? titles.write : titles.add)(names), change]);
  };
  const offerComment = (members: readonly Member[]): void => {
    const peers = members.filter(({ node }) => node.file !== file);
    const peerFiles = [...new Set(peers.map(({ node }) => node.file))];
    actions.push([titles.pair(titles.and(peers.map(({ name }) => name))), pairingCommentChange(file, tree, peerFiles)]);
  };
  if (own.members.length > 1) {
    offerFile(own.members);
    if (files.size > 1 && own.source !== 'comment') offerComment(own.members);
    actions.push([titles.alone, pairingCommentChange(file, tree, [])]);
  } else {
    for (const candidate of pairCandidates(file, context).slice(0, OFFERED)) {
      const members = membersIn([file, candidate.file], context);
      offerComment(members);
      offerFile(members);
    }
  }
  return actions.flatMap(([title, change]) => ('problem' in change ? [] : [{ title, change }]));
}

/** What pairs a file with these, or, without any, with none. */
export function pairChange(
  file: string,
  peers: readonly string[],
  write: 'cluster-file' | 'comment',
  context: PairContext,
): PairChange | undefined {
  const tree = context.tree(file);
  if (!tree) return undefined;
  const others = [...new Set(peers)].filter((peer) => peer !== file && context.tree(peer));
  if (write === 'comment') return pairingCommentChange(file, tree, others);
  return clusterFileFor(membersIn([file, ...others], context), context);
}

/** Everything that a file may be paired with: its peers, then what serves an address with it, then what lies nearest. */
export function pairCandidates(file: string, context: PairContext): PairCandidate[] {
  const own = clusterOf(file, context);
  if (!own) return [];
  const addresses = new Set(own.members.filter(({ node }) => node.file === file).flatMap(addressesOf));
  const others = new Map<string, { cluster: Cluster; member: Member }>();
  for (const cluster of context.clusters) {
    for (const member of cluster.members) {
      const isNamable = sharedFolder([file, member.node.file]) !== undefined;
      if (member.node.instances.length > 0 && isNamable) others.set(member.node.file, { cluster, member });
    }
  }
  others.delete(file);
  const [, ...paths] = pathsBelow([file, ...others.keys()]);
  return [...others]
    .map(([other, { cluster, member }], i) => ({
      candidate: {
        file: other,
        path: paths[i]!,
        isPeer: cluster === own,
        pairedWith: cluster.members.filter((each) => each !== member).map(({ name }) => name),
      },
      servesWith: addressesOf(member).some((address) => addresses.has(address)),
      distance: distance(file, other),
    }))
    .sort(
      (a, b) =>
        Number(b.candidate.isPeer) - Number(a.candidate.isPeer) ||
        Number(b.servesWith) - Number(a.servesWith) ||
        a.distance - b.distance,
    )
    .map(({ candidate }) => candidate);
}

/** The cluster of a configuration's main file. */
export const clusterOf = (file: string, { clusters }: PairContext): Cluster | undefined =>
  clusters.find(({ members }) => members.some(({ node }) => node.file === file));

const addressesOf = ({ node }: Member): string[] =>
  node.instances.flatMap(({ addresses }) => addresses.map(({ canonical }) => canonical));

/** How many names of the two paths are not shared. */
function distance(a: string, b: string): number {
  const shared = (sharedFolder([a, b]) ?? '').split('/').length;
  return a.split('/').length + b.split('/').length - 2 * shared;
}

function membersIn(files: readonly string[], { clusters }: PairContext): Member[] {
  const members = clusters.flatMap((cluster) => cluster.members);
  return membersOf(files.flatMap((file) => members.filter(({ node }) => node.file === file).map(({ node }) => node)));
}

/** The one that names some of them already, else one in the folder that they share. */
function clusterFileFor(members: readonly Member[], context: PairContext): PairChange {
  const files = members.map(({ node }) => node.file);
  const known = files.flatMap((file) => clusterOf(file, context)?.clusterFile ?? [])[0];
  const folder = sharedFolder(files);
  if (known === undefined && folder === undefined) return { problem: 'path', file: files[0]! };
  const target = known ?? `${folder}/keepalived-ha.json`;
  return clusterFileChange(members, target, context.tree(target));
}

/** On the first line, at the comment that pairs, and on the line that begins an instance. */
function isOffered(file: string, tree: Tree, { start, end }: Range): boolean {
  const touches = (line: number): boolean => start.line <= line && line <= end.line;
  const comment = pairingCommentOf(file, tree)?.place;
  return (
    touches(0) ||
    (comment !== undefined && touches(positionIn(tree, comment.item, comment.start).line)) ||
    tree.items.some(
      (item) =>
        item.line?.kind === 'statement' &&
        item.line.words[0].text === 'vrrp_instance' &&
        touches(positionIn(tree, item, item.line.start).line),
    )
  );
}
