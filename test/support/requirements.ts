import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cgroupFolder, script } from '../lab/keeper.ts';

/** A real part that a test wants and a machine may not have. */
export type RealPart =
  | 'keepalived'
  | 'netns'
  | 'chromium'
  | 'nginx'
  | 'sshd'
  | 'script'
  | 'ansible'
  | 'sudo'
  | 'flock'
  | 'firewalls'
  | 'systemd hosts';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];

/** The first of these programs that is installed, with its path; the folders for root's programs are searched too. */
export function findProgram(...names: readonly string[]): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/** Debian's Chromium or whatever else of its kind is installed. */
export function findChromium(): string | undefined {
  return findProgram('chromium', 'chromium-browser', 'google-chrome');
}

/** Whether this process may make a network namespace: tried out, since a container can forbid it to root too. */
function canMakeNamespaces(): boolean {
  const name = `kha-probe-${process.pid}`;
  const ip = (...args: string[]) => spawnSync(findProgram('ip') ?? 'ip', args).status === 0;
  return ip('netns', 'add', name) && ip('netns', 'delete', name);
}

/**
 * Whether systemd can run here as a host of its own: tried out with what test/lab does for it, which asks for a cgroup2
 * file system and the mounting of overlays on a tmpfs.
 */
function canRunHosts(): boolean {
  const cgroup = cgroupFolder();
  if (cgroup === undefined || findProgram('unshare') === undefined || !existsSync('/lib/systemd/systemd')) return false;
  return spawnSync(script('keeper.sh'), [join(cgroup, `kha-probe-${process.pid}`)], { input: '' }).status === 0;
}

const parts: Record<RealPart, { present(): boolean; advice: string }> = {
  keepalived: {
    present: () => findProgram('keepalived') !== undefined,
    advice: 'keepalived is not installed (apt-get install keepalived)',
  },
  netns: {
    present: canMakeNamespaces,
    advice: 'network namespaces cannot be made here (apt-get install iproute2, and run as root)',
  },
  chromium: {
    present: () => findChromium() !== undefined,
    advice: 'Chromium is not installed (apt-get install chromium fonts-dejavu-core)',
  },
  nginx: {
    present: () => findProgram('nginx') !== undefined,
    advice: 'nginx is not installed (apt-get install nginx)',
  },
  sshd: {
    present: () => findProgram('sshd') !== undefined,
    advice: 'sshd is not installed (apt-get install openssh-server)',
  },
  script: {
    present: () => findProgram('script') !== undefined,
    advice: 'script, which makes a terminal, is not installed (apt-get install bsdutils)',
  },
  ansible: {
    present: () => findProgram('ansible-playbook') !== undefined,
    advice: 'Ansible is not installed (apt-get install ansible-core)',
  },
  firewalls: {
    present: () => findProgram('nft') !== undefined && findProgram('iptables') !== undefined,
    advice: 'there is no nft or no iptables (apt-get install nftables iptables)',
  },
  flock: {
    present: () => findProgram('flock') !== undefined,
    advice: 'flock is not installed (apt-get install util-linux)',
  },
  sudo: {
    present: () => findProgram('sudo') !== undefined,
    advice: 'sudo is not installed (apt-get install sudo)',
  },
  'systemd hosts': {
    present: canRunHosts,
    advice:
      'systemd hosts cannot be run here (apt-get install systemd, and run as root where control groups and overlays may be mounted)',
  },
};

/**
 * Whether tests that want these parts have to be left out on this machine; then it says why and what to install.
 * Nothing may be left out where KEEPALIVED_HA_REQUIRE_ALL is 1: there a missing part is an error.
 * For `describe.skipIf(lacks('keepalived', 'netns'))`.
 */
export function lacks(...wanted: readonly RealPart[]): boolean {
  const missing = wanted.map((part) => parts[part]).filter((part) => !part.present());
  if (missing.length === 0) return false;
  const reasons = missing.map((part) => part.advice).join('; ');
  if (process.env.KEEPALIVED_HA_REQUIRE_ALL === '1') throw new Error(`Nothing may be left out here, but ${reasons}.`);
  console.warn(`Left out: ${reasons}.`);
  return true;
}
