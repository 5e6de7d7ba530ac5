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
 * Instances that only a VRID brought together, under other names and with other addresses, are different virtual
 * routers where their nodes have another one in common; else one that was written wrongly.
 */
function takenApart(entries: Entry[], met: ReadonlySet<string>): Entry[][] {
  const union = createUnion(entries);
  for (const a of entries) {
    for (const b of entries) {
      const named = a.instance.name.value === b.instance.name.value;
      const known = a.instance.addresses.length > 0 && b.instance.addresses.length > 0;
      if (named || !known || shareAddress(a, b) || !met.has(pairOf(a, b))) union.join(a, b);
    }
  }
  return union.sets();
}
