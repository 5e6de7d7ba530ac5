import { readFileSync } from 'node:fs';
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

/** Findings across nodes, and what a fix makes of the texts. */
export function pairFindings(
  texts: Texts,
  version: Version = '2.2.7',
): { findings: Finding[]; apply: (fix: Fix) => Texts } {
  const { files, clusters } = read(texts);
  const findings = clusters.flatMap((cluster) => checkCluster(cluster, { version }));
  return { findings, apply: (fix) => applyEdits(texts, files, fix.edits) };
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
}: Options = {}): string => `global_defs {
    ${global}
}
vrrp_instance ${name} {
    state ${state}
    interface eth0
    virtual_router_id ${vrid}
    priority ${priority}
    virtual_ipaddress {
        ${address.split(' ').join('\n        ')}
    }
    ${more}
}
`;

export const backup = (options: Options = {}): string => config({ state: 'BACKUP', ...options });
