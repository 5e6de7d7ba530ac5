/** The same configurations before the real keepalived: it complains of the lines that we mark, and of no other. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOfKeepalived } from '../../../server/src/model/finding.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { findProgram, lacks } from '../../support/requirements.ts';
import { check, instance } from './marked.ts';

const GLOBALS = 'global_defs {\nenable_script_security\nscript_user root\n}\n';
const SCRIPT = 'vrrp_script chk {\nscript /bin/true\nweight -20\n}\n';
const PEERS = 'unicast_peer {\n192.168.10.12\n}';
const track = (list: string, entries: string): string => `${list} {\n${entries}\n}`;
const addresses = (entries: string): string => instance(`virtual_ipaddress {\n${entries}\n}`);
const routes = (entries: string): string => `static_routes {\n${entries}\n}\n${instance('')}`;
const rules = (entries: string): string => `static_rules {\n${entries}\n}\n${instance('')}`;
const two = (lines: string): string => instance(lines) + instance('', 'VI_2', 52);
const group = (members: string): string => `vrrp_sync_group G {\ngroup {\n${members}\n}\n}\n`;

const CONFIGURATIONS: readonly string[] = [
  instance(''),
  instance('state MASTER\npriority 100\nadvert_int 1\nauthentication {\nauth_type PASS\nauth_pass 1111\n}'),
  instance('state BACKUP\nnopreempt\npriority 99'),
  instance(PEERS),
  instance('use_vmac\nversion 3\naccept'),
  // Names and identity.
  `vrrp_instance A B {\nstate MASTER\n}\n${instance('')}`,
  `vrrp_instance {\nstate MASTER\n}\n${instance('')}`,
  instance('') + instance('', 'VI_1', 52),
  instance('') + instance('', 'VI_2', 51),
  'vrrp_instance A {\ninterface eth0\nvirtual_ipaddress {\n10.0.0.1\n}\n}',
  'vrrp_instance A {\nvirtual_router_id 5\nvirtual_ipaddress {\n10.0.0.1\n}\n}',
  'vrrp_instance A {\ninterface eth0\nvirtual_router_id 5\n}',
  'vrrp_instance A {\ninterface eth0\nvirtual_router_id 5\nversion 3\n}',
  instance('state MASTER\nstate BACKUP\npriority 100'),
  instance('state master\npriority 100'),
  // What is changed before the start.
  instance('state MASTER\npriority 100\nnopreempt'),
  instance('state MASTER\npriority 100\npreempt_delay 5'),
  instance('priority 255\nnopreempt'),
  instance('nopreempt\npreempt_delay 5'),
  instance('advert_int 0.5'),
  instance('advert_int 0.5\nversion 3'),
  instance('advert_int 41\nversion 3'),
  instance('version 3\nauthentication {\nauth_type PASS\nauth_pass 1111\n}'),
  instance('authentication {\nauth_type PASS\n}'),
  instance('authentication {\nauth_pass 1111\n}'),
  instance('authentication {\nauth_type PASS\nauth_pass 123456789\n}'),
  instance('state MASTER\npriority 100\nauthentication {\nauth_type AH\nauth_pass 1111\n}'),
  instance('unicast_src_ip 192.168.10.11'),
  instance('unicast_ttl 5'),
  instance(`mcast_dst_ip 224.0.0.19\n${PEERS}`),
  instance('vmac_xmit_base'),
  instance('strict_mode\nstate MASTER\npriority 100'),
  instance('strict_mode\naccept\npriority 100'),
  instance(
    'strict_mode\ndown_timer_adverts 5\ngarp_lower_prio_delay 1\nlower_prio_no_advert off\nhigher_prio_send_advert',
  ),
  instance(`use_vmac\n${PEERS}`),
  instance('use_vmac v1 v2'),
  instance('use_vmac 1:2:3'),
  instance('use_vmac\npromote_secondaries'),
  // Families.
  addresses('fe80::1'),
  instance(
    'unicast_peer {\nfe80::1\nngx2\n192.168.10.12/24\n192.168.10.13 min_ttl 9 max_ttl 8\n192.168.10.14 ttl 5\n}',
  ),
  instance('version 2\nversion 3'),
  instance('native_ipv6'),
  // Tracking.
  SCRIPT + instance(track('track_script', 'chk')),
  instance(track('track_script', 'chk')) + SCRIPT,
  SCRIPT + instance(track('track_script', 'chk\nchk\nchk weight')),
  SCRIPT + instance(track('track_script', 'chk weight 300')),
  SCRIPT + instance(track('track_script', 'chk -20')),
  SCRIPT + instance(`priority 255\n${track('track_script', 'chk')}`),
  instance(track('track_interface', 'eth0\neth1 weight 254\neth1')),
  `vrrp_script chk {\ninterval 0.5\n}\n${instance('')}`,
  // Sync groups.
  two('') + group('VI_1\nVI_2'),
  two('') + group('VI_1'),
  two('') + group('VI_1 VI_2 VI_3'),
  two('') + group(''),
  two('') + group('VI_3'),
  `vrrp_sync_group G {\n}\n${two('')}`,
  SCRIPT + two(track('track_script', 'chk')) + group('VI_1 VI_2'),
  two(track('track_interface', 'eth1 weight 5')) + group('VI_1 VI_2'),
  // Entries.
  addresses('10.0.0.1 10.0.0.2\n10.0.0.256\n10.0.0.3/33\n10.0.0.4 dev\n10.0.0.5 label x lable\n010.0.0.1'),
  addresses(
    '10.0.0.1/24 brd +\n10.0.0.2/31 brd +\n10.0.0.3 peer 10.0.0.4/24\n10.0.0.5/24 peer 10.0.0.6\n10.0.0.7 scope 300',
  ),
  routes(
    '10.1.0.0/16 dev eth0\n10.2.0.0/16 via 10.0.0.1\n10.3.0.0/16 gw 10.0.0.1 dev eth0\nvia 10.0.0.1 dev eth0\n10.4.0.0/16 dev eth0 metric x',
  ),
  routes(
    '10.1.0.0/16 dev eth0 rtt 1s\n10.2.0.0/16 dev eth0 rtt 9999999\n10.3.0.0/16 dev eth0 tos 300\ninet6 default via fe80::1 dev eth0',
  ),
  routes('10.1.0.0/16 dev eth0\n10.2.0.0/16 dev eth0 src'),
  rules(
    'from 10.0.0.0/8 table 100\nfrom 10.0.0.0/8 preference 5\ngoto 5 preference 6\ntable 0 preference 5\ntable 100 preference 5 sport 80',
  ),
  rules(
    'table 100 preference 5 blackhole\nfwmark 0x5/0xff table 7 preference 1\nprotocol 4 table 7 preference 1\nfrom 10.0.0.0/8 to fe80::1 table 1 preference 1',
  ),
];

/** What keepalived says of the machine rather than of the configuration. */
const ABOUT_THE_MACHINE = /insecure|SECURITY VIOLATION|not found\/accessible|nftables|iptables/i;
const ENTER = ['netns', 'exec'] as const;

describe.skipIf(lacks('keepalived', 'netns'))('parity with keepalived -t', () => {
  const namespace = `kha-vrrp-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'kha-vrrp-'));
  const file = join(folder, 'keepalived.conf');
  const ip = (...args: string[]) => spawnSync(findProgram('ip')!, args, { encoding: 'utf8' });
  const keepalived = (...args: string[]): string => ip(...ENTER, namespace, findProgram('keepalived')!, ...args).stderr;
  let version: Version = '2.2.7';

  beforeAll(() => {
    ip('netns', 'add', namespace);
    for (const [index, device] of ['eth0', 'eth1'].entries()) {
      ip('-n', namespace, 'link', 'add', device, 'type', 'bridge');
      ip('-n', namespace, 'addr', 'add', `192.168.${10 + index}.11/24`, 'dev', device);
      ip('-n', namespace, 'link', 'set', device, 'up');
    }
    const [, release] = /v(\d+\.\d+\.\d+)/.exec(keepalived('--version')) ?? [];
    if (release) version = release as Version;
  });
  afterAll(() => {
    ip('netns', 'delete', namespace);
    rmSync(folder, { recursive: true });
  });

  for (const configuration of CONFIGURATIONS) {
    it(configuration.replace(/\s+/g, ' ').slice(0, 110), () => {
      const text = GLOBALS + configuration;
      writeFileSync(file, text);
      const said = keepalived('-t', '-f', file)
        .split('\n')
        .filter((line) => line && !ABOUT_THE_MACHINE.test(line));
      const theirs = new Set(said.flatMap((line) => Number(/Line (\d+)\)/.exec(line)?.[1]) || []));
      // An empty list of members is mentioned twice, the second time without a line.
      const repeated = said.some((line) => line.includes('empty group block')) ? /no virtual router/ : /^$/;
      const unplaced = said.filter((line) => !/Line \d+\)/.test(line) && !repeated.test(line));
      const ours = check(text, version)
        .filter(({ finding }) => isOfKeepalived(finding))
        .map(({ start, finding }) => ({ line: text.slice(0, start).split('\n').length, code: finding.code }));
      const lines = new Set(ours.map(({ line }) => line));
      expect(
        [...theirs].filter((line) => !lines.has(line)),
        said.join('\n'),
      ).toEqual([]);
      const more = ours.filter(({ line }) => !theirs.has(line));
      // Without a line keepalived speaks of what follows from the whole; then we mark a place of our own.
      if (unplaced.length) expect(more, unplaced.join('\n')).not.toEqual([]);
      else expect(more).toEqual([]);
    });
  }
});
