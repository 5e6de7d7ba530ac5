/** Every failure against every address. */

import { effective } from '../model/effective.ts';
import type { Version } from '../schema/index.ts';
import type { Cluster, Group } from './cluster.ts';
import { pairsOfFailures, singleFailures } from './election/failures.ts';
import { type Play, playOn } from './election/play.ts';
import { type AddressOutcome, atRest, outcomesOf } from './election.ts';
import { allGroupsOf } from './groups.ts';
import { eventText, type Scenario } from './scenario.ts';

/** Instances of several nodes that are one virtual router, or an instance that has no counterpart. */
export interface MatrixGroup {
  /** Of the first node, where they differ; undefined where none is given. */
  readonly vrid: number | undefined;
  readonly family: 4 | 6;
  /** Those of all its instances, as written, without prefix length. */
  readonly addresses: readonly string[];
  /** Name of the instance by name of the node. */
  readonly instances: ReadonlyMap<string, string>;
}

export interface MatrixScenario {
  /** `all up`, or the text of its events. */
  readonly name: string;
  readonly scenario: Scenario;
  readonly outcomes: readonly AddressOutcome[];
}

export interface Matrix {
  readonly nodes: readonly string[];
  readonly groups: readonly MatrixGroup[];
  /** `all up` first, then every single failure, then, in small clusters, every pair of failures. */
  readonly scenarios: readonly MatrixScenario[];
}

/** `scenarios` takes the place of the failures that are tried without it. */
export function failoverMatrix(cluster: Cluster, version: Version, scenarios?: readonly Scenario[]): Matrix {
  const rest = atRest(cluster, version);
  const allUp: MatrixScenario = { name: 'all up', scenario: [], outcomes: outcomesOf(rest, []) };
  const played = scenarios
    ? scenarios.map((scenario) => toRow(scenario, scenario.reduce(playOn, rest)))
    : failureRows(cluster, version, rest);
  return {
    nodes: cluster.members.map(({ name }) => name),
    groups: allGroupsOf(cluster).map(toMatrixGroup),
    scenarios: [allUp, ...played],
  };
}

const toRow = (scenario: Scenario, play: Play): MatrixScenario => ({
  name: scenario.map(eventText).join(','),
  scenario,
  outcomes: outcomesOf(play, scenario),
});

/** A pair of failures goes on from what the first of them led to. */
function failureRows(cluster: Cluster, version: Version, rest: Play): MatrixScenario[] {
  const addresses = rest.machine.routers.addresses.size;
  const singles = singleFailures(cluster, version, addresses);
  const plays = new Map(singles.map((event) => [event, playOn(rest, event)]));
  return [
    ...singles.map((event) => toRow([event], plays.get(event)!)),
    ...pairsOfFailures(cluster, singles, addresses).map(([first, second]) =>
      toRow([first, second], playOn(plays.get(first)!, second)),
    ),
  ];
}

function toMatrixGroup({ participants }: Group): MatrixGroup {
  const [first] = participants;
  const addresses = participants.flatMap(({ instance }) => [...instance.addresses, ...instance.excluded]);
  return {
    vrid: participants.find(({ instance }) => instance.virtualRouterId)?.instance.virtualRouterId?.value,
    family: effective(first!.instance, first!.member.node).family,
    addresses: [
      ...new Map(addresses.toReversed().map(({ canonical, text }) => [canonical, text])).values(),
    ].toReversed(),
    instances: new Map(participants.map(({ member, instance }) => [member.name, instance.name.value])),
  };
}
