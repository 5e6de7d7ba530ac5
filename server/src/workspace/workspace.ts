/**
 * Everything known about a set of configuration files: nodes, clusters, findings. Work is kept as long as the trees it
 * was made from stay the same objects, so that an edit costs its own node and its own cluster.
 */
import { checkCluster } from '../cluster/checkCluster.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type ClusterFile, missingConfigs } from '../cluster/clusterFile.ts';
import { formClusters } from '../cluster/pairing.ts';
import { configIdsOf } from '../model/configIds.ts';
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import { offsetIn } from '../model/place.ts';
import { toNode } from '../model/toNode.ts';
import { checkNode } from '../rules/check.ts';
import type { Version } from '../schema/index.ts';
import type { Tree } from '../syntax/tree.ts';

/** The oldest release that distributions still ship (Debian 12): what it would say holds for most hosts. */
export const DEFAULT_VERSION: Version = '2.2.7';

export interface AnalysisOptions {
  /** The release to judge by; without it the one that the nodes' cluster file names, or the default. */
  readonly version?: Version;
  /** Leaves the pairing out: every file stands alone, and is read as on a host whose config id it does not name. */
  readonly single?: boolean;
  readonly clusterFiles?: readonly ClusterFile[];
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

interface KnownNode {
  readonly node: Node;
  /** The trees it was read from, in the order of its files. */
  readonly trees: readonly (Tree | undefined)[];
  /** What its includes named when it was read. */
  readonly included: readonly string[];
}

export function createWorkspace(files: Files): Workspace {
  let nodes = new Map<string, KnownNode>();
  const nodeFindings = new WeakMap<Node, { version: Version; findings: readonly Finding[] }>();
  let clusterFindings = new Map<string, { members: readonly Node[]; version: Version; findings: readonly Finding[] }>();

  const readNode = (file: string, configId: string | undefined): KnownNode => {
    const known = nodes.get(keyOf(file, configId));
    if (known && isCurrent(known, files)) return known;
    const node = toNode(file, { files, ...(configId !== undefined && { configId }) });
    const { expansion } = node;
    return {
      node,
      trees: expansion.files.map((name) => files.tree(name)),
      included: expansion.includes.flatMap((include) => include.files),
    };
  };

  const check = (node: Node, version: Version): readonly Finding[] => {
    const known = nodeFindings.get(node);
    if (known?.version === version) return known.findings;
    const findings = checkNode(node, { version, files });
    nodeFindings.set(node, { version, findings });
    return findings;
  };

  const read: Workspace['read'] = (mainFiles, { single = false, clusterFiles = [] } = {}) => {
    const current = new Map<string, KnownNode>();
    const add = (file: string, configId?: string): void => {
      if (files.tree(file)) current.set(keyOf(file, configId), readNode(file, configId));
    };
    const described = single ? [] : clusterFiles.flatMap(({ nodes: named }) => named);
    for (const { config, configId } of described) add(config, configId);
    const claimed = new Set(described.map(({ config }) => config));
    for (const file of mainFiles) {
      if (claimed.has(file)) continue;
      const { trees } = readNode(file, undefined);
      const configIds = single ? [undefined] : configIdsOf(trees.filter((tree) => tree !== undefined));
      for (const configId of configIds) add(file, configId);
    }
    nodes = current;
    const all = withoutFragments([...current.values()].map(({ node }) => node));
    return { nodes: all, clusters: single ? [] : formClusters(all, clusterFiles) };
  };

  return {
    read,
    analyse(mainFiles, options = {}) {
      const { version, clusterFiles = [] } = options;
      const { nodes: all, clusters } = read(mainFiles, options);
      const versionOf = new Map<Node, Version>();
      const checked: typeof clusterFindings = new Map();
      const found: Finding[] = [];
      for (const cluster of clusters) {
        const judged = version ?? cluster.keepalivedVersion ?? DEFAULT_VERSION;
        const members = cluster.members.map(({ node }) => node);
        for (const node of members) versionOf.set(node, judged);
        const key = cluster.members.map(({ name, node }) => `${name}\0${keyOf(node.file, node.configId)}`).join('\n');
        const known = clusterFindings.get(key);
        const same = known?.version === judged && members.every((node, i) => node === known.members[i]);
        const findings = same ? known.findings : checkCluster(cluster, { version: judged });
        checked.set(key, { members, version: judged, findings });
        for (const finding of findings) found.push(finding);
      }
      clusterFindings = checked;
      for (const node of all) {
        const judged = versionOf.get(node) ?? version ?? DEFAULT_VERSION;
        for (const finding of check(node, judged)) found.push(finding);
      }
      const findings = byFile(found, all, files);
      const there = new Set(
        clusterFiles
          .flatMap(({ nodes: named }) => named.map(({ config }) => config))
          .filter((file) => files.tree(file)),
      );
      for (const each of clusterFiles) findings.set(each.file, [...each.findings, ...missingConfigs(each, there)]);
      return { nodes: all, clusters, findings };
    },
  };
}

const keyOf = (file: string, configId: string | undefined): string => `${file}\0${configId ?? ''}`;

const isCurrent = ({ node, trees, included }: KnownNode, files: Files): boolean =>
  node.expansion.files.every((file, i) => files.tree(file) === trees[i]) &&
  sameList(
    node.expansion.includes.flatMap(({ pattern, place }) => files.match(pattern, place.file)),
    included,
  );

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

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
