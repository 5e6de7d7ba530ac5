// Check and notify scripts on a host as it was recorded, and whom they run as.
import { describe, expect, test } from 'vitest';
import { type Change, expectFound, found, type PairChanges, pairWith, swap, withSection } from './pair.ts';

describe('scripts', () => {
  const PATH = '/etc/keepalived/check_nginx.sh';
  const steps = (...last: string[]): Change =>
    withSection(
      `script ${PATH}`,
      [`path ${PATH}`, 'step 41ed 0 0 /', 'step 41ed 0 0 /etc', 'step 41ed 0 0 /etc/keepalived', ...last].join('\n'),
    );
  const insecure: PairChanges = { config: (text) => text.replace('    enable_script_security\n', '') };
  const asNobody: PairChanges = { config: (text) => text.replace('script_user root', 'script_user nobody') };
  const nobody = withSection('user nobody', 'uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)');

  test('missing', () => {
    expectFound(found(pairWith(), steps()), [
      ['error script', PATH, 'vrrp_script chk_nginx', 'is not there', '"mode": "0755"'],
    ]);
  });

  test('not executable', () => {
    expectFound(found(pairWith(), steps(`step 81a4 0 0 ${PATH}`)), [
      ['error script', 'not executable', `chmod 0755 ${PATH}`],
    ]);
  });

  test('executable for others than those it runs as', () => {
    const change: Change = (text) => nobody(steps(`step 81c0 0 0 ${PATH}`, 'runs /bin/sh')(text));
    expect(found(pairWith(), change)).toEqual([]);
    expectFound(found(pairWith(asNobody), change), [['error script', 'not executable for user 65534 (mode 0700)']]);
  });

  test('in a folder that they cannot get into', () => {
    const change: Change = (text) =>
      nobody(swap('step 41ed 0 0 /etc/keepalived\n', 'step 41c0 0 0 /etc/keepalived\n')(text));
    expectFound(found(pairWith(asNobody), change), [
      ['error script', 'cannot get into /etc/keepalived', 'chmod o+x /etc/keepalived'],
    ]);
  });

  test.each([
    ['writable by all', `step 81ff 0 0 ${PATH}`, `chmod go-w ${PATH}`],
    ['writable by a group', `step 81fd 0 33 ${PATH}`, `chmod go-w ${PATH}`],
    ["somebody else's", `step 81ed 1000 0 ${PATH}`, `chown root ${PATH}`],
  ])('%s', (_, step, command) => {
    expectFound(found(pairWith(), steps(step)), [
      ['error script', 'keepalived disables it (enable_script_security)', command],
    ]);
    // Without it keepalived only warns.
    expectFound(
      found(pairWith(insecure), steps(step)).filter((text) => / script: /.test(text)),
      [['warning script', 'whoever can change it', command]],
    );
  });

  test('that root does not run are not looked at so closely', () => {
    const change: Change = (text) => nobody(steps(`step 81ff 0 0 ${PATH}`)(text));
    expectFound(found(pairWith(asNobody), change), [['warning script', 'whoever can change it']]);
  });

  test('in a folder that others can write to', () => {
    const change = swap('step 41ed 0 0 /etc/keepalived\n', 'step 41ff 0 0 /etc/keepalived\n');
    expectFound(found(pairWith(), change), [
      ['error script', 'leads through /etc/keepalived', 'chmod go-w /etc/keepalived'],
    ]);
    expect(found(pairWith(), swap('step 41ed 0 0 /etc/keepalived\n', 'step 43ff 0 0 /etc/keepalived\n'))).toEqual([]);
    expect(found(pairWith(), swap('step 41ed 0 0 /etc/keepalived\n', 'step 41fd 0 0 /etc/keepalived\n'))).toEqual([]);
  });

  test('a folder in place of a file', () => {
    expectFound(found(pairWith(), steps(`step 41ed 0 0 ${PATH}`)), [['error script', 'is no regular file']]);
  });

  test('without what runs them', () => {
    expectFound(found(pairWith(), steps(`step 81ed 0 0 ${PATH}`, 'lacks /usr/bin/perl')), [
      ['error script', 'wants to be run by /usr/bin/perl, which is not there'],
    ]);
  });

  describe('of ours', () => {
    const placing = (text: string, mode?: string): PairChanges => ({
      files: { 'check.sh': text },
      node: { files: [{ source: 'check.sh', target: PATH, ...(mode && { mode }) }] },
    });
    const sh = withSection('program /bin/sh', '/bin/sh');
    const absent: Change = (text) => sh(steps()(text));

    test('new, with a mode', () => {
      expect(found(pairWith(placing('#!/bin/sh\n', '0755')), absent)).toEqual([]);
    });

    test('new, without one', () => {
      expectFound(found(pairWith(placing('#!/bin/sh\n')), absent), [
        ['error script', 'not executable for user 0 (mode 0644)', '"mode": "0755"'],
      ]);
    });

    test('in place of one with another mode', () => {
      const change: Change = (text) => sh(steps(`step 81a4 0 0 ${PATH}`)(text));
      expect(found(pairWith(placing('#!/bin/sh\n', '0755')), change)).toEqual([]);
    });

    test('with a mode that lets all write', () => {
      expectFound(found(pairWith(placing('#!/bin/sh\n', '0777')), absent), [
        ['error script', 'mode 0777', '"mode": "0755"'],
      ]);
    });

    test('in place of one that is executable', () => {
      expect(found(pairWith(placing('#!/bin/sh\n')), sh)).toEqual([]);
    });

    test("in place of somebody else's", () => {
      const change: Change = (text) => sh(steps(`step 81ed 1000 0 ${PATH}`)(text));
      expectFound(found(pairWith(placing('#!/bin/sh\n', '0755')), change), [['error script', `chown root ${PATH}`]]);
    });

    test('with an interpreter that is not there', () => {
      expectFound(found(pairWith(placing('#!/usr/bin/env python3\n', '0755')), absent), [
        ['error script', 'run by python3'],
      ]);
    });

    test('with CR LF', () => {
      expectFound(found(pairWith(placing('#!/bin/sh\r\nexit 0\r\n', '0755')), absent), [
        ['error script', 'CR LF', 'LF line ends'],
      ]);
    });
  });

  describe('by name', () => {
    const killall: PairChanges = { config: (text) => text.replace(PATH, 'killall -0 nginx') };

    test('that are not there', () => {
      expectFound(found(pairWith(killall)), [['error script', 'killall', 'Install the package that has it']]);
      expect(found(pairWith(killall), withSection('program killall', '/usr/bin/killall'))).toEqual([]);
    });

    test('that a package may bring', () => {
      expectFound(found(pairWith(killall), withSection('package nginx', '')), [['warning script', 'killall']]);
    });
  });

  test('of all kinds', () => {
    const notify = 'notify_master "/etc/keepalived/notify.sh MASTER" root\n    notify /usr/libexec/all.sh\n    ';
    const findings = found(pairWith({ config: (text) => text.replace('advert_int', `${notify}advert_int`) }));
    expect(findings).toEqual([
      expect.stringContaining('/etc/keepalived/notify.sh, the notify_master of vrrp_instance VI_1, is not there'),
      expect.stringContaining('/usr/libexec/all.sh, the notify of vrrp_instance VI_1, is not there'),
    ]);
  });

  test('run as the user that is named next to them', () => {
    const own = steps(`step 81c0 0 0 ${PATH}`, 'runs /bin/sh');
    const named = pairWith({ config: (text) => text.replace('weight -20', 'weight -20\n    user nobody') });
    expectFound(
      found(named, (text) => nobody(own(text))),
      [['error script', 'not executable for user 65534']],
    );
    const grouped = pairWith({ config: (text) => text.replace('script_user root', 'script_user nobody web') });
    const web = (text: string): string => withSection('group web', 'web:x:33:')(nobody(text));
    const ofGroup = steps(`step 81e8 0 33 ${PATH}`, 'runs /bin/sh');
    expect(found(grouped, (text) => web(ofGroup(text)))).toEqual([]);
    expectFound(
      found(pairWith(asNobody), (text) => nobody(ofGroup(text))),
      [['error script', 'mode 0750']],
    );
    const notified = pairWith({
      config: (text) =>
        text
          .replace('advert_int', `notify ${PATH} nobody\n    advert_int`)
          .replace('track_script {\n        chk_nginx\n    }', '')
          .replace(/vrrp_script[^}]*}/, ''),
    });
    expectFound(
      found(notified, (text) => nobody(own(text))),
      [['error script', 'the notify of vrrp_instance VI_1', 'for user 65534']],
    );
  });

  test('that are no programs', () => {
    expect(found(pairWith({ config: (text) => text.replace(PATH, '</srv/alive') }))).toEqual([]);
  });
});

describe('the user of scripts', () => {
  const user = (name: string): PairChanges => ({
    config: (text) => text.replace('script_user root', `script_user ${name}`),
  });

  test('is not known', () => {
    expectFound(found(pairWith(user('web'))), [['error script user', 'no user web', 'useradd --system']]);
    expectFound(found(pairWith(user('root wheel'))), [
      ['error script user', 'no group wheel', 'groupadd --system wheel'],
    ]);
    expect(found(pairWith(user('root wheel')), withSection('group wheel', 'wheel:x:10:'))).toEqual([]);
  });

  test('has to be there for enable_script_security', () => {
    const config: PairChanges = { config: (text) => text.replace('    script_user root\n', '') };
    const own = (change?: Change): string[] =>
      found(pairWith(config), change).filter((text) => /script user/.test(text));
    expectFound(own(), [['error script user', 'keepalived_script', 'vrrp_script chk_nginx', '"script_user root"']]);
    expect(own(withSection('user keepalived_script', 'uid=101(k) gid=102(k) groups=102(k)'))).toEqual([]);
  });
});

describe('SELinux', () => {
  const label = (type: string): Change => swap('etc_t', type);
  const own = (change?: Change): string[] => found(pairWith(), change, 'rocky').filter((text) => /SELinux/.test(text));

  test('enforcing', () => {
    expectFound(own(), [
      [
        'warning SELinux',
        'has the label etc_t',
        'restorecon -v',
        'semanage fcontext -a -t keepalived_unconfined_script_exec_t',
      ],
    ]);
    expect(own(label('keepalived_unconfined_script_exec_t'))).toEqual([]);
    expect(own(withSection('selinux', '0'))).toEqual([]);
    const path = '/usr/local/bin/check';
    const local = (type: string): string[] =>
      found(
        pairWith({ config: (text) => text.replace('/etc/keepalived/check_nginx.sh', path) }),
        withSection(`script ${path}`, `path ${path}\nstep 81ed 0 0 ${path}\nlabel system_u:object_r:${type}:s0`),
        'rocky',
      ).filter((text) => /SELinux/.test(text));
    expectFound(local('bin_t'), [['has the label bin_t']]);
    expect(local('keepalived_unconfined_script_exec_t')).toEqual([]);
  });
});
