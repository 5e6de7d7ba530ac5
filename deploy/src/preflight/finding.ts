/** What stands in the way of a deployment, and what the checks for it look at. */
import type { Node } from '../../../server/src/index.ts';
import type { HostFacts } from '../host/facts.ts';
import type { InventoryNode } from '../inventory.ts';
import type { Pair, Placement } from '../pair.ts';

export interface PreflightFinding {
  /** Empty where it concerns all of them. */
  readonly node: string;
  /** An error ends the deployment before anything is touched. */
  readonly severity: 'error' | 'warning';
  /** What was looked at. */
  readonly name: string;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

/** A node: what belongs there, and what is there. */
export interface Side {
  readonly node: InventoryNode;
  readonly config: Node;
  readonly placements: readonly Placement[];
  readonly facts: HostFacts;
}

export interface Subject extends Side {
  readonly pair: Pair;
  /** The other nodes. */
  readonly others: readonly Side[];
}

export type Finding = Omit<PreflightFinding, 'node'>;

/** Looks at one node; what it has in common with the others is seen from it. */
export type Concern = (subject: Subject) => readonly Finding[];

export const error = (name: string, message: string): Finding => ({ severity: 'error', name, message });
export const warning = (name: string, message: string): Finding => ({ severity: 'warning', name, message });

/** `a, b and c`. */
export const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
