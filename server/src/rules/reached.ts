/**
 * keepalived exits at the first word that is missing where it must have one. What it would say of anything behind that
 * is left out: nobody hears it before that word is there.
 */
import { type Finding, isOfKeepalived } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import { isReached, PROCESSES, type Reading } from '../model/reading.ts';
import type { Item } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { readingOf } from './lines.ts';
import { LVS_AFTERWARDS } from './lvs/lvs.ts';
import { PHYSICAL_LINES } from './physicalLines.ts';

/** What keepalived checks when it has read everything, whatever interfaces the host has. */
const AFTERWARDS: ReadonlySet<string> = new Set(LVS_AFTERWARDS);

export const asReached =
  (rules: readonly Rule[]): Rule =>
  (node, context) => {
    const findings = rules.flatMap((rule) => rule(node, context));
    const reading = readingOf(node, context.version);
    if (!reading?.stop) return findings;
    const lineOf = linesIn(reading);
    return findings.filter((finding) => !isOfKeepalived(finding) || isSaid(finding, reading, lineOf));
  };

function isSaid(
  { code, origin, place }: Finding,
  { stop, readers }: Reading,
  lineOf: (place: Place) => number,
): boolean {
  const line = lineOf(place);
  // Every process takes all lines apart, those of other processes too; the parent is the first.
  const reader = code in PHYSICAL_LINES ? 'parent' : (readers[line] ?? 'parent');
  if (origin === 'host' || AFTERWARDS.has(code)) return PROCESSES.indexOf(reader) < PROCESSES.indexOf(stop!.process);
  return isReached(stop, reader, line);
}

/** The line that a place is on: the last that begins before it in the same item. */
function linesIn({ lines }: Reading): (place: Place) => number {
  const starts = new Map<Item, { start: number; line: number }[]>();
  lines.forEach(({ place }, line) => {
    const ofItem = starts.get(place.item) ?? [];
    starts.set(place.item, ofItem);
    ofItem.push({ start: place.start, line });
  });
  for (const ofItem of starts.values()) ofItem.sort((a, b) => a.start - b.start || a.line - b.line);
  return ({ item, start }) => {
    const ofItem = starts.get(item) ?? [];
    let low = 0;
    let high = ofItem.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ofItem[middle]!.start <= start) low = middle + 1;
      else high = middle;
    }
    return ofItem[low - 1]?.line ?? 0;
  };
}
