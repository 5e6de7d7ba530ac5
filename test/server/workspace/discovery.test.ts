import { describe, expect, test } from 'vitest';
import { beginsAsConfiguration, configurationNames } from '../../../server/src/workspace/discovery.ts';

describe('by its name', () => {
  test.each([
    ['/srv', ['keepalived.conf', 'my-keepalived.conf', 'nginx.conf'], ['keepalived.conf']],
    ['/srv', ['keepalived-master.conf', 'keepalived2.conf'], ['keepalived-master.conf', 'keepalived2.conf']],
    ['/etc/keepalived/conf.d/deeper', ['vips.conf', 'check.sh'], ['vips.conf']],
    ['/etc/keepalived.d', ['vips.conf'], []],
    [
      '/srv',
      ['keepalived.conf.master', 'keepalived.conf.backup'],
      ['keepalived.conf.master', 'keepalived.conf.backup'],
    ],
    ['/srv', ['keepalived.conf-slave', 'keepalived.conf'], ['keepalived.conf', 'keepalived.conf-slave']],
    [
      '/srv',
      ['keepalived.conf.backup1', 'keepalived.conf.backup2'],
      ['keepalived.conf.backup1', 'keepalived.conf.backup2'],
    ],
    [
      '/srv',
      ['keepalived.conf.master.hc', 'keepalived.conf.for-slave'],
      ['keepalived.conf.master.hc', 'keepalived.conf.for-slave'],
    ],
  ])('in %s: %j are %j', (folder, names, expected) => {
    expect([...configurationNames(folder, names)]).toEqual(expected);
  });

  test.each([
    ['a copy', 'keepalived.conf.bak'],
    ['a copy that looks like a node', 'keepalived.conf.backup'],
    ['a copy of a node', 'keepalived.conf.master.old'],
    ['a sample', 'keepalived.conf.master.sample'],
    ['a template', 'keepalived.conf.master.j2'],
    ['no word behind the name', 'keepalived.conf.'],
  ])('%s does not count: %s', (_, name) => {
    expect([...configurationNames('/srv', ['keepalived.conf', name])]).toEqual(['keepalived.conf']);
  });
});

test.each([
  ['! Configuration File for keepalived\n\nglobal_defs {\n}\n', true],
  ['# lb01\r\nvrrp_instance VI_1 {\r\n', true],
  ['vrrp_script{', true],
  ['server {\n', false],
  ['# nothing else', false],
  ['', false],
  ['include conf.d/*.conf', false],
])('a file that begins %j: %s', (text, expected) => {
  expect(beginsAsConfiguration(text)).toBe(expected);
});
