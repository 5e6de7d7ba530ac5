/** Findings in what definitions and generators made: said once for a place, and without fixes that cannot be made. */
import type { Expansion } from '../model/expand.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import type { Item, Span } from '../syntax/tree.ts';

/**
 * The same code at the same place from many generated lines is one finding, with the first one's message. A fix that
 * would write over the use of a definition is left out: what is wrong stands in the definition.
 */
export function oncePerPlace(findings: readonly Finding[], { uses, made }: Expansion): readonly Finding[] {
  if (!uses.length && !made.length) return findings;
  const expanded = stretchesOf([...uses, ...made]);
  const used = stretchesOf(uses);
  const first = new Map<Item, Map<string, { index: number; messages: Set<string> }>>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const { code, message, place } = finding;
    if (!touches(place, expanded)) {
      kept.push(finding);
      continue;
    }
    const inItem = first.get(place.item) ?? new Map<string, { index: number; messages: Set<string> }>();
    first.set(place.item, inItem);
    const key = `${place.start} ${place.end} ${code}`;
    const known = inItem.get(key);
    if (known) {
      known.messages.add(message);
      continue;
    }
    inItem.set(key, { index: kept.length, messages: new Set([message]) });
    kept.push(withoutLostFixes(finding, used));
  }
  for (const places of first.values()) {
    for (const { index, messages } of places.values()) {
      if (messages.size > 1) kept[index] = withCount(kept[index]!, messages.size - 1);
    }
  }
  return kept;
}

type Stretches = ReadonlyMap<Item, readonly Span[]>;

/** Places by item, in order; those that overlap are one. */
function stretchesOf(of: readonly { readonly place: Place }[]): Stretches {
  const stretches = new Map<Item, Span[]>();
  for (const [item, places] of Map.groupBy(of, ({ place }) => place.item)) {
    const sorted = places.map(({ place: { start, end } }) => ({ start, end })).sort((a, b) => a.start - b.start);
    const merged: { start: number; end: number }[] = [];
    for (const span of sorted) {
      const last = merged.at(-1);
      if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
      else merged.push(span);
    }
    stretches.set(item, merged);
  }
  return stretches;
}

/** Whether a place has a character in common with one of them, or stands empty at its edge. */
function touches({ item, start, end }: Place, stretches: Stretches): boolean {
  const spans = stretches.get(item) ?? [];
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= start && spans[middle]!.end !== end) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && (start === end ? span.start <= start : span.start < end);
}

const withCount = (finding: Finding, more: number): Finding => ({
  ...finding,
  message: `${finding.message} The same holds for ${more} more ${more === 1 ? 'line' : 'lines'} made here.`,
});

function withoutLostFixes(finding: Finding, used: Stretches): Finding {
  if (!finding.fixes?.length) return finding;
  const fixes = finding.fixes.filter(
    ({ edits }: Fix) => !edits.some(({ place }) => place.start < place.end && touches(place, used)),
  );
  const { fixes: _, ...rest } = finding;
  return fixes.length ? { ...rest, fixes } : rest;
}
