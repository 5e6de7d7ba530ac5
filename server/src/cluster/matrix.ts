/** Every failure against every address. */
import type { Version } from '../schema/index.ts';
import type { Cluster } from './cluster.ts';
import type { AddressOutcome } from './election.ts';
import type { Scenario } from './scenario.ts';

/** Instances of several nodes that are one virtual router, or an instance that has no counterpart. */
export interface MatrixGroup {
  /** Of the first node, where they differ; undefined where none is given. */
  readonly vrid: number | undefined;
  readonly family: 4 | 6;
  /** Those of all its instances, as written, without prefix length. */
  readonly addresses: readonly string[];
  /** Name of the instance by name of the node. */
  readonly instances: ReadonlyMap<string, string>;
}

export interface MatrixScenario {
  /** `all up`, or the text of its events. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly outcomes: readonly AddressOutcome[];
}

export interface Matrix {
  readonly nodes: readonly string[];
  readonly groups: readonly MatrixGroup[];
  /** `all up` first, then every single failure, then, in small clusters, every pair of failures. */
  readonly scenarios: readonly MatrixScenario[];
}

/** `scenarios` takes the place of the failures that are tried without it. */
export declare function failoverMatrix(cluster: Cluster, version: Version, scenarios?: readonly Scenario[]): Matrix;
