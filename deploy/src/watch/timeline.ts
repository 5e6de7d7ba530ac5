/** What happened, in its order, for the picture. */
import { canonical } from '../foretold.ts';
import type { Probe, Timeline } from '../report/report.ts';
import { type SeenChange, SILENCE } from './owners.ts';

/** Something that was done to a node. */
export interface TimelineEvent {
  readonly at: number;
  readonly node: string;
  readonly text: string;
}

export interface Happenings {
  readonly began: number;
  readonly ended: number;
  /** As written. */
  readonly addresses: readonly string[];
  /** How many of the changes are what was there in the beginning. */
  readonly initial: number;
  readonly changes: readonly SeenChange[];
  readonly probes: readonly Probe[];
  readonly events: readonly TimelineEvent[];
}

export function timelineOf({ began, ended, addresses, initial, changes, probes, events }: Happenings): Timeline {
  const textOf = new Map(addresses.map((address) => [canonical(address), address]));
  const owners = changes.map((change, i) => ({
    at: i < initial ? began : happenedAt(change, events),
    address: textOf.get(change.address)!,
    node: change.node,
    gained: change.gained,
  }));
  return {
    began,
    ended,
    addresses,
    owners: owners.sort((a, b) => a.at - b.at),
    probes,
    events: events.map(({ at, text }) => ({ at, text })),
  };
}

/** A loss of a node that had fallen silent happened when its network was taken away, soon after it was last heard. */
function happenedAt({ at, node, gained, isLate }: SeenChange, events: readonly TimelineEvent[]): number {
  const cause = events.find((event) => event.node === node && event.at >= at && event.at - at <= SILENCE);
  return isLate && !gained && cause ? cause.at : at;
}
