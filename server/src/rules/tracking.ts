/** What instances and sync groups track: entries of the track_* lists (vrrp_track.c, track_file.c). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import { named, type Setting } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince, ROOT, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { removeStatement, replaceWord } from './edits.ts';
import { findOption, INTERFACE_LENGTH, isTooLong, type List, listsOf, readHost } from './entries.ts';
import { liveBlocks } from './names.ts';
import { isKeptObject } from './scripts.ts';
import { hintOf } from './values.ts';

export const TRACKING_CODES = catalogue('keepalived', {
  'track-undefined': ['error', 'A tracked object is not defined, or only further below: the entry is ignored.'],
  'track-duplicate': ['error', 'An instance tracks the same object twice: the second entry is ignored.'],
  'track-option': ['error', 'A word behind a tracked object is not understood: it, or the entry, is ignored.'],
  'track-weight': ['warning', 'The weight of a tracked object is no number in its range: another one is used.'],
});

interface Kind {
  /** Keywords of the blocks that define such objects; none for interfaces, which the machine defines. */
  readonly blocks: readonly string[];
  readonly what: string;
  /** Largest weight that is not reported. */
  readonly limit: number;
  /** One more is read as the limit. */
  readonly clamps: boolean;
  /** An unknown word behind the weight drops the entry, not only the word. */
  readonly dropsOnUnknown: boolean;
}

const KINDS: Readonly<Record<string, Kind>> = {
  track_interface: { blocks: [], what: 'interface', limit: 253, clamps: true, dropsOnUnknown: false },
  track_script: { blocks: ['vrrp_script'], what: 'script', limit: 253, clamps: true, dropsOnUnknown: false },
  track_file: {
    blocks: ['track_file', 'vrrp_track_file'],
    what: 'track file',
    limit: 254,
    clamps: false,
    dropsOnUnknown: true,
  },
  track_process: {
    blocks: ['vrrp_track_process'],
    what: 'track process',
    limit: 254,
    clamps: false,
    dropsOnUnknown: false,
  },
  track_bfd: { blocks: ['bfd_instance'], what: 'BFD instance', limit: 253, clamps: false, dropsOnUnknown: true },
};

/** An entry that keepalived keeps. `weight`: what is written; undefined where that of the object counts. */
export interface Tracked {
  readonly list: string;
  readonly entry: Directive;
  readonly name: string;
  readonly weight?: number;
  /** The block that defines it; interfaces have none. */
  readonly defined?: Setting;
}

interface Definitions {
  /** First kept block of every name, by list, with its place in the order of reading. */
  readonly first: ReadonlyMap<string, ReadonlyMap<string, { setting: Setting; order: number }>>;
  readonly order: ReadonlyMap<Setting, number>;
}

const definitions = new WeakMap<Node, Definitions & { readonly version: Version }>();

function definitionsOf(node: Node, version: Version): Definitions {
  const known = definitions.get(node);
  if (known?.version === version) return known;
  const order = new Map(node.settings.map((setting, index) => [setting, index]));
  const first = new Map(
    Object.entries(KINDS).map(([list, { blocks }]) => {
      const byName = new Map<string, { setting: Setting; order: number }>();
      for (const setting of named(node.settings, ...blocks)) {
        const name = setting.directive.words[1]?.text;
        if (name === undefined || byName.has(name) || !isKnownSince(setting.keyword!, version)) continue;
        if (isKeptObject(setting)) byName.set(name, { setting, order: order.get(setting)! });
      }
      return [list, byName];
    }),
  );
  const made = { first, order, version };
  definitions.set(node, made);
  return made;
}

/** Reads the track_* lists of one instance or sync group. */
export function readTracked(owner: Setting, node: Node, version: Version): { kept: Tracked[]; findings: Finding[] } {
  const findings: Finding[] = [];
  const { first, order } = definitionsOf(node, version);
  const kept = Object.entries(KINDS).flatMap(([list, kind]) => {
    const seen = new Map<string, Place>();
    return listsOf(owner.children, list).flatMap((found) =>
      found.entries.flatMap((entry): Tracked[] => {
        const [name] = entry.words;
        const definition = first.get(list)?.get(name.text);
        if (kind.blocks.length && !isDefined(definition, order.get(owner)!, kind, node)) {
          findings.push(undefinedObject(entry, kind, definition?.setting, node));
          return [];
        }
        const earlier = seen.get(name.text);
        if (earlier) {
          const message = `${name.text} is tracked here already: keepalived ignores the second entry.`;
          const related = [{ place: earlier, message: 'the first one, which counts' }];
          const fixes = removeStatement(entry, 'Remove this entry');
          findings.push(report(TRACKING_CODES['track-duplicate'], placeOf(entry, name), message, { related, fixes }));
          return [];
        }
        if (!kind.blocks.length && isTooLong(name.text)) {
          const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
          findings.push(report(TRACKING_CODES['track-undefined'], placeOf(entry, name), message));
        }
        const weight = readWeight(entry, found, kind, version, findings);
        if (weight === 'dropped') return [];
        seen.set(name.text, placeOf(entry, name));
        const tracked = { list, entry, name: name.text };
        return [{ ...tracked, ...weight, ...(definition && { defined: definition.setting }) }];
      }),
    );
  });
  return { kept, findings };
}

/** BFD instances are left alone where the schema, or a definition in a name, hides which there are. */
const isDefined = (definition: { order: number } | undefined, at: number, { blocks }: Kind, node: Node): boolean =>
  definition
    ? definition.order < at
    : !blocks.some((block) => ROOT.has(block)) ||
      named(node.settings, ...blocks).some(({ directive }) => directive.words.some(isOpaque));

function undefinedObject(entry: Directive, kind: Kind, below: Setting | undefined, node: Node): Finding {
  const [name] = entry.words;
  const others = named(node.settings, ...kind.blocks);
  const dropped = others.find(({ directive }) => directive.words[1]?.text === name.text);
  const related = below ?? dropped;
  const message = below
    ? `The ${kind.what} ${name.text} is defined further below, and keepalived reads from top to bottom: it ignores this entry and does not track ${name.text}. Move the ${kind.blocks[0]} block above.`
    : dropped
      ? `The ${kind.what} ${name.text} is ${dropped.keyword?.name === 'bfd_instance' ? 'for `checker` only' : 'not kept by keepalived'}, so it ignores this entry: ${name.text} is not tracked.`
      : `There is no ${kind.what} ${name.text}: keepalived ignores this entry and tracks nothing here.${known(others)}`;
  return report(TRACKING_CODES['track-undefined'], placeOf(entry, name), message, {
    ...(related && {
      related: [{ place: placeOf(related.directive, related.directive.words[0]), message: `${name.text} stands here` }],
    }),
  });
}

function known(settings: readonly Setting[]): string {
  const names = settings.flatMap(({ directive }) => directive.words[1]?.text ?? []).slice(0, 3);
  return names.length ? ` Defined: ${names.join(', ')}.` : '';
}

function readWeight(
  entry: Directive,
  { keyword }: List,
  kind: Kind,
  version: Version,
  findings: Finding[],
): { weight?: number } | 'dropped' {
  const [name, word, value, last] = entry.words;
  const say = (
    code: keyof typeof TRACKING_CODES,
    at: Word,
    message: string,
    more: Pick<Finding, 'fixes'> = {},
  ): void => {
    findings.push(report(TRACKING_CODES[code], placeOf(entry, at), message, more));
  };
  if (!word) return {};
  if (word.text !== 'weight') {
    const sameLine = readHost(word.text) || !value;
    const message = `Behind ${name.text} only "weight" may stand: keepalived ignores the whole entry, and ${name.text} is not tracked.${hintOf(word.text, ['weight']) || (sameLine ? ' Every object needs a line of its own.' : '')}`;
    say('track-option', word, message);
    return 'dropped';
  }
  if (!value) {
    say(
      'track-option',
      word,
      `"weight" needs a number: keepalived ignores the whole entry, and ${name.text} is not tracked.`,
    );
    return 'dropped';
  }
  const limit = kind.clamps ? kind.limit + 1 : kind.limit;
  const read = readInteger(value.text, -limit, limit);
  let weight = read;
  if (read === undefined) {
    const instead = kind.blocks.length
      ? `that of ${kind.blocks[0]} ${name.text}`
      : '0, so that FAULT follows when it goes down';
    say(
      'track-weight',
      value,
      `"${value.text}" is not a number from -${kind.limit} to ${kind.limit}: keepalived uses ${instead}.`,
    );
    if (!kind.blocks.length) weight = 0;
  } else if (kind.clamps && Math.abs(read) === limit) {
    weight = Math.sign(read) * kind.limit;
    const fixes = replaceWord(entry, value, String(weight), `Change to ${weight}`);
    say('track-weight', value, `The largest weight is ${kind.limit}: keepalived uses ${weight}.`, { fixes });
  }
  if (
    last &&
    !findOption(
      keyword.options.filter(({ value: takes }) => !takes),
      last.text,
      version,
    ).option
  ) {
    const consequence = kind.dropsOnUnknown ? `the whole entry, and ${name.text} is not tracked` : 'this word';
    say('track-option', last, `"${last.text}" is not understood behind a weight: keepalived ignores ${consequence}.`);
    if (kind.dropsOnUnknown) return 'dropped';
  }
  return weight === undefined ? {} : { weight };
}

/** The weight that counts: the entry's own, or that of the object. */
export function weightOf({ weight, defined, list }: Tracked): number | undefined {
  if (weight !== undefined) return weight;
  if (!defined) return 0;
  const word = named(defined.children, 'weight').at(-1)?.directive.words[1];
  if (word && isOpaque(word)) return undefined;
  return (word && readInteger(word.text, -254, 254)) ?? (list === 'track_file' ? 1 : 0);
}

export const tracking: Rule = (node, { version }) =>
  [...liveBlocks(node, 'vrrp_instance'), ...liveBlocks(node, 'vrrp_sync_group')].flatMap(
    (owner) => readTracked(owner, node, version).findings,
  );
