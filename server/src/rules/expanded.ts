/** Findings in what definitions and generators made: said once for a place, and without fixes that cannot be made. */
import type { Expansion } from '../model/expand.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import type { Item } from '../syntax/tree.ts';

/**
 * The same code at the same place from many generated lines is one finding, with the first one's message. A fix that
 * would write over the use of a definition is left out: what is wrong stands in the definition.
 */
export function oncePerPlace(findings: readonly Finding[], { uses, made }: Expansion): readonly Finding[] {
  if (!uses.length && !made.length) return findings;
  const expanded = new Map<Item, Stretches>();
  for (const [item, spans] of Map.groupBy([...uses, ...made], ({ place }) => place.item)) {
    expanded.set(item, stretchesOf(spans.map(({ place }) => place)));
  }
  const used = Map.groupBy(uses, ({ place }) => place.item);
  const first = new Map<Item, Map<string, { index: number; messages: Set<string> }>>();
  const kept: Finding[] = [];
  for (const finding of findings) {
    const { code, message, place } = finding;
    if (!isWithin(place, expanded.get(place.item))) {
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

/** Places of one item in the order of their starts, each with the furthest end up to there. */
type Stretches = readonly { readonly start: number; readonly end: number }[];

function stretchesOf(places: readonly Place[]): Stretches {
  let furthest = 0;
  return places
    .toSorted((a, b) => a.start - b.start)
    .map(({ start, end }) => {
      furthest = Math.max(furthest, end);
      return { start, end: furthest };
    });
}

function isWithin({ start }: Place, stretches: Stretches | undefined): boolean {
  if (!stretches) return false;
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  return low > 0 && start <= stretches[low - 1]!.end;
}

const withCount = (finding: Finding, more: number): Finding => ({
  ...finding,
  message: `${finding.message} The same holds for ${more} more ${more === 1 ? 'line' : 'lines'} made here.`,
});

function withoutLostFixes(finding: Finding, used: ReadonlyMap<Item, readonly { place: Place }[]>): Finding {
  if (!finding.fixes?.length) return finding;
  const hits = ({ place: { item, start, end } }: { place: Place }): boolean =>
    used.get(item)?.some(({ place }) => place.start < end && start < place.end) === true;
  const fixes = finding.fixes.filter(({ edits }: Fix) => !edits.some(hits));
  const { fixes: _, ...rest } = finding;
  return fixes.length ? { ...rest, fixes } : rest;
}
