/** Who owns which virtual address after what happened, how long it takes, and why. */
import type { Place } from '../model/place.ts';
import type { Version } from '../schema/index.ts';
import type { Cluster } from './cluster.ts';
import type { Scenario } from './scenario.ts';

/** Seconds from the last event until the owner has the address: at best, and at worst. */
export type Window = readonly [best: number, worst: number];

/** What becomes of one address. */
export interface AddressOutcome {
  /** As written on the first node that has it, without prefix length. */
  readonly address: string;
  /** Names of nodes, in the cluster's order: none is an outage, several are a split brain. */
  readonly owners: readonly string[];
  /** Null where the last event changed no owner, or nobody owns the address. */
  readonly seconds: Window | null;
  /** In words: "ngx1 hears no adverts ..., ngx2 takes over". Holds no secrets. */
  readonly reason: string;
  /** The lines that decide it. */
  readonly places: readonly Place[];
}

export interface Election {
  /** Every virtual address of the cluster, in the order of the files. */
  readonly outcomes: readonly AddressOutcome[];
}

/** Lets the events happen one after the other, each after the cluster has come to rest. */
export declare function elect(cluster: Cluster, scenario: Scenario, version: Version): Election;
