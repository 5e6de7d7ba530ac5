/** Where the configurations and cluster files of a workspace are. */
import { readName } from '../cluster/pairing/names.ts';
import { baseName, encodePath, plainPath } from '../model/files.ts';
import { beginsAsConfiguration, configurationNames, SKIPPED_FOLDERS } from '../workspace/discovery.ts';
import type { Entry, Host } from './host.ts';

const CLUSTER_FILE = 'keepalived-ha.json';

export const isClusterFile = (file: string): boolean => baseName(file) === CLUSTER_FILE;

/** What the editor is asked to watch. Included files may have any name; most end in one of these. */
export const WATCHED = ['**/*.conf', '**/keepalived*.conf*', '**/keepalived/**', `**/${CLUSTER_FILE}`];

/** Files and folders that are looked at: a workspace with more than these is no place for configurations. */
const MOST_ENTRIES = 20_000;

/** Configurations and cluster files below a folder, sorted. Breadth first, so that what is left out lies deepest. */
export async function findConfigurations(folder: string, host: Host): Promise<string[]> {
  const found: string[] = [];
  let entries = 0;
  let level = [folder.replace(/\/$/, '')];
  while (level.length > 0) {
    const next: string[] = [];
    for (const parent of level) {
      const all = await host.list(parent);
      const within = all.slice(0, MOST_ENTRIES - entries);
      found.push(...configurationsAmong(parent, within, host));
      for (const { name, isFolder } of within) {
        if (isFolder && !SKIPPED_FOLDERS.has(name)) next.push(`${parent}/${encodePath(name)}`);
      }
      entries += all.length;
      if (entries > MOST_ENTRIES) return found.sort();
    }
    level = next;
  }
  return found.sort();
}

function configurationsAmong(folder: string, entries: readonly Entry[], host: Host): string[] {
  const names = entries.filter(({ isFolder }) => !isFolder).map(({ name }) => name);
  const byName = configurationNames(plainPath(folder), names);
  return names.flatMap((name) => {
    const path = `${folder}/${encodePath(name)}`;
    const isOurs =
      byName.has(name) ||
      isClusterFile(path) ||
      (name.endsWith('.conf') && beginsAsConfiguration(host.read(path) ?? ''));
    return isOurs ? [path] : [];
  });
}

/** Folders that hold more than this are no place where nodes lie side by side. */
const MOST_SIBLINGS = 1000;

/**
 * Files that may be the other node of a file outside every workspace folder: the same place under sibling folders, and
 * names beside it that differ in a node's part only.
 */
export async function siblingConfigurations(file: string, host: Host): Promise<string[]> {
  const parts = file.split('/');
  const name = parts.pop()!;
  const folder = parts.join('/');
  const own = parts.pop();
  const parent = parts.join('/');
  if (own === undefined || parts.length < 4) return [];
  const { stem } = readName(baseName(plainPath(file)));
  const beside = (await host.list(folder))
    .filter((entry) => !entry.isFolder && readName(entry.name).stem === stem)
    .map((entry) => `${folder}/${encodePath(entry.name)}`);
  const across = (await host.list(parent))
    .filter((entry) => entry.isFolder)
    .map((entry) => `${parent}/${encodePath(entry.name)}/${name}`);
  return [...beside.slice(0, MOST_SIBLINGS), ...across.slice(0, MOST_SIBLINGS)].filter(
    (path) => path !== file && host.stamp(path) !== undefined,
  );
}
