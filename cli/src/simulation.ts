/** What simulate has to say of a cluster, and what of it a person must not overlook. */
import type { AddressOutcome, Matrix, Scenario } from '../../server/src/index.ts';
import type { Pairing } from './pairing.ts';

export interface Simulation {
  readonly pairing: Pairing;
  readonly matrix: Matrix;
  /** The scenarios after `all up` were asked for; else they are the failures that are tried without being asked for. */
  readonly chosen: boolean;
}

export interface SimulationReport {
  readonly simulations: readonly Simulation[];
  /** Why there is nothing to say; a sentence each. */
  readonly problems: readonly string[];
}

/** A split brain has several owners, an outage none. */
export type Verdict = 'owned' | 'nobody' | 'split';

export const verdictOf = ({ owners }: AddressOutcome): Verdict =>
  owners.length === 1 ? 'owned' : owners.length === 0 ? 'nobody' : 'split';

/** Nodes that something happens to. A partition happens to the network between them. */
export const struckNodes = (scenario: Scenario): ReadonlySet<string> =>
  new Set(scenario.flatMap((event) => ('node' in event ? [event.node] : [])));
