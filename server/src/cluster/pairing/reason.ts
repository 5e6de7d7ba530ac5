/** Why nodes are held to belong together, in words. */
import type { Member } from '../cluster.ts';
import { listed } from '../words.ts';
import type { NodeFacts } from './evidence.ts';

/** "both serve 192.168.10.111". The facts are those of the members, in their order. */
export function reasonFor(members: readonly Member[], facts: readonly NodeFacts[]): string {
  if (new Set(members.map(({ node }) => node.file)).size === 1) return 'one file with @id lines for each';
  const shared = mostShared(facts, ({ byAddress }) => byAddress.keys());
  if (shared) return `${whoOf(members, facts, shared.sharers)} serve ${shared.key}`;
  for (const [i, { sources }] of facts.entries()) {
    for (const [j, { peers }] of facts.entries()) {
      const source = i === j ? undefined : [...sources].find((address) => peers.has(address));
      if (source) return `${members[j]!.name} names ${source}, ${members[i]!.name}'s own address, as its unicast peer`;
    }
  }
  const router = mostShared(facts, ({ virtualRouters }) => virtualRouters);
  const beside = 'side by side, ';
  if (router) {
    return `${beside}${whoOf(members, facts, router.sharers)} use virtual_router_id ${router.key.split('/')[0]}`;
  }
  const name = mostShared(facts, ({ names }) => names);
  return name ? `${beside}${whoOf(members, facts, name.sharers)} have an instance ${name.key}` : 'side by side';
}

/** The key that most of them have, if any two have one. */
function mostShared(
  facts: readonly NodeFacts[],
  keysOf: (facts: NodeFacts) => Iterable<string>,
): { key: string; sharers: readonly NodeFacts[] } | undefined {
  const sharers = new Map<string, NodeFacts[]>();
  for (const one of facts) {
    for (const key of new Set(keysOf(one))) sharers.set(key, [...(sharers.get(key) ?? []), one]);
  }
  let best: { key: string; sharers: readonly NodeFacts[] } | undefined;
  for (const [key, list] of sharers) {
    if (list.length > Math.max(1, best?.sharers.length ?? 0)) best = { key, sharers: list };
  }
  return best;
}

function whoOf(members: readonly Member[], facts: readonly NodeFacts[], sharers: readonly NodeFacts[]): string {
  if (sharers.length === members.length) return members.length === 2 ? 'both' : 'all';
  return listed(members.filter((_, i) => sharers.includes(facts[i]!)).map(({ name }) => name));
}
