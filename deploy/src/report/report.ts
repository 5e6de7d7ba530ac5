/** What a deployment, a verification or a drill has come to. */
import type { Window } from '../../../server/src/index.ts';

export interface Report {
  /** The cluster's name: its folder's. */
  readonly cluster: string;
  readonly ok: boolean;
  /** Something was changed and all of it was put back. */
  readonly rolledBack: boolean;
  readonly nodes: readonly string[];
  readonly steps: readonly Step[];
  readonly checks: readonly Check[];
  readonly drill: readonly DrillRow[];
  /** What a person should know, though it is no failure; a sentence each. */
  readonly notes: readonly string[];
  /** Why it is not ok: what happened, where, and what to do. */
  readonly problem: string | null;
  /** Nodes that could not be put back, with the commands to run there by hand. */
  readonly stranded: readonly Stranded[];
  /** Missing where nothing was watched. */
  readonly timeline: Timeline | null;
}

export interface Step {
  readonly node: string;
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  readonly detail: string;
}

/** `node` and `address` are empty where they do not apply. */
export interface Check {
  readonly name: CheckName;
  readonly node: string;
  readonly address: string;
  readonly ok: boolean;
  readonly evidence: string;
}

export type CheckName =
  | 'address on its owner'
  | 'service active'
  | 'not restarted'
  | 'adverts accepted'
  | 'HTTP from here'
  | 'HTTP from the other node'
  | 'address resolves to its owner';

/** One address through one event of a drill. */
export interface DrillRow {
  /** The node that it happened to. */
  readonly node: string;
  readonly action: DrillAction;
  readonly address: string;
  /** Owners before and after, joined by " + "; empty for nobody. */
  readonly from: string;
  readonly to: string;
  /** Seconds without an answer; null where nothing was asked. */
  readonly gapSeconds: number | null;
  /** Seconds of such a gap, at best and at worst; null where it cannot be foretold. */
  readonly foretold: Window | null;
  readonly ok: boolean;
  /** What was seen, in words. */
  readonly evidence: string;
}

export type DrillAction =
  | 'stop keepalived'
  | 'start keepalived'
  | 'stop service'
  | 'start service'
  | 'network down'
  | 'network up';

export interface Stranded {
  readonly node: string;
  readonly commands: readonly string[];
}

/** Times in milliseconds since 1970, by this machine's clock. */
export interface Timeline {
  readonly began: number;
  readonly ended: number;
  /** Virtual addresses, in the order of the files. */
  readonly addresses: readonly string[];
  readonly owners: readonly OwnerChange[];
  readonly probes: readonly Probe[];
  readonly events: readonly { readonly at: number; readonly text: string }[];
}

/** Those at the beginning come first, with `began` as their time. */
export interface OwnerChange {
  readonly at: number;
  readonly address: string;
  readonly node: string;
  readonly gained: boolean;
}

/** One request to an address. */
export interface Probe {
  /** When it was sent. */
  readonly at: number;
  readonly address: string;
  readonly ok: boolean;
  /** The node whose page it was; null where that cannot be told. */
  readonly node: string | null;
}

/** Of the process: 0 all well, 1 something failed and the hosts are as they were, 3 a host could not be put back. */
export const exitCodeOf = ({ ok, stranded }: Report): 0 | 1 | 3 => (stranded.length > 0 ? 3 : ok ? 0 : 1);
