/**
 * What an instance tracks in the end, its own entries and those of its sync group, and what each of it does when it
 * fails (vrrp.c, vrrp_complete_instance and sync_group_tracking_init; vrrp_track.c).
 */
import { type Directive, placeOf } from '../../model/directive.ts';
import { effective } from '../../model/effective.ts';
import type { Node, SyncGroup, VrrpInstance, VrrpScript } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readTracked, type Tracked, weightOf } from '../../rules/tracking.ts';
import type { Version } from '../../schema/index.ts';
import type { TrackedKind } from '../scenario.ts';

export interface Tracker {
  readonly what: TrackedKind;
  readonly name: string;
  /** -254 to 254. 0: while it fails the instance is in FAULT. */
  readonly weight: number;
  /** Success and failure change places. */
  readonly reverse: boolean;
  /** Where it is tracked. */
  readonly place: Place;
  /** Where the weight that counts is written, in the entry or in what it names. */
  readonly weightPlace?: Place;
  /** What runs, for scripts. */
  readonly script?: VrrpScript;
  /** The instance's own interface, tracked without being named. */
  readonly isOwnInterface?: true;
}

const KINDS: Readonly<Record<string, TrackedKind>> = {
  track_script: 'script',
  track_interface: 'interface',
  track_file: 'file',
  track_process: 'process',
  track_bfd: 'bfd',
};

const OWNER = 255;

const groups = new WeakMap<Node, ReadonlyMap<string, SyncGroup>>();

/** The sync group that an instance belongs to: the first that names it. */
export function syncGroupOf({ name }: VrrpInstance, node: Node): SyncGroup | undefined {
  const pairs = (): [string, SyncGroup][] =>
    node.syncGroups.flatMap((group) => group.members.map(({ value }): [string, SyncGroup] => [value, group]));
  const byMember = groups.get(node) ?? new Map(pairs().reverse());
  groups.set(node, byMember);
  return byMember.get(name.value);
}

const kept = new WeakMap<Node, Map<string, readonly Tracker[]>>();

/** In the order of the file; what keepalived leaves out, or cannot be known, is not there. Kept with the node. */
export function trackersOf(instance: VrrpInstance, node: Node, version: Version): readonly Tracker[] {
  const ofNode = kept.get(node) ?? new Map<string, readonly Tracker[]>();
  kept.set(node, ofNode);
  const key = `${instance.name.value} ${version}`;
  const known = ofNode.get(key);
  if (known) return known;
  const group = syncGroupOf(instance, node);
  const isOwner = effective(instance, node).priority === OWNER;
  const own = trackersIn(instance.setting, node, version);
  const ofGroup = group ? trackersIn(group.setting, node, version) : [];
  const trackers = [
    ...ownInterface(instance),
    ...(isOwner || (group && !group.trackingWeight) ? withoutWeights(own, isOwner) : own),
    // A sync group's own trackers keep their weights, unless a member owns its addresses.
    ...(hasOwner(group, node) ? ofGroup.map((tracker) => ({ ...tracker, weight: 0 })) : ofGroup),
  ];
  ofNode.set(key, trackers);
  return trackers;
}

function ownInterface({ interface: device, dontTrackPrimary }: VrrpInstance): Tracker[] {
  if (!device || dontTrackPrimary) return [];
  return [
    { what: 'interface', name: device.value, weight: 0, reverse: false, place: device.place, isOwnInterface: true },
  ];
}

function trackersIn(owner: Setting, node: Node, version: Version): Tracker[] {
  return readTracked(owner, node, version).kept.flatMap((tracked): Tracker[] => {
    const weight = weightOf(tracked);
    const script = tracked.list === 'track_script' ? scriptOf(tracked, node) : undefined;
    const weightPlace = weightPlaceOf(tracked);
    if (weight === undefined || (script && !runs(script, node))) return [];
    return [
      {
        what: KINDS[tracked.list]!,
        name: tracked.name,
        weight,
        reverse: isReverse(tracked),
        place: placeOf(tracked.entry, tracked.entry.words[0]),
        ...(weightPlace && { weightPlace }),
        ...(script && { script }),
      },
    ];
  });
}

const scriptOf = ({ defined }: Tracked, node: Node): VrrpScript | undefined =>
  node.scripts.find(({ setting }) => setting === defined);

/** With enable_script_security a script that no user is named for is left out (keepalived_script is on few hosts). */
const runs = ({ setting }: VrrpScript, { globals }: Node): boolean =>
  !globals.scriptSecurity?.value || globals.scriptUser !== undefined || named(setting.children, 'user').length > 0;

const hasWord = (words: readonly { text: string }[], text: string): boolean => words.some((word) => word.text === text);

/** The line of the weight: the entry; without a weight of its own, that of its object. */
const weightLine = ({ entry, weight, defined }: Tracked): Directive | undefined =>
  weight !== undefined ? entry : defined && named(defined.children, 'weight').at(-1)?.directive;

function isReverse(tracked: Tracked): boolean {
  const line = weightLine(tracked);
  return line ? hasWord(line.words, 'reverse') : false;
}

function weightPlaceOf(tracked: Tracked): Place | undefined {
  const line = weightLine(tracked);
  const word = line?.words[line === tracked.entry ? 2 : 1];
  return line && word && placeOf(line, word);
}

/** In a sync group, and with priority 255, weights are left out: of an interface the weight, of a script the entry. */
function withoutWeights(trackers: readonly Tracker[], isOwner: boolean): Tracker[] {
  return trackers.flatMap((tracker) => {
    if (tracker.weight === 0) return [tracker];
    const loses =
      (tracker.what === 'interface' && !isOwner) || (tracker.what === 'file' && tracker.weight === DEFAULT_FILE_WEIGHT);
    if (loses) return [{ ...tracker, weight: 0 }];
    return tracker.what === 'process' && !isOwner ? [tracker] : [];
  });
}

/** A track_file without a weight; a written one of 1 is the same. */
const DEFAULT_FILE_WEIGHT = 1;

const hasOwner = (group: SyncGroup | undefined, node: Node): boolean =>
  group !== undefined &&
  node.instances.some(
    (instance) =>
      group.members.some(({ value }) => value === instance.name.value) && effective(instance, node).priority === OWNER,
  );

/** From -254 on a track_file's value times its weight is FAULT (vrrp_track.c). */
const FILE_FAULT = 254;

/**
 * What it adds to the priority. A tracked file counts nothing while all is well, and as if it held the number 1 (-1 where
 * that is the one that lowers the priority) when it fails.
 */
export function contribution({ what, weight, reverse }: Tracker, isWell: boolean): number {
  if (what === 'file') return isWell || Math.abs(weight) >= FILE_FAULT ? 0 : -Math.abs(weight);
  const signed = reverse ? -weight : weight;
  return weight > 0 === isWell ? signed : 0;
}

/** Whether the instance is in FAULT for it. */
export const isFault = ({ what, weight, reverse }: Tracker, isWell: boolean): boolean =>
  weight === 0 ? isWell === reverse : what === 'file' && !isWell && Math.abs(weight) >= FILE_FAULT;

const LOWEST = 1;
const HIGHEST = 254;

/** 1 to 254, whatever the weights come to; an address owner keeps 255 (vrrp_track.c, vrrp_set_effective_priority). */
export const clampPriority = (base: number, sum: number): number =>
  base === OWNER ? OWNER : Math.min(HIGHEST, Math.max(LOWEST, base + sum));
