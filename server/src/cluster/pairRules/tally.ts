/** What an instance's priority comes to when something that it tracks fails (vrrp_track.c). */
import type { Version } from '../../schema/index.ts';
import { clampPriority, contribution, isFault, syncGroupOf, type Tracker, trackersOf } from '../election/trackers.ts';
import type { Entry } from './entry.ts';

/** An object as an instance tracks it, itself, through its sync group, or both. */
export interface Watched {
  readonly first: Tracker;
  readonly trackers: readonly Tracker[];
  /** What it adds to the priority while it is well, and when it fails. */
  readonly well: number;
  readonly failed: number;
}

export interface Tally {
  readonly entry: Entry;
  readonly base: number;
  /** What everything together adds while all is well. */
  readonly well: number;
  /** By kind and name. */
  readonly watched: ReadonlyMap<string, Watched>;
}

export const keyOf = ({ what, name }: Tracker): string => `${what} ${name}`;

export function tallyOf(entry: Entry, version: Version): Tally {
  const trackers = Map.groupBy(trackersOf(entry.instance, entry.node, version), keyOf);
  const watched = new Map([...trackers].map(([key, same]) => [key, toWatched(same)]));
  const well = [...watched.values()].reduce((sum, each) => sum + each.well, 0);
  return { entry, base: entry.effective.priority, well, watched };
}

const toWatched = (trackers: readonly Tracker[]): Watched => ({
  first: trackers[0]!,
  trackers,
  well: trackers.reduce((sum, tracker) => sum + contribution(tracker, true), 0),
  failed: trackers.reduce((sum, tracker) => sum + contribution(tracker, false), 0),
});

/** A priority as a sum that a person can follow. */
export interface Sum {
  readonly base: number;
  /** What is added, none of them 0. */
  readonly terms: readonly number[];
  /** What comes out and is announced: 1 to 254; 255 for an address owner. */
  readonly priority: number;
}

const sum = (base: number, ...terms: number[]): Sum => ({
  base,
  terms: terms.filter((term) => term !== 0),
  priority: clampPriority(
    base,
    terms.reduce((total, term) => total + term, 0),
  ),
});

export const sumAtRest = ({ base, well }: Tally): Sum => sum(base, well);

/** When one object has failed, and all else is well. */
export const sumWhen = ({ well, failed }: Watched, tally: Tally): Sum => sum(tally.base, tally.well - well, failed);

/** When several have failed at once. */
export const sumWhenAll = (objects: readonly Watched[], { base, well }: Tally): Sum =>
  sum(
    base,
    objects.reduce((rest, object) => rest - object.well + object.failed, well),
  );

/** `98`, or `100 - 2 = 98`. */
export function inWords({ base, terms, priority }: Sum): string {
  if (terms.length === 0) return String(priority);
  const total = terms.reduce((all, term) => all + term, base);
  const bound = priority === total ? '' : ` (the ${priority > total ? 'lowest' : 'highest'} there is)`;
  return `${base}${terms.map((term) => ` ${term < 0 ? '-' : '+'} ${Math.abs(term)}`).join('')} = ${priority}${bound}`;
}

/**
 * What lowers an instance by its weight when it fails, and by nothing but its weight. Not so: what puts it into FAULT;
 * its own interface, whose link carries the adverts too; a file, since how much its number lowers stands in no
 * configuration; what raises the priority when it fails.
 */
export function loweringOf({ entry, watched }: Tally, version: Version): Watched[] {
  const lowering = [...watched.values()].filter(({ first: { what, name }, well, failed }) => {
    const isOwnInterface = what === 'interface' && name === entry.instance.interface?.value;
    return failed < well && what !== 'file' && !isOwnInterface;
  });
  if (lowering.length === 0) return [];
  const faults = faultsOf(entry, version);
  return lowering.filter(({ first }) => !faults.has(keyOf(first)));
}

/** Keys of what puts an instance into FAULT, itself or by way of its sync group. */
function faultsOf({ instance, node }: Entry, version: Version): Set<string> {
  const group = syncGroupOf(instance, node);
  const members = group ? node.instances.filter((each) => syncGroupOf(each, node) === group) : [instance];
  return new Set(
    members
      .flatMap((member) => trackersOf(member, node, version))
      .filter((tracker) => isFault(tracker, false))
      .map(keyOf),
  );
}

const weighs = ({ weight, reverse }: Tracker): boolean => weight !== 0 && !reverse;

/** The weights that a tally has for an object, but for those that count the other way round. */
export const weightsOf = ({ first }: Watched, { watched }: Tally): Tracker[] =>
  (watched.get(keyOf(first))?.trackers ?? []).filter(weighs);

/** At rest, had this object no positive weight, but a negative one or none. */
export const sumWithoutBonus = (object: Watched, tally: Tally): Sum =>
  sum(
    tally.base,
    weightsOf(object, tally).reduce((rest, tracker) => rest - contribution(tracker, true), tally.well),
  );
