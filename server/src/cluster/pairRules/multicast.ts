import { catalogue } from '../../model/catalogue.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import type { Place } from '../../model/place.ts';
import { isKnownSince, type Version } from '../../schema/index.ts';
import { disagreements, type Voice, whoHas } from './disagreement.ts';
import { replaceWord, setKeyword } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine, isGlobalKnown, isKnown, twoMasters } from './entry.ts';

export const MULTICAST_CODES = catalogue('pair', {
  'pair-multicast-mismatch': ['error', 'Adverts go to different multicast groups'],
});

/** A node joins its own group only (vrrp_scheduler.c, vrrp_create_sockpool). */
export function checkMulticast(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  if (entries.some(({ effective }) => effective.transport === 'unicast')) return [];
  const voices = entries.filter(isGroupKnown).map((entry): Voice => {
    const place = entry.instance.multicastDestination?.place ?? globalPlace(entry) ?? instanceLine(entry);
    return { entry, key: inShort(entry.effective.multicastGroup), place };
  });
  return disagreements(voices, {
    code: MULTICAST_CODES['pair-multicast-mismatch'],
    message: (own, others) =>
      `Adverts go to the multicast group ${own.key}, but ${whoHas(others, ({ key }) => key)}: ` +
      `the nodes do not hear each other, and no log line says so. ${twoMasters(entries)}`,
    related: ({ entry, key }) => `${entry.name} sends to ${key}`,
    fix: (own, other) => ({
      title: `Send to ${other.key}, as ${other.entry.name} does`,
      edits: sendTo(own.entry, other.key, version),
    }),
  });
}

const inShort = (group: string): string => group.replace(/(?::0)+:/, '::');

const globalKeyword = ({ effective }: Entry): string => `vrrp_mcast_group${effective.family}`;

const globalPlace = ({ node, effective }: Entry): Place | undefined =>
  (effective.family === 6 ? node.globals.multicastGroup6 : node.globals.multicastGroup4)?.place;

const isGroupKnown = (entry: Entry): boolean =>
  isKnown(entry, 'mcast_dst_ip') && isGlobalKnown(entry, globalKeyword(entry));

function sendTo(entry: Entry, group: string, version: Version): Edit[] {
  const place = entry.instance.multicastDestination ? undefined : globalPlace(entry);
  if (place) return replaceWord(place, group);
  return isKnownSince({ since: '2.2.5' }, version) ? setKeyword(entry.instance, 'mcast_dst_ip', group) : [];
}
