import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { scaffoldPair } from '../../server/src/features/scaffold.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

// Words that VS Code adds to JSON schemas and that are no part of the standard.
const ajv = new Ajv({ allErrors: true, keywords: ['patternErrorMessage', 'enumDescriptions', 'defaultSnippets'] });
const schema = JSON.parse(read('schemas/keepalived-ha.schema.json'));
const validate = ajv.compile(schema);

/** Paths of what the schema rejects, `[]` for a valid document. */
function rejected(document: unknown): string[] {
  return validate(document) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.keyword}`);
}

const node = { config: 'ngx1/keepalived.conf' };

describe('keepalived-ha.schema.json', () => {
  test.each(['master-backup', 'master-master'])('accepts examples/%s', (name) => {
    expect(rejected(parse(read(`examples/${name}/keepalived-ha.json`)))).toEqual([]);
  });

  test('accepts what the scaffold writes', () => {
    const files = scaffoldPair({
      layout: 'master-backup',
      nodes: [
        { name: 'a', host: 'root@a.example.org' },
        { name: 'b', host: 'deploy@b.example.org' },
      ],
      addresses: [{ address: '192.168.10.111', virtualRouterId: 51 }],
      interface: 'eth0',
      authPass: 'k3xw9bqz',
      healthCheck: true,
    });
    expect(rejected(JSON.parse(files.find(({ path }) => path === 'keepalived-ha.json')!.text))).toEqual([]);
  });

  test('accepts every property that there is', () => {
    const full = {
      nodes: {
        'lb-01': {
          config: 'keepalived.conf',
          configId: 'lb-01',
          host: 'jump-box',
          become: 'sudo',
          target: '/etc/keepalived/keepalived.conf',
          files: [{ source: 'check.sh', target: '/usr/libexec/check.sh', mode: '0755' }],
        },
      },
      packages: ['nginx'],
      services: ['nginx.service'],
      checks: [{ url: 'http://[2001:db8::111]/', answers: { 'lb-01': 'web1' } }],
      keepalivedVersion: '2.2.7',
    };
    expect(rejected(full)).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['no nodes', {}, ' required'],
    ['an empty list of nodes', { nodes: {} }, '/nodes minProperties'],
    ['a property that does not exist', { nodes: { a: node }, passwords: {} }, ' additionalProperties'],
    ['a node without configuration', { nodes: { a: { host: 'a' } } }, '/nodes/a required'],
    ['a node name that leaves its folder', { nodes: { '../a': node } }, '/nodes pattern'],
    [
      'a host that ssh would take for an option',
      { nodes: { a: { ...node, host: '-oProxyCommand=x' } } },
      '/nodes/a/host pattern',
    ],
    ['the same behind a user', { nodes: { a: { ...node, host: 'root@-oProxyCommand=x' } } }, '/nodes/a/host pattern'],
    ['a host with blanks', { nodes: { a: { ...node, host: 'a b' } } }, '/nodes/a/host pattern'],
    ['a way to become root that does not exist', { nodes: { a: { ...node, become: 'su' } } }, '/nodes/a/become enum'],
    ['a target that is not absolute', { nodes: { a: { ...node, target: 'k.conf' } } }, '/nodes/a/target pattern'],
    [
      'a mode that is not octal',
      { nodes: { a: { ...node, files: [{ source: 'a', target: '/a', mode: '0888' }] } } },
      '/nodes/a/files/0/mode pattern',
    ],
    ['a package that is an option', { nodes: { a: node }, packages: ['--force'] }, '/packages/0 pattern'],
    [
      'a check that is no HTTP',
      { nodes: { a: node }, checks: [{ url: 'ftp://a', answers: { a: 'x' } }] },
      '/checks/0/url pattern',
    ],
    ['a version with letters', { nodes: { a: node }, keepalivedVersion: 'latest' }, '/keepalivedVersion pattern'],
  ])('rejects %s', (_, document, where) => {
    expect(rejected(document)).toContain(where);
  });
});
