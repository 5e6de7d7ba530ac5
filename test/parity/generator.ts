/** Configurations that keepalived accepts without a word, drawn from the schema: the same ones for the same seed. */
import {
  type BlockKeyword,
  isKnownSince,
  type Keyword,
  type ListKeyword,
  ROOT,
  type Version,
} from '../../server/src/schema/index.ts';
import type { Random } from '../support/random.ts';
import { blockWith, GLOBALS, objects, wellFormed } from './blocks.ts';
import {
  argumentsOf,
  entryOf,
  isOption,
  type Line,
  line,
  optionText,
  render,
  startWriting,
  type Writing,
} from './statements.ts';

const words = (...lines: readonly string[]): readonly string[] => lines.flatMap((text) => text.split(' '));

/** Statements that need company, or that keepalived comments on even where they are right: the cases of the schema have them. */
const LEFT_OUT: ReadonlySet<string> = new Set(
  words(
    // About the machine, about other files, or not in every build.
    'net_namespace net_namespace_ipvs namespace_with_ipsets use_pid_dir instance include_check default_interface',
    'linkbeat_use_polling linkbeat_interfaces host vrf use_ipvlan vrrp_ipsets vrrp_iptables',
    // Decide over all instances.
    'vrrp_strict vrrp_version strict_mode version native_ipv6 auth_hmac',
    // Count with others only, or rule each other out.
    'unicast_peer unicast_src_ip unicast_ttl unicast_fault_no_peer check_unicast_src old_unicast_checksum mcast_dst_ip',
    'vmac_xmit_base promote_secondaries use_vmac_addr nopreempt preempt_delay timer_expired_backup accept no_accept',
    'owner_ignore_adverts no_virtual_ipaddress hashed ops sh-port sh-fallback mh-port mh-fallback sorry_server_inhibit',
    'sorry_server_lvs_method ip_family lvs_sched ha_suspend alpha bindto SSL payload quorum_max max_hops multihop',
    'checker vrrp source_ip virtual_server_group garp_group track_group group interface',
  ),
);

/** Options of entries that need company. */
const OPTIONS_LEFT_OUT: ReadonlySet<string> = new Set(
  words(
    'inet inet6 to or gw nexthop encap vrf track_group expires pref from src via dev oif iif label peer brd broadcast',
    'goto nop blackhole unreachable prohibit type not l3mdev table lookup preference order priority protocol',
    'suppress_ifgroup sup_group min_ttl max_ttl reverse noreverse use_vmac',
  ),
);

/** Of these one alone may stand in a block. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  words('lb_kind lvs_method'),
  words('neighbor_ip neighbour_ip'),
  words('ttl hoplimit'),
  words('min_reply_length max_reply_length'),
  words('HTTP_GET SSL_GET TCP_CHECK SMTP_CHECK DNS_CHECK MISC_CHECK PING_CHECK UDP_CHECK FILE_CHECK BFD_CHECK'),
];

/** Blocks and lists that may be there, in an order in which names are defined before they are used. */
const BLOCKS = words(
  'vrrp_script vrrp_track_process track_file bfd_instance vrrp_instance vrrp_instance virtual_server virtual_server',
  'static_ipaddress static_routes static_rules interface_up_down_delays vrrp_sync_group',
);

const isUsable = (keyword: Keyword, version: Version): boolean =>
  !LEFT_OUT.has(keyword.name) && !keyword.deprecated && isKnownSince(keyword, version);

export function generate(random: Random, version: Version): string {
  const writing = startWriting(random, version);
  const around = objects(writing);
  const top: Line[] = [
    line('global_defs', [...GLOBALS, ...pickFrom(ROOT.get('global_defs') as BlockKeyword, writing, 0.04)]),
  ];
  top.push(...around);
  for (const name of BLOCKS) {
    const keyword = ROOT.get(name)!;
    if (isUsable(keyword, version) && random.chance(0.5)) top.push(fill(keyword, [], writing, 0.15));
  }
  return render(top);
}

/** A keyword with whatever may stand in it. */
function fill(keyword: Keyword, path: readonly string[], writing: Writing, density: number): Line {
  const around = path.at(-1) ?? '';
  if (keyword.kind === 'block') return blockWith(keyword, pickFrom(keyword, writing, density), around, writing);
  if (keyword.kind === 'statement') return wellFormed(keyword, path, writing);
  const entries = Array.from({ length: listLength(keyword, writing) }, () =>
    entryOf(keyword, pickOptions(keyword, writing), writing),
  );
  return line(`${keyword.name} ${argumentsOf(keyword, around, writing)}`.trim(), entries);
}

/** Names may stand in a list once. */
const listLength = ({ name, entry }: ListKeyword, { random }: Writing): number =>
  name.startsWith('track_') || entry[0]?.value.kind === 'reference' || name === 'interface_up_down_delays'
    ? 1
    : random.between(1, 3);

const pickOptions = ({ options }: ListKeyword, writing: Writing): string[] =>
  options
    .filter(
      (option) =>
        isOption(option, writing.version) && !OPTIONS_LEFT_OUT.has(option.name) && !option.deprecated && !option.behind,
    )
    .filter(() => writing.random.chance(options.length > 5 ? 0.08 : 0.4))
    .map((option) => optionText(option, writing));

function pickFrom(block: BlockKeyword, writing: Writing, density: number): Line[] {
  const chosen = [...block.keywords.values()].filter(
    (keyword) => isUsable(keyword, writing.version) && writing.random.chance(density),
  );
  return chosen
    .filter(({ name }) => {
      const alternatives = ALTERNATIVES.find((names) => names.includes(name));
      return !alternatives || chosen.find((other) => alternatives.includes(other.name))?.name === name;
    })
    .filter(({ name }) => !GLOBALS.some((text) => text.startsWith(name)))
    .map((keyword) => fill(keyword, [block.name], writing, 0.15));
}
