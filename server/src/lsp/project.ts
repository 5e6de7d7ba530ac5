/**
 * The configurations that the server looks after: those of the workspace's folders and those that are open, always
 * analysed together, each folder for itself. Files are canonical URIs.
 */
import type { Cluster } from '../cluster/cluster.ts';
import { type ClusterFile, readClusterFile } from '../cluster/clusterFile.ts';
import { type Document, nodesWith } from '../features/document.ts';
import { pathAt } from '../features/scope.ts';
import { type Inspection, resolveWritten } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Levels } from '../model/levels.ts';
import type { Node } from '../model/node.ts';
import type { Version } from '../schema/index.ts';
import { type Item, sourceOf, type Tree } from '../syntax/tree.ts';
import { cacheFiles } from '../workspace/files.ts';
import { createWorkspace, DEFAULT_VERSION, type Workspace } from '../workspace/workspace.ts';
import { type Comparisons, createComparisons, isPeerDocument } from './comparisons.ts';
import { findConfigurations, isClusterFile, siblingConfigurations } from './configurations.ts';
import type { Host } from './host.ts';
import type { Settings } from './settings.ts';

export interface ProjectAnalysis {
  readonly nodes: readonly Node[];
  /** Comparisons that are under way included. */
  readonly clusters: readonly Cluster[];
  /** Those that the files of the workspace form. */
  readonly formed: readonly Cluster[];
  readonly findings: ReadonlyMap<string, readonly Finding[]>;
}

export interface Project {
  /** Looks through these folders from now on; `scan` does it. */
  setFolders(folders: readonly string[]): void;
  setVersion(version: Version | undefined): void;
  /** What the user's settings say of findings. */
  setLevels(levels: Levels): void;
  /** What the user's settings say about pairs: lists of paths, each seen from a workspace folder. */
  setPairing(pairing: Settings['pairing']): void;
  /** The text of an open document counts, whatever is on disk. */
  open(file: string, text: string): void;
  close(file: string): void;
  /** Holds an open document against a node of the workspace, until it is closed. */
  compare: Comparisons['begin'];
  /** Looks for the configurations of all folders, and for known files that changed on disk. One scan at a time. */
  scan(): Promise<void>;
  /** Resolved when no scan is under way. */
  scanned(): Promise<void>;
  /** A file on disk has another text now. */
  changedOnDisk(file: string): void;
  /** What holds for the texts of this moment. */
  analysis(): ProjectAnalysis;
  /** The release that a file is judged by; as of the latest analysis, so that a feature need not wait for the next. */
  versionFor(file: string): Version;
  /** For positions in findings, also of cluster files. */
  tree(file: string): Tree | undefined;
  /** A configuration for the features; undefined where there is no such file. */
  document(file: string): Document | undefined;
}

const OUTSIDE = '';

export function createProject(host: Host): Project {
  const stamps = new Map<string, string | undefined>();
  const matches = new Map<string, readonly string[]>();
  const inspections = new Map<string, Inspection | undefined>();
  const files = cacheFiles({
    read(file) {
      if (isPeerDocument(file)) return undefined;
      stamps.set(file, host.stamp(file));
      return host.read(file);
    },
    match(pattern, from) {
      if (isPeerDocument(from)) return [];
      const key = `${from}\0${pattern}`;
      const known = matches.get(key) ?? host.match(pattern, from);
      matches.set(key, known);
      return known;
    },
    inspect(pattern, from) {
      if (isPeerDocument(from)) return undefined;
      const key = `${from}\0${pattern}`;
      if (!inspections.has(key)) inspections.set(key, host.inspect?.(pattern, from));
      return inspections.get(key);
    },
  });
  const opened = new Set<string>();
  const comparisons = createComparisons(files);
  const workspaces = new Map<string, Workspace>();
  const clusterFiles = new WeakMap<Tree, ClusterFile>();
  let folders: readonly string[] = [];
  let version: Version | undefined;
  let levels: Levels = {};
  let pairing: Settings['pairing'] = [];
  let onDisk: readonly string[] = [];
  let scanning: Promise<void> = Promise.resolve();
  let isScanQueued = false;
  let current: ProjectAnalysis | undefined;
  let latest: ProjectAnalysis = { nodes: [], clusters: [], formed: [], findings: new Map() };

  const folderOf = (file: string): string => {
    const around = folders.filter((folder) => file.startsWith(`${folder}/`));
    return around.reduce((best, folder) => (folder.length > best.length ? folder : best), OUTSIDE);
  };

  const clusterFile = (file: string): ClusterFile | undefined => {
    const tree = files.tree(file);
    if (!tree) return undefined;
    const known = clusterFiles.get(tree) ?? readClusterFile(file, sourceOf(tree));
    clusterFiles.set(tree, known);
    return known;
  };

  const look = async (): Promise<void> => {
    isScanQueued = false;
    const outside = [...opened].filter(
      (file) => folderOf(file) === OUTSIDE && !isClusterFile(file) && !isPeerDocument(file),
    );
    const found = await Promise.all([
      ...folders.map((folder) => findConfigurations(folder, host)),
      ...outside.map((file) => siblingConfigurations(file, host)),
    ]);
    onDisk = [...new Set(found.flat())];
    matches.clear();
    inspections.clear();
    for (const [file, stamp] of stamps) if (host.stamp(file) !== stamp) files.forget(file);
    current = undefined;
  };

  const analyse = (): ProjectAnalysis => {
    const own = [...onDisk, ...opened].filter((file) => !isPeerDocument(file));
    const byFolder = Map.groupBy(new Set(own), folderOf);
    const nodes: Node[] = [];
    const clusters: Cluster[] = [];
    const findings = new Map<string, readonly Finding[]>();
    for (const [folder, inFolder] of byFolder) {
      const workspace = workspaces.get(folder) ?? createWorkspace(files);
      workspaces.set(folder, workspace);
      const described = inFolder.filter(isClusterFile).flatMap((file) => clusterFile(file) ?? []);
      const result = workspace.analyse(
        inFolder.filter((file) => !isClusterFile(file)),
        {
          clusterFiles: described,
          pairing:
            folder === OUTSIDE ? [] : pairing.map((paths) => paths.map((path) => resolveWritten(path, `${folder}/`))),
          levels,
          ...(version && { version }),
        },
      );
      nodes.push(...result.nodes);
      clusters.push(...result.clusters);
      for (const [file, found] of result.findings) {
        const before = findings.get(file);
        findings.set(file, before ? withoutRepetition([...before, ...found]) : found);
      }
    }
    const formed = withoutDeserted(clusters);
    const levelsOf = (file: string): Levels => {
      const named = formed.find((cluster) => cluster.clusterFile && nodesWith(file, cluster).length > 0)?.clusterFile;
      return { ...(named && clusterFile(named)?.levels), ...levels };
    };
    const settings = { levels, ...(version && { version }) };
    return comparisons.addTo({ nodes, clusters: formed, formed, findings }, settings, levelsOf);
  };

  return {
    setFolders(next) {
      folders = next;
    },
    setVersion(next) {
      if (next === version) return;
      version = next;
      current = undefined;
    },
    setLevels(next) {
      levels = next;
      current = undefined;
    },
    setPairing(next) {
      pairing = next;
      current = undefined;
    },
    open(file, text) {
      opened.add(file);
      files.open(file, text);
      current = undefined;
    },
    close(file) {
      comparisons.end(file);
      opened.delete(file);
      files.open(file, undefined);
      current = undefined;
    },
    compare(comparison) {
      comparisons.begin(comparison);
      current = undefined;
    },
    scan() {
      if (!isScanQueued) {
        isScanQueued = true;
        scanning = scanning.then(look);
      }
      return scanning;
    },
    scanned: () => scanning,
    changedOnDisk(file) {
      files.forget(file);
      current = undefined;
    },
    analysis() {
      current ??= analyse();
      latest = current;
      return current;
    },
    versionFor: (file) =>
      version ??
      latest.clusters.find((cluster) => nodesWith(file, cluster).length > 0)?.keepalivedVersion ??
      DEFAULT_VERSION,
    tree: (file) => (isClusterFile(file) ? clusterFile(file)?.tree : files.tree(file)),
    document(file) {
      const tree = files.tree(file);
      if (!tree) return undefined;
      // Names and places of other files may be a keystroke behind: a feature must not wait for an analysis.
      const around = latest.nodes.filter(({ expansion }) => expansion.files.includes(file));
      const together = new Set([file, ...around.flatMap(({ expansion }) => expansion.files)]);
      const included = around
        .flatMap(({ expansion }) => expansion.includes)
        .find((include) => include.files.includes(file));
      const within = included ? pathAt(included.place.item, included.place.start) : [];
      return { file, tree, files, together: [...together], within, readBy: around };
    },
  };
}

/** A comment may pair files across workspace folders: then each of the two folders speaks of both. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const said = new Map<Item, Set<string>>();
  return findings.filter(({ code, message, place: { item, start } }) => {
    const inItem = said.get(item) ?? new Set();
    said.set(item, inItem);
    const key = `${start} ${code} ${message}`;
    return !inItem.has(key) && inItem.add(key);
  });
}

/** Leaves out lone nodes that have a peer in another workspace folder. */
function withoutDeserted(clusters: readonly Cluster[]): Cluster[] {
  const paired = new Set(
    clusters.flatMap(({ members }) => (members.length > 1 ? members.map(({ node }) => node.file) : [])),
  );
  return clusters.filter(({ members: [first, ...others] }) => others.length > 0 || !paired.has(first!.node.file));
}
