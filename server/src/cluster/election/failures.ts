/** What can go wrong in a cluster, one thing at a time and two at once. */
import type { Version } from '../../schema/index.ts';
import type { Cluster, Member } from '../cluster.ts';
import type { ClusterEvent } from '../scenario.ts';
import { trackersOf } from './trackers.ts';

/** Beyond this many outcomes of single failures the failures of what is tracked are left out. */
const MOST_OUTCOMES = 200_000;

/**
 * Power cuts, ends of keepalived, the interfaces that carry adverts, whatever is tracked, and partitions. `addresses` is
 * the number of virtual addresses that each of them is held against.
 */
export function singleFailures({ members }: Cluster, version: Version, addresses: number): ClusterEvent[] {
  const names = members.map(({ name }) => name);
  const tracked = members.flatMap((member) => failuresOn(member, version));
  return [
    ...names.map((node): ClusterEvent => ({ kind: 'down', node })),
    ...names.map((node): ClusterEvent => ({ kind: 'stop', node })),
    ...(tracked.length * addresses > MOST_OUTCOMES ? [] : tracked),
    ...partitions(names),
  ];
}

function failuresOn(member: Member, version: Version): ClusterEvent[] {
  const { instances } = member.node;
  const interfaces = instances.flatMap((instance) => instance.interface?.value ?? []);
  const tracked = instances.flatMap((instance) => trackersOf(instance, member.node, version));
  const all = [...interfaces.map((name) => ({ what: 'interface' as const, name })), ...tracked];
  const unique = new Map(all.map(({ what, name }) => [`${what} ${name}`, { what, name }]));
  return [...unique.values()].map(({ what, name }) => ({ kind: 'fails', what, name, node: member.name }));
}

/** Of two nodes the one cut; of more, every node cut off from the rest. */
function partitions(names: readonly string[]): ClusterEvent[] {
  if (names.length < 2) return [];
  const cutOff = names.length === 2 ? names.slice(0, 1) : names;
  return cutOff.map((name) => ({ kind: 'partition', sides: [[name], names.filter((other) => other !== name)] }));
}

/** A cluster with more nodes has too many pairs of failures to look at. */
const SMALL_CLUSTER = 3;
/** Beyond this many outcomes none is looked at either. */
const MOST_OUTCOMES_OF_PAIRS = 20_000;

/** Two failures that do not include each other: a node without power has no script that fails. None in large clusters. */
export function pairsOfFailures(
  { members }: Cluster,
  singles: readonly ClusterEvent[],
  addresses: number,
): [ClusterEvent, ClusterEvent][] {
  const failures = singles.filter(({ kind }) => kind !== 'stop');
  const outcomes = ((failures.length * (failures.length - 1)) / 2) * addresses;
  if (members.length > SMALL_CLUSTER || outcomes > MOST_OUTCOMES_OF_PAIRS) return [];
  return failures.flatMap((first, i) =>
    failures
      .slice(i + 1)
      .filter((second) => !includes(first, second))
      .map((second): [ClusterEvent, ClusterEvent] => [first, second]),
  );
}

/** Power cuts come first in the list. A node without power is cut off already. */
const includes = (first: ClusterEvent, second: ClusterEvent): boolean =>
  first.kind === 'down' &&
  ('sides' in second
    ? second.sides.some((side) => side.length === 1 && side[0] === first.node)
    : second.node === first.node);
