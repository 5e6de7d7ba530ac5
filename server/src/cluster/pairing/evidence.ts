/** What a node's content says about its peers: addresses, VRIDs, names, unicast peers. */
import { effective } from '../../model/effective.ts';
import type { Node } from '../../model/node.ts';

export interface InstanceFacts {
  readonly name: string;
  /** `51/4`: a VRID counts per family. Missing where it is not set, or not known. */
  readonly virtualRouter?: string;
  readonly addresses: readonly string[];
  /** What the node's part in the pair is: two nodes of a pair differ here. */
  readonly part: string;
  readonly pass?: string;
}

export interface NodeFacts {
  readonly node: Node;
  readonly instances: readonly InstanceFacts[];
  readonly byAddress: ReadonlyMap<string, InstanceFacts>;
  readonly virtualRouters: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** unicast_src_ip and mcast_src_ip. */
  readonly sources: ReadonlySet<string>;
  readonly peers: ReadonlySet<string>;
}

export function readFacts(node: Node): NodeFacts {
  const instances = node.instances.map((instance): InstanceFacts => {
    const { family, state, priority, authentication } = effective(instance, node);
    const vrid = instance.virtualRouterId?.value;
    return {
      name: instance.name.value,
      addresses: instance.addresses.map(({ canonical }) => canonical),
      part: `${state} ${priority} ${instance.sourceAddress?.value ?? ''}`,
      ...(vrid !== undefined && { virtualRouter: `${vrid}/${family}` }),
      ...(authentication && { pass: authentication.pass }),
    };
  });
  return {
    node,
    instances,
    byAddress: new Map(instances.flatMap((facts) => facts.addresses.map((address) => [address, facts] as const))),
    virtualRouters: new Set(instances.flatMap(({ virtualRouter }) => virtualRouter ?? [])),
    names: new Set(instances.map(({ name }) => name)),
    sources: new Set(node.instances.flatMap(({ sourceAddress }) => sourceAddress?.value ?? [])),
    peers: new Set(node.instances.flatMap(({ peers }) => peers.map(({ canonical }) => canonical))),
  };
}

/** Instances of both that serve one address, or, where none do, that have one VRID or one name. */
export function* counterparts(a: NodeFacts, b: NodeFacts): Generator<readonly [InstanceFacts, InstanceFacts]> {
  let found = false;
  for (const [address, left] of a.byAddress) {
    const right = b.byAddress.get(address);
    if (right) found = true;
    if (right) yield [left, right];
  }
  if (found) return;
  for (const left of a.instances) {
    for (const right of b.instances) {
      const sameRouter = left.virtualRouter !== undefined && left.virtualRouter === right.virtualRouter;
      if (sameRouter || left.name === right.name) yield [left, right];
    }
  }
}

/** Whether the two play different parts somewhere: another state, priority or source address. A copy does not. */
export function playDifferentParts(a: NodeFacts, b: NodeFacts): boolean {
  for (const [left, right] of counterparts(a, b)) if (left.part !== right.part) return true;
  return false;
}

/** One announces from an address that is among the other's unicast peers. */
export const areUnicastPeers = (a: NodeFacts, b: NodeFacts): boolean =>
  [...a.sources].some((source) => b.peers.has(source)) || [...b.sources].some((source) => a.peers.has(source));

const areMutualPeers = (a: NodeFacts, b: NodeFacts): boolean =>
  [...a.sources].some((source) => b.peers.has(source)) && [...b.sources].some((source) => a.peers.has(source));

/** Addresses that tutorials use: where files stand far apart they say nothing. */
const isTutorialAddress = (address: string): boolean =>
  /^(192\.168\.200\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|192\.168\.[01]\.(100|200)$|fe80:|2001:db8:)/.test(
    address,
  );

/** Enough for files whose names say nothing: one virtual router with the same address, key and different parts. */
export function areAlike(a: NodeFacts, b: NodeFacts): boolean {
  const mutual = areMutualPeers(a, b);
  for (const [address, left] of a.byAddress) {
    const right = b.byAddress.get(address);
    if (!right || left.virtualRouter === undefined || left.virtualRouter !== right.virtualRouter) continue;
    if (left.pass === right.pass && left.part !== right.part && (mutual || !isTutorialAddress(address))) return true;
  }
  return false;
}

/** A name alone pairs only where nothing contradicts it: no two VRIDs with two sets of addresses. */
export function nameMayPair(a: NodeFacts, b: NodeFacts): boolean {
  return a.instances.some((left) => {
    const right = b.instances.find(({ name }) => name === left.name);
    if (!right) return false;
    const unknown = left.virtualRouter === undefined || right.virtualRouter === undefined;
    return unknown || left.addresses.length === 0 || right.addresses.length === 0;
  });
}
