/** What a cluster is like between two events: which processes run, what has failed, and what every instance is. */

import type { TrackedKind } from '../scenario.ts';
import type { Router, Routers } from './routers.ts';

/** keepalived's states, and OFF where it does not run. */
export type VrrpState = 'OFF' | 'FAULT' | 'BACKUP' | 'MASTER';

/** Times are seconds since the event that is under way. */
export interface RouterState {
  readonly state: VrrpState;
  /** Effective priority, 1 to 255. */
  readonly priority: number;
  /** When a backup's down timer ends; Infinity where a MASTER holds it. */
  readonly due: number;
  /** The timer that ran last: silence for some adverts of the MASTER and the skew, or the skew alone. Seconds. */
  readonly waited: Waited | undefined;
  /** Since when a MASTER holds it; -Infinity: since before the event, and its adverts come at any moment. */
  readonly heldSince: number;
  /** Seconds between the adverts that it expects: in version 3 those of the MASTER. */
  readonly masterInterval: number;
  /** When preempt_delay ends; undefined where it does not run. */
  readonly preemptAt: number | undefined;
  /** Its timer has ended, but its sync group is not ready. */
  readonly waits: boolean;
  /** Counts the changes from and to MASTER, so that the latest of several instances is known; 0: it never was MASTER. */
  readonly turn: number;
  /** An address owner that met another one and went down to 254. */
  readonly isLowered: boolean;
  /** When it last became or ceased to be MASTER; -Infinity: not since the event. */
  readonly changedAt: number;
}

export interface Waited {
  readonly timer: 'dead timer' | 'skew';
  readonly masterInterval: number;
  readonly skew: number;
}

export interface ClusterState {
  readonly routers: readonly RouterState[];
  /** By node. */
  readonly isRunning: readonly boolean[];
  /** By node: addresses that a dead keepalived left on the interface. */
  readonly left: ReadonlyMap<number, readonly string[]>;
  /** Keys of {@link trackedKey}. */
  readonly failed: ReadonlySet<string>;
  /** Scripts that the host does not run, likewise. */
  readonly disabled: ReadonlySet<string>;
  /** Nodes on different sides of any of these do not hear each other. */
  readonly partitions: readonly (readonly (readonly number[])[])[];
}

export const trackedKey = (what: TrackedKind, name: string, node: number): string => `${what} ${name} ${node}`;

export const OFF: RouterState = {
  state: 'OFF',
  priority: 0,
  due: Infinity,
  waited: undefined,
  heldSince: -Infinity,
  masterInterval: 0,
  preemptAt: undefined,
  waits: false,
  turn: 0,
  isLowered: false,
  changedAt: -Infinity,
};

/** Nothing runs yet. */
export const nothingRuns = ({ all, cluster }: Routers): ClusterState => ({
  routers: all.map(() => OFF),
  isRunning: cluster.members.map(() => false),
  left: new Map(),
  failed: new Set(),
  disabled: new Set(),
  partitions: [],
});

/** Nodes, by their place in the cluster, that have this address on an interface. */
export function ownersOf(address: string, { addresses }: Routers, { routers, left }: ClusterState): number[] {
  const owners = new Set([...decidersOf(addresses.get(address)?.routers ?? [], routers)].flatMap(masterNode(routers)));
  for (const [node, leftBehind] of left) if (leftBehind.includes(address)) owners.add(node);
  return [...owners].sort((a, b) => a - b);
}

const masterNode =
  (states: readonly RouterState[]) =>
  ([node, { index }]: readonly [number, Router]): number[] =>
    states[index]!.state === 'MASTER' ? [node] : [];

/**
 * Of several instances of one node that serve an address the one that decides, by node: whoever ceases to be MASTER takes
 * the address from the interface, whether another one has it too (vrrp.c, vrrp_restore_interface).
 */
export function decidersOf(serving: readonly Router[], states: readonly RouterState[]): ReadonlyMap<number, Router> {
  const deciders = new Map<number, Router>();
  for (const router of serving) {
    const other = deciders.get(router.node);
    if (!other || states[router.index]!.turn > states[other.index]!.turn) deciders.set(router.node, router);
  }
  return deciders;
}

/** The link of an instance's interface is up. An instance without one has whatever the routing gives it. */
export const hasLink = ({ instance, node }: Router, { failed }: ClusterState): boolean =>
  instance.interface === undefined || !failed.has(trackedKey('interface', instance.interface.value, node));

/** The network between two nodes carries adverts. */
export const areConnected = (a: Router, b: Router, state: ClusterState): boolean =>
  hasLink(a, state) && hasLink(b, state) && !state.partitions.some((sides) => areApart(a.node, b.node, sides));

function areApart(a: number, b: number, sides: readonly (readonly number[])[]): boolean {
  const [sideOfA, sideOfB] = [a, b].map((node) => sides.find((side) => side.includes(node)));
  return sideOfA !== undefined && sideOfB !== undefined && sideOfA !== sideOfB;
}
