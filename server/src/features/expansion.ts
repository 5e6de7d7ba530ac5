/** `$NAME`, `~SEQ`, `~LST` and includes under the cursor: what keepalived makes of them here. */
import { type Expansion, expand } from '../model/expand.ts';
import { isPlain } from '../model/lines/cursor.ts';
import { PREDEFINED } from '../model/lines/definitions.ts';
import type { Place, Range } from '../model/place.ts';
import { positionIn } from '../model/place.ts';
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Item } from '../syntax/tree.ts';
import { type Document, type Location, locationOf, type Preferences } from './document.ts';
import { expansionWordsIn } from './expansionWords.ts';
import type { Hover } from './hover.ts';
import { labelsIn } from './labels.ts';
import { definitionsOf } from './names.ts';

interface Reading {
  readonly configId?: string;
  readonly expansion: Expansion;
}

/** The document's configuration as each of its nodes reads it. */
const readingsOf = ({ file, files, readBy }: Document, version: Version): Reading[] =>
  (readBy?.length ? readBy : [{ file }]).map(({ file: main, configId }) => ({
    ...(configId !== undefined && { configId }),
    expansion: expand(main, { files, version, ...(configId !== undefined && { configId }) }),
  }));

/** A stretch of a line that stands for something else. */
interface Found {
  readonly kind: 'use' | 'definition' | 'generator';
  readonly text: string;
  /** Of a definition or its use. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

const SPOTS: readonly { readonly kind: Found['kind']; readonly pattern: RegExp }[] = [
  { kind: 'definition', pattern: /\$([A-Za-z_]\w*)(?==)/g },
  { kind: 'use', pattern: /\$(?:\{([A-Za-z_]\w*)[ \t\w]*\}|([A-Za-z_]\w*)(?=[ \t,)\r]|$))/g },
  { kind: 'generator', pattern: /~(?:SEQx?|LST)[ \t]*\([^)]*\)/g },
];

/** The line that holds an offset of an item; what lies further than this from it is no help. */
const LONGEST_LINE = 1100;

function spotIn(item: Item, at: number): Found | undefined {
  const from = Math.max(item.text.lastIndexOf('\n', at - 1) + 1, at - LONGEST_LINE);
  const newline = item.text.indexOf('\n', at);
  const line = item.text.slice(from, Math.min(newline < 0 ? item.text.length : newline, at + LONGEST_LINE));
  for (const { kind, pattern } of SPOTS) {
    for (const match of line.matchAll(pattern)) {
      const start = from + match.index;
      const end = start + match[0].length;
      if (start <= at && at <= end) return { kind, text: match[0], name: match[1] ?? match[2] ?? '', start, end };
    }
  }
  return undefined;
}

/** What a definition, its use, or a generator comes to. */
export function expansionHover(
  document: Document,
  { item, at }: { readonly item: Item; readonly at: number },
  preferences: Preferences,
): Hover | undefined {
  const spot = spotIn(item, at);
  if (!spot) return undefined;
  const place: Place = { file: document.file, item, start: spot.start, end: spot.end };
  const readings = readingsOf(document, preferences.version);
  const said = readings.map(({ configId, expansion }) => ({
    configId,
    text: SAY[spot.kind](spot, place, expansion, document, preferences),
  }));
  const texts = new Set(said.map(({ text }) => text));
  const { onNode } = expansionWordsIn(preferences.language);
  const parts =
    texts.size > 1
      ? said.map(({ configId, text }) => (configId === undefined ? text : `${onNode(`\`${configId}\``)}\n\n${text}`))
      : [...texts];
  const range: Range = {
    start: positionIn(document.tree, item, spot.start),
    end: positionIn(document.tree, item, spot.end),
  };
  return { text: parts.join('\n\n---\n\n'), range };
}

type Say = (spot: Found, place: Place, expansion: Expansion, document: Document, preferences: Preferences) => string;

const SAY: Readonly<Record<Found['kind'], Say>> = {
  use(spot, place, { uses }, document, { language, version }) {
    const words = expansionWordsIn(language);
    const written = `\`${spot.text}\``;
    const use = uses.find((each) => isSame(each.place, place));
    if (use?.definition.place && use.values.some((value) => value !== '')) {
      const intro = use.values.length > 1 ? words.values(written) : words.becomes(written);
      return join([`${intro}\n\n${code(use.values)}`, definedAt(use.definition.place, spot.name, document, language)]);
    }
    const own = PREDEFINED[spot.name];
    if (own && !use?.definition.place) {
      const text = words.predefined[spot.name] ?? '';
      const since = isKnownSince(own, version) ? '' : `${labelsIn(language).since} ${own.since}`;
      const value = use?.values.find((each) => each !== '');
      return join([text, since, value && `${words.becomes(written)}\n\n${code([value])}`]);
    }
    const [defined] = definitionsOf(document.files, document.together, spot.name);
    if (use)
      return join([
        `${words.becomes(written)} ${words.empty}`,
        defined && definedAt(defined, spot.name, document, language),
      ]);
    if (!defined) return words.undefined(written);
    return join([words.elsewhere(written), definedAt(defined, spot.name, document, language)]);
  },
  definition(spot, place, { definitions, uses }, _, { language }) {
    const words = expansionWordsIn(language);
    const isHere = (each: Place | undefined): boolean => each?.item === place.item && each.start === place.start + 1;
    const definition = definitions.find((each) => isHere(each.place));
    if (!definition) return words.elsewhere(`\`${spot.text}\``);
    const count = uses.filter((use) => isHere(use.definition.place)).length;
    const value = definition.value.trimEnd();
    return join([words.definition(`\`${spot.text}\``), value === '' ? words.empty : code([value]), words.used(count)]);
  },
  generator(_, place, { made }, __, { language }) {
    const words = expansionWordsIn(language);
    const lines = made.find((each) => each.place.item === place.item && holds(each.place, place));
    if (!lines) return words.nothing;
    return `${words.makes(lines.count)}\n\n${code([...lines.lines, ...(lines.count > lines.lines.length ? ['…'] : [])])}`;
  },
};

const join = (parts: readonly (string | undefined)[]): string => parts.filter((part) => part).join('\n\n');
const code = (lines: readonly string[]): string => `\`\`\`keepalived\n${lines.join('\n')}\n\`\`\``;
const isSame = (a: Place, b: Place): boolean => a.item === b.item && a.start === b.start;
const holds = (outer: Place, inner: Place): boolean => outer.start <= inner.start && inner.end <= outer.end;

function definedAt(place: Place, name: string, { files }: Document, language: Preferences['language']): string {
  const location = locationOf(files, place);
  if (!location) return '';
  const file = location.file.split('/').slice(-2).join('/');
  return labelsIn(language).definedAt(`\`$${name}\``, `\`${file}\`:${location.range.start.line + 1}`);
}

/** Where the definition under the cursor got its value, or the files that an include names as keepalived reads it. */
export function expansionTargets(
  document: Document,
  { item, at }: { readonly item: Item; readonly at: number },
  version: Version,
): Location[] {
  const { files, together } = document;
  const spot = spotIn(item, at);
  if (!spot && isPlain(item)) return [];
  const readings = readingsOf(document, version);
  if (spot?.kind === 'use' || spot?.kind === 'definition') {
    const used = readings.flatMap(
      ({ expansion }) =>
        expansion.uses.find(({ place }) => place.item === item && place.start === spot.start)?.definition.place ?? [],
    );
    const places = used.length ? used : definitionsOf(files, together, spot.name);
    return unique(places.flatMap((place) => locationOf(files, place) ?? []));
  }
  const named = readings.flatMap(({ expansion }) =>
    expansion.includes
      .filter(({ place }) => place.item === item && place.start <= at && at <= place.end)
      .flatMap((include) => include.files),
  );
  const start = { line: 0, column: 0 };
  return [...new Set(named)].map((file) => ({ file, range: { start, end: start } }));
}

const unique = (locations: readonly Location[]): Location[] => [
  ...new Map(
    locations.map((location) => [
      `${location.file} ${location.range.start.line} ${location.range.start.column}`,
      location,
    ]),
  ).values(),
];
