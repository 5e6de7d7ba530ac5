/** How long an address was without an answer, or without an owner. */
import type { Probe } from '../report/report.ts';
import type { SeenChange } from './owners.ts';

/** Seconds. What is measured from outside is known within the time between two questions. */
export interface Gap {
  readonly seconds: number;
  readonly least: number;
  readonly most: number;
}

export interface ProbedGap extends Gap {
  readonly asked: number;
  readonly failed: number;
}

const NONE: Gap = { seconds: 0, least: 0, most: 0 };

/**
 * Seconds without an answer between two times: from the last good probe that was sent before the outage to the first good
 * one after it, less the interval that lies between any two; of several outages their sum. The probes are those of one
 * address in the order of sending; times and the interval are in milliseconds.
 */
export function gapOf(probes: readonly Probe[], from: number, to: number, interval: number): ProbedGap {
  const own = probes.filter(({ at }) => at >= from && at <= to);
  const gaps = own.flatMap((first, i): Gap[] => {
    if (first.ok || own[i - 1]?.ok === false) return [];
    const end = own.findIndex(({ ok }, j) => j > i && ok);
    const last = own[end < 0 ? own.length - 1 : end - 1]!;
    const most = (own[end]?.at ?? to) - (own[i - 1]?.at ?? from);
    return [{ seconds: Math.max(0, most - interval), least: last.at - first.at, most }];
  });
  return { ...sumOf(gaps), asked: own.length, failed: own.filter(({ ok }) => !ok).length };
}

/**
 * Pages tell of a gap to within an interval at each end. Where the hosts' own word on how long nobody had the address, in
 * seconds, lies within that, it is the more exact one.
 */
export const sharpened = (gap: ProbedGap, ownerless: number): ProbedGap =>
  gap.failed > 0 && ownerless > gap.least && ownerless < gap.most ? { ...gap, seconds: ownerless } : gap;

/** In seconds, of gaps in milliseconds. */
const sumOf = (gaps: readonly Gap[]): Gap =>
  gaps.reduce(
    (sum, { seconds, least, most }) => ({
      seconds: sum.seconds + seconds / 1000,
      least: sum.least + least / 1000,
      most: sum.most + most / 1000,
    }),
    NONE,
  );

/**
 * Seconds in which an address had that many owners, between two times in milliseconds. `owners` had it in the beginning;
 * the changes are its own.
 */
export function timeWith(
  isCounted: (owners: number) => boolean,
  owners: readonly string[],
  changes: readonly Pick<SeenChange, 'at' | 'node' | 'gained'>[],
  from: number,
  to: number,
): number {
  const now = new Set(owners);
  let counted = 0;
  let since = from;
  const until = (at: number): void => {
    if (isCounted(now.size)) counted += at - since;
    since = at;
  };
  for (const { at, node, gained } of changes.filter(({ at }) => at >= from && at <= to).sort((a, b) => a.at - b.at)) {
    until(at);
    if (gained) now.add(node);
    else now.delete(node);
  }
  until(to);
  return counted / 1000;
}
