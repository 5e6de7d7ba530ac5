/** Sync groups and what their members may track (vrrp_sync.c; vrrp.c, vrrp_complete_instance, sync_group_tracking_init). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import { named, type Setting } from '../model/settings.ts';
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Rule } from './check.ts';
import { removeStatement } from './edits.ts';
import { liveBlocks } from './names.ts';
import { endOf } from './scripts.ts';
import { type Started, startedInstances } from './started.ts';
import { readTracked, type Tracked, weightOf } from './tracking.ts';

export const SYNC_CODES = catalogue('keepalived', {
  'sync-group-empty': ['error', 'A sync group names no instance: it is dropped.'],
  'sync-member-unknown': ['error', 'A member of a sync group is no instance: it is ignored.'],
  'sync-member-taken': ['error', 'An instance is a member of two sync groups: only the first counts.'],
  'sync-group-single': ['warning', 'A sync group has one member only.'],
  'sync-group-owner': ['warning', 'Some members of a sync group own their addresses, others do not: it will not work.'],
  'track-weight-ignored': ['error', 'A weight in a sync group, or with priority 255: it, or the entry, is left out.'],
  'track-own-interface': ['error', 'An instance tracks its own interface, which it does anyhow: the entry is ignored.'],
  'track-interface-twice': ['warning', 'An interface is tracked by an instance and by its sync group.'],
});

/** Before, a group without members was noticed when everything had been read. */
const END_REPORTED_SINCE = { since: '2.2.8' } as const;

interface Member {
  readonly started: Started;
  readonly word: { directive: Directive; text: string };
}

interface Group {
  readonly setting: Setting;
  readonly name: string;
  readonly members: readonly Member[];
  readonly weighted: boolean;
}

export const syncGroups: Rule = (node, { version }) => {
  const findings: Finding[] = [];
  const instances = new Map(startedInstances(node, version).map((started) => [started.instance.name.value, started]));
  const opaque = named(node.settings, 'vrrp_instance').some(({ directive }) => directive.words.some(isOpaque));
  const groupOf = new Map<Started, Group>();
  const groups = liveBlocks(node, 'vrrp_sync_group').map((setting) => {
    const group = readGroup(setting, instances, groupOf, opaque, version, findings);
    for (const { started } of group.members) groupOf.set(started, group);
    return group;
  });
  for (const started of instances.values()) {
    const { kept } = readTracked(started.instance.setting, node, version);
    const about = [...ownInterface(started, kept), ...weights(started, groupOf.get(started), kept)];
    for (const finding of about) findings.push(finding);
  }
  for (const group of groups) {
    const { kept } = readTracked(group.setting, node, version);
    const about = [...ownerWeights(group, kept), ...trackedTwice(group, kept, node, version)];
    for (const finding of about) findings.push(finding);
  }
  return findings;
};

function readGroup(
  setting: Setting,
  instances: ReadonlyMap<string, Started>,
  taken: ReadonlyMap<Started, Group>,
  opaque: boolean,
  version: Version,
  findings: Finding[],
): Group {
  const { directive, children } = setting;
  const name = directive.words[1]!.text;
  const weighted = named(children, 'sync_group_tracking_weight', 'global_tracking').length > 0;
  const [list] = named(children, 'group');
  const entries = list?.directive.block?.body ?? [];
  if (!entries.length) {
    const message = `The sync group ${name} names no instance: keepalived drops it. List the instances in "group { }".`;
    const related = [{ place: headerOf(directive), message: `${name} begins here` }];
    const say = (place: Place): void => {
      findings.push(report(SYNC_CODES['sync-group-empty'], place, message, { related }));
    };
    const mistyped = !list && children.some(({ meant }) => meant?.name === 'group');
    const atEnd = isKnownSince(END_REPORTED_SINCE, version);
    if (list?.directive.block) say(endOf(list));
    const unopened = list && !list.directive.block;
    if (!mistyped && !unopened && (atEnd || !list)) say(atEnd ? endOf(setting) : headerOf(directive));
    return { setting, name, members: [], weighted };
  }
  const members: Member[] = [];
  let unsure = false;
  for (const entry of entries) {
    for (const word of entry.words) {
      const place = placeOf(entry, word);
      const started = instances.get(word.text);
      if (isOpaque(word) || (!started && opaque)) {
        unsure = true;
      } else if (!started) {
        const message = `There is no vrrp_instance ${word.text}: keepalived leaves it out of the sync group ${name}.`;
        findings.push(report(SYNC_CODES['sync-member-unknown'], place, message));
      } else if (taken.has(started) || members.some((member) => member.started === started)) {
        const other = taken.get(started)?.name;
        const message = `${word.text} is a member of ${other ? `the sync group ${other}` : 'this sync group'} already: keepalived ignores it here.`;
        findings.push(report(SYNC_CODES['sync-member-taken'], place, message));
      } else {
        members.push({ started, word: { directive: entry, text: word.text } });
      }
    }
  }
  if (unsure) return { setting, name, members, weighted };
  if (!members.length) {
    const message = `No member of the sync group ${name} is an instance: keepalived drops the group.`;
    findings.push(report(SYNC_CODES['sync-group-empty'], headerOf(directive), message));
  } else if (members.length === 1) {
    const message = `The sync group ${name} has one member only, so there is nothing to keep in step.`;
    findings.push(report(SYNC_CODES['sync-group-single'], headerOf(directive), message));
  }
  for (const finding of owners(setting, name, members)) findings.push(finding);
  return { setting, name, members, weighted };
}

/** Reported where a BACKUP follows owners only, as keepalived notices it. */
function owners({ directive }: Setting, name: string, members: readonly Member[]): Finding[] {
  const first = members.findIndex(
    ({ started: { state, instance } }) => !(state?.is === 'MASTER' && instance.priority?.value === 255),
  );
  if (first <= 0 || members[first]!.started.state?.is !== 'BACKUP') return [];
  const message = `In the sync group ${name} ${members[0]!.word.text} owns its addresses (MASTER with priority 255) and ${members[first]!.word.text} does not: they cannot change state together.`;
  return [report(SYNC_CODES['sync-group-owner'], headerOf(directive), message)];
}

function ownInterface({ instance }: Started, kept: readonly Tracked[]): Finding[] {
  return kept
    .filter(({ list, name }) => list === 'track_interface' && name === instance.interface?.value)
    .map(({ entry }) => {
      const message = `${instance.name.value} tracks its own interface ${entry.words[0].text} without being told: keepalived ignores this entry.`;
      const fixes = removeStatement(entry, 'Remove this entry');
      return report(SYNC_CODES['track-own-interface'], placeOf(entry, entry.words[0]), message, { fixes });
    });
}

/** Weights of an instance that must not change its priority. */
function weights(started: Started, group: Group | undefined, kept: readonly Tracked[]): Finding[] {
  const { instance, priority } = started;
  const inGroup = group && !group.weighted ? group : undefined;
  if (!inGroup && priority !== 255) return [];
  const reason = inGroup
    ? `${instance.name.value} is a member of the sync group ${inGroup.name}, which has no sync_group_tracking_weight`
    : `${instance.name.value} has priority 255${instance.priority ? '' : ' (state MASTER without a priority)'}`;
  return kept.flatMap((tracked) => {
    const weight = weightOf(tracked);
    const { list, name, entry } = tracked;
    if (!weight || list === 'track_process' || (list === 'track_interface' && name === instance.interface?.value))
      return [];
    const cleared = list === 'track_interface' ? inGroup !== undefined : list === 'track_file' && weight === 1;
    const consequence = cleared
      ? `keepalived uses weight 0, and a failure of ${name} puts the instance into FAULT`
      : `keepalived does not track ${name} at all`;
    const message = `${reason}, so weights cannot count: ${consequence}.${inGroup ? ` Track it without weight in the sync group, or add sync_group_tracking_weight.` : ''}`;
    const place = placeOf(entry, { start: entry.words[0].start, end: entry.words.at(-1)!.end });
    return [report(SYNC_CODES['track-weight-ignored'], place, message, cleared ? { severity: 'warning' } : {})];
  });
}

function ownerWeights({ name, members }: Group, kept: readonly Tracked[]): Finding[] {
  const owner = members.find(({ started }) => started.priority === 255);
  if (!owner) return [];
  return kept
    .filter((tracked) => weightOf(tracked))
    .map(({ entry, name: object }) => {
      const message = `${owner.word.text} in the sync group ${name} has priority 255, so weights cannot count: keepalived uses weight 0, and a failure of ${object} puts the whole group into FAULT.`;
      return report(SYNC_CODES['track-weight-ignored'], placeOf(entry, entry.words[0]), message, {
        severity: 'warning',
      });
    });
}

function trackedTwice({ members }: Group, kept: readonly Tracked[], node: Node, version: Version): Finding[] {
  const tracked = kept.filter(({ list }) => list === 'track_interface');
  if (!tracked.length) return [];
  return members.flatMap(({ started }) => {
    const { instance } = started;
    if (instance.useVmac || named(instance.setting.children, 'use_ipvlan').length) return [];
    const own = new Set(
      readTracked(instance.setting, node, version)
        .kept.filter(({ list }) => list === 'track_interface')
        .map(({ name }) => name),
    );
    if (instance.interface) {
      if (instance.dontTrackPrimary) own.delete(instance.interface.value);
      else own.add(instance.interface.value);
    }
    return tracked
      .filter(({ name }) => own.has(name))
      .map(({ entry, name }) => {
        const message = `${instance.name.value} tracks ${name} itself${name === instance.interface?.value ? ', as its own interface' : ''}: remove it from the sync group or from the instance.`;
        return report(SYNC_CODES['track-interface-twice'], placeOf(entry, entry.words[0]), message);
      });
  });
}
