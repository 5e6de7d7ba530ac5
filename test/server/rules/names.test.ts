import { describeCases, instance } from './marked.ts';

describeCases('names of blocks', [
  ['block-two-names', `‹vrrp_instance VI 1› {\ninterface eth0\n}\n`, instance('')],
  ['block-duplicate', `${instance('')}vrrp_instance ‹VI_1› {\n}\n`, `${instance('')}${instance('', 'VI_2', 52)}`],
  ['block-duplicate', 'track_group A {\n}\ntrack_group ‹A› {\n}\n', 'track_group A {\n}\ntrack_group B {\n}\n'],
  [
    'block-duplicate',
    'vrrp_sync_group A {\n}\nvrrp_sync_group ‹A› {\n}\n',
    'vrrp_sync_group A {\n}\nvrrp_instance A {\n}\n',
  ],
]);
