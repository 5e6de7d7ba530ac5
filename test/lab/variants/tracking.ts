// What is tracked, what it does to priorities, and what sync groups make of it.
import type { Configs, Variant } from '../variant.ts';
import {
  before,
  block,
  both,
  changed,
  check,
  config,
  globally,
  instance,
  masterBackup,
  masterMaster,
  plus,
  priority,
  toBackup,
  tracked,
} from './build.ts';

const ONE = 'script:chk_nginx@ngx1,up:script:chk_nginx@ngx1';
const EACH = 'script:chk_nginx@ngx1,script:chk_nginx@ngx2,up:script:chk_nginx@ngx1,up:script:chk_nginx@ngx2';
const SCRIPT = plus('track_script {', '    chk_nginx', '}');

/** Both nodes track the check, with these lines of it. */
const checked = (...lines: readonly string[]): Configs =>
  both(masterBackup, before(check('chk_nginx', ...lines)), SCRIPT);
const onOne = (...lines: readonly string[]): Configs =>
  changed(masterBackup, { ngx1: [before(check('chk_nginx', ...lines)), SCRIPT] });
const withFile = (...lines: readonly string[]): Configs =>
  both(masterBackup, before(tracked('load', ...lines)), plus('track_file {', '    load', '}'));

interface Synced {
  /** Of VI_1 and VI_2, on ngx1 and on ngx2. */
  readonly priorities?: readonly (readonly [number, number])[];
  readonly group?: readonly string[];
  readonly more?: readonly string[];
  readonly blocks?: readonly string[];
}

/** Two instances on two segments that go together. */
const synced = ({
  priorities = [
    [100, 100],
    [95, 95],
  ],
  group = [],
  more = [],
  blocks = [],
}: Synced = {}): Configs =>
  Object.fromEntries(
    priorities.map(([one, two], i) => [
      `ngx${i + 1}`,
      config(
        ...blocks,
        block('vrrp_sync_group VG', block('group', 'VI_1', 'VI_2'), ...group),
        instance({ priority: one, more }),
        instance({ name: 'VI_2', device: 'ens34', vrid: 52, priority: two, addresses: ['192.168.20.112'] }),
      ),
    ]),
  );
const TRACK_SCRIPT = block('track_script', 'chk_nginx');

export const tracking: readonly Variant[] = [
  { name: 'weight -20 is enough', nodes: checked('weight -20'), scenario: ONE, daily: true },
  {
    name: 'weight -20, on one node after the other',
    nodes: checked('interval 2', 'fall 2', 'rise 2', 'weight -20'),
    scenario: EACH,
  },
  {
    name: 'weight -2 for a gap of 1',
    nodes: changed(checked('weight -2'), { ngx2: [priority(90, 99)] }),
    scenario: ONE,
  },
  { name: 'weight -5 is too small', nodes: checked('fall 1', 'weight -5'), scenario: ONE },
  { name: 'weight -10 makes a tie', nodes: checked('fall 1', 'weight -10'), scenario: `${ONE},down:ngx1` },
  { name: 'weight 20 on both', nodes: checked('fall 1', 'rise 1', 'weight 20'), scenario: EACH },
  { name: 'weight 20 on one node', nodes: onOne('weight 20'), scenario: ONE },
  { name: 'weight -20 reverse', nodes: checked('weight -20 reverse'), scenario: EACH },
  {
    name: 'weight beyond the lowest priority',
    nodes: changed(checked('weight -253'), { ngx1: [priority(100, 3)], ngx2: [priority(90, 2)] }),
    scenario: EACH,
  },
  {
    name: 'weight beyond the highest priority',
    nodes: changed(checked('weight 200'), { ngx1: [priority(100, 240)], ngx2: [priority(90, 230)] }),
    scenario: 'down:ngx1,up:ngx1,script:chk_nginx@ngx1,up:script:chk_nginx@ngx1',
  },
  { name: 'no weight: FAULT', nodes: checked(), scenario: ONE, daily: true },
  {
    name: 'no weight: FAULT, on one node after the other',
    nodes: checked('interval 2', 'fall 2', 'rise 2'),
    scenario: EACH,
  },
  { name: 'FAULT on one node that tracks', nodes: onOne(), scenario: ONE },
  {
    name: 'FAULT, then the other fails',
    nodes: checked(),
    scenario: 'script:chk_nginx@ngx2,down:ngx1,up:ngx1,up:script:chk_nginx@ngx2',
  },
  {
    name: 'FAULT that was there before the start',
    nodes: checked(),
    scenario: 'down:ngx1,script:chk_nginx@ngx1,up:ngx1,up:script:chk_nginx@ngx1',
  },
  {
    name: 'weight of a check that failed before the start',
    nodes: checked('weight -20'),
    scenario: 'down:ngx1,script:chk_nginx@ngx1,up:ngx1,up:script:chk_nginx@ngx1',
  },
  {
    name: 'two checks together are enough',
    nodes: both(
      masterBackup,
      before(check('chk_one', 'weight -6'), check('chk_two', 'weight -6')),
      plus('track_script {', '    chk_one', '    chk_two', '}'),
    ),
    scenario: 'script:chk_one@ngx1,script:chk_two@ngx1,up:script:chk_one@ngx1',
  },
  {
    name: 'weight of the entry instead of the script',
    nodes: both(
      masterBackup,
      before(check('chk_nginx', 'weight -2')),
      plus('track_script {', '    chk_nginx weight -20', '}'),
    ),
    scenario: ONE,
  },
  {
    name: 'weight and nopreempt on the other',
    nodes: changed(checked('weight -20'), { ngx2: [plus('nopreempt')] }),
    scenario: ONE,
  },
  {
    name: 'nopreempt on both and FAULT',
    nodes: changed(both(checked(), plus('nopreempt')), { ngx1: [toBackup] }),
    scenario: ONE,
  },
  {
    name: 'rise 3 and fall 3',
    nodes: checked('rise 3', 'fall 3', 'weight -20'),
    scenario: ONE,
  },
  { name: 'init_fail', nodes: checked('init_fail', 'rise 2'), scenario: 'down:ngx1,up:ngx1' },
  {
    name: 'priority 255 and a check without a weight',
    nodes: changed(checked(), { ngx1: [priority(100, 255)] }),
    scenario: ONE,
  },
  {
    name: 'priority 255 and a check with a weight',
    nodes: changed(checked('weight -200'), { ngx1: [priority(100, 255)] }),
    scenario: ONE,
  },
  {
    name: 'a check that nobody may run: security without a user',
    nodes: both(
      masterBackup,
      globally('enable_script_security'),
      before(check('chk_nginx', 'weight -20').replace('    user root\n', '')),
      SCRIPT,
    ),
    scenario: 'script:chk_nginx@ngx1',
  },
  {
    name: 'reload: the weight of a check that fails',
    nodes: checked('weight -5'),
    reloads: { heavier: checked('weight -20').ngx1! },
    scenario: 'script:chk_nginx@ngx1,reload:ngx1=heavier,up:script:chk_nginx@ngx1',
  },
  {
    name: 'own interface tracked with a weight',
    nodes: both(masterBackup, plus('dont_track_primary', 'track_interface {', '    ens33 weight -20', '}')),
    scenario: 'interface:ens33@ngx1,up:interface:ens33@ngx1',
  },
  {
    name: 'interface with a weight, reversed',
    nodes: both(masterBackup, plus('track_interface {', '    ens34 weight 20 reverse', '}')),
    scenario: 'interface:ens34@ngx1,up:interface:ens34@ngx1,interface:ens34@ngx2',
  },
  {
    name: 'interface with a weight',
    nodes: both(masterBackup, plus('track_interface {', '    ens34 weight -20', '}')),
    scenario: 'interface:ens34@ngx1,interface:ens34@ngx2,up:interface:ens34@ngx1',
  },
  {
    name: 'interface without a weight',
    nodes: both(masterMaster, plus('track_interface {', '    ens34', '}')),
    scenario: 'interface:ens34@ngx1,interface:ens34@ngx2,up:interface:ens34@ngx1',
  },
  {
    name: 'own interface down on both',
    nodes: masterBackup,
    scenario: 'interface:ens33@ngx1,interface:ens33@ngx2,up:interface:ens33@ngx2,up:interface:ens33@ngx1',
  },
  {
    name: 'track_file with a weight',
    nodes: withFile('weight -20'),
    scenario: 'file:load@ngx1,file:load@ngx2,up:file:load@ngx1',
  },
  { name: 'track_file without a weight', nodes: withFile('weight 0'), scenario: 'file:load@ngx1,up:file:load@ngx1' },
  {
    name: 'same address in two instances: the one that goes takes it away from the other',
    nodes: Object.fromEntries(
      [100, 90].map((base, i) => [
        `ngx${i + 1}`,
        config(
          check('chk_nginx', 'weight -20'),
          instance({ priority: base }),
          instance({ name: 'VI_2', vrid: 52, priority: base, more: [TRACK_SCRIPT] }),
        ),
      ]),
    ),
    scenario: `${ONE},stop:ngx1`,
  },
  {
    name: 'sync group: one member fails',
    nodes: synced(),
    scenario: 'interface:ens34@ngx1,up:interface:ens34@ngx1',
    daily: true,
  },
  { name: 'sync group: a node fails', nodes: synced(), scenario: 'down:ngx1,up:ngx1,stop:ngx1,up:ngx1' },
  {
    name: 'sync group: a partition on one segment only, by the link',
    nodes: synced(),
    scenario: 'interface:ens34@ngx2,down:ngx1,up:interface:ens34@ngx2,up:ngx1',
  },
  {
    name: 'sync group: members with different owners',
    // Whoever gets both first keeps them.
    nodes: synced({
      priorities: [
        [100, 90],
        [80, 95],
      ],
    }),
    scenario: 'down:ngx1,up:ngx1,down:ngx2',
  },
  {
    name: 'sync group on one node',
    nodes: changed(synced(), {
      ngx2: [['vrrp_sync_group VG {\n    group {\n        VI_1\n        VI_2\n    }\n}\n\n', '']],
    }),
    scenario: 'interface:ens34@ngx1,up:interface:ens34@ngx1',
  },
  {
    name: 'sync group: weights are ignored',
    nodes: synced({ blocks: [check('chk_nginx', 'weight -20')], more: [TRACK_SCRIPT] }),
    scenario: ONE,
  },
  {
    name: 'sync group: sync_group_tracking_weight',
    nodes: synced({
      blocks: [check('chk_nginx', 'weight -20')],
      more: [TRACK_SCRIPT],
      group: ['sync_group_tracking_weight'],
    }),
    scenario: ONE,
  },
  {
    name: 'sync group: a check of the group with a weight',
    nodes: synced({ blocks: [check('chk_nginx', 'weight -20')], group: [TRACK_SCRIPT] }),
    scenario: ONE,
  },
  {
    name: 'sync group: a check of the group without a weight',
    nodes: synced({ blocks: [check('chk_nginx')], group: [TRACK_SCRIPT] }),
    scenario: EACH,
  },
  {
    name: 'sync group: nopreempt',
    nodes: both(synced({ more: ['nopreempt'] }), ['virtual_router_id 52', 'virtual_router_id 52\n    nopreempt']),
    scenario: 'interface:ens34@ngx1,up:interface:ens34@ngx1,stop:ngx2,up:ngx2',
  },
];
