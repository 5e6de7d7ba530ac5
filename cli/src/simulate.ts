/** Lets things fail in the clusters that the arguments name, and says who owns which virtual address then. */
import { resolve } from 'node:path';
import {
  type CachedFiles,
  type Cluster,
  createWorkspace,
  DEFAULT_VERSION,
  failoverMatrix,
  type Node,
  rangeOf,
  readScenario,
  type Scenario,
  toNode,
  type Version,
} from '../../server/src/index.ts';
import { type Input, type InputOptions, readInput } from './input.ts';
import { pairingOf } from './pairing.ts';
import type { Simulation, SimulationReport } from './simulation.ts';

export interface SimulateOptions extends Omit<InputOptions, 'single'> {
  /** The release of keepalived to go by. */
  readonly version?: Version;
  /** Texts of scenarios, as the user gave them; without any, every failure is tried. */
  readonly scenarios: readonly string[];
}

/** A part of a cluster would be foretold wrongly: where anything cannot be read, nothing is simulated. */
export function simulate(options: SimulateOptions): SimulationReport {
  const input = readInput(options);
  const problems = [...input.problems, ...brokenClusterFiles(input)];
  if (problems.length) return { simulations: [], problems };

  const { files, named, found, clusterFiles, nameOf } = input;
  const asked = new Set([...named, ...found]);
  const { scenarios, version } = options;
  const clusters = createWorkspace(files)
    .read([...asked], { clusterFiles, ...(version && { version }) })
    .clusters.filter(({ members }) => members.some(({ node }) => asked.has(node.file)));
  if (clusters.length === 0) return { simulations: [], problems: ['there is no configuration to simulate'] };

  const readings = readScenarios(scenarios, clusters, (file, name, cluster) =>
    configOf(resolve(options.cwd, file), name, cluster, files, version ?? cluster.keepalivedVersion),
  );
  if ('problems' in readings) return { simulations: [], problems: readings.problems };
  const simulations = clusters.map((cluster): Simulation => {
    const release = version ?? cluster.keepalivedVersion ?? DEFAULT_VERSION;
    const pairing = pairingOf(cluster, nameOf);
    if (scenarios.length === 0) return { pairing, matrix: failoverMatrix(cluster, release), chosen: false };
    const own = readings.get(cluster) ?? [];
    const matrix = failoverMatrix(
      cluster,
      release,
      own.map(({ scenario }) => scenario),
    );
    const [allUp, ...others] = matrix.scenarios;
    const asWritten = others.map((each, i) => ({ ...each, name: own[i]!.text }));
    return { pairing, matrix: { ...matrix, scenarios: allUp ? [allUp, ...asWritten] : [] }, chosen: true };
  });
  return { simulations, problems: [] };
}

interface WrittenScenario {
  readonly text: string;
  readonly scenario: Scenario;
}

/** What each cluster is to go through. A scenario is for the clusters that know what it names. */
function readScenarios(
  texts: readonly string[],
  clusters: readonly Cluster[],
  readConfig: (file: string, name: string, cluster: Cluster) => Node | undefined,
): ReadonlyMap<Cluster, readonly WrittenScenario[]> | { readonly problems: readonly string[] } {
  const readings = new Map(clusters.map((cluster): [Cluster, WrittenScenario[]] => [cluster, []]));
  const problems: string[] = [];
  for (const text of texts) {
    const refusals = new Map<Cluster, string>();
    for (const [cluster, own] of readings) {
      const reading = readScenario(text, cluster, (file, name) => readConfig(file, name, cluster));
      if ('scenario' in reading) own.push({ text, scenario: reading.scenario });
      else refusals.set(cluster, reading.problem);
    }
    if (refusals.size === clusters.length) problems.push(`--scenario ${text}: ${closest(text, refusals)}`);
  }
  return problems.length ? { problems } : readings;
}

/** Of the clusters that do not know what a scenario names, what the one says that knows at least a node of it. */
function closest(text: string, refusals: ReadonlyMap<Cluster, string>): string {
  const words = new Set(text.split(/[,:@|+=]/).map((word) => word.trim()));
  const [first = ''] = refusals.values();
  const close = [...refusals].find(([{ members }]) => members.some(({ name }) => words.has(name)));
  return close ? close[1] : first;
}

/** The file of a `reload:NODE=FILE`, read as that node would read it. */
function configOf(
  file: string,
  name: string,
  { members }: Cluster,
  files: CachedFiles,
  version: Version = DEFAULT_VERSION,
): Node | undefined {
  const configId = members.find((member) => member.name === name)?.node.configId;
  return files.tree(file) && toNode(file, { files, version, ...(configId !== undefined && { configId }) });
}

const brokenClusterFiles = ({ clusterFiles, nameOf }: Input): string[] =>
  clusterFiles.flatMap(({ file, tree, findings }) =>
    findings.map(({ place, message }) => `${nameOf(file)}:${rangeOf(tree, place).start.line + 1}: ${message}`),
  );
