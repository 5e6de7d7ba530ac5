/** Plays scenarios on small clusters and writes down who owns what. */
import { elect } from '../../../server/src/cluster/election.ts';
import { readScenario } from '../../../server/src/cluster/scenarioText.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';
import { clustersOf } from './support.ts';

/** Nodes `a`, `b`, ... one text each. */
export const nodesOf = (...texts: readonly string[]): Texts =>
  Object.fromEntries(texts.map((text, i) => [`/ws/${'abc'[i]}/keepalived.conf`, text]));

export function play(texts: Texts, scenario = '', version: Version = '2.2.7', reloads: Texts = {}) {
  const [cluster, ...others] = clustersOf(texts);
  if (!cluster || others.length) throw new Error('These texts are not one cluster.');
  const files = memoryFiles(reloads);
  const reading = readScenario(scenario, cluster, (label) => (reloads[label] ? toNode(label, { files }) : undefined));
  if ('problem' in reading) throw new Error(reading.problem);
  return elect(cluster, reading.scenario, version).outcomes;
}

/** `192.168.10.111: b 2.6-3.6`: owners, and the time that the last event took, in tenths of a second. */
export const owners = (...played: Parameters<typeof play>): string[] =>
  play(...played).map(({ address, owners: names, seconds }) =>
    `${address}: ${names.join('+') || 'nobody'} ${seconds?.map((time) => time.toFixed(1)).join('-') ?? ''}`.trim(),
  );

export const reasons = (...played: Parameters<typeof play>): string[] => play(...played).map(({ reason }) => reason);

/** `more`: further lines of the block, between `; `. */
export const script = (name: string, more = ''): string =>
  `vrrp_script ${name} {\n    script "/bin/true"\n    ${more.split('; ').join('\n    ')}\n}\n`;

export const tracks = (name: string): string => `track_script {\n        ${name}\n    }`;
