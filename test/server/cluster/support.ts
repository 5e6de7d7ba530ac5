import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { checkCluster } from '../../../server/src/cluster/checkCluster.ts';
import type { Cluster } from '../../../server/src/cluster/cluster.ts';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { formClusters } from '../../../server/src/cluster/pairing.ts';
import type { Finding, Fix } from '../../../server/src/model/finding.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { applyEdits, memoryFiles, type Texts } from '../../support/memory.ts';

export const example = (path: string): string =>
  readFileSync(new URL(`../../../examples/${path}`, import.meta.url), 'utf8');

/** The two configurations of an example, and its cluster file if asked for. */
export const exampleTexts = (name: string, withClusterFile = false): Texts => ({
  '/ws/ngx1/keepalived.conf': example(`${name}/ngx1/keepalived.conf`),
  '/ws/ngx2/keepalived.conf': example(`${name}/ngx2/keepalived.conf`),
  ...(withClusterFile && { '/ws/keepalived-ha.json': example(`${name}/keepalived-ha.json`) }),
});

/** Everything that is no JSON is a node. */
function read(texts: Texts) {
  const files = memoryFiles(texts);
  const names = Object.keys(texts);
  const isClusterFile = (name: string): boolean => name.endsWith('.json');
  const clusterFiles = names.filter(isClusterFile).map((name) => readClusterFile(name, texts[name]!));
  const nodes = names.filter((name) => !isClusterFile(name)).map((file) => toNode(file, { files }));
  return { files, clusters: formClusters(nodes, clusterFiles) };
}

export const clustersOf = (texts: Texts): Cluster[] => read(texts).clusters;

interface PairFindings {
  readonly findings: Finding[];
  readonly apply: (fix: Fix) => Texts;
}

/** All findings across nodes, and what a fix makes of the texts. */
export function allPairFindings(texts: Texts, version: Version = '2.2.7'): PairFindings {
  const { files, clusters } = read(texts);
  const findings = clusters.flatMap((cluster) => checkCluster(cluster, { version }));
  return { findings, apply: (fix) => applyEdits(texts, files, fix.edits) };
}

/** The same without the information that nothing is tracked: it is true of most small configurations. */
export function pairFindings(...of: Parameters<typeof allPairFindings>): PairFindings {
  const { findings, apply } = allPairFindings(...of);
  return { findings: findings.filter(({ code }) => code !== 'pair-unhealthy-blind'), apply };
}

/** `code file`, in order, without repetition: what is found where. */
export const whatAndWhere = (findings: readonly Finding[]): string[] =>
  [...new Set(findings.map(({ code, place }) => `${code} ${place.file.replace(/^\/ws\//, '')}`))].sort();

/** The text that a finding stands at. */
export const underlined = ({ place: { item, start, end } }: Finding): string => item.text.slice(start, end);

export interface Options {
  state?: string;
  vrid?: number | string;
  priority?: number | string;
  address?: string;
  name?: string;
  /** Further lines of the instance. */
  more?: string;
  global?: string;
  /** Blocks between global_defs and the instance. */
  before?: string;
  /** Blocks behind the instance. */
  behind?: string;
}

/** A small configuration with one instance. */
export const config = ({
  state = 'MASTER',
  vrid = 51,
  priority = state === 'MASTER' ? 100 : 90,
  address = '192.168.10.111',
  name = 'VI_1',
  more = '',
  global = '',
  before = '',
  behind = '',
}: Options = {}): string => `global_defs {
    ${global}
}
${before}vrrp_instance ${name} {
    state ${state}
    interface eth0
    virtual_router_id ${vrid}
    priority ${priority}
    virtual_ipaddress {
        ${address.split(' ').join('\n        ')}
    }
    ${more}
}
${behind}`;

export const backup = (options: Options = {}): string => config({ state: 'BACKUP', ...options });

export const pair = (master: Options = {}, standby: Options = {}): Texts => ({
  '/ws/a/keepalived.conf': config(master),
  '/ws/b/keepalived.conf': backup(standby),
});
export const three = (a: Options, b: Options, c: Options): Texts => ({
  ...pair(a, b),
  '/ws/c/keepalived.conf': backup({ priority: 80, ...c }),
});

/** The same with a cluster file that names them, where nothing in them says that they belong together. */
export const declared = (texts: Texts): Texts => ({
  ...texts,
  '/ws/keepalived-ha.json': JSON.stringify({
    nodes: Object.fromEntries(Object.keys(texts).map((file) => [file.split('/')[2]!, { config: file }])),
  }),
});

export const found = (texts: Texts, version?: Version): Finding[] => pairFindings(texts, version).findings;
export const codes = (texts: Texts, version?: Version): string[] => [
  ...new Set(found(texts, version).map(({ code, severity }) => `${severity} ${code}`)),
];
export const messages = (texts: Texts, version?: Version): string[] =>
  found(texts, version).map(({ message }) => message);
/** What stands under each finding. */
export const places = (texts: Texts, version?: Version): string[] => found(texts, version).map(underlined);
/** The places that the findings point to besides their own: file and text. */
export const relatedPlaces = (texts: Texts, version?: Version): string[] =>
  found(texts, version).flatMap(({ related = [] }) =>
    related.map(({ place }) => `${place.file.split('/')[2]} ${place.item.text.slice(place.start, place.end)}`),
  );
export const preferredOf = (texts: Texts, version?: Version): string[] =>
  found(texts, version).flatMap(({ fixes = [] }) =>
    fixes.filter(({ preferred }) => preferred).map(({ title }) => title),
  );

/** Applies the one preferred fix. */
export function cured(texts: Texts, version?: Version): Texts {
  const { findings, apply } = pairFindings(texts, version);
  const fixes = findings.flatMap(({ fixes = [] }) => fixes.filter(({ preferred }) => preferred));
  expect(fixes).toHaveLength(1);
  return apply(fixes[0]!);
}

export const auth = (pass: string, type = 'PASS'): string =>
  `authentication {\n        auth_type ${type}\n        auth_pass ${pass}\n    }`;
export const unicast = (source: string, ...peers: string[]): string =>
  `unicast_src_ip ${source}\n    unicast_peer {\n        ${peers.join('\n        ')}\n    }`;
