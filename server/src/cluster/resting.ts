import { effective } from '../model/effective.ts';
import type { Node, Track, TrackedObject, VrrpInstance } from '../model/node.ts';

/**
 * The priority that an instance announces while everything it tracks is well: positive weights are added then
 * (vrrp_track.c). 1 to 254; an address owner keeps 255. Tracked files count nothing: their content is not known.
 */
export function restingPriority(instance: VrrpInstance, node: Node): number {
  const { priority } = effective(instance, node);
  if (priority === 255) return priority;
  const sum = [
    ...instance.trackedScripts.map((track) => healthyWeight(track, node.scripts)),
    ...instance.trackedProcesses.map((track) => healthyWeight(track, node.processes)),
    ...instance.trackedBfds.map((track) => healthyWeight(track, node.bfds)),
    ...instance.trackedInterfaces.map((track) => bonus(track.weight?.value ?? 0, track.reverse)),
  ].reduce((total, weight) => total + weight, priority);
  return Math.min(254, Math.max(1, sum));
}

/** keepalived ignores a track whose object is not defined. */
function healthyWeight(track: Track, objects: readonly TrackedObject[]): number {
  const object = objects.find(({ name }) => name.value === track.name.value);
  if (!object) return 0;
  return track.weight ? bonus(track.weight.value, track.reverse) : bonus(object.weight, object.reverse);
}

const bonus = (weight: number, reverse: boolean): number => (weight > 0 ? (reverse ? -weight : weight) : 0);
