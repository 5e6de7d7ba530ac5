// Who outranks whom, who may preempt, and what a reload changes.
import type { Variant } from '../variant.ts';
import {
  both,
  changed,
  config,
  edited,
  instance,
  masterBackup,
  masterMaster,
  plus,
  priority,
  toBackup,
  toMaster,
} from './build.ts';

const PARTITION = 'partition:ngx1|ngx2,up:partition:ngx1|ngx2';
const nopreempt = changed(both(masterBackup, plus('nopreempt')), { ngx1: [toBackup] });

export const priorities: readonly Variant[] = [
  {
    name: 'priority equal',
    nodes: changed(masterBackup, { ngx2: [priority(90, 100)] }),
    scenario: 'down:ngx1,up:ngx1',
    daily: true,
  },
  {
    name: 'priority equal: a partition',
    nodes: changed(masterBackup, { ngx2: [priority(90, 100)] }),
    scenario: PARTITION,
  },
  {
    name: 'priority equal, the higher address starts first',
    nodes: changed(masterBackup, { ngx2: [priority(90, 100)] }),
    scenario: 'stop:ngx1,stop:ngx2,up:ngx2,up:ngx1',
  },
  {
    name: 'priority 255 once',
    nodes: changed(masterBackup, { ngx1: [priority(100, 255)] }),
    scenario: 'stop:ngx1,up:ngx1,down:ngx1',
  },
  {
    name: 'priority 255 twice',
    nodes: changed(masterBackup, { ngx1: [priority(100, 255)], ngx2: [priority(90, 255)] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'BACKUP outranks MASTER',
    nodes: changed(masterBackup, { ngx2: [priority(90, 110)] }),
    scenario: 'down:ngx2,up:ngx2',
  },
  { name: 'two with state MASTER', nodes: changed(masterBackup, { ngx2: [toMaster] }), scenario: 'down:ngx1,up:ngx1' },
  { name: 'two with state BACKUP', nodes: changed(masterBackup, { ngx1: [toBackup] }), scenario: 'stop:ngx1,up:ngx1' },
  {
    name: 'nopreempt: the first to be back keeps it',
    nodes: nopreempt,
    scenario: 'down:ngx1,up:ngx1',
    daily: true,
  },
  {
    name: 'nopreempt: each fails in turn',
    nodes: nopreempt,
    scenario: 'stop:ngx1,up:ngx1,down:ngx2,up:ngx2',
  },
  {
    name: 'nopreempt: both down, the lower comes up first',
    nodes: nopreempt,
    scenario: 'down:ngx1,down:ngx2,up:ngx2,up:ngx1',
  },
  { name: 'nopreempt: after a partition', nodes: nopreempt, scenario: `stop:ngx1,up:ngx1,${PARTITION}` },
  {
    name: 'nopreempt on the higher only',
    nodes: changed(masterBackup, { ngx1: [toBackup, plus('nopreempt')] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'nopreempt on the lower only',
    nodes: changed(masterBackup, { ngx2: [plus('nopreempt')] }),
    scenario: 'down:ngx1,up:ngx1,down:ngx2,up:ngx2',
  },
  {
    name: 'nopreempt with state MASTER is cleared',
    nodes: both(masterBackup, plus('nopreempt')),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'preempt_delay 5',
    nodes: changed(both(masterBackup, plus('preempt_delay 5')), { ngx1: [toBackup] }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'preempt_delay with state MASTER is cleared',
    nodes: changed(masterBackup, { ngx1: [plus('preempt_delay 5')] }),
    scenario: 'stop:ngx1,up:ngx1',
  },
  {
    name: 'a crashed backup, then a crashed master',
    nodes: masterBackup,
    scenario: 'crash:ngx2,up:ngx2,crash:ngx1,stop:ngx2,up:ngx1,up:ngx2',
  },
  { name: 'nobody is left', nodes: masterMaster, scenario: 'down:ngx1,stop:ngx2,up:ngx1' },
  {
    name: 'reload: another priority',
    nodes: masterBackup,
    reloads: { lower: edited(masterBackup.ngx1!, priority(100, 80)), before: masterBackup.ngx1! },
    scenario: 'reload:ngx1=lower,reload:ngx1=before',
    daily: true,
  },
  {
    name: 'reload: the backup rises',
    nodes: masterBackup,
    reloads: { higher: edited(masterBackup.ngx2!, priority(90, 110)) },
    scenario: 'reload:ngx2=higher,down:ngx2',
  },
  {
    name: 'reload: another auth_pass, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, ['auth_pass 1111', 'auth_pass 2222']),
      new2: edited(masterBackup.ngx2!, ['auth_pass 1111', 'auth_pass 2222']),
    },
    scenario: 'reload:ngx1=new1,reload:ngx2=new2',
  },
  {
    name: 'reload: another address, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, ['192.168.10.111\n    }', '192.168.10.113\n    }']),
      new2: edited(masterBackup.ngx2!, ['192.168.10.111\n    }', '192.168.10.113\n    }']),
    },
    scenario: 'reload:ngx2=new2,reload:ngx1=new1',
  },
  {
    name: 'reload: another virtual_router_id, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, ['virtual_router_id 51', 'virtual_router_id 61']),
      new2: edited(masterBackup.ngx2!, ['virtual_router_id 51', 'virtual_router_id 61']),
    },
    scenario: 'reload:ngx1=new1,reload:ngx2=new2',
  },
  {
    name: 'reload: an instance less, and again',
    nodes: masterMaster,
    reloads: { less: masterBackup.ngx1!, again: masterMaster.ngx1! },
    scenario: 'reload:ngx1=less,down:ngx2,reload:ngx1=again,up:ngx2',
  },
  {
    name: 'reload: keepalived refuses the new file',
    nodes: masterMaster,
    reloads: { twice: edited(masterMaster.ngx1!, ['virtual_router_id 52', 'virtual_router_id 51']) },
    scenario: 'reload:ngx1=twice',
  },
  {
    name: 'reload: the same file',
    nodes: masterMaster,
    reloads: { same: masterMaster.ngx1! },
    scenario: 'reload:ngx1=same',
  },
  {
    name: 'reload: another advert_int, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, ['advert_int 1', 'advert_int 2']),
      new2: edited(masterBackup.ngx2!, ['advert_int 1', 'advert_int 2']),
    },
    scenario: 'reload:ngx2=new2,reload:ngx1=new1,down:ngx1',
  },
  {
    name: 'reload: from multicast to unicast, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, plus('unicast_peer {', '    192.168.10.12', '}')),
      new2: edited(masterBackup.ngx2!, plus('unicast_peer {', '    192.168.10.11', '}')),
    },
    scenario: 'reload:ngx1=new1,reload:ngx2=new2',
  },
  {
    name: 'reload: one more address, first on one node',
    nodes: masterBackup,
    reloads: {
      new1: edited(masterBackup.ngx1!, ['192.168.10.111\n    }', '192.168.10.111\n        192.168.10.113\n    }']),
      new2: edited(masterBackup.ngx2!, ['192.168.10.111\n    }', '192.168.10.111\n        192.168.10.113\n    }']),
    },
    scenario: 'reload:ngx1=new1,reload:ngx2=new2',
  },
  {
    name: 'no state and no priority',
    nodes: changed(masterBackup, {
      ngx1: [
        ['    state MASTER\n', ''],
        ['    priority 100\n', ''],
      ],
      ngx2: [['    state BACKUP\n', '']],
    }),
    scenario: 'down:ngx1,up:ngx1',
  },
  {
    name: 'preempt_delay and a partition',
    nodes: changed(both(masterBackup, plus('preempt_delay 4')), { ngx1: [toBackup] }),
    scenario: 'partition:ngx1|ngx2,up:partition:ngx1|ngx2,stop:ngx2,up:ngx2',
  },
  {
    name: 'reload: nopreempt, and it still preempts once it restarts',
    nodes: { ngx1: config(instance({ priority: 100 })), ngx2: config(instance({ priority: 90 })) },
    reloads: {
      nopreempt: config(instance({ priority: 100, more: ['nopreempt'] })),
      before: config(instance({ priority: 100 })),
    },
    scenario: 'reload:ngx1=nopreempt,stop:ngx1,up:ngx1,reload:ngx1=before',
  },
];
