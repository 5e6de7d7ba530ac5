// What the project says of a variant before any host is asked.
import type { Cluster } from '../../server/src/cluster/cluster.ts';
import { readClusterFile } from '../../server/src/cluster/clusterFile.ts';
import { formClusters } from '../../server/src/cluster/pairing.ts';
import type { Scenario } from '../../server/src/cluster/scenario.ts';
import { readScenario } from '../../server/src/cluster/scenarioText.ts';
import { effective } from '../../server/src/model/effective.ts';
import type { Node } from '../../server/src/model/node.ts';
import { toNode } from '../../server/src/model/toNode.ts';
import { memoryFiles } from '../support/memory.ts';
import { addressOf } from './hosts.ts';
import type { Variant } from './variant.ts';

export interface Foretold {
  readonly cluster: Cluster;
  readonly scenario: Scenario;
  /** Seconds: while anything that any of the configurations provides for is under way, something changes within them. */
  readonly longestTimer: number;
}

/** Reads the variant as the language server reads a folder with a cluster file. */
export function foretell({ nodes, reloads = {}, scenario }: Variant): Foretold {
  const names = Object.keys(nodes);
  const texts = { ...prefixed('/ws/', nodes), ...prefixed('/reloads/', reloads) };
  const files = memoryFiles(texts);
  const read = (file: string, configId: string): Node => toNode(file, { files, configId });
  const clusterFile = readClusterFile(
    '/ws/keepalived-ha.json',
    JSON.stringify({
      nodes: Object.fromEntries(names.map((name, i) => [name, { config: name, host: `root@${addressOf(i)}` }])),
    }),
  );
  const [cluster] = formClusters(
    names.map((name) => read(`/ws/${name}`, name)),
    [clusterFile],
  );
  const after = new Map(Object.keys(reloads).map((label) => [label, read(`/reloads/${label}`, 'ngx1')]));
  const reading = readScenario(scenario, cluster!, (label) => after.get(label));
  if ('problem' in reading) throw new Error(reading.problem);
  const configs = [...cluster!.members.map(({ node }) => node), ...after.values()];
  return { cluster: cluster!, scenario: reading.scenario, longestTimer: Math.max(...configs.map(longestTimerOf)) };
}

const prefixed = (prefix: string, texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${prefix}${name}`, text]));

/** A check must fail, then a delay go by, then a dead timer with its skew of at most a second or an interval. */
function longestTimerOf(node: Node): number {
  const detections = node.scripts.map(({ interval, timeout, rise, fall }) => Math.max(rise, fall) * interval + timeout);
  const takeovers = node.instances.map((instance) => {
    const { advertInt, downTimerAdverts, preemptDelay } = effective(instance, node);
    return preemptDelay + (downTimerAdverts + 1) * Math.max(1, advertInt);
  });
  return Math.max(0, ...detections) + Math.max(0, ...takeovers);
}
