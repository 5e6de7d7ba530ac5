/** The virtual routers of a cluster, as the rules look at them. */
import type { Version } from '../../schema/index.ts';
import type { Cluster } from '../cluster.ts';
import { allGroupsOf } from '../groups.ts';
import { createUnion } from '../union.ts';
import { type Entry, toEntries } from './entry.ts';
import { areMeantAsOne } from './family.ts';

/** Every group, and every instance that has no counterpart as a list of one. */
export function virtualRoutersOf(cluster: Cluster, version: Version): Entry[][] {
  const routers = allGroupsOf(cluster).map((group) => toEntries(group, version));
  const met = nodesThatMeet(routers);
  return routers.flatMap((entries) => takenApart(entries, met));
}

/** Pairs of nodes that serve an address together. */
function nodesThatMeet(routers: readonly Entry[][]): ReadonlySet<string> {
  const pairs = routers.flatMap((entries) =>
    entries.flatMap((a) => entries.flatMap((b) => (shareAddress(a, b) ? pairOf(a, b) : []))),
  );
  return new Set(pairs);
}

const pairOf = (a: Entry, b: Entry): string => `${a.name}\0${b.name}`;

export function shareAddress(a: Entry, b: Entry): boolean {
  const addresses = new Set(a.instance.addresses.map(({ canonical }) => canonical));
  return b.instance.addresses.some(({ canonical }) => addresses.has(canonical));
}

/**
 * What only a VRID or a name brought together may be several virtual routers: sets that serve addresses of their own.
 * A lone instance goes with such a set, or with another lone one, where it was probably written wrongly.
 */
function takenApart(entries: Entry[], met: ReadonlySet<string>): Entry[][] {
  const union = createUnion(entries);
  for (const a of entries) for (const b of entries) if (areSurelyOne(a, b)) union.join(a, b);
  const lone = entries.filter((entry) => union.size(entry) === 1);
  const settledFirst = [...entries.filter((entry) => !lone.includes(entry)), ...lone];
  for (const own of lone) {
    const partner = settledFirst.find((other) => other !== own && areProbablyOne(own, other, met));
    if (partner) union.join(partner, own);
  }
  return union.sets();
}

const areSurelyOne = (a: Entry, b: Entry): boolean =>
  a.effective.family === b.effective.family ? shareAddress(a, b) : areMeantAsOne(a, b);

/** Other names and other addresses are other virtual routers where the nodes have another one in common. */
function areProbablyOne(a: Entry, b: Entry, met: ReadonlySet<string>): boolean {
  if (a.effective.family !== b.effective.family) return false;
  const isNamesake = a.instance.name.value === b.instance.name.value;
  const isUnknown = a.instance.addresses.length === 0 || b.instance.addresses.length === 0;
  return isNamesake || isUnknown || !met.has(pairOf(a, b));
}
