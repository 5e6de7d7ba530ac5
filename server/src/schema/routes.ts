/** What may stand in an entry of virtual_routes and static_routes (vrrp_iproute.c). Any error drops the route. */
import { SCOPE } from './addresses.ts';
import {
  ADDRESS,
  argument,
  choice,
  either,
  INTERFACE,
  integer,
  option,
  optional,
  reference,
  text,
  U32_MAX,
} from './define.ts';
import type { Argument, Option, Value } from './types.ts';

const FAMILY = ['inet', 'inet6'] as const;
const LOCK = { between: ['lock'] } as const;
const U32 = integer(0, U32_MAX);
const U8 = integer(0, 255);
const SWITCH = integer(0, 1);
/** The number of a table, a protocol or a differentiated services field, or its name in iproute2's own tables. */
export const NUMBER_OR_NAME: Value = either(U32, text());

/** Kinds of routes; `prohibit`, `unreachable` and `blackhole` are actions of rules too. */
const TYPE = choice(
  'unicast',
  'local',
  'nat',
  'broadcast',
  'brd',
  'anycast',
  'multicast',
  'prohibit',
  'unreachable',
  'blackhole',
  'xresolve',
  'throw',
);

/** A network, or every one of them. */
export const PREFIX: Value = either({ kind: 'address', prefix: true }, choice('default', 'any', 'all', 'default6'));

export const ROUTE_ENTRY: readonly Argument[] = [optional('TYPE', either(TYPE, U8)), argument('DESTINATION', PREFIX)];

const NEXTHOP = { behind: 'nexthop' } as const;
const ENCAP = { behind: 'encap' } as const;

const common: readonly Option[] = [
  option('inet'),
  option('inet6'),
  option('to'),
  option('via', ADDRESS, { between: FAMILY }),
  option('gw', ADDRESS, { deprecated: { instead: 'via', reported: true } }),
  option('or', ADDRESS, { deprecated: { instead: 'nexthop', reported: true } }),
  option('dev', INTERFACE),
  option('oif', INTERFACE),
  option('src', ADDRESS),
  option('from', PREFIX),
  option('table', NUMBER_OR_NAME),
  option('metric', U32),
  option('priority', U32),
  option('preference', U32),
  option('scope', SCOPE),
  option('protocol', either(U8, text())),
  option('tos', NUMBER_OR_NAME),
  option('dsfield', NUMBER_OR_NAME),
  option('onlink'),
  option('mtu', U32, LOCK),
  option('advmss', U32, LOCK),
  option('hoplimit', U8),
  option('rtt', text(), LOCK),
  option('rttvar', text(), LOCK),
  option('rto_min', text(), LOCK),
  option('reordering', U32, LOCK),
  option('cwnd', U32, LOCK),
  option('ssthresh', U32, LOCK),
  option('window', U32),
  option('initcwnd', U32),
  option('initrwnd', U32),
  option('realms', text()),
  option('features', choice('ecn')),
  option('quickack', SWITCH),
  option('congctl', text(), LOCK),
  option('pref', either(choice('low', 'medium', 'high'), U8), { build: 'HAVE_DECL_RTA_PREF' }),
  option('expires', integer(0, U32_MAX, 's')),
  option('ttl-propagate', choice('enabled', 'disabled'), {
    since: '2.0.8',
    build: 'HAVE_DECL_RTA_TTL_PROPAGATE',
  }),
  option('fastopen_no_cookie', SWITCH),
  option('add', undefined, { since: '2.2.5' }),
  option('append', undefined, { since: '2.2.5' }),
  option('prepend', undefined, { since: '2.2.5' }),
  option('vrf', INTERFACE, { since: '2.2.5', build: 'HAVE_VRF' }),
  option('no_track', undefined, { since: '2.0.3' }),
  option('no-track', undefined, { since: '2.0.1', until: { release: '2.0.2', instead: 'no_track' } }),
  option('nexthop'),
  option('weight', integer(1, 256), NEXTHOP),
  option('encap'),
  // Of one gateway, not of the route: behind what stands alone under the same name.
  option('via', ADDRESS, { between: FAMILY, ...NEXTHOP }),
  option('dev', INTERFACE, NEXTHOP),
  option('onlink', undefined, NEXTHOP),
  option('realms', text(), NEXTHOP),
  option('encap', undefined, NEXTHOP),
  option('nexthop', undefined, NEXTHOP),
  // One hop of a tunnel: `encap ip id 5 dst 10.0.0.1 ttl 64`.
  option('ip', undefined, ENCAP),
  option('ip6', undefined, ENCAP),
  option('mpls', text(), { ...ENCAP, build: 'HAVE_DECL_LWTUNNEL_ENCAP_MPLS' }),
  option('ila', text(), { ...ENCAP, build: 'HAVE_DECL_LWTUNNEL_ENCAP_ILA' }),
  option('id', integer(0, Infinity), ENCAP),
  option('dst', ADDRESS, ENCAP),
  option('src', ADDRESS, ENCAP),
  option('tos', NUMBER_OR_NAME, ENCAP),
  option('hoplimit', U8, ENCAP),
  option('ttl', U8, ENCAP),
  option('tc', NUMBER_OR_NAME, ENCAP),
  option('flags', integer(0, 65_535), ENCAP),
];

export const VIRTUAL_ROUTE_OPTIONS: readonly Option[] = common;
export const STATIC_ROUTE_OPTIONS: readonly Option[] = [
  ...common,
  option('track_group', reference('track_group'), { since: '2.0.3' }),
];
