import { describeCases, instance } from './marked.ts';

const pair = (lines = ''): string => instance(lines) + instance('', 'VI_2', 52);
const group = (members: string, more = '', name = 'G'): string =>
  `vrrp_sync_group ${name} {\ngroup {\n${members}\n}\n${more}\n}\n`;
const both = 'VI_1\nVI_2';
const SCRIPT = 'vrrp_script chk {\nscript /usr/local/bin/chk\nweight -20\n}\n';
const track = (entry: string, list = 'track_script'): string => `${list} {\n${entry}\n}`;
const owner = `state MASTER\npriority 255`;

describeCases('sync groups', [
  ['sync-group-empty', `${pair()}vrrp_sync_group G {\ngroup {\n‹}›\n}\n`, pair() + group(both)],
  ['sync-group-empty', `${pair()}‹vrrp_sync_group G› {\n}\n`, pair() + group(both)],
  ['sync-group-empty', `${pair()}‹vrrp_sync_group G› {\ngroup {\nVI_3\n}\n}\n`, pair() + group(both)],
  ['sync-member-unknown', pair() + group(`${both}\n‹VI_3›`), pair() + group('VI_1 VI_2')],
  ['sync-member-taken', pair() + group(both) + group('‹VI_1›', '', 'H'), pair() + group(both)],
  ['sync-group-single', `${pair()}‹vrrp_sync_group G› {\ngroup {\nVI_1\n}\n}\n`, pair() + group(both)],
  [
    'sync-group-owner',
    `${instance(owner)}${instance('state BACKUP', 'VI_2', 52)}‹vrrp_sync_group G› {\ngroup {\n${both}\n}\n}\n`,
    pair(owner) + group(both),
  ],
  [
    'track-weight-ignored',
    SCRIPT + pair(track('‹chk›')) + group(both),
    SCRIPT + pair(track('chk')) + group(both, 'sync_group_tracking_weight'),
  ],
  [
    'track-weight-ignored',
    SCRIPT + pair(track('‹chk weight 5›')) + group(both),
    SCRIPT + pair(track('chk weight 0')) + group(both),
  ],
  [
    'track-weight-ignored',
    SCRIPT + instance(`${owner}\n${track('‹chk›')}`),
    SCRIPT + instance(`priority 254\n${track('chk')}`),
  ],
  [
    'track-weight-ignored',
    SCRIPT + pair(owner) + group(both, track('‹chk›')),
    SCRIPT + pair() + group(both, track('chk')),
  ],
  ['track-own-interface', instance(track('‹eth0›', 'track_interface')), instance(track('eth1', 'track_interface'))],
  [
    'track-interface-twice',
    pair(track('eth1', 'track_interface')) + group(both, track('‹eth1›', 'track_interface')),
    pair() + group(both, track('eth1', 'track_interface')),
  ],
]);
