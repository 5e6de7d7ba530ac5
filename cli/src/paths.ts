/** Which configurations and cluster files the PATH arguments stand for. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { configurationNames, SKIPPED_FOLDERS } from '../../server/src/index.ts';

export const CLUSTER_FILE = 'keepalived-ha.json';

/** A file by its absolute path, and by the name that the user gave it or would give it. */
export interface NamedFile {
  readonly path: string;
  readonly name: string;
}

export interface Targets {
  /** Files that were named one by one. */
  readonly named: readonly NamedFile[];
  /** Files that folders hold. */
  readonly found: readonly NamedFile[];
  readonly clusterFiles: readonly NamedFile[];
  /** What could not be read, and folders without any configuration; a sentence each. */
  readonly problems: readonly string[];
}

/**
 * Looks at files and, recursively, at folders. A named file is taken whatever it is called; in folders those count whose
 * names say so and every `.conf` that begins as one.
 */
export function findTargets(
  paths: readonly string[],
  cwd: string,
  beginsAsConfiguration: (path: string) => boolean,
): Targets {
  const named: NamedFile[] = [];
  const found: NamedFile[] = [];
  const clusterFiles: NamedFile[] = [];
  const problems: string[] = [];

  const walk = (folder: string, name: string): void => {
    const entries = readFolder(folder, name, problems);
    const byName = new Set(
      [...Map.groupBy(entries, dirname)].flatMap(([below, paths]) =>
        [
          ...configurationNames(
            join(folder, below),
            paths.map((path) => basename(path)),
          ),
        ].map((own) => join(below, own)),
      ),
    );
    for (const entry of entries) {
      const file = { path: join(folder, entry), name: join(name, entry) };
      if (!kindOf(file.path)?.isFile()) continue;
      if (basename(entry) === CLUSTER_FILE) clusterFiles.push(file);
      else if (byName.has(entry) || (entry.endsWith('.conf') && beginsAsConfiguration(file.path))) found.push(file);
    }
  };

  for (const name of paths) {
    const path = resolve(cwd, name);
    const kind = kindOf(path);
    if (!kind) problems.push(`${name}: there is no such file or folder`);
    else if (!kind.isDirectory()) (basename(path) === CLUSTER_FILE ? clusterFiles : named).push({ path, name });
    else {
      const before = found.length + clusterFiles.length + problems.length;
      walk(path, name);
      if (found.length + clusterFiles.length + problems.length === before) {
        problems.push(
          `${name}: no keepalived configuration in this folder; name the file itself if it is called otherwise`,
        );
      }
    }
  }
  return { named, found, clusterFiles, problems };
}

/** The cluster files that the paths stand for: a file whatever it is called, of a folder all that are below it. */
export function findClusterFiles(
  paths: readonly string[],
  cwd: string,
): { readonly files: readonly NamedFile[]; readonly problems: readonly string[] } {
  const files = new Map<string, NamedFile>();
  const problems: string[] = [];
  for (const name of paths) {
    const path = resolve(cwd, name);
    const kind = kindOf(path);
    if (!kind) problems.push(`${name}: there is no such file or folder`);
    else if (!kind.isDirectory()) files.set(path, { path, name });
    else {
      const complaints = problems.length;
      const entries = readFolder(path, name, problems).filter((entry) => basename(entry) === CLUSTER_FILE);
      for (const entry of entries) files.set(join(path, entry), { path: join(path, entry), name: join(name, entry) });
      if (entries.length === 0 && problems.length === complaints) problems.push(`${name}: no ${CLUSTER_FILE} in it`);
    }
  }
  return { files: [...files.values()], problems };
}

function kindOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Every file below a folder, as sorted relative paths. Links to folders are not followed: they may lead in a circle. */
function readFolder(folder: string, name: string, problems: string[]): string[] {
  const files: string[] = [];
  const folders = [''];
  for (let below = folders.pop(); below !== undefined; below = folders.pop()) {
    try {
      for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
        const path = join(below, entry.name);
        if (!entry.isDirectory()) files.push(path);
        else if (!SKIPPED_FOLDERS.has(entry.name)) folders.push(path);
      }
    } catch (error) {
      problems.push(`${join(name, below)}: cannot be read (${reasonOf(error)})`);
    }
  }
  return files.sort();
}

/** The cluster files beside and above a configuration, the nearest first. */
export function clusterFilesAbove(path: string): string[] {
  const files: string[] = [];
  for (let folder = dirname(path), last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    const file = join(folder, CLUSTER_FILE);
    if (kindOf(file)?.isFile()) files.push(file);
  }
  return files;
}

/** The system's word for what went wrong, without the path that it repeats: `EACCES: permission denied`. */
export const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message.replace(/, \w+ '.*$/s, '') : String(error);
