/** Structure, keywords and arguments before the real keepalived: it complains where we say so, and nowhere else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { positionIn, rangeOf } from '../../../server/src/model/place.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { memoryFiles } from '../../support/memory.ts';
import { lacks } from '../../support/requirements.ts';
import { instance } from './marked.ts';
import { startKeepalived } from './realKeepalived.ts';

const globals = (...lines: string[]): string => `global_defs {\n${lines.join('\n')}\n}\n`;
const FIRST = instance('');
const SECOND = instance('', 'VI_2', 52);
/** An instance without its last `}`. */
const OPEN = FIRST.trimEnd().slice(0, -1);
const server = (...lines: string[]): string => `virtual_server 10.0.0.1 80 {\nprotocol TCP\n${lines.join('\n')}\n}\n`;
const real = (...lines: string[]): string => server('real_server 10.0.0.2 80 {', ...lines, '}');
const script = (...lines: string[]): string => `vrrp_script chk {\nscript /bin/true\n${lines.join('\n')}\n}\n`;

const CONFIGURATIONS: Readonly<Record<string, readonly string[]>> = {
  structure: [
    FIRST,
    FIRST.replaceAll('\n', '\r\n'),
    FIRST.replaceAll(' {', '\n{'),
    'vrrp_instance A { interface eth0\nvirtual_router_id 1 virtual_ipaddress\n virtual_ipaddress { 10.0.0.1 } }',
    OPEN,
    OPEN + SECOND,
    `${OPEN}virtual_ipaddress_excluded {\n10.0.0.9\n}\nauthentication {\nauth_type PASS\n${SECOND}`,
    instance('authentication {\nauth_type PASS\nauth_pass 1\ntrack_interface {\neth1\n}'),
    instance('track_interface {\neth1\nvirtual_ipaddress_excluded {\n10.0.0.9\n}'),
    `${FIRST}}\n${SECOND}`,
    `}\n${FIRST}`,
    instance('}\npriority 100'),
    instance('{\npriority 100'),
    instance('{\npriority 100\n}\nadvert_int 1'),
    `{\n${FIRST}}\n`,
    instance('authentication\nauth_type PASS\nauth_pass 1\n}\npriority 100'),
    instance('priority 100 {\n}\nadvert_int 1'),
    instance('state MASTER {\nadvert_int 1\n}'),
    instance('track_interface {\neth1 {\nweight 5\n}\n}'),
    instance('virtual_ipaddress_excluded extra {\n10.0.0.9\n}'),
    `global_defs\nrouter_id a\n${FIRST}`,
    instance('notify_stop "/bin/true'),
    instance('priority 100 "'),
    `$X="a\n${FIRST}`,
    `${FIRST}# a comment "with one quote\n`,
    `vrrp_instance A {\n}\n}\n}\n${SECOND}`,
    'real_server 10.0.0.1 80 {\nTCP_CHECK {\n}\n}\n',
    real('TCP_CHECK', 'weight 5'),
  ],
  keywords: [
    FIRST.replace('vrrp_instance', 'vrrp_instnce'),
    FIRST.replace('vrrp_instance', 'VRRP_instance') + SECOND,
    FIRST.replace('virtual_ipaddress', 'virtual_ipadress'),
    instance('authentcation {\nauth_type PASS\nauth_pass 1\n}\npriority 100\ntrack_interface {\neth1\n}'),
    instance('prioriti 100'),
    instance('Priority 100'),
    instance('router_id a'),
    'priority 100\n',
    globals('router_ident x', 'priority 5'),
    globals('use_symlink_paths', 'vrrp_delay_after_boot 5'),
    instance('auth_hmac {\nkey 1 abc\n}\npriority 100'),
    `\uFEFF${FIRST}`,
    `\uFEFF# comment\n${FIRST}`,
    '$X = 1\n',
    instance('priority ${PRIO}\nadvert_int 1'),
    instance('priority $PRIO\nadvert_int 1'),
    `$PRIO=100\n${instance('priority ${PRIO}\nadvert_int $PRIO')}`,
    instance('linkbeat_use_polling'),
    instance('virtual_ipaddress_excluded {\n10.0.0.${N}\n}\npriority 100'),
    'foo {\nbar 1\n}\n',
    `foo {\n${FIRST}}\n${SECOND}`,
    FIRST.replace('vrrp_instance', '@other vrrp_instance').replace('    interface', '    @other interface'),
  ],
  arguments: [
    instance('priority 0\nadvert_int 300'),
    instance('priority 1x\nadvert_int 1s'),
    instance('priority +100\nadvert_int .5\nversion 3'),
    instance('advert_int 1.1234567\nversion 3'),
    instance('preempt_delay 1001\ndebug 5'),
    instance('priority'),
    globals('smtp_connect_timeout'),
    globals('startup_script_timeout', 'router_id'),
    instance('priority 100 200\nnopreempt yes\nstrict_mode perhaps'),
    instance('lower_prio_no_advert True\nsmtp_alert 1\nsmtp_alert'),
    instance('vmac_garp_intvl all 5'),
    instance('unicast_src_ip ngx1\nmcast_dst_ip 10.0.0.1'),
    instance('garp_master_repeat 0\ngarp_master_refresh -1'),
    instance('notify_stop /bin/true root\nnotify_stop /bin/true root'),
    instance('kernel_rx_buf_size 5 6'),
    globals('vrrp_mcast_group4 10.0.0.1', 'vrrp_mcast_group6 224.0.0.1', 'vrrp_version 4'),
    globals('process_name abcdefghijklmnopq', 'default_interface abcdefghijklmnopq'),
    globals('vrrp_strict perhaps', 'vrrp_lower_prio_no_advert perhaps'),
    globals('vrrp_rt_priority 100', 'vrrp_priority 20', 'bfd_rt_priority x'),
    globals('instance a'),
    'instance a\ninstance b\nnet_namespace_ipvs\n',
    globals('umask 0888', 'umask 01000', 'umask 022', 'umask IRUSR|IWGRP', 'umask IRUSR|x', 'umask 2 2'),
    globals('lvs_timeouts', 'lvs_timeouts tcp', 'lvs_timeouts tcp 5 udp x', 'lvs_timeouts tcp 5 sctp 5'),
    globals('lvs_sync_daemon eth0 VI_1 5 maxlen 0 ttl 300 port'),
    globals('lvs_sync_daemon eth0 inst VI_1 id 300 group 10.0.0.1') + FIRST,
    globals('lvs_sync_daemon eth0', 'lvs_sync_daemon eth1'),
    globals('include_check read -match', 'include_check readable'),
    globals('vrrp_rx_bufs_policy MTU ADVERT', 'vrrp_rx_bufs_policy big'),
    globals('vrrp_rx_bufs_policy 5000', 'vrrp_rx_bufs_multiplier 0'),
    globals('snmp_socket a b', 'notification_email_from a b', 'reload_time_file a b'),
    globals('lvs_flush_on_stop RS', 'dynamic_interfaces maybe', 'max_auto_priority 100'),
    globals('notify_fifo /tmp/kha.a') + globals('notify_fifo /tmp/kha.b'),
    globals('vrrp_garp_extra_if all', 'vrrp_garp_interval 0'),
    instance('use_vmac 00:00:5e:00:01:05'),
    instance('use_vmac 1:2:3:4:5 02:02:03:04:05:06'),
    script('interval 0', 'timeout 5000', 'weight 300', 'rise 0', 'fall x'),
    script('interval 1.2345'),
    'track_file t {\nfile /tmp/kha.t\nfile /tmp/kha.u\nweight 300\n}\n',
    'bfd_instance b {\nneighbor_ip ngx2\nmin_rx 5\n}\nbfd_instance c {\nneighbor_ip 10.0.0.1\nmin_rx 0\nttl 300\n}\n',
    server('lb_algo best', 'lb_kind VPN', 'delay_loop x', 'persistence_timeout 0'),
    server('quorum 0', 'hysteresis -1', 'retry 0'),
    real('weight -1', 'inhibit_on_failure maybe', 'TCP_CHECK {', 'connect_port 0', 'connect_ip x', '}'),
    'virtual_server ngx 80 {\nquorum 0\n}\n',
    server('real_server ngx 80 {', 'weight -1', '}'),
  ],
};

/** Lines of our findings that speak for keepalived, and those that the findings stand for. */
function linesOf(text: string, version: Version): { own: Map<number, string>; explained: (line: number) => boolean } {
  const files = memoryFiles({ '/k': text });
  const tree = files.tree('/k')!;
  const findings = checkNode(toNode('/k', { files }), { version, files }).filter(
    ({ origin }) => origin === 'keepalived',
  );
  const spans = findings.flatMap(({ explains }) =>
    explains ? [explains.map(({ item, start }) => positionIn(tree, item, start).line + 1)] : [],
  );
  return {
    own: new Map(findings.map(({ place, code }) => [rangeOf(tree, place).start.line + 1, code])),
    explained: (line) => spans.some(([first, last]) => first! <= line && line <= last!),
  };
}

describe.skipIf(lacks('keepalived', 'netns'))('parity with keepalived -t', () => {
  let keepalived: ReturnType<typeof startKeepalived>;
  beforeAll(() => {
    keepalived = startKeepalived();
  });
  afterAll(() => keepalived.end());

  for (const [subject, configurations] of Object.entries(CONFIGURATIONS)) {
    describe(subject, () => {
      for (const text of configurations) {
        it(text.replace(/\s+/g, ' ').slice(0, 110), () => {
          const { lines, unplaced, messages } = keepalived.judge(text);
          const { own, explained } = linesOf(text, keepalived.version);
          const said = messages.join('\n');
          expect(
            [...lines].filter((line) => !own.has(line) && !explained(line)),
            `missed of\n${said}`,
          ).toEqual([]);
          const more = [...own].filter(([line]) => !lines.has(line));
          // What it says of the whole has no line: then one of ours may stand anywhere, but must stand.
          if (unplaced) expect(own.size, said).toBeGreaterThan(0);
          else expect(more, `more than\n${said}`).toEqual([]);
        });
      }
    });
  }
});
