/** Findings in what definitions and generators made: said once for a place, with what must be edited, and without fixes that cannot be made. */
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
  for (const found of findings) {
    const finding = onUse(found, used);
    const { code, message, place } = finding;
    if (!touches(place, expanded)) {
      kept.push(finding);
      continue;
    }
    const inItem = first.get(place.item) ?? new Map<string, { index: number; messages: Set<string> }>();
    first.set(place.item, inItem);
    const key = `${place.start} ${place.end} ${code} ${place.from ? `${place.from.start} ${place.from.file}` : ''}`;
    const known = inItem.get(key);
    if (known) {
      known.messages.add(message);
      continue;
    }
    inItem.set(key, { index: kept.length, messages: new Set([message]) });
    kept.push(withSource(withoutLostFixes(finding, used)));
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
const touches = (place: Place, stretches: Stretches): boolean => stretchAt(place, stretches) !== undefined;

function stretchAt({ item, start, end }: Place, stretches: Stretches): Span | undefined {
  const spans = stretches.get(item) ?? [];
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.end <= start && spans[middle]!.end !== end) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span && (start === end ? span.start <= start : span.start < end) ? span : undefined;
}

/** A part of a word that a definition brought here has no place of its own: the use stands for it. */
function onUse(finding: Finding, used: Stretches): Finding {
  const { place } = finding;
  const use = place.from && stretchAt(place, used);
  return use && use.start <= place.start ? { ...finding, place: { ...place, ...use } } : finding;
}

/** A person must edit what a definition brought here where it stands. */
const withSource = (finding: Finding): Finding => {
  const { place, related = [] } = finding;
  return place.from
    ? { ...finding, related: [{ place: place.from, message: 'this is written here' }, ...related] }
    : finding;
};

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
