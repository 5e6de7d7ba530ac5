/** Two instances of one node that would answer to the same virtual router (vrrp.c, check_vrid_conflicts). */
import { catalogue, report } from '../model/catalogue.ts';
import { MULTICAST_GROUP_4, MULTICAST_GROUP_6 } from '../model/effective.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Version } from '../schema/index.ts';
import { type Started, startedInstances } from './started.ts';

export const VRID_CODES = {
  ...catalogue('host', {
    'vrid-duplicate': [
      'error',
      'Two instances use one virtual router ID on the same interface and family: keepalived refuses to start.',
    ],
  }),
};

/** Instances meet where these are equal; undefined where only the machine knows. */
function keyOf({ instance, families, unicast, globals }: Started): string | undefined {
  const vrid = instance.virtualRouterId?.value;
  const device = instance.interface?.value;
  if (vrid === undefined || device === undefined) return undefined;
  const { family, source, multicast } = families;
  const group =
    family === 6
      ? (globals.multicastGroup6?.value ?? MULTICAST_GROUP_6)
      : (globals.multicastGroup4?.value ?? MULTICAST_GROUP_4);
  const where = unicast ? `unicast ${source?.canonical ?? ''}` : `multicast ${multicast?.canonical ?? group}`;
  return `${family} ${vrid} ${device} ${where}`;
}

const sharesPeer = (a: Started, b: Started): boolean =>
  [...a.families.peers].some((peer) => b.families.peers.has(peer));

export const vridConflicts = (node: Node, version: Version): Finding[] => {
  const first = new Map<string, Started>();
  return startedInstances(node, version).flatMap((started): Finding[] => {
    const key = keyOf(started);
    if (key === undefined) return [];
    const other = first.get(key);
    if (!other) {
      first.set(key, started);
      return [];
    }
    if (started.unicast && !sharesPeer(started, other)) return [];
    const [mine, theirs] = [started.instance, other.instance];
    const vrid = mine.virtualRouterId!;
    const message = `${mine.name.value} and ${theirs.name.value} both use virtual_router_id ${vrid.value} for IPv${started.families.family} on ${mine.interface!.value}: keepalived refuses to start, and no instance of this node runs. Give one of them another number.`;
    const related = [{ place: theirs.virtualRouterId!.place, message: `${theirs.name.value} uses ${vrid.value} too` }];
    return [report(VRID_CODES['vrid-duplicate'], vrid.place, message, { related })];
  });
};
