/**
 * Everything known about a set of configuration files: nodes, clusters, findings. Work is kept as long as the trees it
 * was made from stay the same objects, so that an edit costs its own node and its own cluster.
 */

import { checkCluster } from '../cluster/checkCluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { CLUSTER_FILE_CODES, type ClusterFile, missingConfigs } from '../cluster/clusterFile.ts';
import type { Declaration } from '../cluster/pairing/byHand.ts';
import {
  checkPairingComments,
  declarationOf,
  type PairingComment,
  pairingCommentOf,
} from '../cluster/pairing/pairingComment.ts';
import { formClusters } from '../cluster/pairing.ts';
import { report } from '../model/catalogue.ts';
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Levels } from '../model/levels.ts';
import type { Node } from '../model/node.ts';
import { offsetIn } from '../model/place.ts';
import { checkConditions } from '../rules/advice/conditions.ts';
import { checkNode } from '../rules/check.ts';
import { DEFAULT_VERSION, type Version } from '../schema/index.ts';
import type { Tree } from '../syntax/tree.ts';
import { checkSuppressions, heed, isCode, meantCode, type Silenced } from './heed.ts';
import { createNodes } from './nodes.ts';

export { DEFAULT_VERSION };

export interface AnalysisOptions {
  /** The release to judge by; without it the one that the nodes' cluster file names, or the default. */
  readonly version?: Version;
  /** Leaves the pairing out: every file stands alone, and is read as on a host whose config id it does not name. */
  readonly single?: boolean;
  readonly clusterFiles?: readonly ClusterFile[];
  /** What the user's settings say: lists of files that belong together, by absolute name; a single one stands alone. */
  readonly pairing?: readonly (readonly string[])[];
  /** What the user's settings say of findings; it goes before what a cluster file says. */
  readonly levels?: Levels;
}

/** What the files are, without a word on what is wrong in them. */
export interface Contents {
  readonly nodes: readonly Node[];
  /** With `single` none. */
  readonly clusters: readonly Cluster[];
}

export interface Analysis extends Contents {
  /** By file, in the order of the places; every file that took part has an entry, cluster files too. */
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
  /** By file, what was found and is not among the findings. */
  readonly silenced: ReadonlyMap<string, readonly Silenced[]>;
}

export interface Workspace {
  /**
   * Reads configurations by their main files. A file that another one includes is read as a part of that one; one with
   * `@id` lines is several nodes.
   */
  read(mainFiles: readonly string[], options?: AnalysisOptions): Contents;
  /** Reads them and says what is wrong. */
  analyse(mainFiles: readonly string[], options?: AnalysisOptions): Analysis;
}

export function createWorkspace(files: Files): Workspace {
  const nodes = createNodes(files);
  const nodeFindings = new WeakMap<Node, { version: Version; findings: readonly Finding[] }>();
  const clusterFindings = new WeakMap<Cluster, { version: Version; findings: readonly Finding[] }>();

  const check = (node: Node, version: Version): readonly Finding[] => {
    const known = nodeFindings.get(node);
    if (known?.version === version) return known.findings;
    const findings = checkNode(node, { version, files });
    nodeFindings.set(node, { version, findings });
    return findings;
  };

  const checkTogether = (cluster: Cluster, version: Version): readonly Finding[] => {
    const known = clusterFindings.get(cluster);
    if (known?.version === version) return known.findings;
    const findings = checkCluster(cluster, { version });
    clusterFindings.set(cluster, { version, findings });
    return findings;
  };

  const read = (
    mainFiles: readonly string[],
    { version, single = false, clusterFiles = [], pairing = [] }: AnalysisOptions,
  ): Contents & { comments: readonly PairingComment[] } => {
    nodes.startOver();
    const found = new Map<string, Node>();
    const add = (file: string, judged: Version, configId?: string): void => {
      if (files.tree(file)) found.set(`${file}\0${configId ?? ''}`, nodes.read(file, judged, configId));
    };
    const described = single ? [] : clusterFiles.flatMap(({ nodes: named }) => named);
    for (const { nodes: named, keepalivedVersion } of single ? [] : clusterFiles) {
      const judged = version ?? keepalivedVersion ?? DEFAULT_VERSION;
      for (const { config, configId } of named) add(config, judged, configId);
    }
    const usual = version ?? DEFAULT_VERSION;
    const claimed = new Set(described.map(({ config }) => config));
    const asked = [...mainFiles, ...pairing.flat().filter((file) => files.tree(file))];
    const { together, comments } = single ? { together: mainFiles, comments: [] } : readComments(asked, files);
    for (const file of together) {
      if (claimed.has(file)) continue;
      for (const configId of single ? [undefined] : nodes.configIds(file, usual)) add(file, usual, configId);
    }
    const all = withoutFragments([...found.values()]);
    const declared = [
      ...comments.flatMap(declarationOf),
      ...pairing.map((paired): Declaration => ({ by: 'setting', files: paired })),
    ];
    return { nodes: all, clusters: single ? [] : formClusters(all, clusterFiles, declared), comments };
  };

  return {
    read(mainFiles, options = {}) {
      const { nodes: all, clusters } = read(mainFiles, options);
      return { nodes: all, clusters };
    },
    analyse(mainFiles, options = {}) {
      const { version, clusterFiles = [] } = options;
      const { nodes: all, clusters, comments } = read(mainFiles, options);
      const versionOf = new Map<Node, Version>();
      const found: Finding[] = [];
      for (const cluster of clusters) {
        const judged = version ?? cluster.keepalivedVersion ?? DEFAULT_VERSION;
        for (const { node } of cluster.members) versionOf.set(node, judged);
        for (const finding of checkTogether(cluster, judged)) found.push(finding);
      }
      for (const node of all) {
        const judged = versionOf.get(node) ?? version ?? DEFAULT_VERSION;
        for (const finding of check(node, judged)) found.push(finding);
      }
      const exists = (file: string): boolean => files.tree(file) !== undefined;
      found.push(...checkPairingComments(comments, clusters, exists));
      found.push(...unreachable(clusters, files));
      const findings = byFile(found, all, files);
      const there = new Set(
        clusterFiles.flatMap(({ nodes: named }) => named.map(({ config }) => config)).filter(exists),
      );
      for (const each of clusterFiles) {
        findings.set(each.file, [...each.findings, ...unknownCodes(each), ...missingConfigs(each, there)]);
      }
      return { nodes: all, clusters, ...heedAll(findings, clusters, options, files) };
    },
  };
}

const inOrder = (findings: readonly Finding[], tree: Tree): Finding[] => {
  const offsetOf = ({ place: { item, start } }: Finding): number => offsetIn(tree, item, start);
  return findings.toSorted((a, b) => offsetOf(a) - offsetOf(b));
};

/** What a cluster file leaves without a reader. */
function unreachable(clusters: readonly Cluster[], files: Files): Finding[] {
  const idsOf = new Map<string, Set<string>>();
  for (const { source, members } of clusters) {
    if (source !== 'file') continue;
    const ids = members.flatMap(({ node }) => node.configId ?? []);
    for (const file of new Set(members.flatMap(({ node }) => node.expansion.files))) {
      idsOf.set(file, new Set([...(idsOf.get(file) ?? []), ...ids]));
    }
  }
  return [...idsOf].flatMap(([file, ids]) => {
    const tree = files.tree(file);
    return tree ? checkConditions(file, tree, ids) : [];
  });
}

/** Leaves out what comments, settings and cluster files do not want to be told. */
function heedAll(
  found: ReadonlyMap<string, readonly Finding[]>,
  clusters: readonly Cluster[],
  { clusterFiles = [], levels = {} }: AnalysisOptions,
  files: Files,
): Pick<Analysis, 'findings' | 'silenced'> {
  const inClusterFile = new Map(clusterFiles.map((each) => [each.file, each.levels]));
  const paired = new Set<string>();
  const levelsOf = new Map(inClusterFile);
  for (const { clusterFile = '', members } of clusters) {
    const own = inClusterFile.get(clusterFile);
    if (!own && members.length < 2) continue;
    for (const file of members.flatMap(({ node }) => node.expansion.files)) {
      if (members.length > 1) paired.add(file);
      if (own) levelsOf.set(file, own);
    }
  }
  const findings = new Map<string, readonly Finding[]>();
  const silenced = new Map<string, readonly Silenced[]>();
  for (const [file, own] of found) {
    const tree = inClusterFile.has(file) ? undefined : files.tree(file);
    const comments = tree ? checkSuppressions(own, !paired.has(file), file, tree) : [];
    const all = tree && comments.length > 0 ? inOrder([...own, ...comments], tree) : own;
    const heeded = heed(all, { ...levelsOf.get(file), ...levels }, file, tree);
    findings.set(file, heeded.findings);
    if (heeded.silenced.length > 0) silenced.set(file, heeded.silenced);
  }
  return { findings, silenced };
}

const unknownCodes = ({ codes }: ClusterFile): Finding[] =>
  codes
    .filter(({ value }) => !isCode(value))
    .map(({ value, place }) => {
      const meant = meantCode(value);
      const message = `There is no finding ${value}, so this line changes nothing.${meant ? ` Did you mean ${meant}?` : ''}`;
      return report(CLUSTER_FILE_CODES['cluster-file-invalid'], place, message, { severity: 'warning' });
    });

/** The comments that pair configurations, and with the main files those that they name. */
function readComments(
  mainFiles: readonly string[],
  files: Files,
): { together: Iterable<string>; comments: readonly PairingComment[] } {
  const together = new Set(mainFiles);
  const comments: PairingComment[] = [];
  for (const file of together) {
    const tree = files.tree(file);
    const comment = tree && pairingCommentOf(file, tree);
    if (!comment) continue;
    comments.push(comment);
    for (const { value } of comment.peers ?? []) if (files.tree(value)) together.add(value);
  }
  return { together, comments };
}

/** Leaves out the files that are a part of another one. */
function withoutFragments(nodes: readonly Node[]): Node[] {
  const included = new Set(nodes.flatMap((node) => node.expansion.files.filter((file) => file !== node.file)));
  return nodes.filter((node) => !included.has(node.file));
}

/** The same thing said twice, because two nodes share a file, is said once. */
function byFile(findings: readonly Finding[], nodes: readonly Node[], files: Files): Map<string, readonly Finding[]> {
  const sorted = new Map<string, Map<string, { offset: number; finding: Finding }>>();
  for (const node of nodes) for (const file of node.expansion.files) sorted.set(file, new Map());
  for (const finding of findings) {
    const { file, item, start } = finding.place;
    const tree = files.tree(file);
    const offset = tree ? offsetIn(tree, item, start) : 0;
    const inFile = sorted.get(file) ?? new Map<string, { offset: number; finding: Finding }>();
    sorted.set(file, inFile.set(`${offset} ${finding.code} ${finding.message}`, { offset, finding }));
  }
  return new Map(
    [...sorted].map(([file, inFile]) => [
      file,
      [...inFile.values()].sort((a, b) => a.offset - b.offset).map(({ finding }) => finding),
    ]),
  );
}
