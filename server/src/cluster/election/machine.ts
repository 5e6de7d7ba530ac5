/** Which instances of a cluster can hear each other, and so belong into one state machine. */

import { createUnion } from '../union.ts';
import type { Hearing } from './hearing.ts';
import type { Router, Routers } from './routers.ts';

export interface Machine {
  readonly routers: Routers;
  readonly hears: Hearing;
  /** By router: those of other nodes whose adverts it takes note of while the network carries them. */
  readonly heard: readonly (readonly Router[])[];
  /** By router: those that take note of its adverts. */
  readonly listeners: readonly (readonly Router[])[];
  /** By router: the members of its sync group, itself among them. */
  readonly groups: readonly (readonly Router[])[];
  /** What happens in one of these does not touch the others. */
  readonly parts: readonly (readonly Router[])[];
}

export function machineOf(routers: Routers, hears: Hearing): Machine {
  const { all } = routers;
  const byVirtualRouter = Map.groupBy(all, keyOf);
  const heard = all.map((to) =>
    [...(byVirtualRouter.get(keyOf(to)) ?? []), ...unknownTo(to, routers)].filter(
      (from) => from.node !== to.node && !hears(from, to),
    ),
  );
  const listeners: Router[][] = all.map(() => []);
  for (const router of all) for (const other of heard[router.index]!) listeners[other.index]!.push(router);
  const members = Map.groupBy(all, ({ syncGroup, index }) => syncGroup ?? index);
  const groups = all.map(({ syncGroup, index }) => members.get(syncGroup ?? index)!);
  const union = createUnion(all);
  for (const router of all) {
    for (const other of [...heard[router.index]!, ...groups[router.index]!]) union.join(router, other);
  }
  // Instances of one node that share an address take it away from each other.
  for (const { routers: sharing } of routers.addresses.values()) {
    for (const same of Map.groupBy(sharing, ({ node }) => node).values()) {
      for (const router of same) union.join(same[0]!, router);
    }
  }
  return { routers, hears, heard, listeners, groups, parts: union.sets() };
}

const keyOf = ({ instance, is }: Router): string => `${instance.virtualRouterId?.value}/${is.family}`;

/** An ID that is not known may be the same wherever an address is. */
function unknownTo(router: Router, { addresses }: Routers): Router[] {
  const isKnown = ({ instance }: Router): boolean => instance.virtualRouterId !== undefined;
  const sharing = new Set(router.addresses.flatMap((address) => addresses.get(address)!.routers));
  return [...sharing].filter((other) => isKnown(router) !== isKnown(other));
}
