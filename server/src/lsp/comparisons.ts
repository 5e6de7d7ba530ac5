/** Comparisons that are under way: they add to what the workspace comes to, and take nothing from it. */
import { checkCluster } from '../cluster/checkCluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type Comparison, comparedPairs } from '../cluster/comparison.ts';
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Version } from '../schema/index.ts';
import { createWorkspace, DEFAULT_VERSION, type Workspace } from '../workspace/workspace.ts';
import type { ProjectAnalysis } from './project.ts';
import { PEER_SCHEME } from './protocol.ts';

export const isPeerDocument = (file: string): boolean => file.startsWith(`${PEER_SCHEME}:`);

export interface Comparisons {
  /** Takes the place of an earlier one with the same peer. */
  begin(comparison: Comparison): void;
  /** The peer is no longer shown. */
  end(peer: string): void;
  /** What holds with all of them. `version`: the release that the user's settings name. */
  addTo(analysis: ProjectAnalysis, version: Version | undefined): ProjectAnalysis;
}

export function createComparisons(files: Files): Comparisons {
  const underWay = new Map<string, { readonly comparison: Comparison; readonly workspace: Workspace }>();
  return {
    begin(comparison) {
      underWay.set(comparison.peer, { comparison, workspace: createWorkspace(files) });
    },
    end(peer) {
      underWay.delete(peer);
    },
    addTo(analysis, version) {
      const nodes = [...analysis.nodes];
      const clusters = [...analysis.clusters];
      const pairs: Cluster[] = [];
      const findings = new Map(analysis.findings);
      const add = (found: readonly Finding[], file: string): void => {
        findings.set(file, [...(findings.get(file) ?? []), ...found]);
      };
      for (const { comparison, workspace } of underWay.values()) {
        const peer = workspace.analyse([comparison.peer], version ? { version } : {});
        nodes.push(...peer.nodes);
        clusters.push(...peer.clusters);
        peer.findings.forEach(add);
        for (const pair of comparedPairs(comparison, analysis.clusters, peer.nodes)) {
          pairs.push(pair);
          const judged = version ?? pair.keepalivedVersion ?? DEFAULT_VERSION;
          Map.groupBy(checkCluster(pair, { version: judged }), ({ place }) => place.file).forEach(add);
        }
      }
      const compared = new Set(pairs.flatMap(({ members }) => members.map(({ node }) => node)));
      const isLone = ({ members: [first, ...others] }: Cluster): boolean =>
        others.length === 0 && compared.has(first!.node);
      return { ...analysis, nodes, clusters: [...clusters.filter((cluster) => !isLone(cluster)), ...pairs], findings };
    },
  };
}
