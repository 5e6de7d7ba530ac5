/**
 * Which files belong together. A cluster file decides where there is one. Otherwise the closest files that have
 * evidence for it are paired first: names in one folder that differ only in a node's part, then folders that do, from
 * the innermost outwards, then files whose names say nothing but whose content leaves little doubt. What has found
 * its partners is no candidate for files further away, so that trees that repeat each other stay apart.
 */
import { baseName } from '../model/files.ts';
import type { Node } from '../model/node.ts';
import type { Cluster, Member } from './cluster.ts';
import type { ClusterFile } from './clusterFile.ts';
import { areAlike, areUnicastPeers, type NodeFacts, nameMayPair, playDifferentParts, readFacts } from './evidence.ts';
import { type NameParts, patternOf, readName, tellApart } from './names.ts';
import { reasonFor } from './reason.ts';
import { createUnion, type Union } from './union.ts';

/** Each node comes out in exactly one cluster; the time is near-linear in the number of nodes. */
export function formClusters(nodes: readonly Node[], clusterFiles: readonly ClusterFile[]): Cluster[] {
  const left = new Set(nodes);
  const named = clusterFiles.flatMap((file) => clusterOf(file, left) ?? []);
  const candidates = [...left].filter((node) => node.instances.length > 0).map(toCandidate());
  const groups = pairByEvidence(candidates);
  const found = groups.map((group) => toCluster(group.map(({ facts }) => facts)));
  for (const group of groups) for (const { facts } of group) left.delete(facts.node);
  const alone = [...left].map((node): Cluster => ({ members: membersOf([node]), source: 'alone' }));
  return [...named, ...found, ...alone];
}

/** Takes the nodes that a cluster file names out of those that are left. */
function clusterOf({ file, nodes, keepalivedVersion }: ClusterFile, left: Set<Node>): Cluster | undefined {
  const byKey = new Map([...left].map((node) => [`${node.file}\0${node.configId ?? ''}`, node]));
  const members = nodes.flatMap(({ name, config, configId, host }): Member[] => {
    const node = byKey.get(`${config}\0${configId}`) ?? byKey.get(`${config}\0`);
    return node && left.delete(node) ? [{ name, node, ...(host !== undefined && { host }) }] : [];
  });
  if (members.length === 0) return undefined;
  return {
    members,
    source: 'file',
    reason: `${baseName(file)} names ${members.length === 1 ? 'it' : 'them'}`,
    ...(keepalivedVersion && { keepalivedVersion }),
  };
}

function toCluster(facts: readonly NodeFacts[]): Cluster {
  const members = membersOf(facts.map(({ node }) => node));
  return { members, source: 'evidence', reason: reasonFor(members, facts) };
}

function membersOf(nodes: readonly Node[]): Member[] {
  const files = new Set(nodes.map(({ file }) => file));
  const names = new Map([...files].map((file, i, all) => [file, tellApart(all)[i]!]));
  const oneFile = files.size === 1 && nodes.length > 1;
  return nodes.map((node) => {
    const name = names.get(node.file)!;
    return { name: oneFile ? (node.configId ?? name) : name, node };
  });
}

interface Candidate {
  readonly facts: NodeFacts;
  readonly path: readonly string[];
  readonly parts: readonly NameParts[];
}

function toCandidate(): (node: Node) => Candidate {
  const known = new Map<string, NameParts>();
  const partsOf = (name: string): NameParts => {
    const parts = known.get(name) ?? readName(name);
    known.set(name, parts);
    return parts;
  };
  return (node) => {
    const path = node.file.split('/');
    return { facts: readFacts(node), path, parts: path.map(partsOf) };
  };
}

/** More files than this that all have evidence for each other are a collection, not one cluster. */
const LARGEST_CLUSTER = 16;

/** One step outwards: candidates with one key are close enough to look for evidence. */
interface Step {
  key(candidate: Candidate): string | undefined;
  pair(bucket: readonly Candidate[]): Candidate[][];
}

function pairByEvidence(candidates: readonly Candidate[]): Candidate[][] {
  const deepest = Math.max(0, ...candidates.map(({ path }) => path.length));
  const steps: Step[] = [{ key: ({ facts }) => facts.node.file, pair: (bucket) => [[...bucket]] }];
  for (let level = 1; level < deepest; level++) steps.push(besideEachOther(level));
  steps.push(loose(({ path }) => path.slice(0, -1).join('/')));
  for (let level = 2; level < deepest; level++) {
    steps.push(loose(({ path }) => (path.length > level ? path.with(-level, '*').join('/') : undefined)));
  }
  let left = candidates;
  const found: Candidate[][] = [];
  for (const { key, pair } of steps) {
    for (const bucket of bucketsOf(left, key)) found.push(...pair(bucket).filter(({ length }) => length > 1));
    const paired = new Set(found.flat());
    left = left.filter((candidate) => !paired.has(candidate));
  }
  return found;
}

function bucketsOf<T>(items: readonly T[], key: (item: T) => string | undefined): T[][] {
  const buckets = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const bucket = name === undefined ? undefined : buckets.get(name);
    if (bucket) bucket.push(item);
    else if (name !== undefined) buckets.set(name, [item]);
  }
  return [...buckets.values()].filter(({ length }) => length > 1);
}

/** Names that differ only in a node's part, `level` names from the end of the path: 1 is the file's own name. */
function besideEachOther(level: number): Step {
  return {
    key: ({ path, parts }) =>
      path.length > level
        ? [...path.slice(0, -level), '', ...parts.slice(-level).map(({ stem }) => stem)].join('/')
        : undefined,
    pair: (bucket) => {
      const named = (candidate: Candidate): NameParts => candidate.parts.at(-level)!;
      /** Where one of them does not say which node it is, it may as well be a copy. */
      const areTwo = (a: Candidate, b: Candidate): boolean =>
        (named(a).node !== '' && named(b).node !== '' && named(a).node !== named(b).node) ||
        playDifferentParts(a.facts, b.facts);
      const haveRoles = (a: Candidate, b: Candidate): boolean => named(a).role && named(b).role;
      const mayBePair = (a: Candidate, b: Candidate): boolean =>
        a.path.at(-level) !== b.path.at(-level) &&
        ((haveRoles(a, b) && named(a).node !== named(b).node) ||
          (followOnePattern(named(a), named(b)) && playDifferentParts(a.facts, b.facts)));
      const union = createUnion(bucket);
      unite(union, bucket, ({ facts }) => facts.byAddress.keys(), areTwo);
      unite(union, bucket, peerKeys, (a, b) => areUnicastPeers(a.facts, b.facts) && areTwo(a, b));
      uniteSingles(union, bucket, ({ facts }) => facts.virtualRouters, mayBePair);
      uniteSingles(
        union,
        bucket,
        ({ facts }) => facts.names,
        (a, b) => mayBePair(a, b) && (haveRoles(a, b) || nameMayPair(a.facts, b.facts)),
      );
      return union.sets().filter(({ length }) => length <= LARGEST_CLUSTER);
    },
  };
}

/** `lb1` and `lb2` do, `650a` and `817` do not; a role, or no word for the node at all, fits every pattern. */
const followOnePattern = (a: NameParts, b: NameParts): boolean =>
  a.role || b.role || a.node === '' || b.node === '' || patternOf(a) === patternOf(b);

const peerKeys = ({ facts }: Candidate): string[] => [...facts.sources, ...facts.peers];

/** Where names say nothing, more files than this that are alike are a collection, not a cluster. */
const LOOSELY_LINKED_AT_MOST = 3;

/** Names that say nothing: the content has to. */
function loose(key: (candidate: Candidate) => string | undefined): Step {
  return {
    key,
    pair: (bucket) => {
      const union = createUnion(bucket);
      unite(
        union,
        bucket,
        ({ facts }) => facts.byAddress.keys(),
        (a, b) => sameEnvironment(a, b) && areAlike(a.facts, b.facts),
      );
      return union.sets().filter(({ length }) => length <= LOOSELY_LINKED_AT_MOST);
    },
  };
}

const sameEnvironment = (a: Candidate, b: Candidate): boolean => {
  const of = ({ parts }: Candidate): string => parts.map(({ environment, copy }) => `${environment}${copy}`).join('/');
  return of(a) === of(b);
};

/** A node is held against this many others that share a key; more would make large repetitive trees slow. */
const TRIED_AT_MOST = 8;

function unite(
  union: Union<Candidate>,
  bucket: readonly Candidate[],
  keysOf: (candidate: Candidate) => Iterable<string>,
  accept: (a: Candidate, b: Candidate) => boolean,
): void {
  const seen = new Map<string, Candidate[]>();
  for (const candidate of bucket) {
    for (const key of keysOf(candidate)) {
      const others = seen.get(key) ?? [];
      const partner = others.slice(-TRIED_AT_MOST).find((other) => other !== candidate && accept(other, candidate));
      if (partner) union.join(partner, candidate);
      others.push(candidate);
      seen.set(key, others);
    }
  }
}

/** More nodes than this that share nothing but a VRID or a name are many lone nodes, not one cluster. */
const WEAKLY_LINKED_AT_MOST = 4;

/** Weak evidence: links only nodes that found no partner yet, to each other or to the one group that fits. */
function uniteSingles(
  union: Union<Candidate>,
  bucket: readonly Candidate[],
  keysOf: (candidate: Candidate) => Iterable<string>,
  accept: (a: Candidate, b: Candidate) => boolean,
): void {
  const single = new Set(bucket.filter((candidate) => union.size(candidate) === 1));
  if (single.size === 0) return;
  const sharers = new Map<string, Candidate[]>();
  for (const candidate of bucket) {
    for (const key of keysOf(candidate)) {
      const list = sharers.get(key);
      if (list) list.push(candidate);
      else sharers.set(key, [candidate]);
    }
  }
  for (const list of sharers.values()) {
    const singles = list.filter((candidate) => single.has(candidate));
    const groups = new Set(
      list.filter((candidate) => !single.has(candidate)).map((candidate) => union.root(candidate)),
    );
    if (singles.length === 0 || groups.size > 1 || singles.length > WEAKLY_LINKED_AT_MOST) continue;
    const others = groups.size ? list.filter((candidate) => !single.has(candidate)) : singles;
    for (const candidate of singles) {
      const partner = others.find((other) => other !== candidate && accept(other, candidate));
      if (partner) union.join(partner, candidate);
    }
  }
}
