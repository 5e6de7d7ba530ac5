/** What has to be known of a host before anything is changed on it; asked for in one go. */
import { randomUUID } from 'node:crypto';
import type { Version } from '../../../server/src/index.ts';
import script from './facts.sh';
import { parseFacts } from './factsText.ts';
import type { Host, HostCall } from './host.ts';

/** What to look for. */
export interface Needs {
  readonly packages: readonly string[];
  readonly services: readonly string[];
  /** Commands, by name or path. */
  readonly programs: readonly string[];
  /** Files that keepalived runs, by absolute path. */
  readonly scripts: readonly string[];
  readonly users: readonly string[];
  readonly groups: readonly string[];
  /** Virtual addresses to ask the network for. */
  readonly probes: readonly Probe[];
  /** What includes name, as absolute patterns. */
  readonly includes: readonly string[];
  /** Those that are written to. */
  readonly folders: readonly string[];
}

export interface Probe {
  readonly device: string;
  /** Canonical. */
  readonly address: string;
}

export type PackageManager = 'apt' | 'dnf' | 'yum' | 'zypper' | 'apk';

export interface HostFacts {
  readonly uid: number;
  /** As `uname -n` has it. */
  readonly hostname: string;
  readonly distribution: Distribution;
  readonly packageManager?: PackageManager;
  /** In the order of the needs. Without a known package manager a package is there where a program of its name is. */
  readonly missingPackages: readonly string[];
  /** keepalived's; missing where it is not installed. */
  readonly version?: Version;
  /** It is what started the host, and runs its services. */
  readonly hasSystemd: boolean;
  readonly services: ReadonlyMap<string, ServiceFacts>;
  /** Missing where there is no such unit. */
  readonly daemon?: DaemonOptions;
  readonly interfaces: ReadonlyMap<string, InterfaceFacts>;
  /** Who answered for a virtual address: the MAC by canonical address. */
  readonly answers: ReadonlyMap<string, string>;
  /** Those of the needed programs that are there. */
  readonly programs: ReadonlySet<string>;
  readonly scripts: ReadonlyMap<string, ScriptFacts>;
  /** Those of the needed ones that there are. */
  readonly users: ReadonlyMap<string, UserFacts>;
  readonly groups: ReadonlyMap<string, number>;
  /** Files that are there, by the pattern that names them. */
  readonly includes: ReadonlyMap<string, readonly string[]>;
  readonly folders: ReadonlyMap<string, FolderFacts>;
  readonly firewall: FirewallFacts;
  readonly enforcesSelinux: boolean;
  readonly networkd: NetworkdFacts;
  /** Interfaces that NetworkManager manages. */
  readonly networkManager: ReadonlySet<string>;
  /** Families in which programs may listen on addresses that the host does not have. */
  readonly nonlocalBind: ReadonlySet<4 | 6>;
}

export interface Distribution {
  /** `debian`, `rocky`; empty where the host does not say, like all of these. */
  readonly id: string;
  readonly version: string;
  /** For people. */
  readonly name: string;
}

export interface ServiceFacts {
  /** There is such a unit. */
  readonly known: boolean;
  readonly active: boolean;
  /** Also true for units that need not, or cannot, be enabled. */
  readonly enabled: boolean;
  readonly masked: boolean;
  /** 0 where it does not run. */
  readonly mainPid: number;
  /** How often systemd has started it anew by itself. */
  readonly restarts: number;
}

/** How keepalived is started. */
export interface DaemonOptions {
  readonly program: string;
  /** `-f`. */
  readonly file?: string;
  /** `-i`. */
  readonly configId?: string;
}

export interface InterfaceFacts {
  /** It is up and has a carrier. */
  readonly up: boolean;
  /** Lower case; empty where it has none. */
  readonly mac: string;
  /** Canonical. */
  readonly addresses: readonly string[];
}

export interface ScriptFacts {
  /** Without symbolic links. */
  readonly path: string;
  /** From `/` to the file, as far as there is something. */
  readonly steps: readonly PathStep[];
  /** Of a file that begins with `#!`. */
  readonly interpreter?: { readonly name: string; readonly isThere: boolean };
  /** SELinux's, where it is in use: `system_u:object_r:bin_t:s0`. */
  readonly label?: string;
}

export interface PathStep {
  readonly path: string;
  /** With the bits for the kind of file, as in stat's st_mode. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface UserFacts {
  readonly uid: number;
  readonly gid: number;
}

export interface FolderFacts {
  /** KiB that are free on its file system. */
  readonly free: number;
  /** Where that is mounted. */
  readonly mount: string;
  readonly writable: boolean;
}

export interface FirewallFacts {
  /** `nft -j list ruleset`. */
  readonly nft?: string;
  /** It was too long with the elements of its sets. */
  readonly lacksElements: boolean;
  /** There are nftables rules, and an nft that cannot tell them as JSON. */
  readonly hasOpaqueNft: boolean;
  /** What iptables-save and the like print, by the program's name. */
  readonly iptables: ReadonlyMap<string, string>;
  /** `firewall-cmd --list-all-zones`, where firewalld runs. */
  readonly firewalld?: string;
}

export interface NetworkdFacts {
  /** Interfaces that systemd-networkd manages, with the file that says how. */
  readonly links: ReadonlyMap<string, { readonly file: string; readonly keepsConfiguration: boolean }>;
  /** What networkd.conf says, such as `ManageForeignRoutingPolicyRules=no`. */
  readonly settings: readonly string[];
}

/** Reads what is needed from a host. Rejects with an `SshError`, or a `Failure` where nothing can be run as root. */
export async function readFacts(host: Host, needs: Needs, call?: HostCall): Promise<HostFacts> {
  // Whatever the host prints, it cannot print a word that nobody knows.
  const mark = randomUUID();
  return parseFacts(await host.ask(script, [mark, ...wordsOf(needs)], call), mark);
}

/** The script's arguments. A name that cannot be one, or that would take more than a line, is nowhere anyway. */
export const wordsOf = (needs: Needs): string[] =>
  [
    ...needs.packages.map((name) => `package=${name}`),
    ...needs.services.map((name) => `service=${name}`),
    ...needs.programs.map((name) => `program=${name}`),
    ...needs.scripts.map((path) => `script=${path}`),
    ...needs.users.map((name) => `user=${name}`),
    ...needs.groups.map((name) => `group=${name}`),
    ...needs.probes.map(({ device, address }) => `probe=${device}/${address}`),
    ...needs.includes.map((pattern) => `include=${pattern}`),
    ...needs.folders.map((path) => `folder=${path}`),
  ].filter((word) => !/[\0\n]/.test(word));
