import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import type { VirtualAddress } from '../../model/node.ts';
import { isKnownSince, type Version } from '../../schema/index.ts';
import { createUnion, type Union } from '../union.ts';
import { listed } from '../words.ts';
import { ADDRESSES_ACCEPTED_SINCE } from './addresses.ts';
import { setKeyword } from './edits.ts';
import { addressesOf, type ClusterRule, type Entry } from './entry.ts';
import { hmacFits } from './hmac.ts';
import { sourceOf } from './sources.ts';
import { shareAddress } from './virtualRouters.ts';

export const COLLISION_CODES = catalogue('pair', {
  'pair-vrid-collision': ['error', 'Two virtual routers on one segment use one virtual_router_id'],
});

type Router = readonly Entry[];

/** Adverts of another virtual router come under our ID (vrrp_scheduler.c, vrrp_dispatcher_read). */
export const checkCollisions: ClusterRule = (routers, { version }) => {
  const byId = new Map<string, Router[]>();
  for (const router of routers) {
    const id = virtualRouterOf(router);
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), router]);
  }
  const crowded = [...byId.values()].filter(({ length }) => length > 1);
  if (crowded.length === 0) return [];
  const segments = segmentsOf(routers);
  return crowded.flatMap((list) =>
    list.flatMap((router, i) =>
      list.slice(i + 1).flatMap((other) => {
        const meeting = meetingOf(router, other, routers, segments);
        return meeting ? reportBoth(meeting, [router, other], routers, version) : [];
      }),
    ),
  );
};

/** ID and family, where all nodes agree on them; what they disagree on is another finding. */
function virtualRouterOf(router: Router): string | undefined {
  const ids = new Set(
    router.map(({ instance, effective }) => `${instance.virtualRouterId?.value ?? ''}/${effective.family}`),
  );
  const [id = '/'] = ids;
  return ids.size === 1 && !id.startsWith('/') ? id : undefined;
}

/** Ports of nodes, in sets that are one segment. */
type Segments = Union<string>;

const portOf = ({ name, instance }: Entry): string => `${name}\0${instance.interface?.value ?? ''}`;

/** Interfaces that serve one address are on one segment, whatever they are called. */
function segmentsOf(routers: readonly Router[]): Segments {
  const entries = routers.flat();
  const addressesAt = ({ instance }: Entry): string[] =>
    instance.addresses.flatMap(({ canonical }) => (isLinkLocal(canonical) ? [] : canonical));
  const segments = createUnion([...new Set(entries.flatMap((entry) => [portOf(entry), ...addressesAt(entry)]))]);
  for (const entry of entries) for (const address of addressesAt(entry)) segments.join(portOf(entry), address);
  return segments;
}

/** Two entries on different nodes that hear each other; undefined where the routers have an address in common. */
function meetingOf(router: Router, other: Router, all: readonly Router[], segments: Segments): Meeting | undefined {
  if (router.some((a) => other.some((b) => shareAddress(a, b)))) return undefined;
  const pairs = router.flatMap((a) => other.map((b) => [a, b] as const));
  return pairs.find(([a, b]) => a.name !== b.name && hear(a, b, all.flat(), segments));
}

type Meeting = readonly [Entry, Entry];

function hear(a: Entry, b: Entry, all: readonly Entry[], segments: Segments): boolean {
  if (a.effective.transport !== b.effective.transport) return false;
  if (a.effective.transport === 'unicast') return isPeerOf(a, b) || isPeerOf(b, a);
  if (a.effective.multicastGroup !== b.effective.multicastGroup) return false;
  const isOn = (node: string, entry: Entry): boolean =>
    all.some((one) => one.name === node && segments.root(portOf(one)) === segments.root(portOf(entry)));
  if (segments.root(portOf(a)) === segments.root(portOf(b))) return true;
  // A node is on a segment with one interface only.
  return !isOn(a.name, b) && !isOn(b.name, a) && shareNetwork(a, b);
}

const isPeerOf = (own: Entry, other: Entry): boolean =>
  own.instance.peers.some(({ canonical }) => canonical === sourceOf(other));

function shareNetwork(a: Entry, b: Entry): boolean {
  const networks = new Set(a.instance.addresses.flatMap(networkOf));
  return b.instance.addresses.flatMap(networkOf).some((network) => networks.has(network));
}

const isLinkLocal = (canonical: string): boolean => canonical.startsWith('fe80:');

/** The network of an address; without a prefix length the usual one. Link-local addresses are in one everywhere. */
function networkOf({ canonical, family, prefix }: VirtualAddress): string[] {
  if (isLinkLocal(canonical)) return [];
  if (family === 6) return [canonical.split(':').slice(0, 4).join(':')];
  const number = canonical.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const length = prefix === undefined || prefix === 32 ? 24 : prefix;
  return [`${Math.floor(number / 2 ** (32 - length))}/${length}`];
}

/** A finding in the file of every node of both virtual routers. */
function reportBoth(
  meeting: Meeting,
  both: readonly [Router, Router],
  all: readonly Router[],
  version: Version,
): Finding[] {
  const [first, second] = both;
  const outcome = outcomeOf(meeting, both, version);
  const mover = second.length > first.length ? first : second;
  return both.flatMap((router) => {
    const others = router === first ? second : first;
    const [other] = others;
    const fix = moveAway(router, all);
    return router.map((own) => {
      const { virtualRouterId } = own.instance;
      const message =
        `virtual_router_id is ${virtualRouterId!.value}, as of ${other!.instance.name.value} on ` +
        `${listed(others.map(({ name }) => name))}, which serves ${addressesOf(others)} on the same segment: ${outcome}`;
      return report(COLLISION_CODES['pair-vrid-collision'], virtualRouterId!.place, message, {
        related: others.map(({ name, instance }) => ({
          place: instance.virtualRouterId!.place,
          message: `${instance.name.value} on ${name} uses it too`,
        })),
        ...(fix && { fixes: [{ ...fix, ...(router === mover && { preferred: true as const }) }] }),
      });
    });
  });
}

function outcomeOf([a, b]: Meeting, routers: readonly [Router, Router], version: Version): string {
  const mac =
    a.instance.useVmac && b.instance.useVmac
      ? ` Both answer with the MAC address 00:00:5e:00:0${a.effective.family === 6 ? 2 : 1}:${hex(a.instance.virtualRouterId!.value)}.`
      : '';
  const like = ({ effective: { version: vrrp, authentication, advertInt } }: Entry): string =>
    JSON.stringify([vrrp, authentication, vrrp === 2 && advertInt]);
  const accepted =
    isKnownSince({ since: ADDRESSES_ACCEPTED_SINCE }, version) && like(a) === like(b) && hmacFits(a, b, version);
  if (!accepted) return `each rejects the other's adverts and logs every one of them.${mac}`;
  const [lower, higher] = [...routers].sort((x, y) => highest(x) - highest(y));
  return highest(lower!) === highest(higher!)
    ? `each takes the other's adverts for its own, one of them stays BACKUP, and nobody holds its addresses.${mac}`
    : `each takes the other's adverts for its own, ${lower![0]!.instance.name.value} with the lower priority stays ` +
        `BACKUP, and nobody holds ${addressesOf(lower!)}.${mac}`;
}

const highest = (router: Router): number => Math.max(...router.map(({ priority }) => priority));
const hex = (number: number): string => number.toString(16).padStart(2, '0');

/** Gives a virtual router an ID that nothing in the cluster has, on all its nodes. */
function moveAway(router: Router, all: readonly Router[]): Fix | undefined {
  const taken = new Set(all.flat().map(({ instance }) => instance.virtualRouterId?.value));
  const from = router[0]!.instance.virtualRouterId!.value;
  const free = Array.from({ length: 255 }, (_, i) => ((from + i) % 255) + 1).find((id) => !taken.has(id));
  const edits = router.map(({ instance }) => setKeyword(instance, 'virtual_router_id', String(free)));
  if (free === undefined || edits.some(({ length }) => length === 0)) return undefined;
  const names = listed(router.map(({ name }) => name));
  return {
    title: `Use virtual_router_id ${free} for ${router[0]!.instance.name.value} on ${names}`,
    edits: edits.flat(),
  };
}
