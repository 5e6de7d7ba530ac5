import { catalogue } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import { disagreements, type Voice, whoHas } from './disagreement.ts';
import { setKeyword } from './edits.ts';
import { type Entry, twoMasters } from './entry.ts';

export const VIRTUAL_ROUTER_ID_CODES = catalogue('pair', {
  'pair-vrid-mismatch': ['error', 'The same address is served under different virtual_router_id'],
});

/** Adverts with another VRID are dropped without a word (vrrp_scheduler.c, vrrp_dispatcher_read). */
export function checkVirtualRouterIds(entries: readonly Entry[]): Finding[] {
  if (!meantAsOne(entries)) return [];
  const voices = entries.flatMap((entry): Voice[] => {
    const id = entry.instance.virtualRouterId;
    return id ? [{ entry, key: String(id.value), place: id.place }] : [];
  });
  return disagreements(voices, {
    code: VIRTUAL_ROUTER_ID_CODES['pair-vrid-mismatch'],
    message: (own, others) =>
      `virtual_router_id is ${own.key}, but ${whoHas(others, ({ key }) => key)}: ` +
      `adverts under another ID are ignored without a log line. ${twoMasters(entries)}`,
    related: ({ entry, key }) => `${entry.name} has virtual_router_id ${key}`,
    fix: (own, other) =>
      isTaken(own.entry, Number(other.key))
        ? undefined
        : {
            title: `Use virtual_router_id ${other.key}, as ${other.entry.name} does`,
            edits: setKeyword(own.entry.instance, 'virtual_router_id', other.key),
          },
  });
}

/** Instances that have nothing but their name in common may well be different virtual routers. */
function meantAsOne(entries: readonly Entry[]): boolean {
  const addresses = entries.map(({ instance }) => new Set(instance.addresses.map(({ canonical }) => canonical)));
  if (addresses.some(({ size }) => size === 0)) return true;
  const seen = new Set<string>();
  return addresses.some((own) => {
    const shared = [...own].some((address) => seen.has(address));
    for (const address of own) seen.add(address);
    return shared;
  });
}

/** keepalived refuses to start with one VRID twice on an interface and family. */
const isTaken = ({ node, instance, effective }: Entry, id: number): boolean =>
  node.instances.some(
    (other) =>
      other !== instance &&
      other.virtualRouterId?.value === id &&
      other.interface?.value === instance.interface?.value &&
      (other.addresses[0]?.family ?? 4) === effective.family,
  );
