import { catalogue } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit } from '../../model/finding.ts';
import type { SyncGroup } from '../../model/node.ts';
import { named } from '../../model/settings.ts';
import { syncGroupOf } from '../election/trackers.ts';
import { listed } from '../words.ts';
import { disagreements, type Voice } from './disagreement.ts';
import { appendLines, insertBehind } from './edits.ts';
import { addressesOf, type ClusterRule, type Entry, instanceLine } from './entry.ts';

export const SYNC_CODES = catalogue('pair', {
  'pair-sync-mismatch': ['warning', 'Sync groups tie other virtual routers together than on another node'],
});

/** The virtual routers that two or more nodes share, and what each of them calls its part. */
interface Shared {
  readonly routers: readonly (readonly Entry[])[];
  /** Of the one node, in the order of the routers. */
  readonly entries: readonly Entry[];
}

interface SyncVoice extends Voice, Shared {
  /** For every router the sync group that its instance is in. */
  readonly groups: readonly (SyncGroup | undefined)[];
}

/** Sync groups are not on the wire: no node notices (vrrp_sync.c). */
export const checkSyncGroups: ClusterRule = (routers) =>
  nodesThatShare(routers).flatMap((nodes) => {
    if (nodes.some(({ entries }) => !areMembersKnown(entries[0]!))) return [];
    return disagreements(nodes.map(toVoice), {
      code: SYNC_CODES['pair-sync-mismatch'],
      message: (own, others) => describe(own, others[0]!),
      related: ({ entry, groups }) =>
        groups.some((group) => group) ? `the sync groups of ${entry.name}` : `${entry.name} has no sync group`,
      fix: (own, other) => ({
        title: `Tie the instances together as ${other.entry.name} does`,
        edits: adopt(own, other),
      }),
    });
  });

/** Nodes that take part in the same two or more virtual routers. */
function nodesThatShare(routers: readonly (readonly Entry[])[]): Shared[][] {
  const shared = routers.filter(({ length }) => length > 1);
  const names = [...new Set(shared.flatMap((entries) => entries.map(({ name }) => name)))];
  const partsOf = (name: string) =>
    shared.flatMap((entries, index) =>
      entries.filter((entry) => entry.name === name).map((entry) => ({ entry, index })),
    );
  const buckets = Map.groupBy(names.map(partsOf), (parts) => parts.map(({ index }) => index).join());
  return [...buckets.values()]
    .filter((nodes) => nodes.length > 1 && nodes[0]!.length > 1)
    .map((nodes) =>
      nodes.map((parts) => ({
        routers: parts.map(({ index }) => shared[index]!),
        entries: parts.map(({ entry }) => entry),
      })),
    );
}

const areMembersKnown = ({ node }: Entry): boolean =>
  node.syncGroups.every(({ members }) => members.every(({ value }) => !value.includes('$')));

function toVoice({ routers, entries }: Shared): SyncVoice {
  const groups = entries.map(({ node, instance }) => syncGroupOf(instance, node));
  // Routers in one group have the same number; a group of one ties nothing together.
  const numbers = groups.map((group, i) =>
    group && groups.filter((g) => g === group).length > 1 ? groups.indexOf(group) : -1 - i,
  );
  const place = groups.find((group) => group);
  const entry = entries[0]!;
  return {
    routers,
    entries,
    groups,
    entry,
    key: numbers.map((number, i) => (number < 0 ? i : number)).join(),
    place: place ? headerOf(place.setting.directive) : instanceLine(entry),
  };
}

const areTied = ({ groups }: SyncVoice, a: number, b: number): boolean =>
  groups[a] !== undefined && groups[a] === groups[b];

/** The first two routers that one node ties together and the other does not. */
function describe(own: SyncVoice, other: SyncVoice): string {
  for (let a = 0; a < own.groups.length; a++) {
    for (let b = a + 1; b < own.groups.length; b++) {
      if (areTied(own, a, b) === areTied(other, a, b)) continue;
      const [tied, loose] = areTied(own, a, b) ? [own, other] : [other, own];
      const pair = (voice: SyncVoice): string => listed([a, b].map((i) => voice.entries[i]!.instance.name.value));
      const group = tied.groups[a]!.name.value;
      const difference =
        own === tied
          ? `${pair(own)} are one in the sync group ${group} here, but not on ${other.entry.name}`
          : `${pair(own)} stand alone here, but are one on ${other.entry.name} (sync group ${group})`;
      return (
        `${difference}: when one of them fails on ${loose.entry.name} alone, ${tied.entry.name} does not take it without ` +
        `the other, and nobody holds ${addressesOf(own.routers[a]!)} or ${addressesOf(own.routers[b]!)}.`
      );
    }
  }
  return '';
}

/** Possible where each node has one sync group at most. One that does more than tie is not taken away. */
function adopt(own: SyncVoice, other: SyncVoice): Edit[] {
  const groups = groupsIn(own);
  const [model, ...more] = groupsIn(other);
  const [group] = groups;
  if (groups.length > 1 || more.length > 0) return [];
  const wanted = own.entries.filter((_, i) => model !== undefined && other.groups[i] === model);
  if (!group) return model ? addGroup(own, model.name.value, wanted) : [];
  const { children, directive } = group.setting;
  if (!model) {
    const tiesOnly =
      children.every(({ keyword }) => keyword?.name === 'group') && group.members.every(isNameIn(own.entries));
    return tiesOnly ? removeDirective(directive) : [];
  }
  const list = named(children, 'group').at(-1)?.directive;
  const missing = wanted.filter((entry) => own.groups[own.entries.indexOf(entry)] !== group);
  const surplus = own.entries.filter((entry, i) => own.groups[i] === group && !wanted.includes(entry));
  const removed = (list?.block?.body ?? [])
    .filter(({ words }) => words.length === 1 && surplus.some(({ instance }) => instance.name.value === words[0].text))
    .flatMap(removeDirective);
  const added =
    list && missing.length
      ? appendLines(
          list,
          missing.map(({ instance }) => instance.name.value),
        )
      : [];
  return removed.length === surplus.length && added.length === Math.min(1, missing.length)
    ? [...removed, ...added]
    : [];
}

const groupsIn = ({ groups }: SyncVoice): SyncGroup[] => [...new Set(groups.flatMap((group) => group ?? []))];

const isNameIn =
  (entries: readonly Entry[]) =>
  ({ value }: { value: string }): boolean =>
    entries.some(({ instance }) => instance.name.value === value);

/** Behind the last of the instances; not where the name is taken. */
function addGroup({ entry, entries }: SyncVoice, name: string, wanted: readonly Entry[]): Edit[] {
  if (entry.node.syncGroups.some((group) => group.name.value === name)) return [];
  const names = wanted.map(({ instance }) => `\t\t${instance.name.value}`);
  return insertBehind(entries.at(-1)!.instance.setting.directive, [
    `vrrp_sync_group ${name} {`,
    '\tgroup {',
    ...names,
    '\t}',
    '}',
  ]);
}
