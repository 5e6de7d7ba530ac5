/** The cluster as keepalived's processes make it: every instance of every node with what decides its part in elections. */
import { readAddress } from '../../model/addresses.ts';
import { placeOf } from '../../model/directive.ts';
import { type Effective, effective } from '../../model/effective.ts';
import type { VrrpInstance } from '../../model/node.ts';
import type { Located } from '../../model/place.ts';
import { named, type Setting } from '../../model/settings.ts';
import { startRefusal } from '../../rules/startRefusal.ts';
import type { Version } from '../../schema/index.ts';
import type { Cluster, Member } from '../cluster.ts';
import { syncGroupOf, type Tracker, trackersOf } from './trackers.ts';

export interface Router {
  /** Its place among all routers of the cluster. */
  readonly index: number;
  readonly member: Member;
  /** Place of its node in the cluster. */
  readonly node: number;
  readonly instance: VrrpInstance;
  readonly is: Effective;
  readonly trackers: readonly Tracker[];
  /** Equal for members of one sync group of one node. */
  readonly syncGroup: string | undefined;
  /** Canonical; the excluded ones too: they go with the others. */
  readonly addresses: readonly string[];
  /** The address that adverts come from, as far as the files tell. */
  readonly source: string | undefined;
  /** It wants to send from an address that another node has: it cannot, and is in FAULT for good. */
  readonly foreignSource: Located<string> | undefined;
}

export interface Routers {
  readonly cluster: Cluster;
  readonly version: Version;
  readonly all: readonly Router[];
  /** Those of a node; none where keepalived refuses to start. */
  readonly ofNode: readonly (readonly Router[])[];
  /** By node: why keepalived refuses to start there. */
  readonly refusals: readonly (ReturnType<typeof startRefusal> | undefined)[];
  /** By canonical address, in the order of the files. */
  readonly addresses: ReadonlyMap<string, ServedAddress>;
}

/** A virtual address of the cluster. */
export interface ServedAddress {
  /** As first written, without prefix length. */
  readonly text: string;
  /** The instances that have it; none where keepalived refuses to start on all their nodes. */
  readonly routers: readonly Router[];
}

export function routersOf(cluster: Cluster, version: Version): Routers {
  const all: Router[] = [];
  const addresses = new Map<string, { text: string; routers: Router[] }>();
  const refusals = cluster.members.map(({ node }) => startRefusal(node, version));
  const sourceOwners = unicastSourceOwners(cluster);
  const ofNode = cluster.members.map((member, node) =>
    member.node.instances.flatMap((instance): Router[] => {
      const virtual = [...instance.addresses, ...instance.excluded];
      for (const { canonical, text } of virtual) {
        if (!addresses.has(canonical)) addresses.set(canonical, { text, routers: [] });
      }
      if (refusals[node]) return [];
      const group = syncGroupOf(instance, member.node);
      const router: Router = {
        index: all.length,
        member,
        node,
        instance,
        is: effective(instance, member.node, version),
        trackers: trackersOf(instance, member.node, version),
        syncGroup: group && `${node} ${group.name.value}`,
        addresses: [...new Set(virtual.map(({ canonical }) => canonical))],
        source: sourceOf(member, instance),
        foreignSource: foreignSource(member, instance, sourceOwners),
      };
      all.push(router);
      for (const address of router.addresses) addresses.get(address)!.routers.push(router);
      return [router];
    }),
  );
  return { cluster, version, all, ofNode, refusals, addresses };
}

/** As written; else the address by which the host is reached, which is mostly that of the interface. */
function sourceOf({ host }: Member, { sourceAddress }: VrrpInstance): string | undefined {
  return sourceAddress?.value ?? addressOf(host);
}

/** The address in an SSH destination, where it names one. */
const addressOf = (host: string | undefined): string | undefined =>
  host === undefined ? undefined : readAddress(host.replace(/^.*@/, ''))?.canonical;

/**
 * unicast_src_ip has to be on the host (vrrp.c, open_sockpool_socket). Where two nodes have the same, it is that of the
 * node which is reached by it, else of the first.
 */
function unicastSourceOwners({ members }: Cluster): ReadonlyMap<string, Member> {
  const owners = new Map<string, Member>();
  for (const member of members) {
    for (const { setting } of member.node.instances) {
      const source = unicastSource(setting)?.value;
      if (source !== undefined && (!owners.has(source) || addressOf(member.host) === source))
        owners.set(source, member);
    }
  }
  return owners;
}

function foreignSource(
  member: Member,
  { setting }: VrrpInstance,
  owners: ReadonlyMap<string, Member>,
): Located<string> | undefined {
  const own = unicastSource(setting);
  return own && owners.get(own.value) !== member ? own : undefined;
}

function unicastSource({ children }: Setting): Located<string> | undefined {
  const directive = named(children, 'unicast_src_ip').at(-1)?.directive;
  const word = directive?.words[1];
  const address = word && readAddress(word.text);
  return address && { value: address.canonical, place: placeOf(directive, word) };
}
