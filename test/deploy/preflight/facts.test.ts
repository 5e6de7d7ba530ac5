// What hosts of several distributions say of themselves, as typed facts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daemonOptionsOf } from '../../../deploy/src/host/daemonOptions.ts';
import { wordsOf } from '../../../deploy/src/host/facts.ts';
import { parseFacts } from '../../../deploy/src/host/factsText.ts';
import { factsOf, withSection } from './pair.ts';

describe('the facts of', () => {
  test('Debian 12', () => {
    expect(factsOf('debian')).toMatchObject({
      uid: 0,
      hostname: 'ngx1',
      distribution: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
      packageManager: 'apt',
      missingPackages: [],
      version: '2.2.7',
      hasSystemd: true,
      daemon: { program: '/usr/sbin/keepalived' },
      enforcesSelinux: false,
    });
    expect(factsOf('debian').services.get('nginx')).toEqual({
      known: true,
      active: true,
      enabled: true,
      masked: false,
      mainPid: 52,
      restarts: 0,
    });
    expect(factsOf('debian').services.get('systemd-networkd')).toMatchObject({ active: false, enabled: false });
    expect(factsOf('debian').interfaces.get('ens33')).toEqual({
      up: true,
      mac: '02:00:00:00:10:11',
      addresses: ['192.168.10.11', 'fd00:10:0:0:0:0:0:11', 'fe80:0:0:0:f49d:c3ff:fe97:30f0'],
    });
    expect(factsOf('debian').scripts.get('/etc/keepalived/check_nginx.sh')).toEqual({
      path: '/etc/keepalived/check_nginx.sh',
      steps: ['/', '/etc', '/etc/keepalived', '/etc/keepalived/check_nginx.sh'].map((path) => ({
        path,
        mode: path.endsWith('.sh') ? 0o100755 : 0o40755,
        uid: 0,
        gid: 0,
      })),
      interpreter: { name: '/bin/sh', isThere: true },
    });
  });

  test('Rocky Linux 9', () => {
    const facts = factsOf('rocky');
    expect(facts).toMatchObject({
      hostname: 'ngx1.example.org',
      distribution: { id: 'rocky', version: '9.4' },
      packageManager: 'dnf',
      missingPackages: ['nginx'],
      version: '2.2.8',
      enforcesSelinux: true,
      networkManager: new Set(['ens33']),
    });
    expect(facts.services.get('nginx')).toMatchObject({ known: false, active: false, enabled: false });
    expect(facts.scripts.get('/etc/keepalived/check_nginx.sh')?.label).toBe('unconfined_u:object_r:etc_t:s0');
    expect(facts.folders.get('/var/lib/keepalived-ha')).toEqual({ free: 3214436, mount: '/var', writable: true });
    expect(facts.programs.has('curl')).toBe(true);
    expect(facts.programs.has('wget')).toBe(false);
  });

  test('openSUSE Leap 15.6, without keepalived', () => {
    const facts = factsOf('opensuse');
    expect(facts).toMatchObject({ packageManager: 'zypper', missingPackages: ['nginx', 'keepalived'] });
    expect([facts.version, facts.daemon]).toEqual([undefined, undefined]);
    expect(facts.interfaces.get('ens34')?.up).toBe(false);
    // It was heard of some time ago; that is no answer.
    expect(facts.answers).toEqual(new Map());
    expect(facts.nonlocalBind).toEqual(new Set([4]));
  });

  test('Alpine 3.20, without systemd', () => {
    const facts = factsOf('alpine');
    expect(facts).toMatchObject({ packageManager: 'apk', version: '2.3.1', hasSystemd: false });
    expect(facts.services).toEqual(new Map());
    expect(facts.users.get('keepalived_script')).toEqual({ uid: 101, gid: 102 });
    expect(facts.scripts.get('/etc/keepalived/check_nginx.sh')?.interpreter).toEqual({
      name: '/bin/bash',
      isThere: false,
    });
  });

  test('a host that says nothing at all', () => {
    expect(parseFacts('', 'mark')).toMatchObject({ uid: NaN, missingPackages: [], hasSystemd: false });
  });
});

test('what no argument can hold is not looked for', () => {
  const nothing = { packages: [], services: [], programs: [], users: [], groups: [], probes: [], includes: [] };
  const needs = { ...nothing, scripts: ['/a\0b', '/two\nlines', "/it's $(fine)"], folders: ['/etc'] };
  expect(wordsOf(needs)).toEqual(["script=/it's $(fine)", 'folder=/etc']);
});

test('who answered for an address', () => {
  const answer = '192.168.10.111 lladdr 02:00:00:00:00:99 REACHABLE';
  const text = withSection('probe ens33/192.168.10.111', answer);
  expect(factsOf('debian', text).answers).toEqual(new Map([['192.168.10.111', '02:00:00:00:00:99']]));
});

test('what a host prints is no section of ours', () => {
  const text = withSection(
    'environment /etc/default/keepalived',
    '@@@ manager\nMARK manager\n @@ version\nKeepalived v1.0.0',
  );
  expect(factsOf('debian', text)).toEqual(factsOf('debian'));
});

test('any text has an answer', () => {
  const word = fc.constantFrom(
    '@@',
    'uid',
    'links',
    'daemon',
    'ExecStart={ argv[]=',
    '{',
    '=',
    ':',
    'ens33',
    '1',
    '\n',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      parseFacts(words.join(''), '@@');
    }),
  );
});

describe('the options that keepalived is started with', () => {
  const unit = (command: string, more = ''): string =>
    `ExecStart={ path=/usr/sbin/keepalived ; argv[]=${command} ; ignore_errors=no ; pid=0 }\n${more}`;
  const optionsOf = (command: string, more?: string, files = {}): unknown =>
    daemonOptionsOf(unit(command, more), new Map(Object.entries(files)));
  const program = '/usr/sbin/keepalived';

  test.each([
    [`${program} --dont-fork`, { program }],
    [`${program} -D -f /etc/ka.conf -i ngx1`, { program, file: '/etc/ka.conf', configId: 'ngx1' }],
    [`${program} -nDf/etc/ka.conf`, { program, file: '/etc/ka.conf' }],
    [`${program} --use-file=/etc/ka.conf --config-id ngx1`, { program, file: '/etc/ka.conf', configId: 'ngx1' }],
    [`${program} -p /run/f.pid -S 3 -g/var/log/if`, { program }],
    [`${program} -f '/etc/with blank.conf'`, { program, file: '/etc/with blank.conf' }],
  ])('%s', (command, options) => {
    expect(optionsOf(command)).toEqual(options);
  });

  test('come from the file that the unit names, and from no other', () => {
    const command = `${program} --dont-fork $DAEMON_ARGS`;
    const named = 'EnvironmentFiles=/etc/default/keepalived (ignore_errors=yes)';
    const files = {
      '/etc/default/keepalived': '# DAEMON_ARGS="-f /etc/no.conf"\nDAEMON_ARGS="-f /etc/ka.conf -i ngx1"\n',
      '/etc/sysconfig/keepalived': 'DAEMON_ARGS="-f /etc/other.conf"\n',
    };
    expect(optionsOf(command, named, files)).toEqual({ program, file: '/etc/ka.conf', configId: 'ngx1' });
    expect(optionsOf(command, '', files)).toEqual({ program });
    expect(optionsOf(command, 'Environment="DAEMON_ARGS=-f /etc/own.conf" X=1')).toEqual({
      program,
      file: '/etc/own.conf',
    });
  });
});
