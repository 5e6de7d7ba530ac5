import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, describeCases, expectMarked, instance } from './marked.ts';

const globals = (lines: string): string => `global_defs {\n${lines}\n}\n`;
const script = (command: string): string =>
  `vrrp_script chk {\nscript ${command}\n}\n${instance('track_script {\nchk\n}')}`;
const auth = (lines: string): string => `authentication {\n${lines}\n}`;

describeCases('advice', [
  ['tutorial-leftover', globals('router_id ‹LVS_DEVEL›'), globals('router_id LVS_DEVEL1')],
  [
    'tutorial-leftover',
    globals('notification_email {\n‹acassen@firewall.loc›\n}'),
    globals('notification_email {\nops@example.net\n}'),
  ],
  ['smtp-server-name', globals('smtp_server ‹mail.example.net› 25'), globals('smtp_server 192.0.2.25')],
  ['namespace-untested', `net_namespace ‹blue›\n${instance('')}`, `net_namespace_ipvs blue\n${instance('')}`],
  ['flag-argument-ignored', instance('‹nopreempt no›'), instance('nopreempt yes')],
  // It can be switched off from 2.3.0 on; the release judged by is 2.2.7.
  ['flag-argument-ignored', globals('‹vrrp_strict off›'), globals('vrrp_lower_prio_no_advert off')],
  ['script-untracked', `vrrp_script ‹chk› {\nscript /bin/true\n}\n${instance('')}`, script('/bin/true')],
  [
    'script-shell-syntax',
    script('‹"curl -s localhost || exit 1"›'),
    script('"/bin/sh -c \'curl -s localhost || exit 1\'"'),
  ],
  ['script-shell-syntax', instance('notify ‹"/usr/bin/logger x > /dev/null"›'), instance('notify "/usr/bin/logger x"')],
  [
    'script-argument-as-user',
    instance('notify_master /etc/n.sh master ‹x/y›'),
    instance('notify_master "/etc/n.sh master"'),
  ],
  ['script-argument-as-user', script('/usr/bin/killall ‹-0› nginx'), script('"/usr/bin/killall -0 nginx"')],
  [
    'strict-without-accept',
    globals('vrrp_strict') + instance('priority 100').replace('VI_1', '‹VI_1›'),
    globals('vrrp_strict') + instance('version 3\naccept\npriority 100'),
  ],
  ['owner-by-default', instance('‹state MASTER›'), instance('state MASTER\npriority 100')],
  // One a second: the fourth is sent after three seconds.
  [
    'script-slower-than-interval',
    script('‹"/usr/bin/ping -c 4 192.0.2.1"›\ninterval 3'),
    script('"/usr/bin/ping -c 4 192.0.2.1"\ninterval 4'),
  ],
  [
    'script-slower-than-interval',
    script('‹"ping -c 4 192.0.2.1"›\ninterval 9\ntimeout 2'),
    script('"ping -i 0.2 -c 4 192.0.2.1"\ninterval 2'),
  ],
  [
    'script-slower-than-interval',
    script('‹"curl -sf -m 5 localhost"›\ninterval 2'),
    script('"curl -sf -m 2 localhost"\ninterval 2'),
  ],
  ['script-slower-than-interval', script('‹"/usr/bin/timeout 10 /c.sh"›'), script('"/c.sh timeout 10 x"')],
  ['advert-very-small', instance('version 3\nadvert_int ‹0.05›'), instance('version 3\nadvert_int 0.1')],
  [
    'auth-pass-guessable',
    instance(auth('auth_type PASS\nauth_pass ‹1111›')),
    instance(auth('auth_type PASS\nauth_pass k3xw9bqz')),
  ],
  // It counts for nothing there, which keepalived says itself.
  [
    'auth-pass-guessable',
    instance(auth('auth_type AH\nauth_pass ‹Password1›')),
    instance(`version 3\n${auth('auth_type PASS\nauth_pass 1111')}`),
  ],
  ['auth-type-missing', instance(auth('auth_pass ‹k3xw9bqz›')), instance(auth('auth_type PASS\nauth_pass k3xw9bqz'))],
  // Mistyped it has a finding of its own.
  ['auth-type-missing', instance(auth('auth_pass ‹k3xw9bqz›')), instance(auth('auth_typ PASS\nauth_pass k3xw9bqz'))],
  [
    'auth-pass-in-clear-v3',
    instance(`version 3\n${auth('auth_pass ‹k3xw9bqz›')}`),
    instance(`version 3\n${auth('auth_type PASS\nauth_pass k3xw9bqz')}`),
  ],
  ['vmac-in-guest', instance('‹use_vmac›').replace('eth0', 'ens192'), instance('use_vmac')],
  ['garp-refresh-missing', instance('‹garp_master_delay 0›'), instance('garp_master_delay 0\ngarp_master_refresh 60')],
  [
    'garp-refresh-missing',
    instance('‹garp_master_repeat 1›\ngarp_master_refresh 0'),
    globals('vrrp_garp_master_refresh 60') + instance('garp_master_repeat 1'),
  ],
  ['duplicate-statement', instance('‹priority 100›\npriority 99'), instance('priority 99')],
]);

describe('advice as a whole', () => {
  it('never shows a password', () => {
    const wrong = [
      auth('auth_type PASS\nauth_pass changeme'),
      auth('auth_pass changeme'),
      `version 3\n${auth('auth_pass changeme')}`,
    ];
    const said = wrong.flatMap((lines) => check(instance(lines))).map(({ finding }) => finding.message);
    expect(said).toHaveLength(3);
    for (const message of said) expect(message).not.toContain('changeme');
  });

  it('says nothing of authentication beside auth_hmac, where that is known', () => {
    const both = instance(`${auth('auth_pass 1111')}\nauth_hmac {\nkey 1 0123456789abcdef\nactive_key 1\n}`);
    expect(check(both, '2.4.0').map(({ finding }) => finding.code)).not.toContain('auth-type-missing');
    expect(check(both, '2.2.7').map(({ finding }) => finding.code)).toContain('auth-type-missing');
  });

  it('keeps a user behind a command', () => {
    expectMarked('script-argument-as-user', instance('notify_master /etc/n.sh keepalived_script nogroup'));
  });

  for (const node of ['ngx1', 'ngx2']) {
    it(`has nothing above information for the example, ${node}`, () => {
      const url = new URL(`../../../examples/master-master/${node}/keepalived.conf`, import.meta.url);
      const loud = check(readFileSync(url, 'utf8')).filter(
        ({ finding }) => !['hint', 'information'].includes(finding.severity),
      );
      expect(loud.map(({ finding }) => finding.code)).toEqual([]);
    });
  }
});
