import { effective } from '../../model/effective.ts';
import type { Node, VrrpInstance } from '../../model/node.ts';
import type { Version } from '../../schema/index.ts';
import { clampPriority, contribution, type Tracker, trackersOf } from './trackers.ts';

/** The priority that an instance announces while everything it tracks is well: positive weights are added then. */
export function restingPriority(instance: VrrpInstance, node: Node, version: Version): number {
  const bonuses = trackersOf(instance, node, version).map((tracker) => contribution(tracker, true));
  return clampPriority(
    effective(instance, node).priority,
    bonuses.reduce((sum, bonus) => sum + bonus, 0),
  );
}

/** A tracked object whose weight changes the priority, either while it is well or while it is not. */
export interface WeightedTracker {
  readonly tracker: Tracker;
  /** What is added then, -254 to 254. */
  readonly change: number;
  readonly whileWell: boolean;
}

/** Tracked files are left out: their number is not known. */
export const weightedTrackersOf = (instance: VrrpInstance, node: Node, version: Version): WeightedTracker[] =>
  trackersOf(instance, node, version).flatMap((tracker) => {
    const [well, failed] = [contribution(tracker, true), contribution(tracker, false)];
    const change = well || failed;
    return change === 0 || tracker.what === 'file' ? [] : [{ tracker, change, whileWell: well !== 0 }];
  });

/** The lowest and the highest priority that an instance can announce, 1 to 254; twice 255 for an address owner. */
export function priorityRange(base: number, weighted: readonly WeightedTracker[]): readonly [number, number] {
  const sum = (part: (change: number) => number): number =>
    weighted.reduce((total, { change }) => total + part(change), 0);
  return [
    clampPriority(
      base,
      sum((change) => Math.min(0, change)),
    ),
    clampPriority(
      base,
      sum((change) => Math.max(0, change)),
    ),
  ];
}
