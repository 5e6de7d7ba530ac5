/** What facts.sh prints, as typed facts. Whatever a host does not have is missing in it; any text gives an answer. */
import { readVersion } from '../../../server/src/index.ts';
import { canonical } from '../foretold.ts';
import { addressIn } from './addresses.ts';
import { daemonOptionsOf } from './daemonOptions.ts';
import type {
  Distribution,
  FolderFacts,
  HostFacts,
  InterfaceFacts,
  NetworkdFacts,
  PackageManager,
  ScriptFacts,
  ServiceFacts,
  UserFacts,
} from './facts.ts';

/** What the host printed about one thing: `kind` and `subject` are from the head line. */
interface Section {
  readonly kind: string;
  /** Empty where the kind is all there is to say. */
  readonly subject: string;
  readonly text: string;
}

/** `mark` begins the head line of every section. */
export function parseFacts(text: string, mark: string): HostFacts {
  const sections = sectionsOf(text, mark);
  const only = (kind: string): string | undefined => sections.find((section) => section.kind === kind)?.text;
  const all = (kind: string): Section[] => sections.filter((section) => section.kind === kind);
  const there = (kind: string): Section[] => all(kind).filter((section) => section.text !== '');
  const read = <T>(kind: string, of: (text: string) => T | undefined): Map<string, T> =>
    new Map(
      all(kind).flatMap((section) => {
        const value = of(section.text);
        return value === undefined ? [] : [[section.subject, value] as const];
      }),
    );

  const packageManager = PACKAGE_MANAGERS.find((name) => name === only('manager'));
  const [, version] = /^Keepalived v(\d+\.\d+\.\d+)/m.exec(only('version') ?? '') ?? [];
  const release = version === undefined ? undefined : readVersion(version);
  const interfaces = interfacesOf(only('links') ?? '', only('addresses') ?? '');
  const daemon = daemonOptionsOf(only('daemon') ?? '', read('environment', String));
  const nft = only('nft') ?? only('nft-without-elements');
  const firewalld = only('firewalld');
  return {
    uid: Number(only('uid') || NaN),
    hostname: only('hostname') ?? '',
    distribution: distributionOf(only('os-release') ?? ''),
    ...(packageManager && { packageManager }),
    missingPackages: all('package').flatMap((section) => (section.text === 'installed' ? [] : [section.subject])),
    ...(release && { version: release }),
    hasSystemd: only('systemd') !== undefined,
    services: read('service', serviceOf),
    ...(daemon && { daemon }),
    interfaces,
    answers: answersOf(there('probe')),
    programs: new Set(there('program').map(({ subject }) => subject)),
    scripts: read('script', scriptOf),
    users: read('user', userOf),
    groups: read('group', groupOf),
    includes: read('include', linesOf),
    folders: read('folder', folderOf),
    firewall: {
      ...(nft && { nft }),
      lacksElements: only('nft-without-elements') !== undefined,
      hasOpaqueNft: Boolean(only('nft-text')),
      iptables: new Map(there('iptables').map(({ subject, text }) => [subject, text])),
      ...(firewalld && { firewalld }),
    },
    enforcesSelinux: only('selinux') === '1',
    networkd: networkdOf(all('networkd'), only('networkd-settings') ?? '', only('links') ?? ''),
    networkManager: new Set(
      linesOf(only('NetworkManager') ?? '').flatMap((line) => /^([^:]+):connected$/.exec(line)?.[1] ?? []),
    ),
    nonlocalBind: new Set(
      all('sysctl').flatMap(({ subject, text }) => (text !== '1' ? [] : subject === 'nonlocal6' ? [6] : [4])),
    ),
  };
}

const PACKAGE_MANAGERS: readonly PackageManager[] = ['apt', 'dnf', 'yum', 'zypper', 'apk'];

const sectionsOf = (text: string, mark: string): Section[] =>
  `\n${text}`
    .split(`\n${mark} `)
    .slice(1)
    .map((section) => {
      const [head = '', ...lines] = section.split('\n');
      const [, kind = '', subject = ''] = /^(\S*) ?(.*)$/s.exec(head) ?? [];
      return { kind, subject, text: lines.join('\n').trim() };
    });

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Lines NAME=VALUE, as systemd and os-release(5) have them. */
const settingsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    linesOf(text).flatMap((line) => {
      const [, name, value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value.replace(/^(["'])(.*)\1$/, '$2')] as const];
    }),
  );

function distributionOf(text: string): Distribution {
  const settings = settingsOf(text);
  return {
    id: settings.get('ID') ?? '',
    version: settings.get('VERSION_ID') ?? '',
    name: settings.get('PRETTY_NAME') ?? settings.get('NAME') ?? '',
  };
}

function serviceOf(text: string): ServiceFacts | undefined {
  const settings = settingsOf(text);
  const load = settings.get('LoadState');
  if (load === undefined) return undefined;
  return {
    known: load !== 'not-found',
    active: /^(active|reloading)$/.test(settings.get('ActiveState') ?? ''),
    enabled: /^(enabled|static|alias|indirect|generated)$/.test(settings.get('UnitFileState') ?? ''),
    masked: load === 'masked',
    mainPid: Number(settings.get('MainPID') ?? 0),
    restarts: Number(settings.get('NRestarts') ?? 0),
  };
}

/** Of `2: ens33@if5: <BROADCAST,UP,LOWER_UP> mtu … link/ether 02:…`. */
const LINK = /^(\d+):\s+([^\s:@]+)(?:@[^\s:]+)?:\s+<([^>]*)>(?:.*\slink\/\S+\s+((?:[\da-f]{2}:){5}[\da-f]{2})\b)?/i;

function interfacesOf(links: string, addresses: string): Map<string, InterfaceFacts> {
  const held = linesOf(addresses).flatMap((line) => addressIn(line) ?? []);
  return new Map(
    linesOf(links).flatMap((line) => {
      const [, , name, flags = '', mac = ''] = LINK.exec(line) ?? [];
      if (name === undefined) return [];
      const up = ['UP', 'LOWER_UP'].every((flag) => flags.split(',').includes(flag));
      const own = held.filter(({ device }) => device === name).map(({ address }) => address);
      return [[name, { up, mac: mac.toLowerCase(), addresses: own }] as const];
    }),
  );
}

/** Only REACHABLE is an answer to what was asked just now (RFC 4861 section 7.3.2). */
const answersOf = (probes: readonly Section[]): Map<string, string> =>
  new Map(
    probes.flatMap(({ subject, text }) => {
      const [, mac] = /\blladdr ([\da-f:]+) (?:\S+ )*REACHABLE/i.exec(text) ?? [];
      const address = subject.slice(subject.indexOf('/') + 1);
      return mac === undefined ? [] : [[canonical(address), mac.toLowerCase()] as const];
    }),
  );

function scriptOf(text: string): ScriptFacts {
  const lines = linesOf(text);
  const after = (word: string): string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const steps = after('step').flatMap((line) => {
    const [, mode = '', uid, gid, path] = /^([\da-f]+) (\d+) (\d+) (.*)$/i.exec(line) ?? [];
    return path === undefined ? [] : [{ path, mode: Number.parseInt(mode, 16), uid: Number(uid), gid: Number(gid) }];
  });
  const [runs] = after('runs');
  const interpreter = runs ?? after('lacks')[0];
  const [label] = after('label');
  return {
    path: after('path')[0] ?? '',
    steps,
    ...(interpreter !== undefined && { interpreter: { name: interpreter, isThere: runs !== undefined } }),
    ...(label !== undefined && { label }),
  };
}

function userOf(text: string): UserFacts | undefined {
  const [, uid, gid] = /^uid=(\d+)\S* gid=(\d+)/.exec(text) ?? [];
  return uid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

function groupOf(text: string): number | undefined {
  const [, gid] = /^[^:]*:[^:]*:(\d+)/.exec(text) ?? [];
  return gid === undefined ? undefined : Number(gid);
}

function folderOf(text: string): FolderFacts | undefined {
  const [, free, mount = ''] = /\s(-?\d+)\s+(?:\d+%|-)\s+(\/.*)$/m.exec(text) ?? [];
  return free === undefined ? undefined : { free: Number(free), mount, writable: /^writable$/m.test(text) };
}

function networkdOf(links: readonly Section[], settings: string, interfaces: string): NetworkdFacts {
  const names = new Map(
    linesOf(interfaces)
      .map((line) => LINK.exec(line)?.slice(1) ?? [])
      .map(([i, name]) => [i, name]),
  );
  return {
    links: new Map(
      links.flatMap(({ subject, text }) => {
        const name = names.get(subject);
        const own = settingsOf(text);
        const manages = !['', 'unmanaged', 'linger'].includes(own.get('ADMIN_STATE') ?? '');
        if (name === undefined || !manages) return [];
        const keeps = /^(yes|true|on|1|static)$/.test(own.get('KeepConfiguration') ?? '');
        return [[name, { file: own.get('NETWORK_FILE') ?? '', keepsConfiguration: keeps }] as const];
      }),
    ),
    settings: linesOf(settings),
  };
}
