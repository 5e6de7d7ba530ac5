// What has to be the same on all nodes, different once each: adverts that are not taken note of make two masters.
import type { Variant } from '../variant.ts';
import { both, changed, config, edited, globally, instance, masterBackup, masterMaster, plus } from './build.ts';

const AUTHENTICATION = `    authentication {
        auth_type PASS
        auth_pass 1111
    }
`;
const ADDRESS = '        192.168.10.111\n';
const version3 = [['    advert_int 1', '    version 3\n    advert_int 1'] as const, [AUTHENTICATION, ''] as const];

export const adverts: readonly Variant[] = [
  {
    name: 'master-master as it stands',
    nodes: masterMaster,
    scenario: 'down:ngx1,up:ngx1',
    daily: true,
  },
  { name: 'master-backup as it stands', nodes: masterBackup, scenario: 'stop:ngx1,up:ngx1,crash:ngx1,up:ngx1' },
  {
    name: 'virtual_router_id 51 against 61',
    nodes: changed(masterBackup, { ngx2: [['virtual_router_id 51', 'virtual_router_id 61']] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'virtual_router_id crossed',
    nodes: changed(masterMaster, {
      ngx2: [
        ['virtual_router_id 51', 'virtual_router_id 0'],
        ['virtual_router_id 52', 'virtual_router_id 51'],
        ['virtual_router_id 0', 'virtual_router_id 52'],
      ],
    }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'two groups, one virtual_router_id',
    nodes: {
      ngx1: config(instance({ priority: 100 })),
      ngx2: config(instance({ name: 'VI_9', priority: 90, addresses: ['192.168.10.119'] })),
    },
    scenario: 'stop:ngx1',
  },
  {
    name: 'one virtual_router_id twice on one interface',
    nodes: changed(masterMaster, { ngx2: [['virtual_router_id 52', 'virtual_router_id 51']] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'one virtual_router_id on two segments',
    nodes: Object.fromEntries(
      [100, 90].map((priority, i) => [
        `ngx${i + 1}`,
        config(
          instance({ priority }),
          instance({ name: 'VI_2', device: 'ens34', priority: 190 - priority, addresses: ['192.168.20.111'] }),
        ),
      ]),
    ),
    scenario: 'interface:ens34@ngx2,up:interface:ens34@ngx2,down:ngx1',
  },
  {
    name: 'auth_pass differs',
    nodes: changed(masterMaster, { ngx2: [['auth_pass 1111', 'auth_pass 2222']] }),
    scenario: 'stop:ngx1,up:ngx1',
    daily: true,
  },
  {
    name: 'authentication on one side',
    nodes: changed(masterBackup, { ngx2: [[AUTHENTICATION, '']] }),
    scenario: 'down:ngx2,up:ngx2',
  },
  {
    name: 'AH against none',
    nodes: changed(masterBackup, { ngx1: [['auth_type PASS', 'auth_type AH']], ngx2: [[AUTHENTICATION, '']] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'AH against PASS',
    nodes: changed(masterBackup, { ngx1: [['auth_type PASS', 'auth_type AH']] }),
    scenario: 'stop:ngx2,up:ngx2',
  },
  {
    name: 'AH on both',
    nodes: both(masterBackup, ['auth_type PASS', 'auth_type AH']),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'auth_pass differs behind its eighth byte',
    nodes: changed(masterBackup, {
      ngx1: [['auth_pass 1111', 'auth_pass 12345678abc']],
      ngx2: [['auth_pass 1111', 'auth_pass 12345678xyz']],
    }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'version 2: advert_int 1 against 2',
    nodes: changed(masterBackup, { ngx2: [['advert_int 1', 'advert_int 2']] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'version 3: advert_int 1 against 2',
    nodes: changed(both(masterBackup, ...version3), { ngx2: [['advert_int 1', 'advert_int 2']] }),
    scenario: 'down:ngx1,up:ngx1,stop:ngx1',
  },
  {
    name: 'version 3: advert_int 0.5',
    nodes: both(masterBackup, ...version3, ['advert_int 1', 'advert_int 0.5']),
    scenario: 'down:ngx1,up:ngx1,stop:ngx1',
  },
  {
    name: 'version 2: advert_int 0.5 becomes 1',
    nodes: changed(masterBackup, { ngx2: [['advert_int 1', 'advert_int 0.5']] }),
    scenario: 'down:ngx1',
  },
  {
    name: 'version 2: advert_int 3',
    nodes: both(masterBackup, ['advert_int 1', 'advert_int 3']),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'version 3: authentication is left out',
    nodes: both(changed(masterBackup, { ngx2: [['auth_pass 1111', 'auth_pass 2222']] }), globally('vrrp_version 3')),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'version 2 against 3',
    nodes: changed(masterBackup, { ngx2: version3 }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'IPv4 against IPv6',
    nodes: changed(masterBackup, {
      ngx2: [
        [ADDRESS, '        fd00:10::111\n'],
        [AUTHENTICATION, ''],
      ],
    }),
    scenario: 'down:ngx1',
  },
  {
    name: 'number of addresses differs',
    nodes: changed(masterBackup, { ngx2: [[ADDRESS, `${ADDRESS}        192.168.10.113\n`]] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'number of addresses differs, unchecked',
    nodes: both(changed(masterBackup, { ngx2: [[ADDRESS, `${ADDRESS}        192.168.10.113\n`]] }), [
      'global_defs {',
      'global_defs {\n    vrrp_skip_check_adv_addr',
    ]),
    scenario: 'down:ngx1',
  },
  {
    name: 'another address',
    nodes: changed(masterBackup, { ngx2: [[ADDRESS, '        192.168.10.119\n']] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'order and prefix length of addresses differ',
    nodes: changed(masterBackup, {
      ngx1: [[ADDRESS, `${ADDRESS}        192.168.10.113/24 dev ens33\n`]],
      ngx2: [[ADDRESS, `        192.168.10.113\n        192.168.10.111/24 label ens33:1\n`]],
    }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'excluded addresses differ',
    nodes: changed(masterBackup, {
      ngx1: [plus('virtual_ipaddress_excluded {', '    192.168.10.113', '}')],
      ngx2: [plus('virtual_ipaddress_excluded {', '    192.168.10.113', '    fd00:10::114', '}')],
    }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'instance missing on the peer',
    nodes: { ...masterMaster, ngx1: masterBackup.ngx1! },
    scenario: 'down:ngx2,up:ngx2,down:ngx1',
  },
  {
    name: 'multicast group differs',
    nodes: changed(masterBackup, { ngx2: [globally('vrrp_mcast_group4 224.0.0.19')] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'source address twice',
    nodes: changed(masterBackup, { ngx2: [plus('mcast_src_ip 192.168.10.11')] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'down_timer_adverts differs',
    nodes: changed(masterBackup, { ngx2: [plus('down_timer_adverts 2')] }),
    scenario: 'down:ngx1,up:ngx1,stop:ngx1',
  },
  {
    name: 'down_timer_adverts 1 on both',
    nodes: both(masterBackup, plus('down_timer_adverts 1')),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'address on another device than the instance',
    nodes: both(masterBackup, [ADDRESS, `${ADDRESS}        192.168.20.113 dev ens34\n`]),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'vrrp_strict on one side',
    nodes: changed(masterMaster, { ngx2: [globally('vrrp_strict')] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'vrrp_strict on both',
    nodes: both(masterBackup, globally('vrrp_strict')),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'one file with @id lines',
    nodes: both(
      { ngx1: masterBackup.ngx1!, ngx2: masterBackup.ngx1! },
      ['    state MASTER', '@ngx1 state MASTER\n@ngx2 state BACKUP'],
      ['    priority 100', '@ngx1 priority 100\n@ngx2 priority 90'],
    ),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'IPv6',
    nodes: {
      ngx1: config(instance({ priority: 100, addresses: ['fd00:10::111'] })),
      ngx2: config(instance({ priority: 90, addresses: ['fd00:10::111'] })),
    },
    scenario: 'down:ngx1,up:ngx1',
    daily: true,
  },
  {
    name: 'IPv6: the link goes down',
    nodes: {
      ngx1: config(instance({ priority: 100, addresses: ['fd00:10::111'] })),
      ngx2: config(instance({ priority: 90, addresses: ['fd00:10::111'] })),
    },
    scenario: 'interface:ens33@ngx1,up:interface:ens33@ngx1',
  },
  {
    name: 'IPv4 and IPv6 under one virtual_router_id',
    nodes: Object.fromEntries(
      [100, 90].map((priority, i) => [
        `ngx${i + 1}`,
        edited(
          config(
            instance({ priority }),
            instance({ name: 'VI_6', priority: 190 - priority, addresses: ['fd00:10::111'] }),
          ),
          plus('virtual_ipaddress_excluded {', '    fd00:10::113', '}'),
        ),
      ]),
    ),
    scenario: 'down:ngx1,up:ngx1',
  },
];
