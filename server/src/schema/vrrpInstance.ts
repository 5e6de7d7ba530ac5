/** vrrp_instance (vrrp_parser.c; the checks that follow parsing are in vrrp.c, vrrp_complete_instance). */
import { ADDRESS_ENTRY, VIRTUAL_ADDRESS_OPTIONS } from './addresses.ts';
import {
  ADDRESS,
  argument,
  block,
  built,
  choice,
  decimal,
  definition,
  either,
  flag,
  I32_MAX,
  INTERFACE,
  integer,
  list,
  ONCE,
  OWNER,
  option,
  optional,
  SCRIPT,
  script,
  setting,
  since,
  statement,
  text,
  toggle,
  U32_MAX,
  ZERO_BECOMES_1,
} from './define.ts';
import { ROUTE_ENTRY, VIRTUAL_ROUTE_OPTIONS } from './routes.ts';
import { VIRTUAL_RULE_OPTIONS } from './rules.ts';
import { trackLists } from './tracking.ts';
import type { Keyword } from './types.ts';

const SECONDS = 'SECONDS';
const INTERFACE_GROUP = { since: '2.3.0', build: 'HAVE_DECL_FRA_SUPPRESS_IFGROUP' } as const;
const TTL = integer(0, 255, 'hops');
const MULTICAST = { kind: 'address', multicast: true } as const;
const garpExtra = (name: string, more: Parameters<typeof statement>[2]) =>
  statement(name, [optional('all', choice('all')), argument(SECONDS, integer(0, 86_400, 's'))], {
    default: 'the value of vrrp_garp_extra_if',
    ...more,
  });
const expired = (name: string, more: Parameters<typeof statement>[2]) =>
  statement(name, [optional('PRIORITY', integer(1, 254))], {
    default: 'off; 254 where no number is given',
    ...more,
  });
const ofGlobal = (name: string) => ({ default: `the value of ${name}` });

const identity: Keyword[] = [
  setting('state', [argument('STATE', choice('MASTER', 'BACKUP'))], {
    default: 'MASTER with priority 255, else BACKUP',
    invalid: { kind: 'becomes', value: 'BACKUP' },
  }),
  setting('interface', [argument('INTERFACE', INTERFACE)]),
  setting('virtual_router_id', [argument('VRID', integer(1, 255))], { required: true }),
  setting('priority', [argument('PRIORITY', integer(1, 255))], {
    default: '100; 255 with state MASTER',
    invalid: { kind: 'becomes', value: '100' },
  }),
  setting('advert_int', [argument(SECONDS, decimal(0.01, 255, 's'))], { default: '1' }),
  setting('version', [argument('VERSION', integer(2, 3))], ofGlobal('vrrp_version')),
  flag('native_ipv6'),
  flag('nopreempt'),
  flag('preempt', { default: 'on' }),
  setting('preempt_delay', [argument(SECONDS, decimal(0, 1000, 's'))], {
    default: '0',
    invalid: { kind: 'becomes', value: '0' },
  }),
  flag('accept', { default: 'on; off in strict mode unless the priority is 255' }),
  ...built('WITH_FIREWALL', [flag('no_accept')]),
  toggle('strict_mode', ofGlobal('vrrp_strict')),
  flag('promote_secondaries'),
  setting('debug', [argument('LEVEL', integer(0, 4))], { default: '0' }),
];

const transport: Keyword[] = [
  setting('mcast_src_ip', [argument('ADDRESS', ADDRESS)], { default: 'the first address of the interface' }),
  setting('unicast_src_ip', [argument('ADDRESS', ADDRESS)], { default: 'the first address of the interface' }),
  setting('mcast_dst_ip', [argument('GROUP', MULTICAST)], {
    since: '2.2.5',
    default: 'the value of vrrp_mcast_group4 or vrrp_mcast_group6',
  }),
  flag('track_src_ip', { since: '2.0.0' }),
  list('unicast_peer', [argument('ADDRESS', ADDRESS)], {
    options: [option('min_ttl', TTL, { since: '2.1.0' }), option('max_ttl', TTL, { since: '2.1.0' })],
    again: 'adds',
  }),
  setting('unicast_ttl', [argument('TTL', TTL)], { since: '2.1.0', default: '255; IPv6: what the kernel uses' }),
  flag('unicast_fault_no_peer', { since: '2.2.5' }),
  flag('check_unicast_src', { since: '2.1.0', ...ofGlobal('vrrp_check_unicast_src') }),
  ...built('WITH_UNICAST_CHKSUM_COMPAT', [statement('old_unicast_checksum', [optional('never', choice('never'))])]),
  toggle('v3_checksum_as_v2', { since: '2.2.8', ...ofGlobal('v3_checksum_as_v2') }),
  // keepalived switches it on whatever is said behind it, `off` too.
  toggle('skip_check_adv_addr', ofGlobal('vrrp_skip_check_adv_addr')),
  statement('kernel_rx_buf_size', [argument('BYTES', integer(0, U32_MAX, 'bytes'))], {
    since: '2.0.3',
    surplus: 'error',
    default: 'by vrrp_rx_bufs_policy',
  }),
  ...built('HAVE_VRF', [setting('vrf', [argument('INTERFACE', INTERFACE)], { since: '2.2.5' })]),
  ...built('HAVE_VRRP_VMAC', [
    statement('use_vmac', [
      optional('INTERFACE|MAC', text(), { repeats: true }),
      optional('INTERFACE', INTERFACE, { option: 'name', since: '2.3.0' }),
      optional('netlink_notify_msg', choice('netlink_notify_msg'), { since: '2.3.0' }),
      optional('GROUP', either(integer(0, U32_MAX), text()), { option: 'group', ...INTERFACE_GROUP }),
    ]),
    flag('use_vmac_addr', { since: '2.2.0' }),
    flag('vmac_xmit_base'),
  ]),
  ...built('HAVE_VRRP_IPVLAN', [
    statement(
      'use_ipvlan',
      [
        optional('INTERFACE|ADDRESS', text(), { repeats: true }),
        optional('INTERFACE', INTERFACE, { option: 'name', since: '2.3.0' }),
        optional('MODE', choice('bridge', 'private', 'vepa')),
        optional('GROUP', either(integer(0, U32_MAX), text()), { option: 'group', ...INTERFACE_GROUP }),
      ],
      { since: '2.0.17', ...ONCE },
    ),
  ]),
];

const authentication: Keyword[] = built('WITH_VRRP_AUTH', [
  block(
    'authentication',
    [],
    [
      setting('auth_type', [argument('TYPE', choice('PASS', 'AH'))], { required: true }),
      setting('auth_pass', [argument('PASSWORD', text(8))], { required: true, invalid: { kind: 'cut' } }),
    ],
  ),
  block(
    'auth_hmac',
    [],
    since('2.4.0', [
      statement('key', [argument('ID', integer(1, 255)), argument('KEY', text())], { required: true, again: 'adds' }),
      setting('active_key', [argument('ID', integer(1, 255))]),
      setting('time_window', [argument(SECONDS, integer(1, 300, 's'))], {
        default: 'three advertisement intervals, 5 at least and 300 at most',
      }),
      setting('anti_replay', [argument('METHOD', choice('time', 'monotonic'))], { default: 'time' }),
      setting(
        'mode',
        [
          argument('MODE', {
            kind: 'choice',
            values: ['enforce', 'permissive', 'receive-only'],
            since: { 'receive-only': '2.4.2' },
          }),
        ],
        { default: 'enforce' },
      ),
    ]),
    { since: '2.4.0' },
  ),
]);

const addresses: Keyword[] = [
  list('virtual_ipaddress', ADDRESS_ENTRY, { options: VIRTUAL_ADDRESS_OPTIONS, again: 'adds' }),
  list('virtual_ipaddress_excluded', ADDRESS_ENTRY, { options: VIRTUAL_ADDRESS_OPTIONS, again: 'adds' }),
  flag('no_virtual_ipaddress', { since: '2.2.8' }),
  list('virtual_routes', ROUTE_ENTRY, { options: VIRTUAL_ROUTE_OPTIONS, again: 'adds' }),
  list('virtual_rules', [], { options: VIRTUAL_RULE_OPTIONS, again: 'adds' }),
];

const tracking: Keyword[] = [
  ...trackLists({}),
  flag('dont_track_primary'),
  ...built('WITH_LINKBEAT', [
    flag('linkbeat_use_polling', {
      since: '2.0.0',
      deprecated: { instead: 'linkbeat_interfaces', reported: true },
    }),
  ]),
];

const notification: Keyword[] = [
  script('notify_master', { missingArgumentExits: true }),
  script('notify_backup', { missingArgumentExits: true }),
  script('notify_fault', { missingArgumentExits: true }),
  script('notify_stop', { missingArgumentExits: true }),
  statement('notify_deleted', [optional('COMMAND', SCRIPT), ...OWNER], {
    since: '2.1.0',
    ...ONCE,
    default: 'notify_fault where no command is given',
  }),
  script('notify', { missingArgumentExits: true }),
  script('notify_master_rx_lower_pri', { since: '2.0.6', missingArgumentExits: true }),
  toggle('notify_priority_changes', { since: '2.0.16', ...ofGlobal('vrrp_notify_priority_changes') }),
  toggle('smtp_alert', { default: 'the value of smtp_alert_vrrp or smtp_alert, else off' }),
];

const timing: Keyword[] = [
  setting('garp_master_delay', [argument(SECONDS, integer(0, 4294, 's'))], ofGlobal('vrrp_garp_master_delay')),
  setting('garp_master_repeat', [argument('COUNT', integer(1, U32_MAX))], {
    ...ofGlobal('vrrp_garp_master_repeat'),
    ...ZERO_BECOMES_1,
  }),
  setting('garp_master_refresh', [argument(SECONDS, integer(0, U32_MAX, 's'))], ofGlobal('vrrp_garp_master_refresh')),
  setting('garp_master_refresh_repeat', [argument('COUNT', integer(1, U32_MAX))], {
    ...ofGlobal('vrrp_garp_master_refresh_repeat'),
    ...ZERO_BECOMES_1,
  }),
  setting('garp_lower_prio_delay', [argument(SECONDS, integer(0, 4294, 's'))], ofGlobal('vrrp_garp_lower_prio_delay')),
  setting('garp_lower_prio_repeat', [argument('COUNT', integer(0, I32_MAX))], ofGlobal('vrrp_garp_lower_prio_repeat')),
  toggle('lower_prio_no_advert', ofGlobal('vrrp_lower_prio_no_advert')),
  toggle('higher_prio_send_advert', ofGlobal('vrrp_higher_prio_send_advert')),
  toggle('owner_ignore_adverts', { since: '2.3.3', ...ofGlobal('vrrp_owner_ignore_adverts') }),
  setting('down_timer_adverts', [argument('ADVERTS', integer(1, 100, 'adverts'))], {
    since: '2.2.3',
    ...ofGlobal('vrrp_down_timer_adverts'),
  }),
  expired('timer_expired_backup', { since: '2.2.8' }),
  expired('thread_timer_expired', {
    since: '2.3.2',
    deprecated: { instead: 'timer_expired_backup', reported: true },
  }),
  ...built('HAVE_VRRP_VMAC', [
    garpExtra('garp_extra_if', { since: '2.2.3' }),
    garpExtra('vmac_garp_intvl', { since: '2.2.0', deprecated: { instead: 'garp_extra_if', reported: true } }),
  ]),
  ...built('WITH_LVS', [
    setting('lvs_sync_daemon_interface', [argument('INTERFACE', INTERFACE)], {
      deprecated: { instead: 'global_defs: lvs_sync_daemon', reported: true },
    }),
  ]),
];

export const vrrpInstance = block(
  'vrrp_instance',
  [argument('NAME', definition('vrrp_instance'))],
  [...identity, ...transport, ...authentication, ...addresses, ...tracking, ...notification, ...timing],
  { again: 'error', surplus: 'error', invalid: { kind: 'dropped' } },
);
