// What stands in the way of a deployment: one host as it was recorded, with one thing wrong.
import { describe, expect, test } from 'vitest';
import { preflight } from '../../deploy/src/preflight/preflight.ts';
import { factsOf, found, type PairChanges, pairWith, type Recorded, withSection } from './preflightPair.ts';

type Change = (text: string) => string;

const swap =
  (from: string | RegExp, to: string): Change =>
  (text) => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`nothing to change: ${from}`);
    return changed;
  };

/** Each finding as the words that it has to have. */
function expectFound(findings: readonly string[], wanted: readonly (readonly string[])[]): void {
  expect(findings).toEqual(wanted.map(() => expect.any(String)));
  for (const [i, words] of wanted.entries()) for (const word of words) expect(findings[i]).toContain(word);
}

test('nothing, where all is well', () => {
  expect(found(pairWith())).toEqual([]);
});

test('a node that was not looked at is left out', () => {
  expect(preflight(pairWith(), new Map())).toEqual([]);
});

/** What is said of hosts as one finds them, by severity and name. */
test.each<[Recorded, string[]]>([
  ['rocky', ['error firewall', 'warning SELinux', 'warning network manager']],
  ['opensuse', ['error firewall', 'error script']],
  ['alpine', ['error systemd', 'error script']],
])('on %s', (name, wanted) => {
  expect(found(pairWith(), undefined, name).map((finding) => finding.split(':')[0])).toEqual(wanted);
});

describe('the host', () => {
  test.each<[string, string[][], Change, Recorded?]>([
    [
      'who we are there, and nothing besides',
      [['error privilege', 'root@192.168.10.11 is not root', '"become": "sudo" for ngx1']],
      (text) => withSection('uid', '1000')(withSection('links', '')(text)),
    ],
    ['no systemd', [['error systemd', 'Alpine Linux v3.20'], ['/bin/bash']], (text) => text, 'alpine'],
    [
      'packages that nothing can install',
      [['error packages', 'no package manager that is known here', 'keepalived and nginx cannot be found']],
      (text) =>
        withSection('manager', '')(withSection('package nginx', '')(withSection('package keepalived', '')(text))),
    ],
    [
      'keepalived is not installed, and not to be installed',
      [['error packages', 'keepalived is not installed', 'apt-get install keepalived']],
      withSection('version', ''),
    ],
    [
      'tools, by the packages of the distribution',
      [['error tools', 'ip and flock cannot be found', 'apt-get install iproute2 util-linux']],
      (text) => withSection('program ip', '')(withSection('program flock', '')(text)),
    ],
    [
      'a service that nobody knows',
      [['error services', 'systemd knows no service nginx', '"packages"']],
      withSection('service nginx', 'LoadState=not-found\nActiveState=inactive\nUnitFileState='),
    ],
    [
      'a masked service',
      [['error services', 'nginx is masked', 'systemctl unmask nginx']],
      withSection('service nginx', 'LoadState=masked\nActiveState=inactive\nUnitFileState=masked'),
    ],
    [
      'a full file system',
      [['error free space', 'at / has 10 KiB left, and 72 KiB are needed', 'df -h /']],
      (text) => text.replaceAll('12341896', '10'),
    ],
    [
      'a read-only file system',
      [['error free space', '/etc/keepalived cannot be written to', 'mount -o remount,rw /']],
      withSection('folder /etc/keepalived', 'ngx1 12342040 144 12341896 1% /'),
    ],
  ])('%s', (_, wanted, change, name) => {
    expectFound(found(pairWith(), change, name), wanted);
  });

  test('no program to ask for the pages with, where there are pages to ask for', () => {
    const change: Change = (text) => withSection('program curl', '')(withSection('program wget', '')(text));
    expect(found(pairWith(), change)).toEqual([]);
    const checks = [{ url: 'http://192.168.10.111/', answers: { ngx1: 'web1' } }];
    expectFound(found(pairWith({ inventory: { checks } }), change), [['warning tools', 'apt-get install curl']]);
  });
});

describe('the release of keepalived', () => {
  test('each node is checked for its own', () => {
    const pair = pairWith({ config: (text) => text.replace('advert_int 1', 'advert_int 1\n    down_timer_adverts 4') });
    expect(
      found(pair, withSection('version', 'Keepalived v2.3.1 (05/24,2024)')).filter((text) => /lint/.test(text)),
    ).toEqual([]);
    const findings = found(pair, withSection('version', 'Keepalived v2.2.0 (01/10,2021)'));
    expectFound(
      findings.filter((text) => /lint/.test(text)),
      [['ngx1/keepalived.conf:19', 'keepalived 2.2.0', 'down_timer_adverts']],
    );
  });

  test('where none is installed yet, the one that keepalived-ha.json names counts', () => {
    const pair = pairWith({
      config: (text) => text.replace('advert_int 1', 'advert_int 1\n    down_timer_adverts 4'),
      inventory: { keepalivedVersion: '2.2.0' },
    });
    const change: Change = (text) => withSection('version', '')(withSection('package keepalived', '')(text));
    expect(found(pair, change)).toContainEqual(expect.stringContaining('(keepalived 2.2.0'));
  });

  test('different ones are told, and one that cannot test a configuration is refused', () => {
    const findings = found(pairWith(), withSection('version', 'Keepalived v2.0.5 (04/11,2018)'));
    expect(findings).toContainEqual(expect.stringMatching(/^error version: keepalived 2\.0\.5 cannot test .* 2\.0\.6/));
    expect(findings).toContainEqual(expect.stringMatching(/^warning version: .*2\.0\.5 on ngx1 and 2\.2\.7 on ngx2/));
  });

  test('what is wrong across the nodes is an error here as well', () => {
    const pair = pairWith({
      config: (text, node) => (node === 'ngx1' ? text : text.replace('router_id 51', 'router_id 61')),
    });
    expect(found(pair)).toContainEqual(expect.stringMatching(/^error lint: ngx1\/keepalived\.conf:\d+ .*51.*61/));
  });
});

describe('the options of the daemon', () => {
  const options = (text: string): Change => withSection('environment /etc/default/keepalived', `DAEMON_ARGS="${text}"`);

  test('another file than the target', () => {
    expectFound(found(pairWith(), options('-f /etc/ka.conf')), [
      ['error daemon options', 'reads /etc/ka.conf', '"target": "/etc/ka.conf" for ngx1'],
    ]);
    expect(found(pairWith({ node: { target: '/etc/ka.conf' } }), options('-f /etc/ka.conf'))).toEqual([]);
    expectFound(found(pairWith({ node: { target: '/etc/ka.conf' } })), [
      ['error daemon options', 'reads /etc/keepalived/keepalived.conf', 'names no other (-f)', 'not /etc/ka.conf'],
    ]);
  });

  test('lines for a config id that it does not have', () => {
    const pair = pairWith({ config: (text) => `${text}@ngx1 static_ipaddress {\n@ngx1 }\n` });
    const own = (findings: readonly string[]): string[] => findings.filter((text) => /daemon options/.test(text));
    expect(own(found(pair))).toEqual([]);
    const change = withSection('hostname', 'web7.example.org');
    expectFound(own(found(pair, change)), [
      ['goes by "web7" (from the host\'s name)', '-i ngx1', '"configId": "web7"'],
    ]);
    expect(own(found(pair, (text) => options('-i ngx1')(change(text))))).toEqual([]);
    expectFound(own(found(pair, options('-i other'))), [['goes by "other" (from its option -i)']]);
    // Without such lines nobody cares.
    expect(found(pairWith(), change)).toEqual([]);
  });
});

describe('includes', () => {
  const including = (pattern: string, node = {}): PairChanges => ({
    config: (text) => `${text}include ${pattern}\n`,
    files: { 'ngx1/conf.d/vip.conf': '', 'ngx2/conf.d/vip.conf': '' },
    node,
  });
  const target = '/etc/keepalived/conf.d/vip.conf';

  test('a file that the node does not get', () => {
    expectFound(found(pairWith(including('conf.d/*.conf'))), [
      [
        'error includes',
        '"include conf.d/*.conf"',
        `{"source":"ngx1/conf.d/vip.conf","target":"${target}"}`,
        '"files" of ngx1',
      ],
    ]);
    expect(
      found(pairWith(including('conf.d/*.conf', { files: [{ source: 'ngx1/conf.d/vip.conf', target }] }))),
    ).toEqual([]);
  });

  test('below the folder of the file itself, whatever that is called', () => {
    const placed = { files: [{ source: 'ngx1/conf.d/vip.conf', target }] };
    expect(found(pairWith(including('${_PWD}/conf.d/vip.conf', placed)))).toEqual([]);
    expectFound(found(pairWith(including('${_PWD}/conf.d/vip.conf'))), [['error includes', `"target":"${target}"`]]);
  });

  test('a file that only the host has', () => {
    const pair = pairWith(including('conf.d/*.conf', { files: [{ source: 'ngx1/conf.d/vip.conf', target }] }));
    const change = withSection('include /etc/keepalived/conf.d/*.conf', `${target}\n/etc/keepalived/conf.d/old.conf`);
    expectFound(found(pair, change), [
      ['warning includes', '/etc/keepalived/conf.d/old.conf', 'what is foretold leaves it out'],
    ]);
  });
});

describe('interfaces', () => {
  const unicast = (source: string): PairChanges => ({
    config: (text, node) =>
      text.replace(
        'advert_int 1',
        `advert_int 1\n    unicast_src_ip ${node === 'ngx1' ? source : '192.168.10.12'}\n    unicast_peer {\n        ${node === 'ngx1' ? '192.168.10.12' : source}\n    }`,
      ),
  });

  test('missing', () => {
    const pair = pairWith({ config: (text) => text.replace('interface ens33', 'interface eno1') });
    expectFound(found(pair), [['error interface', 'no interface eno1; there are ens33 and ens34']]);
  });

  test('missing, where it may come later', () => {
    const config: PairChanges['config'] = (text) =>
      text.replace('interface ens33', 'interface eno1').replace('router_id', 'dynamic_interfaces\n    router_id');
    expectFound(found(pairWith({ config })), [['warning interface', 'no interface eno1']]);
  });

  test('one that is only tracked', () => {
    const config: PairChanges['config'] = (text) =>
      text.replace('track_script', 'track_interface {\n        eno2\n    }\n    track_script');
    expectFound(found(pairWith({ config })), [['error interface', 'no interface eno2']]);
  });

  test('down', () => {
    const down = swap('ens33@if6: <BROADCAST,MULTICAST,UP,LOWER_UP>', 'ens33@if6: <NO-CARRIER,BROADCAST,MULTICAST,UP>');
    expectFound(found(pairWith(), down), [['error interface', 'ens33 is down', 'ip link set ens33 up']]);
  });

  test('without an address to send from', () => {
    expectFound(found(pairWith(), swap('2: ens33    inet 192.168.10.11/24', '2: ens33    inet 192.168.10.111/24')), [
      ['error source address', 'ens33 has no IPv4 address of its own', 'VI_1'],
    ]);
  });

  test('without the address that is written', () => {
    expect(found(pairWith(unicast('192.168.10.11')))).toEqual([]);
    expectFound(found(pairWith(unicast('192.168.10.99'))), [
      ['error source address', 'no such address; ens33 has 192.168.10.11', 'unicast_src_ip'],
    ]);
    expectFound(found(pairWith(unicast('192.168.20.11'))), [
      ['warning source address', '192.168.20.11, which is on ens34 and not on its interface ens33'],
    ]);
  });
});

describe('a virtual address', () => {
  const answered = (mac: string): Change =>
    withSection('probe ens33/192.168.10.111', `192.168.10.111 lladdr ${mac} REACHABLE`);
  const held = swap(
    '2: ens33    inet 192.168.10.11/24',
    '2: ens33    inet 192.168.10.111/24 scope global ens33\\\n2: ens33    inet 192.168.10.11/24',
  );

  test('that a stranger answers', () => {
    expectFound(found(pairWith(), answered('02:00:00:00:00:99')), [
      ['error virtual address', '192.168.10.111 is answered by another machine', '02:00:00:00:00:99', 'ens33'],
    ]);
  });

  test('that the other node answers', () => {
    expect(found(pairWith(), answered('02:00:00:00:10:12'))).toEqual([]);
  });

  test('that a stranger answers although a node has it', () => {
    expectFound(
      found(pairWith(), (text) => held(answered('02:00:00:00:00:99')(text))),
      [['error virtual address', 'though ngx1 has it']],
    );
  });

  test('that was left behind', () => {
    expect(found(pairWith(), held)).toEqual([]);
    const stopped = withSection('service keepalived', 'LoadState=loaded\nActiveState=failed\nUnitFileState=enabled');
    expectFound(
      found(pairWith(), (text) => held(stopped(text))),
      [['warning virtual address', 'keepalived does not run', 'ip addr del 192.168.10.111/24 dev ens33']],
    );
  });
});

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

describe('managers of the network', () => {
  const active = withSection('service systemd-networkd', 'LoadState=loaded\nActiveState=active\nUnitFileState=enabled');
  const link = (text: string): Change =>
    withSection(
      'networkd 2',
      `ADMIN_STATE=configured\nNETWORK_FILE=/run/systemd/network/10-netplan-ens33.network\n${text}`,
    );

  test('systemd-networkd', () => {
    expectFound(
      found(pairWith(), (text) => active(link('')(text))),
      [
        [
          'warning network manager',
          'netplan apply',
          'KeepConfiguration=static',
          '/etc/systemd/network/10-netplan-ens33.network.d/keepalived.conf',
        ],
      ],
    );
    expect(found(pairWith(), (text) => active(link('KeepConfiguration=yes')(text)))).toEqual([]);
    // What it managed when it last ran does not matter.
    expect(found(pairWith(), link(''))).toEqual([]);
    expect(found(pairWith(), (text) => active(withSection('networkd 2', 'ADMIN_STATE=unmanaged')(text)))).toEqual([]);
  });

  test('its routing rules', () => {
    const rules = '    virtual_rules {\n        from 192.168.10.111 table 100 preference 100\n    }\n    track_script';
    const pair = pairWith({ config: (text) => text.replace('    track_script', rules) });
    expectFound(found(pair, active), [['warning network manager', 'ManageForeignRoutingPolicyRules=no']]);
    const settings = withSection('networkd-settings', 'ManageForeignRoutingPolicyRules=no');
    expect(found(pair, (text) => active(settings(text)))).toEqual([]);
  });

  test('NetworkManager', () => {
    const change = withSection('NetworkManager', 'ens33:connected\nens34:unmanaged');
    expectFound(found(pairWith(), change), [['warning network manager', 'NetworkManager manages ens33', 'nmcli']]);
    expect(found(pairWith(), withSection('NetworkManager', 'ens33:connected (externally)'))).toEqual([]);
  });
});

describe('listening on a virtual address', () => {
  const listening = (line: string): PairChanges => ({
    files: { 'site.conf': line },
    node: { files: [{ source: 'site.conf', target: '/etc/nginx/conf.d/site.conf' }] },
  });

  test.each([
    'server { listen 192.168.10.111:80; }',
    'listen 192.168.10.111;',
    '  bind ipv4@192.168.10.111:80,:81\n',
    'Listen 192.168.10.111:80\n',
  ])('%j', (line) => {
    const pair = pairWith(listening(line));
    expectFound(found(pair), [
      ['error nonlocal bind', '192.168.10.111', 'net.ipv4.ip_nonlocal_bind=1', '/etc/nginx/conf.d/site.conf'],
    ]);
    expect(found(pair, withSection('sysctl nonlocal4', '1'))).toEqual([]);
  });

  test.each([
    'listen 80;',
    '# listen 192.168.10.111:80;',
    'bind 192.168.10.111:80 transparent',
    'listen 192.168.10.1:80;',
    'listen 192.168.10.11:80;',
  ])('does not happen: %j', (line) => {
    expect(found(pairWith(listening(line)))).toEqual([]);
  });

  test('of IPv6', () => {
    const pair = pairWith({
      ...listening('listen [fd00:10::111]:80;'),
      config: (text) =>
        text.replace(
          '192.168.10.111/24\n',
          '192.168.10.111/24\n    }\n    virtual_ipaddress_excluded {\n        fd00:10::111/64\n',
        ),
    });
    const wanted = [['error nonlocal bind', 'fd00:10::111', 'net.ipv6.ip_nonlocal_bind=1']];
    expectFound(found(pair, withSection('sysctl nonlocal4', '1')), wanted);
    expect(found(pair, withSection('sysctl nonlocal6', '1'))).toEqual([]);
  });
});

test('two instances with the same trouble have one finding', () => {
  const second = (text: string): string =>
    `${text}${text.slice(text.indexOf('vrrp_instance')).replace('VI_1', 'VI_2').replace('router_id 51', 'router_id 52').replace('.111', '.112')}`;
  const pair = pairWith({ config: (text) => second(text).replaceAll('interface ens33', 'interface eno1') });
  expectFound(found(pair), [['error interface', 'eno1']]);
});

test('what a host says moves no cursor', () => {
  const nameless = (text: string): string => withSection('package nginx', '')(withSection('manager', '')(text));
  const change: Change = (text) => nameless(text.replace('12 (bookworm)', '\u001b[2J'));
  expectFound(found(pairWith(), change), [['error packages: Debian GNU/Linux  [2J has no package manager']]);
});

test('a host that says nothing at all is refused, and not by an exception', () => {
  const facts = new Map([['ngx1', factsOf('debian', () => '')]]);
  expect(preflight(pairWith(), facts)).toEqual([expect.objectContaining({ node: 'ngx1', name: 'privilege' })]);
});
