// What the editor underlines in keepalived-ha.json is what a deployment refuses, and what it offers to write is not.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { readInventory } from '../../deploy/src/inventory.ts';

const file = new URL('../../schemas/keepalived-ha.schema.json', import.meta.url);
const schema = JSON.parse(readFileSync(file, 'utf8'));
const ajv = new Ajv({ keywords: ['patternErrorMessage', 'enumDescriptions', 'defaultSnippets'] });
const isValid = ajv.compile(schema);

const problemsOf = (document: unknown): readonly string[] => {
  const reading = readInventory('/srv/web/keepalived-ha.json', JSON.stringify(document));
  return 'problems' in reading ? reading.problems : [];
};
const isAccepted = (document: unknown): boolean => problemsOf(document).length === 0;

const node = { config: 'ngx1/keepalived.conf', host: 'root@192.168.10.11' };
const withNode = (more: object): object => ({ nodes: { ngx1: { ...node, ...more } } });
const withFile = (more: object): object => withNode({ files: [{ source: 'a.sh', target: '/srv/a.sh', ...more }] });
const withCheck = (more: object): object => ({
  ...withNode({}),
  checks: [{ url: 'http://192.168.10.111/', answers: { ngx1: 'web1' }, ...more }],
});

describe('the schema and the inventory accept', () => {
  test.each<[string, object]>([
    ['a node', withNode({})],
    ['a name with digits, dots, dashes and underscores', { nodes: { '1.lb-a_b': node } }],
    ['a host by its name alone', withNode({ host: 'ngx1' })],
    ['a host with a dash in its name', withNode({ host: 'admin@lb-1' })],
    ['a host as a URL', withNode({ host: 'ssh://root@ngx1:2222' })],
    ['a host with quotes and signs', withNode({ host: `a'b"$(x);c@d` })],
    ['sudo', withNode({ become: 'sudo' })],
    ['a target with blanks and dots in its name', withNode({ target: '/srv/my files/..keepalived.conf' })],
    ['a target in the root', withNode({ target: '/k' })],
    ['a file', withFile({})],
    ['modes of three and of four digits', withFile({ mode: '755' })],
    ['an octal mode', withFile({ mode: '0640' })],
    ['packages and services', { ...withNode({}), packages: ['nginx', 'libc6:amd64'], services: ['php-fpm@8.2'] }],
    ['a page', withCheck({})],
    ['a page at a port', withCheck({ url: 'https://192.168.10.111:8443/health?from=ha' })],
    ['a page without a path', withCheck({ url: 'http://192.168.10.111' })],
    ['a page of which nothing is said', withCheck({ answers: undefined })],
    ['a page at an IPv6 address', withCheck({ url: 'http://[2001:db8::111]/' })],
  ])('%s', (_, document) => {
    const written: unknown = JSON.parse(JSON.stringify(document));
    expect(isValid(written)).toBe(true);
    expect(problemsOf(written)).toEqual([]);
  });
});

describe('the schema and the inventory refuse', () => {
  test.each<[string, object]>([
    ['no nodes', {}],
    ['nodes in a list', { nodes: [node] }],
    ['a name with a slash', { nodes: { '../a': node } }],
    ['a name with a leading dash', { nodes: { '-a': node } }],
    ['a node without configuration', { nodes: { ngx1: { host: 'ngx1' } } }],
    ['an empty host', withNode({ host: '' })],
    ['a host with a leading dash', withNode({ host: '-oProxyCommand=x' })],
    ['a leading dash behind a user', withNode({ host: 'root@-oProxyCommand=x' })],
    ['a leading dash in a URL', withNode({ host: 'ssh://-oProxyCommand=x' })],
    ['a host with a blank', withNode({ host: 'ngx1 x' })],
    ['a host with a line end', withNode({ host: 'ngx1\nx' })],
    ['a host with a control character', withNode({ host: 'ngx1\u0007' })],
    ['a host that is no text', withNode({ host: 7 })],
    ['another way to become root', withNode({ become: 'su' })],
    ['a relative target', withNode({ target: 'keepalived.conf' })],
    ['a target that is a folder', withNode({ target: '/etc/keepalived/' })],
    ['a target that goes up', withNode({ target: '/etc/keepalived/../passwd' })],
    ['a target that ends with a dot', withNode({ target: '/etc/.' })],
    ['a target that goes up behind an odd line end', withNode({ target: '/etc/\u2028/../passwd' })],
    ['a target with a line end', withNode({ target: '/etc/a\nb' })],
    ['files that are no list', withNode({ files: {} })],
    ['a file without a source', withFile({ source: undefined })],
    ['a file with an empty source', withFile({ source: '' })],
    ['a file without a target', withFile({ target: undefined })],
    ['a file with a relative target', withFile({ target: 'a.sh' })],
    ['a mode that is not octal', withFile({ mode: '0888' })],
    ['a mode that is a number', withFile({ mode: 644 })],
    ['a mode with more than permissions', withFile({ mode: '4755' })],
    ['a package that is an option', { ...withNode({}), packages: ['--force'] }],
    ['a service with a slash', { ...withNode({}), services: ['../x'] }],
    ['services that are no list', { ...withNode({}), services: 'nginx' }],
    ['a page by a name', withCheck({ url: 'http://web.example.org/' })],
    ['a page by another protocol', withCheck({ url: 'ftp://192.168.10.111/' })],
    ['a page with a password', withCheck({ url: 'http://root:x@192.168.10.111/' })],
    ['a page at no address', withCheck({ url: 'http://192.168.10.311/' })],
    ['a page with a blank', withCheck({ url: 'http://192.168.10.111/a b' })],
    ['no page', withCheck({ url: undefined })],
    ['an empty answer', withCheck({ answers: { ngx1: '' } })],
    ['an answer that is no text', withCheck({ answers: { ngx1: 1 } })],
  ])('%s', (_, document) => {
    const written: unknown = JSON.parse(JSON.stringify(document));
    expect(isValid(written)).toBe(false);
    expect(isAccepted(written)).toBe(false);
  });
});

// A schema sees one value at a time.
test.each<[string, object, string]>([
  ['a node without a host, which can be checked but not deployed', { nodes: { ngx1: { config: 'a.conf' } } }, 'host'],
  ['an answer for a node that does not exist', withCheck({ answers: { ngx9: 'web9' } }), 'no node ngx9'],
  ['a file that is written twice', withFile({ target: '/etc/keepalived/keepalived.conf' }), 'written twice'],
  ['two nodes on one host', { nodes: { a: node, b: { ...node, config: 'b.conf' } } }, 'host of two nodes'],
])('only the inventory refuses %s', (_, document, reason) => {
  expect(isValid(document)).toBe(true);
  expect(problemsOf(document).join()).toContain(reason);
});

test.each<[string, object]>([
  ['a property that nobody reads', withNode({ file: [] })],
  ['a package named twice', { ...withNode({}), packages: ['nginx', 'nginx'] }],
])('only the schema complains about %s', (_, document) => {
  expect(isValid(document)).toBe(false);
  expect(isAccepted(document)).toBe(true);
});

describe('completion offers what is accepted', () => {
  const parts = { ...schema.definitions, ...schema.properties, 'the whole file': schema };
  const snippets = Object.entries<{ defaultSnippets?: { label: string; body: unknown }[] }>(parts).flatMap(
    ([part, { defaultSnippets = [] }]) => defaultSnippets.map(({ label, body }) => ({ part, label, body })),
  );
  /** As it is when nothing is typed over the suggestions. */
  const inserted = (body: unknown): object =>
    JSON.parse(JSON.stringify(body).replace(/\$\{\d+:([^}]*)\}/g, (_, suggestion: string) => suggestion));
  const around: Record<string, (part: object) => object> = {
    'the whole file': (part) => part,
    nodes: (nodes) => ({ nodes }),
    node: withNode,
    file: withFile,
    check: (check) => ({ nodes: { ngx1: node, ngx2: { config: 'b.conf', host: 'b' } }, checks: [check] }),
    packages: (packages) => ({ ...withNode({}), packages }),
    services: (services) => ({ ...withNode({}), services }),
  };

  test('of everything that has parts', () => {
    expect([...new Set(snippets.map(({ part }) => part))].sort()).toEqual(Object.keys(around).sort());
  });

  test.each(snippets)('$part: $label', ({ part, body }) => {
    const document = around[part]!(inserted(body));
    expect(isValid(document)).toBe(true);
    expect(problemsOf(document)).toEqual([]);
  });
});
