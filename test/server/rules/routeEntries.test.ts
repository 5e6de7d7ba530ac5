import { describeCases } from './marked.ts';

const route = (entry: string): string => `static_routes {\n${entry}\n}\n`;
const to = (options: string): string => route(`10.1.0.0/16 dev eth0 ${options}`);

describeCases('entries of route lists', [
  ['route-invalid', to('‹mettric› 5'), to('metric 5')],
  ['route-invalid', to('metric ‹low›'), to('metric 4294967295')],
  ['route-invalid', to('via ‹gateway›'), to('via 10.0.0.1')],
  ['route-invalid', to('via ‹10.0.0.1/24›'), to('via inet 10.0.0.1')],
  ['route-invalid', to('via ‹2001:db8::1›'), route('2001:db8::/32 via 2001:db8::1 dev eth0')],
  ['route-invalid', to('src ‹me›'), to('src 10.0.0.5')],
  ['route-invalid', to('from ‹10.0.0.0/8›'), route('2001:db8::/32 dev eth0 from 2001:db8:1::/48')],
  ['route-invalid', to('‹pref› high'), route('2001:db8::/32 dev eth0 pref high')],
  ['route-invalid', to('tos ‹300›'), to('tos 0x10')],
  ['route-invalid', to('rtt ‹1h›'), to('rtt lock 1.5s rttvar 20ms')],
  ['route-invalid', to('‹no-track›'), to('no_track')],
  ['route-invalid', to('quickack ‹2›'), to('quickack 1')],
  ['route-invalid', route('‹via› 10.0.0.1 dev eth0'), route('default via 10.0.0.1 dev eth0')],
  ['route-invalid', route('‹inet6› default via fe80::1 dev eth0'), route('default via inet6 fe80::1 dev eth0')],
  ['route-option-ignored', to('features ‹ecnn›'), to('features ecn')],
  [
    'route-option-ignored',
    to('nexthop via 10.0.0.1 weight ‹257›'),
    to('nexthop via 10.0.0.1 weight 256 nexthop via 10.0.0.2'),
  ],
  ['route-option-ignored', to('nexthop via 10.0.0.1 ‹metric› 5'), to('metric 5 nexthop via 10.0.0.1 dev eth1')],
  ['route-option-ignored', route('‹10.1.0.0/33› dev eth0'), route('10.1.0.0/32 dev eth0')],
  ['route-value-missing', to('‹src›'), to('src 10.0.0.5')],
  ['route-value-missing', to('mtu ‹lock›'), to('mtu lock 1400')],
  ['route-untracked', route('‹10.1.0.0/16 via 10.0.0.1›'), route('10.1.0.0/16 via 10.0.0.1 no_track')],
  ['route-protocol', to('protocol ‹static›'), to('protocol static no_track')],
  ['route-old-word', to('‹gw› 10.0.0.1'), to('via 10.0.0.1')],
]);
