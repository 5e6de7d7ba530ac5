// What a host has on its disk and running, to be held against what it had before.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Host, Lab } from '../../lab/hosts.ts';

/** What a host has otherwise than the machine that the lab runs on, by path; and the state of its services, by name. */
export type Snapshot = Readonly<Record<string, string>>;

const SERVICES = ['keepalived', 'nginx'];

/** Logs grow, nginx makes folders for itself, and apt remembers what it has found, or not. */
const PASSED_OVER = /^\/var\/(log|cache|lib\/(apt|nginx))\b/;
const STATE = '/var/lib/keepalived-ha';
/** What deployments keep for themselves where none is under way, and none can be rolled back. */
const EMPTY_STATE = ['', '/lock', '/lock.by', '/records', '/restored', '/withdrawn', '/work'].map(
  (name) => `${STATE}${name}`,
);
const IS_LOCKED = '[ ! -e "$1/lock" ] || flock -n "$1/lock" true || echo locked';
/** The system's own places, and those of services while they run. */
const PASSING = /^$|^\/run\/(log|sshd|user|nginx\.pid|keepalived\b.*|vrrp\.pid)/;

const FOLDER = '/etc/keepalived';
const LIST_FOLDER = 'cd "$1" && find . -exec stat -c "%n %a %u:%g" {} + && find . -type f -exec sha256sum {} +';

/** Of all hosts, in the lab's order. */
export const snapshots = (lab: Lab): Promise<Snapshot[]> => Promise.all(lab.hosts.map((host) => snapshot(lab, host)));

async function snapshot(lab: Lab, host: Host): Promise<Snapshot> {
  const result = changedFiles(lab, host);
  const volatile = await host.run('find', ['/tmp', '/run', '/dev/shm', '-not', '-path', '/run/systemd/*']);
  for (const path of volatile.split('\n')) if (!PASSING.test(path)) result[path] = 'there';
  // Another disk may be mounted there.
  result[FOLDER] = await host.run('sh', ['-c', LIST_FOLDER, 'sh', FOLDER]);
  result[STATE] = await host.run('sh', ['-c', IS_LOCKED, 'sh', STATE]);
  for (const service of SERVICES) {
    const show = ['show', '--property=ActiveState,UnitFileState', '--value', service];
    result[service] = (await host.run('systemctl', show)).trim().replace('\n', ', ');
  }
  return result;
}

/** All that differs, wherever it is: the host's file system keeps its changes in a folder of its own. */
function changedFiles(lab: Lab, host: Host): Record<string, string> {
  const disk = lab.keeper.file(`/run/lab/${host.name}/disk`);
  const base = lab.keeper.file('/run/lab/base');
  /** What was there before the host. */
  const original = (path: string): string => {
    const shared = look(join(base, path));
    return describe(shared ? join(base, path) : join('/', path), shared ?? look(join('/', path)));
  };
  const result: Record<string, string> = {};
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(disk, folder))) {
      const path = join(folder, name);
      if (PASSED_OVER.test(path)) continue;
      const entry = describe(join(disk, path), look(join(disk, path)));
      // What was opened for writing is kept as well, even if nothing of it was changed.
      if (!EMPTY_STATE.includes(path) && entry !== original(path)) result[path] = entry;
      if (entry.startsWith('folder')) walk(path);
    }
  };
  walk('/');
  return result;
}

/** Undefined where that folder says nothing of the path. */
function look(path: string): Stats | 'gone' | undefined {
  try {
    const stat = lstatSync(path);
    // Overlays keep such a device in the place of what is gone.
    return stat.isCharacterDevice() && stat.rdev === 0 ? 'gone' : stat;
  } catch (error) {
    // A folder above it is gone.
    return error instanceof Error && 'code' in error && error.code === 'ENOTDIR' ? 'gone' : undefined;
  }
}

function describe(path: string, stat: Stats | 'gone' | undefined): string {
  if (stat === undefined || stat === 'gone') return 'gone';
  const rights = `${(stat.mode & 0o7777).toString(8)} ${stat.uid}:${stat.gid}`;
  if (stat.isDirectory()) return `folder ${rights}`;
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`;
  if (!stat.isFile()) return `special ${rights}`;
  return `file ${rights} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
