/** Comparisons that are under way: they add to what the workspace comes to, and take nothing from it. */
import { checkCluster } from '../cluster/checkCluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type Comparison, comparedPairs } from '../cluster/comparison.ts';
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Levels } from '../model/levels.ts';
import { heed } from '../workspace/heed.ts';
import { type AnalysisOptions, createWorkspace, DEFAULT_VERSION, type Workspace } from '../workspace/workspace.ts';
import type { ProjectAnalysis } from './project.ts';
import { PEER_SCHEME } from './protocol.ts';

export const isPeerDocument = (file: string): boolean => file.startsWith(`${PEER_SCHEME}:`);

export interface Comparisons {
  /** Takes the place of an earlier one with the same peer. */
  begin(comparison: Comparison): void;
  /** The peer is no longer shown. */
  end(peer: string): void;
  /** What holds with all of them. `levelsOf`: how grave findings in a file are to the user. */
  addTo(
    analysis: ProjectAnalysis,
    settings: Pick<AnalysisOptions, 'version' | 'levels'>,
    levelsOf: (file: string) => Levels,
  ): ProjectAnalysis;
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
    addTo(analysis, settings, levelsOf) {
      const nodes = [...analysis.nodes];
      const clusters = [...analysis.clusters];
      const pairs: Cluster[] = [];
      const findings = new Map(analysis.findings);
      const add = (found: readonly Finding[], file: string): void => {
        findings.set(file, [...(findings.get(file) ?? []), ...found]);
      };
      for (const { comparison, workspace } of underWay.values()) {
        const peer = workspace.analyse([comparison.peer], settings);
        nodes.push(...peer.nodes);
        clusters.push(...peer.clusters);
        peer.findings.forEach(add);
        for (const pair of comparedPairs(comparison, analysis.clusters, peer.nodes)) {
          pairs.push(pair);
          const version = settings.version ?? pair.keepalivedVersion ?? DEFAULT_VERSION;
          for (const [file, found] of Map.groupBy(checkCluster(pair, { version }), ({ place }) => place.file)) {
            add(heed(found, levelsOf(file), file, files.tree(file)).findings, file);
          }
        }
      }
      const compared = new Set(pairs.flatMap(({ members }) => members.map(({ node }) => node)));
      const isLone = ({ members: [first, ...others] }: Cluster): boolean =>
        others.length === 0 && compared.has(first!.node);
      return { ...analysis, nodes, clusters: [...clusters.filter((cluster) => !isLone(cluster)), ...pairs], findings };
    },
  };
}
