/** The failover matrix in the words of the protocol: positions for places, plain lists for maps. */
import type { Cluster } from '../cluster/cluster.ts';
import type { AddressOutcome } from '../cluster/election.ts';
import type { Matrix, MatrixGroup, MatrixScenario } from '../cluster/matrix.ts';
import { type ClusterEvent, eventText } from '../cluster/scenario.ts';
import { plainPath } from '../model/files.ts';
import { type Place, rangeOf } from '../model/place.ts';
import { type Atlas, toRange } from './convert.ts';

export interface FailoverMatrix {
  /** In the cluster's order. */
  nodes: { name: string; uri: string }[];
  /** Why the files belong together, in words; missing for a lone node. */
  reason?: string;
  groups: FailoverGroup[];
  /** All up first, then every single failure, then, in small clusters, every pair of failures. */
  scenarios: FailoverScenario[];
}

/** Instances of several nodes that are one virtual router, or an instance that has no counterpart. */
export interface FailoverGroup {
  vrid?: number;
  family: 4 | 6;
  addresses: string[];
  instances: { node: string; instance: string }[];
}

export interface FailoverScenario {
  events: FailoverEvent[];
  /** All addresses of the cluster, in the order of the files; in every scenario of a matrix the same ones together. */
  outcomes: FailoverOutcome[];
}

/** What happens, and the text by which `keepalived/playScenario` knows it. */
export type FailoverEvent = Exclude<ClusterEvent, { kind: 'reload' }> & { text: string };

export interface FailoverOutcome {
  /** Neighbours of one virtual router that fare alike: hundreds may stand in one list. */
  addresses: string[];
  /** Names of nodes: none is an outage, several are a split brain. */
  owners: string[];
  /** Seconds until the owner has the address, at best and at worst; null where the last event changed no owner. */
  seconds: [best: number, worst: number] | null;
  /** In words. */
  reason: string;
  /** The lines that decide it. */
  places: FailoverPlace[];
}

export interface FailoverPlace {
  uri: string;
  range: { start: { line: number; character: number }; end: { line: number; character: number } };
  /** For people, its folder told: `ngx1/keepalived.conf`. */
  file: string;
  /** What the line begins with: `priority`. */
  keyword: string;
}

/** What became of a scenario, or what is wrong with its text, in words. */
export type PlayedScenario = FailoverScenario | { problem: string };

export function toFailoverMatrix(cluster: Cluster, { groups, scenarios }: Matrix, atlas: Atlas): FailoverMatrix {
  const { members, reason } = cluster;
  const bundles = bundlesOf(groups, scenarios);
  return {
    nodes: members.map(({ name, node }) => ({ name, uri: atlas.uri(node.file) })),
    ...(reason !== undefined && { reason }),
    groups: groups.map(toGroup),
    scenarios: scenarios.map(({ scenario, outcomes }) => ({
      // A reload names a file that only the command line reads.
      events: scenario.flatMap((event) => (event.kind === 'reload' ? [] : [{ ...event, text: eventText(event) }])),
      outcomes: bundles.map((bundle) =>
        toOutcome(
          bundle.map((index) => outcomes[index]!),
          cluster,
          atlas,
        ),
      ),
    })),
  };
}

const toGroup = ({ vrid, family, addresses, instances }: MatrixGroup): FailoverGroup => ({
  ...(vrid !== undefined && { vrid }),
  family,
  addresses: [...addresses],
  instances: [...instances].map(([node, instance]) => ({ node, instance })),
});

/** Indexes of addresses that are told as one: neighbours of one virtual router that fare alike in every scenario. */
function bundlesOf(groups: readonly MatrixGroup[], scenarios: readonly MatrixScenario[]): number[][] {
  const columns = scenarios[0]?.outcomes ?? [];
  const routerOf = (index: number): MatrixGroup | undefined =>
    groups.find(({ addresses }) => addresses.includes(columns[index]!.address));
  const fareAlike = (a: number, b: number): boolean =>
    routerOf(a) === routerOf(b) && scenarios.every(({ outcomes }) => isAlike(outcomes[a]!, outcomes[b]!));
  const bundles: number[][] = [];
  for (const index of columns.keys()) {
    const last = bundles.at(-1);
    if (last && fareAlike(last[0]!, index)) last.push(index);
    else bundles.push([index]);
  }
  return bundles;
}

const isAlike = (a: AddressOutcome, b: AddressOutcome): boolean =>
  a.reason === b.reason && a.owners.join() === b.owners.join() && a.seconds?.join() === b.seconds?.join();

function toOutcome(bundle: readonly AddressOutcome[], cluster: Cluster, atlas: Atlas): FailoverOutcome {
  const { address, owners, seconds, reason, places } = bundle[0]!;
  return {
    addresses: bundle.map((each) => each.address),
    owners: [...owners],
    seconds: seconds && [...seconds],
    reason,
    places: (places.length > 0 ? places : entriesOf(address, cluster)).flatMap((place) => toPlace(place, atlas) ?? []),
  };
}

/** Where an address stands: what there is to show where no line decides, as when all nodes are off. */
function entriesOf(address: string, { members }: Cluster): Place[] {
  const entries = members.flatMap(({ node }) =>
    node.instances.flatMap((instance) => [...instance.addresses, ...instance.excluded]),
  );
  const canonical = entries.find(({ text }) => text === address)?.canonical;
  return entries.filter((entry) => entry.canonical === canonical).map(({ place }) => place);
}

function toPlace(place: Place, atlas: Atlas): FailoverPlace | undefined {
  const tree = atlas.tree(place.file);
  if (!tree) return undefined;
  return {
    uri: atlas.uri(place.file),
    range: toRange(rangeOf(tree, place)),
    file: plainPath(place.file).split('/').slice(-2).join('/'),
    keyword: keywordAt(place),
  };
}

/** No more of the line than that: an auth_pass may stand in it. */
function keywordAt({ item, start }: Place): string {
  const line = item.text.slice(item.text.lastIndexOf('\n', start - 1) + 1);
  return /^\s*(?:@\S+\s+)?([^\s{}="']*)/.exec(line)?.[1] ?? '';
}
