/** Which instances of the nodes are one virtual router. */
import { effective } from '../model/effective.ts';
import type { Cluster, Group, Member, Participant } from './cluster.ts';

interface Candidate extends Participant {
  /** By falling weight: the addresses, VRID and family, the name. */
  readonly keys: readonly [addresses: readonly string[], router: readonly string[], name: readonly string[]];
}

/**
 * Instances across nodes that share a virtual address; failing that, VRID and family; failing that, the name, so that
 * an instance whose address or VRID was changed on one node is still held against its counterpart. Each node has at
 * most one instance in a group; groups of one are left out.
 */
export const groupsOf = (cluster: Cluster): Group[] =>
  allGroupsOf(cluster).filter(({ participants }) => participants.length > 1);

/** The same, with the instances that have no counterpart as groups of one. */
export function allGroupsOf(cluster: Cluster): Group[] {
  const groups: Candidate[][] = [];
  for (const member of cluster.members) {
    const left = new Set(member.node.instances.map((instance) => toCandidate(member, instance)));
    // Groups that this node has an instance in already.
    const taken = new Set<Candidate[]>();
    for (const kind of [0, 1, 2] as const) {
      const index = new Map<string, Candidate[][]>();
      for (const group of groups) {
        for (const key of new Set(group.flatMap(({ keys }) => keys[kind]))) {
          const sharers = index.get(key);
          if (sharers) sharers.push(group);
          else index.set(key, [group]);
        }
      }
      for (const { candidate, group } of bestFirst(left, kind, index)) {
        if (taken.has(group) || !left.has(candidate)) continue;
        taken.add(group);
        group.push(candidate);
        left.delete(candidate);
      }
    }
    for (const candidate of left) groups.push([candidate]);
  }
  return groups.map((participants) => ({ participants }));
}

function toCandidate(member: Member, instance: Participant['instance']): Candidate {
  const { family } = effective(instance, member.node);
  const vrid = instance.virtualRouterId?.value;
  return {
    member,
    instance,
    keys: [
      instance.addresses.map(({ canonical }) => canonical),
      vrid === undefined ? [] : [`${vrid}/${family}`],
      [instance.name.value],
    ],
  };
}

/** Candidates with the groups that share a key of this kind; those that have most in common first. */
function bestFirst(
  candidates: ReadonlySet<Candidate>,
  kind: 0 | 1 | 2,
  index: ReadonlyMap<string, Candidate[][]>,
): { candidate: Candidate; group: Candidate[] }[] {
  const matches = [...candidates].flatMap((candidate) => {
    const groups = new Set(candidate.keys[kind].flatMap((key) => index.get(key) ?? []));
    return [...groups].map((group) => ({ candidate, group, score: score(candidate, group) }));
  });
  return matches.sort((a, b) => b.score - a.score);
}

const ADDRESS = 4;
const ROUTER = 2;
const NAME = 1;

function score({ keys: [addresses, router, name] }: Candidate, group: readonly Candidate[]): number {
  const has = (kind: 0 | 1 | 2, key: string): boolean => group.some(({ keys }) => keys[kind].includes(key));
  return (
    addresses.filter((key) => has(0, key)).length * ADDRESS +
    (router.some((key) => has(1, key)) ? ROUTER : 0) +
    (name.some((key) => has(2, key)) ? NAME : 0)
  );
}
