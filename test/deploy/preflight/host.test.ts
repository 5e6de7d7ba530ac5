// What stands in the way of a deployment: one host as it was recorded, with one thing wrong.
import { describe, expect, test } from 'vitest';
import { preflight } from '../../../deploy/src/preflight/preflight.ts';
import {
  type Change,
  expectFound,
  factsOf,
  found,
  type PairChanges,
  pairWith,
  type Recorded,
  withSection,
} from './pair.ts';

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

describe('an error that somebody knows better of', () => {
  /** Line 19 of ngx1, which 2.2.0 does not know. */
  const config = (behind: string) => (text: string, node: string) =>
    node === 'ngx1' ? text.replace('advert_int 1', `advert_int 1\n    down_timer_adverts 4${behind}`) : text;
  const old = withSection('version', 'Keepalived v2.2.0 (01/10,2021)');
  const lint = (changes: PairChanges): string[] => found(pairWith(changes), old).filter((text) => / lint:/.test(text));

  test.each([
    ['a comment suppresses it', { config: config(' # keepalived-ha: ignore=newer-than-target,pair-timers-mismatch') }],
    [
      'keepalived-ha.json switches it off',
      { config: config(''), inventory: { rules: { 'newer-than-target': 'off', 'pair-timers-mismatch': 'off' } } },
    ],
  ])('does not block, and is told as one of which %s', (why, changes) => {
    expectFound(lint(changes), [
      ['warning lint: ngx1/keepalived.conf:19', 'newer-than-target', `It does not block: ${why}.`],
    ]);
  });

  test('a milder level is told as such', () => {
    const rules = { 'newer-than-target': 'warning', 'pair-timers-mismatch': 'off' } as const;
    const [finding, ...others] = lint({ config: config(''), inventory: { rules } });
    expect(others).toEqual([]);
    expect(finding).toMatch(/^warning lint: ngx1\/keepalived\.conf:19 .*newer-than-target/);
    expect(finding).not.toContain('does not block');
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
