import { expect, it } from 'vitest';
import { codesOf, describeCases, instance } from './marked.ts';

const PEERS = 'unicast_peer {\n192.168.10.12\n}';

describeCases('virtual interfaces', [
  ['vmac-word-ignored', instance('use_vmac vrrp.51 ‹vrrp.52›'), instance('use_vmac vrrp.51 02:00:00:00:00:01')],
  ['vmac-word-ignored', instance('use_vmac ‹00:11:22›'), instance('use_vmac 00:11:22:33:44')],
  ['vmac-word-ignored', instance('use_vmac ‹01:00:5e:00:00:01›'), instance('use_vmac 00:11:22:33:44:55')],
  ['vmac-word-ignored', instance('use_vmac ‹00:00:5e:00:01:33›'), instance('use_vmac')],
  [
    'vmac-word-ignored',
    instance('use_vmac v') + instance('use_vmac ‹v›', 'VI_2', 52),
    instance('use_vmac v') + instance('use_vmac w', 'VI_2', 52),
  ],
  [
    'vmac-word-ignored',
    instance('use_ipvlan 192.168.10.5 bridge ‹vepa›'),
    instance('use_ipvlan 192.168.10.5/24 ipv0 bridge'),
  ],
  [
    'vmac-needs-xmit-base',
    instance(`use_vmac\n${PEERS}`).replace(/\}\n$/, '‹}›\n'),
    instance(`use_vmac\nvmac_xmit_base\n${PEERS}`),
  ],
  [
    'vmac-needs-interface',
    'vrrp_instance A {\nvirtual_router_id 5\nuse_vmac\nunicast_peer {\n10.0.0.2\n}\n‹}›\n',
    instance(`use_vmac\n${PEERS}`),
  ],
  [
    'vmac-needs-interface',
    instance(`use_vmac\n${PEERS}`).replace(/\}\n$/, '‹}›\n'),
    instance('use_vmac\nunicast_src_ip 192.168.10.11'),
    '2.1.5',
  ],
]);

it('lets older releases share a virtual interface, and use it with unicast', () => {
  const shared = instance('use_vmac v') + instance('use_vmac v', 'VI_2', 52);
  expect(codesOf(shared, '2.1.5')).not.toContain('vmac-word-ignored');
  expect(codesOf(instance(`use_vmac\n${PEERS}`), '2.0.20')).not.toContain('vmac-needs-xmit-base');
});
