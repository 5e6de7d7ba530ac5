import { describeCases } from './marked.ts';

const GROUP = 'track_group T {\ngroup {\nVI_1\n}\n}\n';
const garp = (lines: string): string => `garp_group {\ngarp_interval 0.1\n${lines}\n}\n`;
const address = (group: string): string => `static_ipaddress {\n10.0.0.1/24 dev eth0 track_group ${group}\n}\n`;
const route = (entry: string): string => `static_routes {\n${entry}\n}\n`;
const linkbeat = (entry: string): string => `linkbeat_interfaces {\n${entry}\n}\n`;
const delays = (entry: string): string => `interface_up_down_delays {\n${entry}\n}\n`;

describeCases('blocks that no instance owns', [
  ['track-group-empty', 'track_group T {\ngroup {\n‹}›\n}\n', GROUP],
  ['track-group-ignored', GROUP + address('‹U›'), GROUP + address('T')],
  ['track-group-ignored', address('‹T›') + GROUP, GROUP + address('T')],
  [
    'track-group-ignored',
    GROUP + route('10.0.0.0/8 via 10.0.0.1 no_track track_group ‹T›'),
    GROUP + route('10.0.0.0/8 dev eth0 track_group T'),
  ],
  ['garp-group-empty', 'garp_group {\ninterface eth0\n‹}›\n', garp('interface eth0')],
  [
    'garp-interface-taken',
    garp('interface eth0') + garp('‹interface eth0›'),
    garp('interface eth0') + garp('interface eth1'),
  ],
  ['garp-interface-taken', garp('interfaces {\neth0\neth0\n‹}›'), garp('interfaces {\neth0\neth1\n}')],
  ['linkbeat-method', linkbeat('eth0 ‹mii›'), linkbeat('eth0 MII')],
  ['linkbeat-method', linkbeat('eth0 MII ‹eth1›'), linkbeat('eth0 MII\neth1')],
  ['delay-invalid', delays('eth0 ‹256›'), delays('eth0 255 0.5')],
]);
