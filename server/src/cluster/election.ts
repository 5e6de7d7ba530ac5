/** Who owns which virtual address after what happened, how long it takes, and why. */
import type { Place } from '../model/place.ts';
import type { Version } from '../schema/index.ts';
import type { Cluster } from './cluster.ts';
import { ownersOf } from './election/clusterState.ts';
import { allUp, type Play, playOn } from './election/play.ts';
import { explain } from './election/reasons.ts';
import type { Window } from './election/timing.ts';
import { noticedBy, timingOf } from './election/timingWords.ts';
import type { ClusterEvent, Scenario } from './scenario.ts';

/** What becomes of one address. */
export interface AddressOutcome {
  /** As written on the first node that has it, without prefix length. */
  readonly address: string;
  /** Names of nodes, in the cluster's order: none is an outage, several are a split brain. */
  readonly owners: readonly string[];
  /** Seconds from the last event until it is so; null where nothing moved, or nobody owns the address. */
  readonly seconds: Window | null;
  /** What the seconds are made of, in words; null where there are none. */
  readonly timing: string | null;
  /** In words. Holds no secrets. */
  readonly reason: string;
  /** The lines that decide it. */
  readonly places: readonly Place[];
}

export interface Election {
  /** Every virtual address of the cluster, in the order of the files. */
  readonly outcomes: readonly AddressOutcome[];
}

/** Lets the events happen one after the other, each after the cluster has come to rest. */
export function elect(cluster: Cluster, scenario: Scenario, version: Version): Election {
  return { outcomes: outcomesOf(scenario.reduce(playOn, atRest(cluster, version)), scenario) };
}

const rested = new WeakMap<Cluster, Map<Version, Play>>();

/** All nodes are up and the cluster is at rest: where every scenario begins. Kept with the cluster. */
export function atRest(cluster: Cluster, version: Version): Play {
  const byVersion = rested.get(cluster) ?? new Map<Version, Play>();
  rested.set(cluster, byVersion);
  const play = byVersion.get(version) ?? allUp(cluster, version);
  byVersion.set(version, play);
  return play;
}

/** What a play has come to; `events` are those that led there. */
export function outcomesOf(play: Play, events: readonly ClusterEvent[]): AddressOutcome[] {
  const { routers } = play.machine;
  const names = routers.cluster.members.map(({ name }) => name);
  const noticed = noticedBy(events.at(-1), play);
  return [...routers.addresses].map(([canonical, { text: address }]) => {
    const owners = ownersOf(canonical, routers, play.state);
    const seconds = play.windows.get(canonical) ?? null;
    return {
      address,
      owners: owners.map((node) => names[node]!),
      seconds,
      timing: seconds && timingOf(canonical, play, noticed),
      ...explain(canonical, owners, play, events),
    };
  });
}
