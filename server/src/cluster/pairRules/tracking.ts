import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import type { Node, SyncGroup, Track, TrackedObject, VrrpInstance } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { named } from '../../model/settings.ts';
import { syncGroupOf } from '../election/trackers.ts';
import { listed } from '../words.ts';
import { appendLines, insertBefore } from './edits.ts';
import { addressesOf, type Entry, instanceLine } from './entry.ts';

export const TRACKING_CODES = catalogue('pair', {
  'pair-track-mismatch': ['warning', 'A script, interface, file or process is tracked on one node only'],
});

/** What can be tracked, and how it is found in a node. A peer that bfd watches is another one on every node. */
interface Kind {
  readonly word: 'script' | 'interface' | 'file' | 'process';
  readonly tracks: (of: VrrpInstance | SyncGroup) => readonly Track[];
  readonly objects: (node: Node) => readonly TrackedObject[];
}

const KINDS: readonly Kind[] = [
  { word: 'script', tracks: ({ trackedScripts }) => trackedScripts, objects: ({ scripts }) => scripts },
  { word: 'interface', tracks: ({ trackedInterfaces }) => trackedInterfaces, objects: () => [] },
  { word: 'file', tracks: ({ trackedFiles }) => trackedFiles, objects: ({ trackFiles }) => trackFiles },
  { word: 'process', tracks: ({ trackedProcesses }) => trackedProcesses, objects: ({ processes }) => processes },
];

/** One thing that a node tracks. */
interface Watched {
  readonly kind: Kind;
  readonly owner: Entry;
  readonly track: Track;
  readonly object: TrackedObject | undefined;
  /** What stands behind the name: the command, the file, the process. */
  readonly target: string | undefined;
}

/** What fails on a node that does not look at it keeps the address there (vrrp_track.c). */
export const checkTracking = (entries: readonly Entry[]): Finding[] =>
  KINDS.flatMap((kind) => {
    const gaps = gapsOf(kind, entries);
    return entries.flatMap((own) => [
      ...reportLack(
        own,
        gaps.filter(({ lacks }) => lacks === own).map(({ watched }) => watched),
        entries,
      ),
      ...reportSurplus(
        gaps.filter(({ watched }) => watched.owner === own),
        entries,
      ),
    ]);
  });

interface Gap {
  readonly watched: Watched;
  readonly lacks: Entry;
}

/**
 * Where both nodes have something that the other has not, these may well be the same under other names. What is not
 * defined is not tracked, but meant to be.
 */
function gapsOf(kind: Kind, entries: readonly Entry[]): Gap[] {
  const all = entries.map((entry) => ({ entry, watched: watchedBy(entry, kind) }));
  return all.flatMap((left) =>
    all.flatMap((right) => {
      const surplus = left.watched.filter((own) => !right.watched.some((other) => areSame(own, other)));
      const others = right.watched.some((own) => !left.watched.some((other) => areSame(own, other)));
      return others ? [] : surplus.filter(isThere).map((watched) => ({ watched, lacks: right.entry }));
    }),
  );
}

const isThere = ({ kind, object, track }: Watched): boolean =>
  kind.word === 'interface' ? !track.name.value.includes('$') : object !== undefined;

/** By the instance or its sync group. Its own interface is tracked in any case. */
function watchedBy(owner: Entry, kind: Kind): Watched[] {
  const { node, instance } = owner;
  const group = syncGroupOf(instance, node);
  return [instance, ...(group ? [group] : [])]
    .flatMap(kind.tracks)
    .filter(({ name }) => kind.word !== 'interface' || name.value !== instance.interface?.value)
    .map((track) => {
      const object = kind.objects(node).find(({ name }) => name.value === track.name.value);
      return { kind, owner, track, object, target: object && targetOf(object) };
    });
}

const targetOf = ({ setting }: TrackedObject): string | undefined =>
  named(setting.children, 'script', 'file', 'process')
    .at(-1)
    ?.directive.words.slice(1)
    .map(({ text }) => text)
    .join(' ');

const areSame = (a: Watched, b: Watched): boolean =>
  a.track.name.value === b.track.name.value || (a.target !== undefined && a.target === b.target);

const inWords = (watched: readonly Watched[]): string => {
  const names = [...new Set(watched.map(({ track }) => track.name.value))];
  return `${watched[0]!.kind.word} ${listed(names)}`;
};

const namesOf = (entries: readonly Entry[]): string => listed([...new Set(entries.map(({ name }) => name))]);

/** In the file of the node that does not look. */
function reportLack(own: Entry, watched: readonly Watched[], entries: readonly Entry[]): Finding[] {
  if (watched.length === 0) return [];
  const owners = namesOf(watched.map(({ owner }) => owner));
  const message =
    `${own.name} does not track ${inWords(watched)}, which ${owners} ${owners.includes(' ') ? 'do' : 'does'}: ` +
    `what fails on ${own.name} is not noticed there, and ${addressesOf(entries)} stays.`;
  const fix = watchToo(own, watched);
  return [
    report(TRACKING_CODES['pair-track-mismatch'], listPlace(own, watched[0]!.kind), message, {
      related: watched.map(({ owner, track }) => ({ place: track.name.place, message: `${owner.name} tracks it` })),
      ...(fix && { fixes: [{ ...fix, preferred: true }] }),
    }),
  ];
}

/** The same in the file of the node that does. */
function reportSurplus(gaps: readonly Gap[], entries: readonly Entry[]): Finding[] {
  const byTrack = Map.groupBy(gaps, ({ watched }) => watched.track);
  return [...byTrack].map(([track, about]) => {
    const { watched } = about[0]!;
    const lacking = about.map(({ lacks }) => lacks);
    const message =
      `${watched.owner.name} tracks ${inWords([watched])}, but ${namesOf(lacking)} ${lacking.length > 1 ? 'do' : 'does'} not: ` +
      `what fails there is not noticed, and ${addressesOf(entries)} stays.`;
    const fixes = lacking.flatMap((entry) => watchToo(entry, [watched]) ?? []);
    return report(TRACKING_CODES['pair-track-mismatch'], track.name.place, message, {
      related: lacking.map((entry) => ({
        place: listPlace(entry, watched.kind),
        message: `${entry.name} does not track it`,
      })),
      ...(fixes.length && { fixes }),
    });
  });
}

const listOf = ({ instance }: Entry, { word }: Kind) =>
  named(instance.setting.children, `track_${word}`).at(-1)?.directive;

function listPlace(entry: Entry, kind: Kind): Place {
  const list = listOf(entry, kind);
  return list ? headerOf(list) : instanceLine(entry);
}

/**
 * Writes the entries, and before the instance what they name where the node has not got it. Interfaces are called
 * differently on another node.
 */
function watchToo(own: Entry, watched: readonly Watched[]): Fix | undefined {
  const { kind } = watched[0]!;
  if (kind.word === 'interface') return undefined;
  const wanted = watched.filter((one, i) => watched.findIndex((other) => areSame(one, other)) === i);
  const has = ({ track }: Watched): boolean =>
    kind.objects(own.node).some(({ name }) => name.value === track.name.value);
  const definitions = wanted.filter((one) => !has(one)).flatMap(({ object }) => object ?? []);
  const texts = definitions.map(linesOf);
  const lines = wanted.map(({ track }) => lineOf(track));
  const { directive } = own.instance.setting;
  const list = listOf(own, kind);
  const added = list
    ? appendLines(list, lines)
    : appendLines(directive, [`track_${kind.word} {`, ...lines.map((line) => `\t${line}`), '}']);
  const inserted = insertBefore(
    directive,
    texts.flatMap((text, i) => (i ? ['', ...(text ?? [])] : (text ?? []))),
  );
  if (added.length === 0 || (texts.length && inserted.length === 0) || texts.includes(undefined)) return undefined;
  return {
    title: `Track ${inWords(wanted)} on ${own.name} too`,
    edits: [...(texts.length ? inserted : []), ...added],
  };
}

const lineOf = ({ name, weight, reverse }: Track): string =>
  `${name.value}${weight ? ` weight ${weight.value}` : ''}${reverse ? ' reverse' : ''}`;

/** A definition as it stands in the other file; undefined where one of the other kind is used in it. */
function linesOf({ setting: { directive } }: TrackedObject): string[] | undefined {
  const { item, words, end } = directive;
  const text = item.text.slice(words[0].start, end);
  return /[$@]/.test(text) || !text.endsWith('}') ? undefined : text.split(/\r?\n/).map((line) => line.trimEnd());
}
