/**
 * Pairs nodes by evidence: the closest files that have evidence for it are paired first: names in one folder that differ
 * only in a node's part, then folders that do, from the innermost outwards, then files whose names say nothing but whose
 * content leaves little doubt. What has found its partners is no candidate for files further away, so that trees that
 * repeat each other stay apart.
 */
import type { Node } from '../../model/node.ts';
import { createUnion, type Union } from '../union.ts';
import { areAlike, areUnicastPeers, type NodeFacts, nameMayPair, playDifferentParts, readFacts } from './evidence.ts';
import { type NameParts, patternOf, readName } from './names.ts';

/** A node as far as pairing looks at it. */
export interface Candidate {
  readonly facts: NodeFacts;
  readonly path: readonly string[];
  readonly parts: readonly NameParts[];
  /** Equal where paths differ only in a node's part of one name; at 0 that of the file, at 1 that of its folder. */
  readonly beside: readonly string[];
  /** Equal where paths differ only in one name, in the same order. */
  readonly across: readonly string[];
  /** Words that tell environments and copies apart. */
  readonly environment: string;
}

/** An edit makes one new node: all others are known. */
const candidates = new WeakMap<Node, Candidate>();

/** Groups of two or more of the nodes; the time is near-linear in their number. */
export function pairByEvidence(nodes: Iterable<Node>): Candidate[][] {
  const known = new Map<string, NameParts>();
  const partsOf = (name: string): NameParts => {
    const parts = known.get(name) ?? readName(name);
    known.set(name, parts);
    return parts;
  };
  const all = [...nodes].map((node) => {
    const candidate = candidates.get(node) ?? toCandidate(node, partsOf);
    candidates.set(node, candidate);
    return candidate;
  });
  const deepest = all.reduce((depth, { path }) => Math.max(depth, path.length), 0);
  const levels = Array.from({ length: Math.max(0, deepest - 1) }, (_, level) => level);
  const steps: Step[] = [
    { key: ({ facts }) => facts.node.file, pair: (bucket) => [[...bucket]] },
    ...levels.map(besideEachOther),
    ...levels.map(acrossFrom),
  ];
  let left = all;
  const found: Candidate[][] = [];
  for (const { key, pair } of steps) {
    const groups = bucketsOf(left, key)
      .flatMap(pair)
      .filter(({ length }) => length > 1);
    if (groups.length === 0) continue;
    found.push(...groups);
    const paired = new Set(groups.flat());
    left = left.filter((candidate) => !paired.has(candidate));
  }
  return found;
}

function toCandidate(node: Node, partsOf: (name: string) => NameParts): Candidate {
  const path = node.file.split('/');
  const parts = path.map(partsOf);
  const stems = parts.map(({ stem }) => stem);
  const levels = path.slice(1).map((_, level) => level);
  return {
    facts: readFacts(node),
    path,
    parts,
    beside: levels.map((level) => [...path.slice(0, -1 - level), '', ...stems.slice(-1 - level)].join('/')),
    across: levels.map((level) => path.with(-1 - level, '*').join('/')),
    environment: parts.map(({ environment, copy }) => `${environment}${copy}`).join('/'),
  };
}

/** More files than this that all have evidence for each other are a collection, not one cluster. */
const LARGEST_CLUSTER = 16;

/** One step outwards: candidates with one key are close enough to look for evidence. */
interface Step {
  key(candidate: Candidate): string | undefined;
  pair(bucket: readonly Candidate[]): Candidate[][];
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

/** Names that differ only in a node's part, that many folders above the file. */
function besideEachOther(level: number): Step {
  return {
    key: ({ beside }) => beside[level],
    pair: (bucket) => {
      const named = (candidate: Candidate): NameParts => candidate.parts.at(-1 - level)!;
      /** Where one of them does not say which node it is, it may as well be a copy. */
      const areTwo = (a: Candidate, b: Candidate): boolean =>
        (named(a).node !== '' && named(b).node !== '' && named(a).node !== named(b).node) ||
        playDifferentParts(a.facts, b.facts);
      const haveRoles = (a: Candidate, b: Candidate): boolean => named(a).role && named(b).role;
      const mayBePair = (a: Candidate, b: Candidate): boolean =>
        a.path.at(-1 - level) !== b.path.at(-1 - level) &&
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
function acrossFrom(level: number): Step {
  return {
    key: ({ across }) => across[level],
    pair: (bucket) => {
      const union = createUnion(bucket);
      unite(
        union,
        bucket,
        ({ facts }) => facts.byAddress.keys(),
        (a, b) => a.environment === b.environment && areAlike(a.facts, b.facts),
      );
      return union.sets().filter(({ length }) => length <= LOOSELY_LINKED_AT_MOST);
    },
  };
}

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
