import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const readJson = (path: string) => JSON.parse(readFileSync(new URL(path, root), 'utf8'));
const { contributes, icon, capabilities } = readJson('package.json');
const keepalived = contributes.languages.find(({ id }: { id: string }) => id === 'keepalived');

test('every contributed file is there', () => {
  const paths: string[] = [
    icon,
    keepalived.configuration,
    ...contributes.grammars.map(({ path }: { path: string }) => path),
    ...contributes.snippets.map(({ path }: { path: string }) => path),
    ...contributes.jsonValidation.map(({ url }: { url: string }) => url),
  ];
  expect(paths).toHaveLength(5);
  expect(paths.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
});

test('an untrusted workspace is told what is off', () => {
  expect(capabilities.untrustedWorkspaces.supported).toBe('limited');
});

test.each(['comparePeer', 'deploy', 'verify', 'drill', 'rollback'])(
  '%s reaches hosts or other places, and is off in an untrusted workspace',
  (name) => {
    const command = contributes.commands.find(({ command }: { command: string }) => command === `keepalived.${name}`);
    expect(command.enablement).toMatch(/^isWorkspaceTrusted\b/);
  },
);

test('no workspace can say how ssh is run', () => {
  expect(contributes.configuration.properties['keepalived.deploy.sshConfig'].scope).toBe('machine');
});

test('keepalived.conf and keepalived folders are ours, other conf.d files are not', () => {
  expect(keepalived.filenames).toEqual(['keepalived.conf']);
  expect(keepalived.filenamePatterns).toEqual([
    'keepalived*.conf',
    'keepalived*.conf{.,-,_}{master,backup,slave,primary,secondary}*',
    '**/keepalived/**/*.conf',
  ]);
});

describe('the first line of a file with another name', () => {
  const firstLine = new RegExp(keepalived.firstLine);

  test.each([
    '! Configuration File for keepalived',
    '# Configuration File for keepalived',
    '# keepalived-ha: pair=lb02.conf',
    'vrrp_instance VI_1 {',
    '  global_defs {',
    'global_defs',
    'virtual_server 10.0.0.1 80 {',
  ])('ours: %s', (line) => {
    expect(line).toMatch(firstLine);
  });

  test.each(['# nginx', 'server {', 'global_defs_of_something {', 'vrrp_instances', 'upstream keepalived {', ''])(
    'not ours: %s',
    (line) => {
      expect(line).not.toMatch(firstLine);
    },
  );
});

describe('language-configuration.json', () => {
  const { wordPattern, indentationRules, onEnterRules } = readJson('language-configuration.json');

  test.each([
    [
      '    virtual_ipaddress { 192.168.10.111/24 dev eth0:1 }',
      ['virtual_ipaddress', '192.168.10.111/24', 'dev', 'eth0:1'],
    ],
    [`script "/usr/bin/x -a" $NAME-b \${OTHER}`, ['script', '/usr/bin/x', '-a', '$NAME', '-b', `\${OTHER}`]],
    ['auth_pass ab#c', ['auth_pass', 'ab', 'c']],
  ])('the words of %s', (line, words) => {
    expect(line.match(new RegExp(wordPattern, 'g'))).toEqual(words);
  });

  test.each([
    ['vrrp_instance VI_1 {', true],
    ['{', true],
    ['} vrrp_instance VI_2 {', true],
    ['vrrp_instance VI_1 { # main', true],
    ['virtual_ipaddress { 10.0.0.1 }', false],
    ['# vrrp_instance {', false],
    ['script "{"', false],
  ])('%s indents the next line: %s', (line, indents) => {
    expect(new RegExp(indentationRules.increaseIndentPattern).test(line)).toBe(indents);
  });

  test.each([
    ['    }', true],
    ['@ngx1 }', true],
    ['virtual_ipaddress { 10.0.0.1 }', false],
  ])('%s stands further left: %s', (line, outdents) => {
    expect(new RegExp(indentationRules.decreaseIndentPattern).test(line)).toBe(outdents);
  });

  test('a definition of several lines is indented from its second line on', () => {
    expect('$PEERS=a \\').toMatch(new RegExp(onEnterRules[0].beforeText));
    expect('priority 100').not.toMatch(new RegExp(onEnterRules[0].beforeText));
    expect('  b').toMatch(new RegExp(onEnterRules[1].beforeText));
    expect('  b \\').not.toMatch(new RegExp(onEnterRules[1].beforeText));
  });
});
