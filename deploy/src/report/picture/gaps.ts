/** Times in which an address did not answer, and what the drill has to say of them. */
import type { DrillRow, Timeline } from '../report.ts';
import { gapsOf, type Reign } from '../timeline.ts';
import { eventInWords, gapInWords, secondsInWords } from '../words.ts';
import { widthOf } from './parts.ts';
import type { Scale } from './scale.ts';

/** With its label; lengths are pixels. */
export interface Gap {
  readonly x: number;
  readonly end: number;
  readonly seconds: number;
  readonly text: string;
  readonly width: number;
  readonly look: string;
}

/** Milliseconds that a request may have been under way when something happened to it. */
const UNDER_WAY = 250;

/** From where it begins to the first letter of its label. */
export const LABEL_INDENT = 6;

/** Where nothing is asked, an address does not answer while it has no owner. */
export function gapsIn(
  timeline: Timeline,
  address: string,
  drill: readonly DrillRow[],
  reigns: readonly Reign[],
  scale: Scale,
): Gap[] {
  const isAsked = timeline.probes.some((probe) => probe.address === address);
  const spans = isAsked ? gapsOf(timeline, address) : reigns.filter(({ owners }) => owners.length === 0);
  const rows = spans.map(({ from }) => rowAt(from, timeline, address, drill));
  return spans.map(({ from, to }, i) => {
    const row = rows[i];
    // The drill has measured all gaps of an event as one, and better than the picture does.
    const isMeasured = row && rows.filter((other) => other === row).length === 1;
    const seconds = (isMeasured ? row.gapSeconds : null) ?? (to - from) / 1000;
    const text = gapInWords(seconds, row?.foretold ?? null);
    const look = row?.ok === false ? 'alarm halo' : 'small halo';
    return { x: scale.x(from), end: scale.x(to), seconds, text, width: LABEL_INDENT + widthOf(text) * 1.1, look };
  });
}

/** What a drill did last before a gap began. */
function rowAt(from: number, { events }: Timeline, address: string, drill: readonly DrillRow[]): DrillRow | undefined {
  const cause = events.findLast(({ at }) => at <= from + UNDER_WAY);
  return drill.find((row) => row.address === address && eventInWords(row) === cause?.text);
}

/** `2 gaps, longest 0.61 s`. */
export function totalInWords(gaps: readonly Gap[]): string {
  if (gaps.length === 0) return 'no gap';
  const longest = secondsInWords(Math.max(...gaps.map(({ seconds }) => seconds)));
  return gaps.length === 1 ? `1 gap, ${longest}` : `${gaps.length} gaps, longest ${longest}`;
}
