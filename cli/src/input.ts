/** What lint reads: the configurations that the arguments name, and the cluster files that say which belong together. */
import { accessSync, constants } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import {
  beginsAsConfiguration,
  type CachedFiles,
  type ClusterFile,
  cacheFiles,
  diskReader,
  readClusterFile,
} from '../../server/src/index.ts';
import { clusterFilesAbove, findTargets, type NamedFile, reasonOf } from './paths.ts';

export interface InputOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  /** The text of the path `-`. */
  readonly stdin?: string;
  /** Every file stands alone: no cluster file counts. */
  readonly single?: boolean;
  /** The cluster file to go by, instead of those that are found; without paths its nodes are the configurations. */
  readonly cluster?: string;
}

export interface Input {
  readonly files: CachedFiles;
  /** Configurations that were named one by one, by absolute path. */
  readonly named: readonly string[];
  /** Configurations that folders hold. */
  readonly found: readonly string[];
  readonly clusterFiles: readonly ClusterFile[];
  /** What cannot be read; a sentence each. */
  readonly problems: readonly string[];
  /** A file as the user would name it. */
  nameOf(path: string): string;
}

const STDIN = '-';

export function readInput({ paths, cwd, stdin, single = false, cluster }: InputOptions): Input {
  const reader = diskReader();
  const files = cacheFiles(reader);
  const names = new Map<string, string>();
  const know = ({ path, name }: NamedFile): string => {
    if (!names.has(path)) names.set(path, name);
    return path;
  };
  const nameOf = (path: string): string => names.get(path) ?? shortName(path, cwd);

  const targets = findTargets(
    paths.filter((path) => path !== STDIN),
    cwd,
    (path) => beginsAsConfiguration(reader.read(path) ?? ''),
  );
  const named = targets.named.map(know);
  const found = targets.found.map(know);
  if (stdin !== undefined) {
    // Seen as a file of the working directory, so that what it includes is found.
    const path = know({ path: join(cwd, '<stdin>'), name: STDIN });
    files.open(path, stdin);
    named.push(path);
  }

  const clusterFiles = new Map<string, ClusterFile>();
  const problems = [...targets.problems];
  const complainOf = (path: string): void => {
    problems.push(`${nameOf(path)}: ${whyUnreadable(path)}`);
  };
  const readCluster = (path: string): ClusterFile | undefined => {
    const text = reader.read(path);
    return text === undefined ? undefined : readClusterFile(path, text);
  };
  /** Goes by a cluster file that the user pointed at, and answers with the configurations it names. */
  const follow = (path: string): string[] => {
    const clusterFile = readCluster(path);
    if (!clusterFile) {
      complainOf(path);
      return [];
    }
    clusterFiles.set(path, clusterFile);
    return clusterFile.nodes.map(({ config }) => know({ path: config, name: nameBeside(path, nameOf(path), config) }));
  };
  if (cluster !== undefined) {
    const nodes = follow(know({ path: resolve(cwd, cluster), name: cluster }));
    if (paths.length === 0) named.push(...nodes);
  } else if (!single) {
    named.push(...targets.clusterFiles.map(know).flatMap(follow));
    const known = new Map(clusterFiles);
    for (const path of new Set([...named, ...found])) {
      for (const above of clusterFilesAbove(path)) {
        const clusterFile = known.get(above) ?? readCluster(above);
        if (!clusterFile) continue;
        known.set(above, clusterFile);
        if (!clusterFile.nodes.some(({ config }) => config === path)) continue;
        clusterFiles.set(above, clusterFile);
        break;
      }
    }
  }

  const peers = [...clusterFiles.values()].flatMap(({ nodes }) => nodes.map(({ config }) => config));
  for (const path of new Set([...named, ...found, ...peers])) if (!files.tree(path)) complainOf(path);
  return {
    files,
    named: [...new Set(named)],
    found: [...new Set(found)],
    clusterFiles: [...clusterFiles.values()],
    problems,
    nameOf,
  };
}

/** Relative where the file is below the working directory. */
function shortName(path: string, cwd: string): string {
  const name = relative(cwd, path);
  return name.startsWith('..') ? path : name;
}

/** A configuration's name, seen from the cluster file's. */
const nameBeside = (clusterPath: string, clusterName: string, config: string): string =>
  join(dirname(clusterName), relative(dirname(clusterPath), config));

function whyUnreadable(path: string): string {
  try {
    accessSync(path, constants.R_OK);
    return 'this is no file that can be read';
  } catch (error) {
    return `cannot be read (${reasonOf(error)})`;
  }
}
