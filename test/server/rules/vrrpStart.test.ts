import { describe, expect, it } from 'vitest';
import { type Case, check, codesOf, describeCases, expectMarked, instance } from './marked.ts';

const ADDRESSES = 'virtual_ipaddress {\n192.168.10.111\n}';

const CASES: readonly Case[] = [
  ['vrid-missing', `vrrp_instance ‹VI_1› {\ninterface eth0\n${ADDRESSES}\n}`, instance('')],
  ['interface-missing', `vrrp_instance ‹VI_1› {\nvirtual_router_id 51\n${ADDRESSES}\n}`, instance('')],
  [
    'source-missing',
    `vrrp_instance ‹VI_1› {\nvirtual_router_id 51\nunicast_peer {\n192.168.10.12\n}\nvirtual_ipaddress {\n192.168.10.111 dev eth0\n}\n}`,
    `vrrp_instance VI_1 {\nvirtual_router_id 51\nunicast_src_ip 192.168.10.11\nunicast_peer {\n192.168.10.12\n}\nvirtual_ipaddress {\n192.168.10.111 dev eth0\n}\n}`,
    '2.2.8',
  ],
  [
    'address-without-interface',
    `vrrp_instance VI_1 {\nvirtual_router_id 51\nunicast_src_ip 192.168.10.11\nunicast_peer {\n192.168.10.12\n}\nvirtual_ipaddress {\n‹192.168.10.111›\n}\n}`,
    instance(''),
    '2.2.8',
  ],
  ['addresses-missing', 'vrrp_instance ‹VI_1› {\ninterface eth0\nvirtual_router_id 51\n}', instance('')],
  [
    'auth-unsupported',
    instance('version 3\nauthentication {\nauth_type ‹PASS›\nauth_pass 1111\n}'),
    instance('authentication {\nauth_type PASS\nauth_pass 1111\n}'),
  ],
  ['auth-unsupported', instance('strict_mode\nauthentication {\nauth_type ‹PASS›\nauth_pass 1111\n}'), instance('')],
  [
    'auth-pass-missing',
    instance('authentication {\nauth_type ‹PASS›\n}'),
    instance('authentication {\nauth_pass 1111\n}'),
  ],
  [
    'auth-ah-master',
    instance('state MASTER\npriority 100\nauthentication {\nauth_type ‹AH›\nauth_pass 1111\n}'),
    instance('state BACKUP\npriority 100\nauthentication {\nauth_type AH\nauth_pass 1111\n}'),
  ],
  [
    'auth-hmac-conflict',
    instance('‹auth_hmac› {\nkey 1 0123456789abcdef0123456789abcdef\nactive_key 2\n}'),
    instance('auth_hmac {\nkey 1 0123456789abcdef0123456789abcdef\nactive_key 1\n}'),
    '2.4.3',
  ],
  [
    'unicast-peers-missing',
    instance('‹unicast_src_ip 192.168.10.11›'),
    instance('unicast_src_ip 192.168.10.11\nunicast_peer {\n192.168.10.12\n}'),
  ],
  [
    'unicast-strict',
    instance('strict_mode\n‹unicast_peer› {\n192.168.10.12\n}'),
    instance('unicast_peer {\n192.168.10.12\n}'),
    '2.4.0',
  ],
  [
    'unicast-ttl-useless',
    `vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\n${ADDRESSES}\nunicast_ttl 3\n‹}›`,
    instance('unicast_ttl 3\nunicast_peer {\n192.168.10.12\n}'),
  ],
  [
    'multicast-ignored',
    instance('‹mcast_dst_ip 224.0.0.19›\nunicast_peer {\n192.168.10.12\n}'),
    instance('mcast_dst_ip 224.0.0.19'),
  ],
  ['vrf-ignored', instance('‹vrf red›'), instance('')],
  [
    'state-after-master',
    instance('state MASTER\npriority 100\n‹state BACKUP›'),
    instance('state BACKUP\nstate MASTER\npriority 100'),
  ],
  [
    'strict-override',
    instance('strict_mode\n‹state MASTER›\npriority 100'),
    instance('strict_mode\nstate MASTER\npriority 255'),
  ],
  [
    'strict-override',
    instance('strict_mode\n‹accept›\npriority 100'),
    instance('strict_mode\nversion 3\naccept\npriority 100'),
  ],
  [
    'strict-override',
    `global_defs {\nvrrp_strict\n}\n${instance('‹garp_lower_prio_repeat 1›')}`,
    `global_defs {\nvrrp_strict\n}\n${instance('garp_lower_prio_repeat 0')}`,
  ],
  [
    'nopreempt-master',
    instance('state MASTER\npriority 100\n‹nopreempt›'),
    instance('state BACKUP\npriority 100\nnopreempt'),
  ],
  [
    'nopreempt-owner',
    instance('state MASTER\npriority 255\n‹nopreempt›'),
    instance('state MASTER\npriority 255\nnopreempt\npreempt'),
  ],
  [
    'preempt-delay-ignored',
    instance('state MASTER\npriority 100\n‹preempt_delay 5›'),
    instance('state BACKUP\npriority 100\npreempt_delay 5'),
  ],
  [
    'preempt-delay-ignored',
    instance('state BACKUP\nnopreempt\n‹preempt_delay 5›'),
    instance('state BACKUP\nnopreempt\npreempt_delay 0'),
  ],
  [
    'expired-without-nopreempt',
    instance('‹timer_expired_backup›'),
    instance('state BACKUP\nnopreempt\ntimer_expired_backup'),
    '2.2.8',
  ],
  [
    'owner-adverts',
    instance('priority 100\n‹owner_ignore_adverts›'),
    instance('priority 255\nowner_ignore_adverts'),
    '2.3.3',
  ],
  ['advert-int-rounded', instance('advert_int ‹0.5›'), instance('advert_int 0.5\nversion 3')],
  ['advert-int-rounded', instance('version 3\nadvert_int ‹41›'), instance('advert_int 41')],
  ['vmac-option-useless', instance('‹vmac_xmit_base›'), instance('use_vmac\nvmac_xmit_base')],
  ['ipvlan-address-missing', instance('‹use_ipvlan›'), instance('use_ipvlan 192.168.10.61')],
  [
    'address-vmac-twice',
    'vrrp_instance VI_1 {\ninterface eth0\nvirtual_router_id 51\nuse_vmac\nvirtual_ipaddress {\n192.168.10.111 ‹use_vmac›\n}\n}',
    instance('use_vmac'),
  ],
];

describeCases('what keepalived checks before it starts an instance', CASES);

describe('instances that start', () => {
  it('refuses to start without an address in version 3, and only warns in version 2', () => {
    const bare = (lines: string) => check(`vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\n${lines}\n}`);
    const severity = (lines: string) =>
      bare(lines).find(({ finding }) => finding.code === 'addresses-missing')?.finding.severity;
    expect([severity(''), severity('version 3'), severity('strict_mode')]).toEqual(['warning', 'error', 'error']);
  });

  it('leaves instances alone whose addresses are only known on the host', () => {
    const text = `vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\nversion 3\nvirtual_ipaddress {\n\${_INSTANCE}\n}\n}`;
    expect(codesOf(text)).not.toContain('addresses-missing');
  });

  it('never shows a password', () => {
    const texts = [instance('version 3\nauthentication {\nauth_type PASS\nauth_pass s3cret\n}')];
    for (const { finding } of texts.flatMap((text) => check(text))) expect(finding.message).not.toContain('s3cret');
  });

  it('offers BACKUP for nopreempt on a MASTER', () => {
    const [finding] = expectMarked('nopreempt-master', instance('state MASTER\npriority 100\n‹nopreempt›'));
    expect(finding!.fixes!.map(({ title, edits }) => [title, edits[0]!.text])).toEqual([
      ['Change the state to BACKUP', 'BACKUP'],
      ['Remove nopreempt', ''],
    ]);
  });
});

it('is silent about the rest while an instance lacks the minimum, as keepalived is', () => {
  const group = 'vrrp_sync_group G {\ngroup {\nVI_1\nother\n}\n}\n';
  expect(codesOf(group + instance('unicast_src_ip 192.168.10.11'))).toEqual(
    expect.arrayContaining(['sync-member-unknown', 'unicast-peers-missing']),
  );
  const without = codesOf(group + instance('unicast_src_ip 192.168.10.11').replace(/interface .*\n/, ''));
  expect(without).toContain('interface-missing');
  expect(without).not.toContain('sync-member-unknown');
  expect(without).not.toContain('unicast-peers-missing');
});
