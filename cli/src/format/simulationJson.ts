import { eventText, type Window } from '../../../server/src/index.ts';
import { filesInWords } from '../pairing.ts';
import type { Simulation, SimulationReport } from '../simulation.ts';

/** One object for a cluster; an array of them, each with the cluster's name, where there are several. */
export function formatSimulationJson({ simulations }: SimulationReport): string {
  const [first, ...others] = simulations;
  const value =
    first && others.length === 0
      ? toJson(first)
      : simulations.map((simulation) => ({ name: filesInWords(simulation.pairing), ...toJson(simulation) }));
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

const toJson = ({ matrix: { nodes, groups, scenarios } }: Simulation) => ({
  nodes,
  groups: groups.map(({ vrid, family, addresses, instances }) => ({
    vrid: vrid ?? null,
    family,
    addresses,
    instances: Object.fromEntries(instances),
  })),
  scenarios: scenarios.map(({ name, scenario, outcomes }) => ({
    name,
    events: scenario.map(eventText),
    owners: Object.fromEntries(outcomes.map(({ address, owners }) => [address, owners])),
    seconds: Object.fromEntries(outcomes.map(({ address, seconds }) => [address, seconds && hundredths(seconds)])),
    reasons: Object.fromEntries(outcomes.map(({ address, reason }) => [address, reason])),
  })),
});

const hundredths = (seconds: Window): number[] => seconds.map((bound) => Math.round(bound * 100) / 100);
