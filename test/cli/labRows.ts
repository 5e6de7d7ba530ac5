/**
 * What two real nodes did (keepalived 2.2.7, nginx, systemd; advert_int 1, priorities 100 and 99): the example pair
 * master-master with a small change, what happened to it, and who had the addresses then.
 */

/** Makes one change in the first place that fits, which in both files is in VI_1. */
export type Change = readonly [from: string | RegExp, to: string];

export interface Observation {
  /** The text of a scenario; nothing where all is up. */
  readonly scenario: string;
  /** By virtual address. */
  readonly owners: Readonly<Record<string, readonly string[]>>;
  /** When its new owner had 192.168.10.111, as it was written down: with one or two decimals. */
  readonly seconds?: readonly string[];
}

export interface LabRow {
  readonly title: string;
  readonly ngx1?: readonly Change[];
  readonly ngx2?: readonly Change[];
  readonly observed: readonly Observation[];
}

const VIP1 = '192.168.10.111';
const VIP2 = '192.168.10.112';
const OTHER = '192.168.10.113';
const BOTH = ['ngx1', 'ngx2'];

const seen = (scenario: string, owner: string | readonly string[], ...seconds: string[]): Observation => ({
  scenario,
  owners: { [VIP1]: [owner].flat() },
  ...(seconds.length && { seconds }),
});
const allUp = (owner: string | readonly string[]): Observation => seen('', owner);
const ownedByBoth: Observation = { scenario: '', owners: { [VIP1]: BOTH, [VIP2]: BOTH } };

const inVI1 = (...lines: string[]): Change => ['advert_int 1\n', `advert_int 1\n${lines.join('\n')}\n`];
const inGlobals = (...lines: string[]): Change => ['global_defs {', `global_defs {\n${lines.join('\n')}`];
const withoutInstance = (name: string): Change => [new RegExp(`vrrp_instance ${name} \\{.*?\\n\\}\\n`, 's'), ''];
/** The lab's check, defined before what tracks it. */
const definesCheck = (...lines: string[]): Change => [
  'vrrp_instance VI_1',
  `vrrp_script chk_nginx {\nscript "/usr/bin/pgrep -x nginx"\n${lines.join('\n')}\n}\nvrrp_instance VI_1`,
];
const tracksCheck: Change = inVI1('track_script {', 'chk_nginx', '}');
const checks = (...lines: string[]): readonly Change[] => [definesCheck(...lines), tracksCheck];

const AUTHENTICATION = / *authentication \{[^}]*\}\n/;

export const TIMING: readonly LabRow[] = [
  { title: 'systemctl stop keepalived', observed: [seen('stop:ngx1', 'ngx2', '0.62')] },
  { title: 'kill -9 of the main process: the child leaves cleanly', observed: [seen('stop:ngx1', 'ngx2', '0.63')] },
  {
    title: 'kill -9 of the VRRP child, which is started again',
    observed: [seen('crash:ngx1', BOTH, '2.8'), seen('crash:ngx1,up:ngx1', 'ngx1', '3.6')],
  },
  { title: 'kill -9 of the whole cgroup', observed: [seen('crash:ngx1', BOTH, '2.8')] },
  { title: 'link down in the node', observed: [seen('interface:ens33@ngx1', 'ngx2', '2.8')] },
  { title: 'cable pulled', observed: [seen('interface:ens33@ngx1', 'ngx2', '2.89', '3.51')] },
  { title: 'power cut', observed: [seen('down:ngx1', 'ngx2', '2.69')] },
  { title: 'ngx1 comes back', observed: [seen('down:ngx1,up:ngx1', 'ngx1', '3.64')] },
  { title: 'reload, same file', observed: [seen('reload:ngx1=ngx1/keepalived.conf', 'ngx1')] },
  {
    title: 'restart, same file: away and back',
    observed: [seen('stop:ngx1', 'ngx2', '0.62'), seen('stop:ngx1,up:ngx1', 'ngx1')],
  },
];

export const MISTAKES: readonly LabRow[] = [
  { title: 'auth_pass differs', ngx2: [['auth_pass 1111', 'auth_pass 2222']], observed: [allUp(BOTH)] },
  { title: 'PASS on one side, none on the other', ngx2: [[AUTHENTICATION, '']], observed: [allUp(BOTH)] },
  { title: 'PASS against AH', ngx2: [['auth_type PASS', 'auth_type AH']], observed: [allUp(BOTH)] },
  { title: 'VRID 51 against 61', ngx2: [['router_id 51', 'router_id 61']], observed: [allUp(BOTH)] },
  {
    title: 'VRIDs crossed',
    ngx2: [
      ['virtual_router_id 51', 'virtual_router_id X'],
      ['virtual_router_id 52', 'virtual_router_id 51'],
      ['virtual_router_id X', 'virtual_router_id 52'],
    ],
    observed: [ownedByBoth],
  },
  {
    title: 'same VRID twice on one interface',
    ngx1: [['virtual_router_id 52', 'virtual_router_id 51']],
    observed: [{ scenario: '', owners: { [VIP1]: ['ngx2'], [VIP2]: ['ngx2'] } }],
  },
  { title: 'advert_int 1 against 2 in version 2', ngx2: [['advert_int 1', 'advert_int 2']], observed: [allUp(BOTH)] },
  {
    title: 'advert_int 0.5 in version 2 becomes 1',
    ngx1: [['advert_int 1', 'advert_int 0.5']],
    observed: [allUp('ngx1'), seen('down:ngx1', 'ngx2')],
  },
  {
    title: 'equal priority: the first to become MASTER keeps it, after a partition the higher address wins',
    ngx1: [inVI1('mcast_src_ip 192.168.10.11')],
    ngx2: [inVI1('mcast_src_ip 192.168.10.12'), ['priority 99', 'priority 100']],
    observed: [
      seen('down:ngx2,up:ngx2', 'ngx1'),
      seen('down:ngx1,up:ngx1', 'ngx2'),
      seen('partition:ngx1|ngx2,up:partition:ngx1|ngx2', 'ngx2'),
    ],
  },
  {
    title: 'state contradicts priority',
    ngx1: [['state MASTER', 'state BACKUP']],
    ngx2: [['state BACKUP', 'state MASTER']],
    observed: [allUp('ngx1')],
  },
  { title: 'two MASTER with 100 and 99', ngx2: [['state BACKUP', 'state MASTER']], observed: [allUp('ngx1')] },
  {
    title: 'number of addresses differs',
    ngx2: [[`${VIP1}\n`, `${VIP1}\n${OTHER}\n`]],
    observed: [{ scenario: '', owners: { [VIP1]: BOTH, [OTHER]: ['ngx2'] } }],
  },
  {
    title: 'number of addresses differs, with vrrp_skip_check_adv_addr',
    ngx1: [inGlobals('vrrp_skip_check_adv_addr')],
    ngx2: [inGlobals('vrrp_skip_check_adv_addr'), [`${VIP1}\n`, `${VIP1}\n${OTHER}\n`]],
    observed: [{ scenario: '', owners: { [VIP1]: BOTH, [OTHER]: ['ngx2'] } }],
  },
  {
    title: 'same number, other address',
    ngx2: [[`${VIP1}\n`, `${OTHER}\n`]],
    observed: [{ scenario: '', owners: { [VIP1]: ['ngx1'], [OTHER]: ['ngx2'] } }],
  },
  {
    title: 'order and prefix length differ',
    ngx1: [[`${VIP1}\n`, `${VIP1}\n${OTHER}\n`]],
    ngx2: [[`${VIP1}\n`, `${OTHER}/24\n${VIP1}/32\n`]],
    observed: [{ scenario: '', owners: { [VIP1]: ['ngx1'], [OTHER]: ['ngx1'] } }],
  },
  {
    title: 'same address in two instances',
    ngx1: [[`${VIP2}\n`, `${VIP1}\n`]],
    ngx2: [[`${VIP2}\n`, `${VIP1}\n`]],
    observed: [allUp(BOTH)],
  },
  {
    title: 'instance missing on the peer',
    ngx2: [withoutInstance('VI_1')],
    observed: [allUp('ngx1'), seen('down:ngx1', [])],
  },
  { title: 'version 2 against 3', ngx2: [inVI1('version 3')], observed: [allUp(BOTH)] },
  {
    title: 'unicast on one side only',
    ngx2: [inVI1('unicast_peer {', '192.168.10.11', '}')],
    observed: [allUp(BOTH)],
  },
  { title: 'vrrp_strict on one side only', ngx1: [inGlobals('vrrp_strict')], observed: [ownedByBoth] },
  {
    title: 'vrrp_strict with auth: the address is there, though it answers nothing',
    ngx1: [inGlobals('vrrp_strict')],
    ngx2: [inGlobals('vrrp_strict')],
    observed: [allUp('ngx1')],
  },
  // There is no event for what keepalived does not look at: nothing happens to the addresses.
  { title: 'nginx stops, nothing tracked', observed: [allUp('ngx1')] },
  {
    title: 'script weight -20, interval 2, fall 2',
    ngx1: checks('interval 2', 'fall 2', 'weight -20'),
    observed: [seen('script:chk_nginx@ngx1', 'ngx2', '7.1')],
  },
  {
    title: 'script without weight',
    ngx1: checks('interval 2', 'fall 2'),
    ngx2: checks('interval 2', 'fall 2'),
    observed: [seen('script:chk_nginx@ngx1', 'ngx2', '4.4'), seen('script:chk_nginx@ngx1,script:chk_nginx@ngx2', [])],
  },
  {
    title: 'weight -2, interval 1, fall 1 with a gap of 1',
    ngx1: checks('interval 1', 'fall 1', 'weight -2'),
    observed: [seen('script:chk_nginx@ngx1', 'ngx2', '4.0')],
  },
  {
    title: 'weight -1 with a gap of 1',
    ngx1: checks('weight -1'),
    observed: [seen('script:chk_nginx@ngx1', 'ngx1')],
  },
  {
    title: 'weight 20 on one node only',
    ngx1: checks('weight 20'),
    observed: [seen('script:chk_nginx@ngx1', 'ngx1')],
  },
  ...['script missing', 'script world-writable', 'script not executable'].map(
    (title): LabRow => ({
      title,
      ngx1: checks(),
      observed: [
        seen('disabled:chk_nginx@ngx1', 'ngx1'),
        seen('disabled:chk_nginx@ngx1,script:chk_nginx@ngx1', 'ngx1'),
      ],
    }),
  ),
  { title: 'undefined name of a script', ngx1: [tracksCheck], observed: [allUp('ngx1')] },
  {
    title: 'script never tracked',
    ngx1: [definesCheck('weight -20')],
    observed: [allUp('ngx1')],
  },
  {
    title: 'no script_user, no enable_script_security: the script runs',
    ngx1: checks(),
    observed: [seen('script:chk_nginx@ngx1', 'ngx2')],
  },
  {
    title: 'enable_script_security without script_user, on a host without a user keepalived_script',
    ngx1: [inGlobals('enable_script_security'), ...checks()],
    observed: [seen('disabled:chk_nginx@ngx1', 'ngx1'), seen('disabled:chk_nginx@ngx1,script:chk_nginx@ngx1', 'ngx1')],
  },
  {
    title: 'auth_pass longer than 8 differs behind',
    ngx1: [['auth_pass 1111', 'auth_pass 12345678a']],
    ngx2: [['auth_pass 1111', 'auth_pass 12345678b']],
    observed: [allUp('ngx1'), seen('down:ngx1', 'ngx2')],
  },
  { title: 'nopreempt with MASTER', ngx1: [inVI1('nopreempt')], observed: [seen('down:ngx1,up:ngx1', 'ngx1')] },
  {
    title: 'preempt_delay with MASTER',
    ngx1: [inVI1('preempt_delay 60')],
    observed: [seen('down:ngx1,up:ngx1', 'ngx1')],
  },
  {
    title: 'nopreempt with BACKUP',
    ngx1: [['state MASTER', 'state BACKUP'], inVI1('nopreempt')],
    observed: [allUp('ngx1'), seen('down:ngx1,up:ngx1', 'ngx2')],
  },
];
