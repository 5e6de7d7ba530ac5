/** What the election says of a pair of real hosts, whose history is not known. */
import {
  type AddressOutcome,
  type Cluster,
  type ClusterEvent,
  elect,
  readAddress,
  type Scenario,
  type Version,
} from '../../server/src/index.ts';

/** Names of nodes, in the cluster's order, by canonical address. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** A way in which the pair may be at rest while all its nodes are up. */
export interface Rest {
  /** What led to it. */
  readonly history: Scenario;
  readonly outcomes: readonly AddressOutcome[];
}

/** Equal where two spellings are the same address. */
export const canonical = (address: string): string => readAddress(address)?.canonical ?? address;

/**
 * All nodes up: the state that rank decides, first, and those that remain where nodes were away and came back. With
 * preemption they are all the same; with nopreempt an address stays where it went (RFC 5798 section 6.1, Preempt_Mode).
 */
export function restsOf(cluster: Cluster, version: Version): Rest[] {
  const absences = cluster.members.map(
    ({ name }): Scenario => [
      { kind: 'stop', node: name },
      { kind: 'up', node: name },
    ],
  );
  const rests = [[], ...absences].map((history) => ({ history, ...elect(cluster, history, version) }));
  const different = new Map(rests.toReversed().map((rest) => [JSON.stringify([...ownersOf(rest.outcomes)]), rest]));
  return rests.filter((rest) => [...different.values()].includes(rest));
}

/** Which of them the owners are in, if any. */
export const restWith = (rests: readonly Rest[], owners: Owners): Rest | undefined =>
  rests.find(({ outcomes }) => agree(ownersOf(outcomes), owners));

/** The state that the pair is in, where it is one that it may be in; else the one that rank decides. */
export function restNow(rests: readonly Rest[], owners: Owners): { rest: Rest; isStaying: boolean } {
  const rest = restWith(rests, owners) ?? rests[0]!;
  return { rest, isStaying: rest !== rests[0] };
}

/** What becomes of the addresses when something happens to a pair in that state. */
export const foretell = (
  cluster: Cluster,
  rest: Rest,
  events: readonly ClusterEvent[],
  version: Version,
): readonly AddressOutcome[] => elect(cluster, [...rest.history, ...events], version).outcomes;

export const ownersOf = (outcomes: readonly AddressOutcome[]): Owners =>
  new Map(outcomes.map(({ address, owners }) => [canonical(address), owners]));

/** `ngx1 and ngx2`, or `no node`. */
export const nodesInWords = (names: readonly string[]): string => names.join(' and ') || 'no node';

/** The same nodes have the same addresses. */
export const agree = (a: Owners, b: Owners): boolean =>
  [...new Set([...a.keys(), ...b.keys()])].every(
    (address) => (a.get(address) ?? []).join() === (b.get(address) ?? []).join(),
  );
