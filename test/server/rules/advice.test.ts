import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { check, describeCases, expectMarked, instance } from './marked.ts';

const globals = (lines: string): string => `global_defs {\n${lines}\n}\n`;
const script = (command: string): string =>
  `vrrp_script chk {\nscript ${command}\n}\n${instance('track_script {\nchk\n}')}`;

describeCases('advice', [
  ['tutorial-leftover', globals('router_id ‹LVS_DEVEL›'), globals('router_id LVS_DEVEL1')],
  [
    'tutorial-leftover',
    globals('notification_email {\n‹acassen@firewall.loc›\n}'),
    globals('notification_email {\nops@example.net\n}'),
  ],
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
  ['duplicate-statement', instance('‹priority 100›\npriority 99'), instance('priority 99')],
]);

describe('advice as a whole', () => {
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
