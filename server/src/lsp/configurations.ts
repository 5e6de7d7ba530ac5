/** Which files of a workspace are configurations of keepalived. */
import { baseName, encodePath } from '../model/files.ts';
import type { Host } from './host.ts';
import { plainPath } from './uris.ts';

const CLUSTER_FILE = 'keepalived-ha.json';

export const isClusterFile = (file: string): boolean => baseName(file) === CLUSTER_FILE;

/** `keepalived.conf`, `keepalived*.conf` and everything `.conf` below a folder named keepalived. */
export const isConfiguration = (file: string): boolean => /\/keepalived(?:[^/]*|\/.*)\.conf$/.test(plainPath(file));

/** What the editor is asked to watch. Included files may have any name; most end in one of these. */
export const WATCHED = ['**/*.conf', '**/keepalived/**', `**/${CLUSTER_FILE}`];

/** Files and folders that are looked at: a workspace with more than these is no place for configurations. */
const MOST_ENTRIES = 20_000;
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/** Configurations and cluster files below a folder, sorted. Breadth first, so that what is left out lies deepest. */
export async function findConfigurations(folder: string, host: Host): Promise<string[]> {
  const found: string[] = [];
  let entries = 0;
  let level = [folder.replace(/\/$/, '')];
  while (level.length > 0) {
    const next: string[] = [];
    for (const parent of level) {
      for (const { name, isFolder } of await host.list(parent)) {
        if (++entries > MOST_ENTRIES) return found.sort();
        const path = `${parent}/${encodePath(name)}`;
        if (isFolder && !SKIPPED.has(name)) next.push(path);
        if (!isFolder && (isClusterFile(path) || isConfiguration(path))) found.push(path);
      }
    }
    level = next;
  }
  return found.sort();
}

/** Folders that hold more than this are no place where nodes lie side by side. */
const MOST_SIBLINGS = 1000;

/** Files that may be the other node of a file outside every workspace folder: the same place under sibling folders. */
export async function siblingConfigurations(file: string, host: Host): Promise<string[]> {
  const parts = file.split('/');
  const name = parts.pop()!;
  const own = parts.pop();
  const parent = parts.join('/');
  if (own === undefined || parts.length < 4) return [];
  const siblings = (await host.list(parent)).filter((entry) => entry.isFolder).slice(0, MOST_SIBLINGS);
  return siblings
    .map((entry) => `${parent}/${encodePath(entry.name)}/${name}`)
    .filter((path) => path !== file && host.stamp(path) !== undefined);
}
