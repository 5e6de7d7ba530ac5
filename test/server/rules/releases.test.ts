import { describeCases, instance } from './marked.ts';

const server = (line: string): string => `virtual_server 192.0.2.1 80 {\nreal_server 192.0.2.2 80 {\n${line}\n}\n}\n`;
const bfd = (line: string): string => `bfd_instance b {\nneighbor_ip 192.0.2.2\n${line}\n}\n`;
const group = (entries: string): string => `virtual_server_group g {\n${entries}\n}\n`;
const tracking = (keyword: string, entry: string): string =>
  `${keyword} f {\nfile /tmp/f\n}\n${instance(`track_file {\n${entry}\n}`)}`;
const globals = (line: string): string => `global_defs {\n${line}\n}\n`;
const garp = (interval: string): string => `garp_group {\ninterface ens33\ngna_interval ${interval}\n}\n`;

describeCases('what older releases read otherwise', [
  ['number-out-of-range', server('weight ‹65536›'), server('weight 65535'), '2.0.20'],
  ['number-out-of-range', server('weight ‹2147483648›'), server('weight 65536'), '2.1.0'],
  ['not-a-number', bfd('min_rx ‹10.5›'), bfd('min_rx 10'), '2.1.5'],
  ['too-many-decimals', bfd('min_rx ‹10.5555›'), bfd('min_rx 10.5'), '2.2.0'],
  ['number-out-of-range', garp('‹2148›'), garp('2147'), '2.3.1'],
  ['number-out-of-range', garp('‹4295›'), garp('2148'), '2.3.2'],
  ['server-group-entry', group('192.0.2.1 80\n‹2001:db8::1› 80'), group('192.0.2.1 80\n192.0.2.2 80'), '2.0.20'],
  ['track-undefined', tracking('track_file', '‹f›'), tracking('vrrp_track_file', 'f'), '2.0.20'],
  [
    'too-long',
    globals('lvs_sync_daemon ens33 ‹sixteen-or-more-x›'),
    globals('lvs_sync_daemon ens33 fifteen-or-less'),
    '2.0.20',
  ],
  [
    'link-local-first',
    instance('').replace(/virtual_ipaddress \{[^}]*\}/, 'virtual_ipaddress {\n‹2001:db8::1›\n}'),
    instance('').replace(/virtual_ipaddress \{[^}]*\}/, 'virtual_ipaddress {\nfe80::1\n}'),
    '2.1.5',
  ],
]);

describeCases('addresses of servers and checks', [
  ['not-an-address', server('TCP_CHECK {\nbindto ‹fe80::1%eth0›\n}'), server('TCP_CHECK {\nbindto fe80::1\n}')],
  ['not-an-address', server('TCP_CHECK {\nbindto ‹192.0.2.9/24-5›\n}'), server('TCP_CHECK {\nbindto 192.0.2.9/24\n}')],
]);
