// What the daemon is told besides its file, and what the file includes.
import { describe, expect, test } from 'vitest';
import { type Change, expectFound, found, type PairChanges, pairWith, withSection } from './pair.ts';

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
