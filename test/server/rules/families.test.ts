import { describeCases, instance } from './marked.ts';

const peers = (lines: string): string => instance(`unicast_peer {\n${lines}\n}`);

describeCases('families of an instance', [
  [
    'family-mismatch',
    instance('virtual_ipaddress {\n‹2001:db8::1/64›\n}'),
    instance('virtual_ipaddress_excluded {\n2001:db8::1/64\n}'),
  ],
  ['family-mismatch', peers('‹2001:db8::1›'), peers('192.168.10.12')],
  ['family-mismatch', instance('unicast_src_ip ‹2001:db8::1›'), instance('mcast_src_ip 192.168.10.11')],
  ['family-mismatch', instance('‹native_ipv6›'), instance('')],
  ['version-conflict', instance('version 2\nversion ‹3›'), instance('version 3\nversion 3')],
  ['version-conflict', 'vrrp_instance A {\nvirtual_ipaddress {\nfe80::1\n}\nversion ‹2›\n}', instance('version 2')],
  [
    'address-duplicate',
    instance('virtual_ipaddress {\n‹192.168.10.51/32›\n}'),
    instance('virtual_ipaddress {\n192.168.10.52\n}'),
    '2.3.3',
  ],
  [
    'address-duplicate',
    instance('virtual_ipaddress_excluded {\n‹192.168.10.51›\n}'),
    instance('virtual_ipaddress_excluded {\n192.168.10.51 dev eth1\n}'),
    '2.3.3',
  ],
  ['peer-invalid', peers('‹ngx2›'), peers('192.168.10.12/24')],
  ['peer-duplicate', peers('192.168.10.12\n‹192.168.10.12›'), peers('192.168.10.12\n192.168.10.13'), '2.3.3'],
  ['peer-option', peers('192.168.10.12 ‹192.168.10.13›'), peers('192.168.10.12\n192.168.10.13')],
  ['peer-option', peers('192.168.10.12 min_ttl ‹256›'), peers('192.168.10.12 min_ttl 255')],
  ['peer-option', peers('192.168.10.12 ‹ttl› 5'), peers('192.168.10.12 max_ttl 5')],
  ['peer-ttl-empty', peers('‹192.168.10.12› min_ttl 9 max_ttl 8'), peers('192.168.10.12 min_ttl 9 max_ttl 9')],
]);

// Releases before 2.3.3 keep duplicates without a word.
describeCases('duplicates in old releases', [
  [
    'family-mismatch',
    instance('virtual_ipaddress {\n192.168.10.51\n‹fe80::1›\n}'),
    instance('virtual_ipaddress {\n192.168.10.51\n}'),
  ],
]);
