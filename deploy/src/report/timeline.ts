/** What a timeline says of one address: who had it when, and when it did not answer. Times as the timeline has them. */
import type { Probe, Timeline } from './report.ts';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same nodes have it all the time; none of them where it is nobody's. */
export interface Reign extends Span {
  readonly owners: readonly string[];
}

/** Milliseconds. Hosts are heard one by one: a handover looks longer or shorter by that than it was. */
const HANDOVER = 50;

export function reignsOf({ began, ended, owners: changes }: Timeline, address: string): Reign[] {
  const own = changes.filter((change) => change.address === address).toSorted((a, b) => a.at - b.at);
  const owners = new Set<string>();
  const reigns: Reign[] = [];
  let from = began;
  const close = (to: number): void => {
    const last = reigns.at(-1);
    if (to <= from || (owners.size !== 1 && to < ended && to - from < HANDOVER)) return;
    if (last?.owners.join() === [...owners].join()) reigns[reigns.length - 1] = { ...last, to };
    else reigns.push({ from, to, owners: [...owners] });
    from = to;
  };
  for (const { at, node, gained } of own) {
    close(Math.min(at, ended));
    if (gained) owners.add(node);
    else owners.delete(node);
  }
  close(ended);
  return reigns;
}

/** In their order. */
export const probesOf = ({ probes }: Timeline, address: string): Probe[] =>
  probes.filter((probe) => probe.address === address).toSorted((a, b) => a.at - b.at);

/** From the first request without an answer until the next with one, or the end. */
export function gapsOf(timeline: Timeline, address: string): Span[] {
  const gaps: Span[] = [];
  let from: number | undefined;
  for (const { at, ok } of probesOf(timeline, address)) {
    if (!ok) from ??= at;
    else if (from !== undefined) {
      gaps.push({ from, to: at });
      from = undefined;
    }
  }
  return from === undefined ? gaps : [...gaps, { from, to: Math.max(from, timeline.ended) }];
}
