/** What may stand in an entry of virtual_rules and static_rules (vrrp_iprule.c). Any error drops the rule. */
import { choice, either, INTERFACE, integer, option, reference, text, U32_MAX } from './define.ts';
import { NUMBER_OR_NAME, PREFIX } from './routes.ts';
import type { Option } from './types.ts';

const PREFERENCE = integer(0, U32_MAX);
const U8_OR_NAME = either(integer(0, 255), text());
const v201 = { since: '2.0.1' } as const;

const common: readonly Option[] = [
  option('not'),
  option('from', PREFIX),
  option('to', PREFIX),
  option('table', NUMBER_OR_NAME),
  option('lookup', NUMBER_OR_NAME),
  option('preference', PREFERENCE),
  option('order', PREFERENCE),
  option('priority', PREFERENCE),
  option('iif', INTERFACE),
  option('dev', INTERFACE),
  option('oif', INTERFACE),
  option('tos', NUMBER_OR_NAME),
  option('dsfield', NUMBER_OR_NAME),
  option('fwmark', text()),
  option('realms', text()),
  option('suppress_prefixlength', PREFERENCE, { build: 'HAVE_DECL_FRA_SUPPRESS_PREFIXLEN' }),
  option('sup_pl', PREFERENCE, { build: 'HAVE_DECL_FRA_SUPPRESS_PREFIXLEN' }),
  option('suppress_ifgroup', NUMBER_OR_NAME, { build: 'HAVE_DECL_FRA_SUPPRESS_IFGROUP' }),
  option('sup_group', NUMBER_OR_NAME, { build: 'HAVE_DECL_FRA_SUPPRESS_IFGROUP' }),
  option('tunnel-id', integer(0, Infinity), { build: 'HAVE_DECL_FRA_TUN_ID' }),
  option('uidrange', text(), { build: 'HAVE_DECL_FRA_UID_RANGE' }),
  option('l3mdev', undefined, { build: 'HAVE_DECL_FRA_L3MDEV' }),
  option('protocol', integer(0, 255), { ...v201, build: 'HAVE_DECL_FRA_PROTOCOL' }),
  option('ipproto', U8_OR_NAME, { ...v201, build: 'HAVE_DECL_FRA_IP_PROTO' }),
  option('sport', text(), { ...v201, build: 'HAVE_DECL_FRA_SPORT_RANGE' }),
  option('dport', text(), { ...v201, build: 'HAVE_DECL_FRA_DPORT_RANGE' }),
  option('inet', undefined, v201),
  option('inet6', undefined, v201),
  option('type', choice('nop', 'blackhole', 'unreachable', 'prohibit', 'goto')),
  option('goto', PREFERENCE),
  option('nop'),
  option('blackhole'),
  option('unreachable'),
  option('prohibit'),
  option('no_track', undefined, { since: '2.0.3' }),
  option('no-track', undefined, { since: '2.0.1', until: { release: '2.0.2', instead: 'no_track' } }),
];

export const VIRTUAL_RULE_OPTIONS: readonly Option[] = common;
export const STATIC_RULE_OPTIONS: readonly Option[] = [
  ...common,
  option('track_group', reference('track_group'), { since: '2.0.3' }),
];
