/** static_*, track_group, garp_group, linkbeat_interfaces and interface_up_down_delays (vrrp_parser.c, vrrp_if.c). */
import { ADDRESS_ENTRY, STATIC_ADDRESS_OPTIONS } from './addresses.ts';
import {
  argument,
  block,
  changed,
  choice,
  decimal,
  definition,
  INTERFACE,
  list,
  optional,
  reference,
  setting,
  TIMER_MAX,
} from './define.ts';
import { ROUTE_ENTRY, STATIC_ROUTE_OPTIONS } from './routes.ts';
import { STATIC_RULE_OPTIONS } from './rules.ts';
import type { Keyword } from './types.ts';

const names = { entries: 'words' } as const;
const INTERVAL = changed(decimal(0, TIMER_MAX, 's'), '2.3.2', decimal(0, 2147.483647, 's'));
const interval = (name: string) => setting(name, [argument('SECONDS', INTERVAL)], { default: '0' });
const delay = decimal(0, 255, 's');

export const staticBlocks: Keyword[] = [
  list('static_ipaddress', ADDRESS_ENTRY, { options: STATIC_ADDRESS_OPTIONS, again: 'adds' }),
  list('static_routes', ROUTE_ENTRY, { options: STATIC_ROUTE_OPTIONS, again: 'adds' }),
  list('static_rules', [], { options: STATIC_RULE_OPTIONS, again: 'adds' }),
  block(
    'track_group',
    [argument('NAME', definition('track_group'))],
    [
      list('group', [argument('INSTANCE', reference('vrrp_instance'))], {
        ...names,
        since: '2.0.3',
        required: true,
        again: 'error',
      }),
    ],
    { since: '2.0.3', again: 'error', surplus: 'error', invalid: { kind: 'dropped' } },
  ),
  block(
    'garp_group',
    [],
    [
      interval('garp_interval'),
      interval('gna_interval'),
      setting('interface', [argument('INTERFACE', INTERFACE)], { again: 'adds' }),
      list('interfaces', [argument('INTERFACE', INTERFACE)], { ...names, again: 'adds' }),
    ],
    { again: 'adds' },
  ),
  list(
    'linkbeat_interfaces',
    [argument('INTERFACE', INTERFACE), optional('METHOD', choice('MII', 'ETHTOOL', 'IOCTL'))],
    {
      since: '2.0.13',
      build: 'WITH_LINKBEAT',
      default: 'MII, then ETHTOOL, then IOCTL, whichever the interface answers to',
      again: 'adds',
    },
  ),
  list('interface_up_down_delays', [argument('INTERFACE', INTERFACE), argument('DOWN', delay), optional('UP', delay)], {
    since: '2.2.3',
    default: 'UP is 0 where it is not given',
    again: 'adds',
  }),
];
