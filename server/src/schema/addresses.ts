/** What may stand in an entry of virtual_ipaddress, virtual_ipaddress_excluded and static_ipaddress (vrrp_ipaddress.c). */
import { ADDRESS, argument, choice, either, INTERFACE, integer, option, reference, text } from './define.ts';
import type { Argument, Option, Value } from './types.ts';

export const SCOPE: Value = either(choice('global', 'site', 'link', 'host', 'nowhere'), integer(0, 255), text());

export const ADDRESS_ENTRY: readonly Argument[] = [argument('ADDRESS', { kind: 'address', prefix: true })];

const BROADCAST: Value = either({ kind: 'address', family: 4 }, choice('+', '-'));

const common: readonly Option[] = [
  option('dev', INTERFACE, { invalid: { kind: 'dropped' } }),
  option('scope', SCOPE),
  option('label', text(15)),
  option('brd', BROADCAST, { invalid: { kind: 'dropped' } }),
  option('broadcast', BROADCAST, { invalid: { kind: 'dropped' } }),
  option('peer', ADDRESS, { since: '2.0.0' }),
  option('home'),
  option('-nodad'),
  option('mngtmpaddr', undefined, { build: 'IFA_F_MANAGETEMPADDR' }),
  option('noprefixroute', undefined, { build: 'IFA_F_NOPREFIXROUTE' }),
  option('autojoin', undefined, { build: 'IFA_F_MCAUTOJOIN' }),
  option('no_track', undefined, { since: '2.0.3' }),
  option('no-track', undefined, { since: '2.0.0', until: { release: '2.0.2', instead: 'no_track' } }),
  option('preferred_lft', either(integer(0, 4_294_967_295, 's'), choice('forever')), { since: '2.0.20' }),
];

export const VIRTUAL_ADDRESS_OPTIONS: readonly Option[] = [
  ...common,
  option('use_vmac', undefined, { since: '2.2.0' }),
];
export const STATIC_ADDRESS_OPTIONS: readonly Option[] = [
  ...common,
  option('track_group', reference('track_group'), { since: '2.0.3' }),
];
