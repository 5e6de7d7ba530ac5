/** Statements that keepalived accepts: from the schema, and by hand where the schema does not say what a word may be. */
import type {
  Argument,
  Keyword,
  ListKeyword,
  ObjectKind,
  Option,
  Value,
  Version,
} from '../../server/src/schema/index.ts';
import { compareVersions, isKnownSince } from '../../server/src/schema/index.ts';
import type { Random } from '../support/random.ts';

/** A line of a configuration, with what stands between its braces. */
export interface Line {
  readonly text: string;
  readonly body?: readonly Line[];
}

export const line = (text: string, body?: readonly (Line | string)[]): Line => ({
  text,
  ...(body && { body: body.map((one) => (typeof one === 'string' ? { text: one } : one)) }),
});

export const render = (lines: readonly Line[], indent = ''): string =>
  lines
    .map(({ text, body }) =>
      body ? `${indent}${text} {\n${render(body, `${indent}    `)}${indent}}\n` : `${indent}${text}\n`,
    )
    .join('');

/** What is being written: names that exist, numbers that nobody has yet. */
export interface Writing {
  readonly random: Random;
  readonly version: Version;
  readonly names: Record<ObjectKind, string[]>;
  /** 1, 2, 3 …: for addresses, identifiers and names. */
  fresh(): number;
}

export function startWriting(random: Random, version: Version): Writing {
  let count = 0;
  return {
    random,
    version,
    names: {
      vrrp_instance: [],
      vrrp_sync_group: [],
      vrrp_script: [],
      vrrp_track_process: [],
      track_file: [],
      bfd_instance: [],
      track_group: [],
      virtual_server_group: [],
    },
    fresh: () => ++count,
  };
}

export const freshAddress = ({ fresh }: Writing, net = 10): string => {
  const nth = fresh();
  return `10.${net}.${(nth >> 7) & 255}.${(nth & 127) + 1}`;
};

/** Lets an integer be small more often than huge. */
const integerIn = (random: Random, min: number, max: number): number =>
  random.pick([min, Math.min(max, 4_294_967_295), random.between(min, Math.min(max, min + 50))]);

export function drawValue(value: Value, writing: Writing): string {
  const { random, version, names } = writing;
  switch (value.kind) {
    case 'integer':
      return String(integerIn(random, value.min, value.max));
    case 'decimal': {
      const whole = Math.ceil(value.min);
      const plain = random.between(whole, Math.min(Math.floor(value.max), whole + 20));
      return random.pick([String(plain), String(value.min), plain < value.max ? `${plain}.5` : String(plain)]);
    }
    case 'boolean':
      return random.pick(['on', 'off', 'true', 'false', 'yes', 'no']);
    case 'choice':
      return random.pick(
        value.values.filter((word) => !value.since?.[word] || compareVersions(value.since[word], version) <= 0),
      );
    case 'interface':
      return random.pick(['eth0', 'eth1']);
    case 'address':
      if (value.family === 6) return value.multicast ? 'ff02::12' : 'fe80::1';
      if (value.multicast) return '224.0.0.18';
      return freshAddress(writing) + (value.prefix ? random.pick(['', '/24', '/32']) : '');
    case 'script':
      return random.pick(['/bin/true', '"/bin/true a b"', "'/bin/true'"]);
    case 'path':
      return `/tmp/kha.${writing.fresh()}`;
    case 'user':
    case 'group':
      return 'root';
    case 'definition': {
      const name = `${value.of.replaceAll('_', '').slice(0, 12)}${writing.fresh()}`;
      names[value.of].push(name);
      return name;
    }
    case 'reference':
      return random.pick(names[value.to]);
    case 'text':
      return `w${writing.fresh()}`;
    case 'either':
      return drawValue(value.values[0]!, writing);
  }
}

type Words = (writing: Writing) => string;
const oneOf =
  (...words: string[]): Words =>
  ({ random }) =>
    random.pick(words);

/** What the kinds of the schema do not say, by keyword; a key with a `/` holds in that block alone. */
const SPECIAL: Readonly<Record<string, Words>> = {
  umask: oneOf('022', 'IRUSR|IWGRP', '0777'),
  smtp_server: oneOf('127.0.0.1', '127.0.0.1 25'),
  tmp_config_directory: oneOf('/tmp'),
  config_save_dir: oneOf('/tmp'),
  lvs_timeouts: oneOf('tcp 5', 'tcp 5 tcpfin 6 udp 7', 'udp 8'),
  lvs_sync_daemon: (writing) => `eth0 inst ${drawValue({ kind: 'reference', to: 'vrrp_instance' }, writing)} id 5`,
  vrrp_rx_bufs_policy: oneOf('MTU', 'ADVERT', '5000'),
  vrrp_ipsets: oneOf('', 'a', 'a b c'),
  vrrp_iptables: oneOf('', 'in', 'in out'),
  vrrp_startup_delay: oneOf('1', '2.5'),
  use_vmac: (writing) => writing.random.pick(['', `vmac${writing.fresh()}`]),
  use_ipvlan: (writing) => writing.random.pick(['', `ipvl${writing.fresh()}`]),
  'vrrp_instance/advert_int': oneOf('1', '2', '10', '255'),
  'vrrp_instance/virtual_router_id': ({ fresh }) => String((fresh() % 255) + 1),
  garp_extra_if: oneOf('5', 'all 5', '0'),
  vrrp_garp_extra_if: oneOf('5', 'all 5'),
  persistence_granularity: oneOf('255.255.255.0', '255.255.255.255'),
  protocol: oneOf('TCP', 'tcp'),
  ip_family: oneOf('inet'),
  lb_kind: oneOf('NAT', 'DR', 'TUN'),
  lvs_method: oneOf('NAT', 'DR', 'TUN', 'TUN type ipip', 'TUN type gue port 6000', 'TUN type gre csum'),
  digest: oneOf('0123456789abcdef0123456789ABCDEF'),
  status_code: oneOf('200', '200-299', '200 301-302 404'),
  regex: oneOf('"^ab*c"', 'abc'),
  regex_min_offset: oneOf('0', '5'),
  regex_max_offset: oneOf('100'),
  regex_stack: oneOf('1024 4096'),
  connect_ip: (writing) => freshAddress(writing, 20),
  bindto: oneOf('192.168.10.11'),
  payload: oneOf('01', 'ff'),
  require_reply: oneOf('', '01 xx'),
  min_reply_length: oneOf('0', '5'),
  max_reply_length: oneOf('100', '65535'),
  'DNS_CHECK/name': oneOf('example.com', '.'),
  // With AH a MASTER starts as BACKUP.
  'authentication/auth_type': oneOf('PASS'),
  'auth_hmac/key': oneOf('1 0123456789abcdef0123456789abcdef'),
  active_key: oneOf('1'),
  virtual_server: (writing) => `${freshAddress(writing, 30)} 80`,
  real_server: (writing) => `${freshAddress(writing, 40)} 80`,
  sorry_server: (writing) => `${freshAddress(writing, 40)} 80`,
  unicast_src_ip: oneOf('192.168.10.11'),
  mcast_src_ip: oneOf('192.168.10.11'),
  source_ip: oneOf('192.168.10.11'),
  quorum: oneOf('1'),
  'real_server/weight': oneOf('1', '100', '2147483647'),
  'vrrp_instance/priority': oneOf('1', '50', '100', '254'),
  'vrrp_script/interval': oneOf('1', '5', '4294'),
  'vrrp_script/timeout': oneOf('1', '5', '4294'),
  smtp_connect_timeout: oneOf('1', '30', '4294'),
  vrrp_cpu_affinity: oneOf('0'),
  checker_cpu_affinity: oneOf('0'),
  bfd_cpu_affinity: oneOf('0'),
  hysteresis: oneOf('0'),
};

/** Behind the keyword: its arguments, `wanted` of the optional ones. */
export function argumentsOf(keyword: Keyword, block: string, writing: Writing): string {
  const special = SPECIAL[`${block}/${keyword.name}`] ?? SPECIAL[keyword.name];
  if (special) return special(writing);
  const known = keyword.arguments.filter((argument) => isKnownSince(argument, writing.version));
  return known
    .filter(({ optional }) => !optional || writing.random.chance(0.4))
    .map((argument) => argumentOf(argument, writing))
    .join(' ');
}

const argumentOf = ({ option, value }: Argument, writing: Writing): string =>
  option ? `${option} ${drawValue(value, writing)}` : drawValue(value, writing);

/** `keyword arguments`. */
export const statement = (keyword: Keyword, block: string, writing: Writing): string =>
  `${keyword.name} ${argumentsOf(keyword, block, writing)}`.trim();

/** Values of options that the schema does not describe. */
const OPTION_VALUES: Readonly<Record<string, Words>> = {
  from: oneOf('10.8.0.0/16'),
  to: oneOf('10.9.0.0/16'),
  table: oneOf('100', 'main'),
  lookup: oneOf('100', 'main'),
  scope: oneOf('global', 'link', '5'),
  protocol: oneOf('4', '17'),
  tos: oneOf('0x10', '4'),
  dsfield: oneOf('0x10'),
  fwmark: oneOf('5', '0x5/0xff'),
  realms: oneOf('5', '5/6'),
  uidrange: oneOf('1-5'),
  ipproto: oneOf('tcp', '17'),
  sport: oneOf('80-80', '1-100'),
  dport: oneOf('80-80', '1-100'),
  rtt: oneOf('1s', '300ms'),
  rttvar: oneOf('1s', '300ms'),
  rto_min: oneOf('300ms', '1s'),
  congctl: oneOf('cubic'),
  suppress_ifgroup: oneOf('5', 'default'),
  sup_group: oneOf('5'),
  'tunnel-id': oneOf('5'),
  goto: oneOf('40000'),
  suppress_prefixlength: oneOf('0', '8'),
  sup_pl: oneOf('0', '8'),
  preference: oneOf('5', '1000'),
  order: oneOf('7'),
  mpls: oneOf('100', '100/200'),
  ila: oneOf('1:2:3:4'),
  id: oneOf('5'),
  brd: oneOf('10.10.0.255', '10.255.255.255'),
  broadcast: oneOf('10.10.0.255'),
  peer: (writing) => freshAddress(writing, 11),
};

export function optionText({ name, value }: Option, writing: Writing): string {
  if (!value) return name;
  return `${name} ${OPTION_VALUES[name]?.(writing) ?? drawValue(value, writing)}`;
}

export const isOption = ({ since, until }: Option, version: Version): boolean =>
  isKnownSince({ ...(since && { since }) }, version) && (!until || compareVersions(version, until.release) <= 0);

/** An entry of a list as keepalived takes it, with these options behind it. */
export function entryOf(list: ListKeyword, options: readonly string[], writing: Writing): string {
  const head = entryHead(list, writing);
  return [head, ...options].join(' ').trim();
}

function entryHead(list: ListKeyword, writing: Writing): string {
  const { random } = writing;
  switch (list.name) {
    case 'virtual_routes':
    case 'static_routes':
      return `10.5.${writing.fresh() & 255}.0/24${random.pick(['', ' via 192.168.10.12'])} dev eth0`;
    case 'virtual_rules':
    case 'static_rules':
      return `from 10.6.${writing.fresh() & 255}.0/24 table 100 preference ${writing.fresh()}`;
    case 'static_ipaddress':
      return `${freshAddress(writing, 12)}/24 dev eth0`;
    case 'virtual_server_group':
      return `${freshAddress(writing, 13)} 80`;
    case 'unicast_peer':
      return freshAddress(writing, 14);
    case 'track_interface':
    case 'interfaces':
      return 'eth1';
    case 'interface_up_down_delays':
      return `${random.pick(['eth0', 'eth1'])} 5 6`;
    case 'notification_email':
      return `w${writing.fresh()}@example.com`;
    default:
      return list.entry
        .filter(({ optional }) => !optional)
        .map((argument) => argumentOf(argument, writing))
        .join(' ');
  }
}
