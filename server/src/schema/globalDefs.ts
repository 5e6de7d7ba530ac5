/** global_defs (global_parser.c). */
import {
  argument,
  BOOLEAN,
  block,
  built,
  choice,
  decimal,
  either,
  flag,
  I32_MAX,
  INTERFACE,
  integer,
  list,
  MICROSECOND,
  type More,
  MULTICAST4,
  MULTICAST6,
  ONCE,
  OWNER,
  optional,
  PATH,
  PORT,
  reference,
  script,
  setting,
  since,
  statement,
  TIMER_MAX,
  text,
  toggle,
  U32_MAX,
  ZERO_BECOMES_1,
} from './define.ts';
import type { Keyword } from './types.ts';

/** A number, or permissions joined with `|`. */
const MASK = either(
  {
    kind: 'choice',
    values: ['USR', 'GRP', 'OTH'].flatMap((who) => [...['IR', 'IW', 'IX'].map((what) => what + who), `IRWX${who[0]}`]),
    since: { IRWXU: '2.2.8', IRWXG: '2.2.8', IRWXO: '2.2.8' },
  },
  text(),
);
const SYNC_ATTRIBUTES = 'HAVE_IPVS_SYNCD_ATTRIBUTES';
const ALONE = { surplus: 'error' } as const;
const file = (name: string, more: More = {}) => statement(name, [argument('PATH', PATH)], { ...ALONE, ...more });
const directory = (name: string, more: More = {}) => statement(name, [argument('DIRECTORY', PATH)], more);
const processName = (name: string, more: More = {}) =>
  setting(name, [argument('NAME', text(15))], { since: '2.0.16', invalid: { kind: 'cut' }, ...more });
const pipe = (name: string) => statement(name, [argument('PATH', PATH), ...OWNER], ONCE);
const buffer = (name: string, more: More = {}) =>
  statement(name, [argument('BYTES', integer(0, U32_MAX, 'bytes'))], { since: '2.0.0', ...more });
const forced = (name: string, more: More = {}) => toggle(name, { since: '2.0.0', ...more });
const seconds = (name: string, max: number, more: More = {}) =>
  setting(name, [argument('SECONDS', integer(0, max, 's'))], more);
const repeat = (name: string, fallback: string) =>
  setting(name, [argument('COUNT', integer(1, U32_MAX))], { default: fallback, ...ZERO_BECOMES_1 });
const timer = (name: string, min: number, more: More = {}) =>
  setting(name, [argument('SECONDS', decimal(min, TIMER_MAX, 's'))], more);
const garpExtra = (name: string, more: More) =>
  statement(name, [optional('all', choice('all')), argument('SECONDS', integer(1, 86_400, 's'))], {
    default: 'off',
    ...more,
  });
const firewallTable = (name: string, table: string, more: More) =>
  statement(name, [optional('TABLE', text(255))], {
    default: `off; ${table} where no table is given`,
    ...ONCE,
    ...more,
  });
const firewallPriority = (name: string, more: More) =>
  setting(name, [argument('PRIORITY', integer(-I32_MAX - 1, I32_MAX))], { default: '-1', ...more });

/** How a process runs: the same six keywords for the VRRP, the checker and the BFD process. */
const scheduling = (prefix: 'vrrp' | 'checker' | 'bfd', more: More): Keyword[] => {
  const runtime = [argument('MICROSECONDS', integer(1, U32_MAX, 'us'))];
  return [
    statement(`${prefix}_priority`, [argument('NICE', integer(-20, 19))], more),
    flag(`${prefix}_no_swap`, more),
    statement(`${prefix}_rt_priority`, [argument('PRIORITY', integer(1, 99))], {
      since: '2.0.0',
      invalid: { kind: 'clamped' },
    }),
    statement(`${prefix}_cpu_affinity`, [argument('CPU', integer(0, Infinity), { repeats: true })], {
      since: '2.0.17',
    }),
    setting(`${prefix}_rlimit_rttime`, runtime, { since: '2.1.0', default: '10000' }),
    setting(`${prefix}_rlimit_rtime`, runtime, {
      since: '2.0.0',
      default: '10000',
      deprecated: { instead: `${prefix}_rlimit_rttime`, reported: false },
    }),
  ];
};

const general: Keyword[] = [
  flag('process_names', { since: '2.0.16' }),
  processName('process_name'),
  toggle('use_symlink_paths', { since: '2.3.0', default: 'off' }),
  toggle('set_supplementary_groups', { since: 'next', default: 'off' }),
  statement('router_id', [argument('NAME', text())], { default: 'the host name' }),
  statement('script_user', [argument('USER', { kind: 'user' }), optional('GROUP', { kind: 'group' })], {
    default: 'keepalived_script where it exists, else the user that runs keepalived',
  }),
  flag('enable_script_security'),
  setting('umask', [argument('MASK', MASK)], { since: '2.0.9', default: 'IXUSR|IRWXG|IRWXO' }),
  setting('random_seed', [argument('NUMBER', integer(0, U32_MAX))], { since: '2.0.15' }),
  script('startup_script', { since: '2.1.0' }),
  statement('startup_script_timeout', [argument('SECONDS', integer(1, 1000, 's'))], { since: '2.1.0', default: '10' }),
  script('shutdown_script', { since: '2.1.0' }),
  statement('shutdown_script_timeout', [argument('SECONDS', integer(1, 1000, 's'))], { since: '2.1.0', default: '10' }),
  statement('max_auto_priority', [optional('PRIORITY', integer(-1, 99))], {
    since: '2.1.0',
    default: '0, which is off; 99 where no number is given',
  }),
  statement('min_auto_priority_delay', [argument('MICROSECONDS', integer(1, 10_000_000, 'us'))], {
    since: '2.1.0',
    default: '1000000',
  }),
  pipe('notify_fifo'),
  script('notify_fifo_script'),
  directory('tmp_config_directory', { since: '2.2.0', ...ONCE }),
  toggle('data_use_instance', { since: '2.2.3', default: 'off' }),
  ...since('2.3.3', [file('state_dump_file'), file('stats_dump_file'), file('json_dump_file')]),
  ...built('WITH_JSON', [
    statement('json_version', [argument('VERSION', integer(1, 2))], { since: '2.2.8', default: '1' }),
  ]),
];

const mail: Keyword[] = [
  list('notification_email', [argument('ADDRESS', text())], { entries: 'words', again: 'adds' }),
  statement('notification_email_from', [argument('ADDRESS', text())], { default: 'user@host name' }),
  setting('smtp_server', [argument('HOST', text()), optional('PORT', PORT)], { default: 'none; port 25' }),
  statement('smtp_helo_name', [argument('NAME', text())], { default: 'the host name' }),
  setting('smtp_connect_timeout', [argument('SECONDS', integer(1, 4294, 's'))], { default: '30', ...ZERO_BECOMES_1 }),
  toggle('smtp_alert', { since: '2.0.0', default: 'off; on for real servers' }),
  ...built('WITH_VRRP', [
    toggle('smtp_alert_vrrp', { since: '2.0.0', default: 'the value of smtp_alert' }),
    flag('no_email_faults', { since: '2.0.0' }),
  ]),
  ...built('WITH_LVS', [
    toggle('smtp_alert_checker', { since: '2.0.0', default: 'the value of smtp_alert' }),
    toggle('no_checker_emails', { since: '2.0.0', default: 'off' }),
  ]),
];

const reload: Keyword[] = built('!ONE_PROCESS_DEBUG', [
  statement('reload_check_config', [optional('LOG', PATH)], {
    since: '2.2.0',
    default: 'off; the log goes to /dev/null where no file is given',
  }),
  file('reload_time_file', { since: '2.1.0' }),
  flag('reload_repeat', { since: '2.1.0' }),
  statement('reload_file', [optional('PATH', PATH)], { since: '2.2.0' }),
  statement(
    'include_check',
    [
      optional(
        'CHECK',
        choice(
          ...['', '+', '-'].flatMap((sign) =>
            ['read', 'match', 'wildcard_match', 'brace_match'].map((check) => sign + check),
          ),
        ),
        { repeats: true },
      ),
    ],
    { since: '2.2.0', default: 'off; all checks where none is named' },
  ),
  setting('config_save_dir', [argument('DIRECTORY', PATH)], { since: '2.2.3' }),
]);

const vrrp: Keyword[] = built('WITH_VRRP', [
  processName('vrrp_process_name'),
  statement('dynamic_interfaces', [optional('allow_if_changes', choice('allow_if_changes'), { since: '2.0.8' })], {
    since: '2.0.0',
  }),
  statement('default_interface', [argument('INTERFACE', INTERFACE)], { default: 'eth0' }),
  flag('disable_local_igmp', { since: '2.2.0' }),
  // Without an argument of its own: `v3_checksum_as_v2 off` switches it on.
  flag('v3_checksum_as_v2', { since: '2.2.8' }),
  setting('vrrp_mcast_group4', [argument('GROUP', MULTICAST4)], { default: '224.0.0.18' }),
  setting('vrrp_mcast_group6', [argument('GROUP', MULTICAST6)], { default: 'ff02::12' }),
  setting('vrrp_version', [argument('VERSION', integer(2, 3))], { default: '2; 3 with IPv6 addresses' }),
  // Up to 2.2.8 a flag: `off` switched it on.
  statement('vrrp_strict', [optional('BOOL', BOOLEAN, { since: '2.3.0' })], { default: 'off' }),
  flag('vrrp_check_unicast_src'),
  // Up to 2.2.8 a flag: `off` switched it on.
  statement('vrrp_skip_check_adv_addr', [optional('BOOL', BOOLEAN, { since: '2.3.0' })], { default: 'off' }),
  seconds('vrrp_garp_master_delay', 4294, { default: '5' }),
  repeat('vrrp_garp_master_repeat', '5'),
  seconds('vrrp_garp_master_refresh', U32_MAX, { default: '0, which is off' }),
  repeat('vrrp_garp_master_refresh_repeat', '1'),
  seconds('vrrp_garp_lower_prio_delay', 4294, { default: 'the value of vrrp_garp_master_delay; 0 in strict mode' }),
  setting('vrrp_garp_lower_prio_repeat', [argument('COUNT', integer(0, I32_MAX))], {
    default: 'the value of vrrp_garp_master_repeat; 0 in strict mode',
  }),
  timer('vrrp_garp_interval', MICROSECOND, { default: '0' }),
  timer('vrrp_gna_interval', MICROSECOND, { default: '0' }),
  toggle('vrrp_min_garp', { since: '2.0.12', default: 'off' }),
  ...built('HAVE_VRRP_VMAC', [
    garpExtra('vrrp_garp_extra_if', { since: '2.2.3' }),
    garpExtra('vrrp_vmac_garp_intvl', {
      since: '2.2.0',
      deprecated: { instead: 'vrrp_garp_extra_if', reported: true },
    }),
    setting('vmac_prefix', [argument('PREFIX', text())], { since: '2.2.0', default: 'vrrp', ...ONCE }),
    setting('vmac_addr_prefix', [argument('PREFIX', text())], { since: '2.2.0', default: 'vrrp', ...ONCE }),
  ]),
  setting('vrrp_down_timer_adverts', [argument('ADVERTS', integer(1, 100, 'adverts'))], {
    since: '2.2.3',
    default: '3',
  }),
  toggle('vrrp_lower_prio_no_advert', { default: 'off; on in strict mode' }),
  toggle('vrrp_higher_prio_send_advert', { default: 'off' }),
  toggle('vrrp_owner_ignore_adverts', { since: '2.3.3', default: 'off; on in strict mode for priority 255' }),
  ...built('WITH_IPTABLES|WITH_NFTABLES', [
    statement('vrrp_iptables', [optional('IN', text(27)), optional('OUT', text(27))], {
      default: 'off; INPUT and OUTPUT where no chain is given',
      ...ONCE,
    }),
    ...built('HAVE_LIBIPSET', [
      statement('vrrp_ipsets', [optional('NAME', text(30), { repeats: true })], {
        default: 'on with vrrp_iptables; off where no name is given',
      }),
    ]),
  ]),
  ...built(
    'WITH_NFTABLES',
    since('2.0.11', [
      firewallTable('nftables', 'keepalived', {}),
      firewallPriority('nftables_priority', {}),
      flag('nftables_ifindex'),
    ]),
  ),
  ...scheduling('vrrp', {}),
  pipe('vrrp_notify_fifo'),
  script('vrrp_notify_fifo_script'),
  toggle('vrrp_notify_priority_changes', { since: '2.0.16', default: 'off' }),
  flag('fifo_write_vrrp_states_on_reload', { since: '2.2.5' }),
  buffer('vrrp_netlink_cmd_rcv_bufs'),
  forced('vrrp_netlink_cmd_rcv_bufs_force'),
  buffer('vrrp_netlink_monitor_rcv_bufs'),
  forced('vrrp_netlink_monitor_rcv_bufs_force'),
  ...built('WITH_TRACK_PROCESS', [
    buffer('process_monitor_rcv_bufs', { since: '2.0.11' }),
    forced('process_monitor_rcv_bufs_force', { since: '2.0.11' }),
  ]),
  statement(
    'vrrp_rx_bufs_policy',
    [
      argument(
        'POLICY',
        either({ kind: 'choice', values: ['MTU', 'ADVERT'], ignoreCase: true }, integer(0, U32_MAX, 'bytes')),
        { repeats: true },
      ),
    ],
    { since: '2.0.3', default: "the system's own size" },
  ),
  statement('vrrp_rx_bufs_multiplier', [argument('FACTOR', integer(1, U32_MAX))], {
    since: '2.0.3',
    default: '3',
    ...ALONE,
  }),
  timer('vrrp_startup_delay', 0.001, { since: '2.0.14', default: '0' }),
  timer('vrrp_delay_after_boot', 0.001, { since: '2.4.0', default: '0' }),
  flag('log_unknown_vrids', { since: '2.0.16' }),
  file('iproute_usr_dir', { since: '2.3.2' }),
  file('iproute_etc_dir', { since: '2.3.2' }),
]);

const lvs: Keyword[] = built('WITH_LVS', [
  processName('checker_process_name', { since: '2.2.0' }),
  processName('lvs_process_name', { deprecated: { instead: 'checker_process_name', reported: false } }),
  toggle('checker_log_all_failures', { since: '2.0.11', default: 'off' }),
  statement(
    'lvs_timeouts',
    ['tcp', 'tcpfin', 'udp'].map((option) => optional('SECONDS', integer(0, 2_678_400, 's'), { option })),
  ),
  flag('lvs_flush'),
  statement('lvs_flush_on_stop', [optional('VS', choice('VS'))], { since: '2.2.0' }),
  statement('lvs_flush_onstop', [optional('VS', choice('VS'))], {
    since: '2.0.15',
    deprecated: { instead: 'lvs_flush_on_stop', reported: false },
  }),
  ...scheduling('checker', {}),
  pipe('lvs_notify_fifo'),
  script('lvs_notify_fifo_script'),
  buffer('lvs_netlink_cmd_rcv_bufs'),
  forced('lvs_netlink_cmd_rcv_bufs_force'),
  buffer('lvs_netlink_monitor_rcv_bufs'),
  forced('lvs_netlink_monitor_rcv_bufs_force'),
  toggle('rs_init_notifies', { since: '2.0.0', default: 'off' }),
  ...built('WITH_VRRP', [
    statement(
      'lvs_sync_daemon',
      [
        argument('INTERFACE', INTERFACE),
        optional('INSTANCE', reference('vrrp_instance')),
        optional('INSTANCE', reference('vrrp_instance'), { option: 'inst', since: '2.1.0' }),
        optional('ID', integer(0, 255), { option: 'id' }),
        optional('BYTES', integer(1, 65_507, 'bytes'), { option: 'maxlen', build: SYNC_ATTRIBUTES }),
        optional('PORT', PORT, { option: 'port', build: SYNC_ATTRIBUTES }),
        optional('TTL', integer(1, 255, 'hops'), { option: 'ttl', build: SYNC_ATTRIBUTES }),
        optional('GROUP', { kind: 'address', multicast: true }, { option: 'group', build: SYNC_ATTRIBUTES }),
      ],
      { ...ONCE, default: 'off; id is the virtual router ID of the instance, else 0' },
    ),
  ]),
]);

const nftables: Keyword[] = built('WITH_NFTABLES', [
  ...built(
    'WITH_LVS',
    since('2.2.2', [
      firewallTable('nftables_ipvs', 'keepalived_ipvs', {}),
      firewallPriority('nftables_ipvs_priority', {}),
      setting('nftables_ipvs_start_fwmark', [argument('MARK', integer(1, U32_MAX))], { default: '1000' }),
    ]),
  ),
  ...built('WITH_VRRP|WITH_LVS', [flag('nftables_counters', { since: '2.0.11' })]),
]);

const bfd: Keyword[] = built('WITH_BFD', [processName('bfd_process_name'), ...scheduling('bfd', { since: '2.0.0' })]);

const snmp: Keyword[] = built('WITH_SNMP', [
  statement('snmp_socket', [argument('SOCKET', text())], { ...ALONE, ...ONCE }),
  flag('enable_traps'),
  ...built('WITH_SNMP_VRRP', [
    flag('enable_snmp_vrrp', { since: '2.0.0' }),
    flag('enable_snmp_keepalived', { deprecated: { instead: 'enable_snmp_vrrp', reported: false } }),
  ]),
  ...built('WITH_SNMP_RFC', [flag('enable_snmp_rfc')]),
  ...built('WITH_SNMP_RFCV2', [flag('enable_snmp_rfcv2')]),
  ...built('WITH_SNMP_RFCV3', [flag('enable_snmp_rfcv3')]),
  ...built('WITH_SNMP_CHECKER', [
    flag('enable_snmp_checker'),
    setting('snmp_vs_stats_update_interval', [argument('SECONDS', decimal(0.001, 30, 's'))], {
      since: '2.3.0',
      default: '5',
    }),
    setting('snmp_rs_stats_update_interval', [argument('SECONDS', decimal(0.001, 30, 's'))], {
      since: '2.3.0',
      default: 'the value of snmp_vs_stats_update_interval',
    }),
  ]),
]);

const dbus: Keyword[] = built('WITH_DBUS', [
  flag('enable_dbus'),
  statement('dbus_service_name', [argument('NAME', text())], { default: 'org.keepalived.Vrrp1' }),
  statement('dbus_no_interface_name', [argument('NAME', text())], { since: '2.3.0' }),
]);

export const globalDefs = block(
  'global_defs',
  [],
  [...general, ...mail, ...reload, ...vrrp, ...lvs, ...nftables, ...bfd, ...snmp, ...dbus],
  { again: 'adds' },
);
