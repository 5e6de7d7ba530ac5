import { effective } from '../model/effective.ts';
import type { Node, VrrpInstance } from '../model/node.ts';
import type { Version } from '../schema/index.ts';
import { clampPriority, contribution, trackersOf } from './trackers.ts';

/** The priority that an instance announces while everything it tracks is well: positive weights are added then. */
export function restingPriority(instance: VrrpInstance, node: Node, version: Version): number {
  const bonuses = trackersOf(instance, node, version).map((tracker) => contribution(tracker, true));
  return clampPriority(
    effective(instance, node).priority,
    bonuses.reduce((sum, bonus) => sum + bonus, 0),
  );
}
