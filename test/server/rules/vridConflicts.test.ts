import { describeCases, instance } from './marked.ts';

const vrid = (id: string, lines = '', device = 'eth0'): string =>
  `vrrp_instance B {\ninterface ${device}\nvirtual_router_id ${id}\nvirtual_ipaddress {\n192.168.10.200\n}\n${lines}\n}\n`;
const unicast = (source: string, peer: string): string => `unicast_src_ip ${source}\nunicast_peer {\n${peer}\n}`;
const A = unicast('192.168.10.11', '192.168.10.12');

describeCases('one virtual router ID twice', [
  ['vrid-duplicate', instance('') + vrid('‹51›'), instance('') + vrid('52')],
  ['vrid-duplicate', instance('') + vrid('‹51›'), instance('') + vrid('51', '', 'eth1')],
  ['vrid-duplicate', instance('') + vrid('‹51›'), instance('') + vrid('51', 'mcast_dst_ip 224.0.0.19')],
  ['vrid-duplicate', instance(A) + vrid('‹51›', A), instance(A) + vrid('51')],
  [
    'vrid-duplicate',
    instance(A) + vrid('‹51›', A),
    instance(A) + vrid('51', unicast('192.168.10.11', '192.168.10.13')),
  ],
]);
