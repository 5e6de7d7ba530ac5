import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';

const example = (node: string): string =>
  readFileSync(new URL(`../../../examples/master-master/${node}/keepalived.conf`, import.meta.url), 'utf8');
const pair: Texts = { '/w/ngx1/keepalived.conf': example('ngx1'), '/w/ngx2/keepalived.conf': example('ngx2') };
const mainFiles = Object.keys(pair);

const codesOf = (analysis: { findings: ReadonlyMap<string, readonly { code: string }[]> }, file: string): string[] =>
  (analysis.findings.get(file) ?? []).map(({ code }) => code);

describe('what did not change is kept', () => {
  test('an edit reads its own node again and no other', () => {
    const files = memoryFiles(pair);
    const workspace = createWorkspace(files);
    const before = workspace.analyse(mainFiles);
    files.open(mainFiles[1]!, pair[mainFiles[1]!]!.replace('virtual_router_id 51', 'virtual_router_id 61'));
    const after = workspace.analyse(mainFiles);
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[1]).not.toBe(before.nodes[1]);
    expect(mainFiles.map((file) => codesOf(after, file).includes('pair-vrid-mismatch'))).toEqual([true, true]);
    files.open(mainFiles[1]!, undefined);
    const again = workspace.analyse(mainFiles);
    expect(mainFiles.map((file) => codesOf(again, file).includes('pair-vrid-mismatch'))).toEqual([false, false]);
  });

  test('without an edit the findings are the same objects', () => {
    const files = memoryFiles({ '/a/keepalived.conf': 'nonsense\nvrrp_instance A {\n}' });
    const workspace = createWorkspace(files);
    const first = workspace.analyse(['/a/keepalived.conf']).findings.get('/a/keepalived.conf')!;
    const second = workspace.analyse(['/a/keepalived.conf']).findings.get('/a/keepalived.conf')!;
    expect(first.length).toBeGreaterThan(1);
    expect(second.every((finding, i) => finding === first[i])).toBe(true);
  });

  test('an included file that changes has its node read again', () => {
    const files = memoryFiles({ '/a/keepalived.conf': 'include part.conf', '/a/part.conf': 'global_defs {\n}' });
    const workspace = createWorkspace(files);
    expect(codesOf(workspace.analyse(['/a/keepalived.conf']), '/a/part.conf')).toEqual([]);
    files.open('/a/part.conf', 'nonsense');
    expect(codesOf(workspace.analyse(['/a/keepalived.conf']), '/a/part.conf')).toEqual(['unknown-keyword']);
  });
});

test('a file that another one includes is looked at as a part of that one', () => {
  const files = memoryFiles({
    '/a/keepalived.conf': 'vrrp_instance A {\n include part.conf\n}',
    '/a/part.conf': 'priority 100',
  });
  const analysis = createWorkspace(files).analyse(['/a/keepalived.conf', '/a/part.conf']);
  expect(analysis.nodes.map(({ file }) => file)).toEqual(['/a/keepalived.conf']);
  expect(codesOf(analysis, '/a/part.conf')).not.toContain('unknown-keyword');
});

test('reading alone has the nodes and clusters that an analysis has', () => {
  const workspace = createWorkspace(memoryFiles(pair));
  const { nodes, clusters } = workspace.read(mainFiles);
  expect(nodes.map(({ file }) => file)).toEqual(mainFiles);
  expect(clusters.map(({ members }) => members.map(({ name }) => name))).toEqual([['ngx1', 'ngx2']]);
  const analysis = workspace.analyse(mainFiles);
  expect(analysis.clusters).toEqual(clusters);
  expect(analysis.nodes.every((node, i) => node === nodes[i])).toBe(true);
});

describe('one file with @id lines', () => {
  const shared = (priority: string): Texts => ({
    '/a/keepalived.conf': `vrrp_instance VI_1 {
      @ngx1 state MASTER
      @ngx2 state BACKUP
      interface ens33
      virtual_router_id 51
      @ngx1 priority 100
      @ngx2 priority ${priority}
      virtual_ipaddress {
        192.168.10.111
      }
    }`,
  });
  const analyse = (texts: Texts) => createWorkspace(memoryFiles(texts)).analyse(Object.keys(texts));

  test('is several nodes, which are one cluster', () => {
    const { nodes, clusters } = analyse(shared('99'));
    expect(nodes.map(({ configId }) => configId)).toEqual(['ngx1', 'ngx2']);
    expect(clusters.map(({ members }) => members.map(({ name }) => name))).toEqual([['ngx1', 'ngx2']]);
  });

  test('is three nodes in each of two environments', () => {
    const text =
      'vrrp_instance A {\n @a priority 3\n @b priority 2\n @c priority 1\n virtual_ipaddress {\n 10.0.0.1\n }\n}';
    const { clusters } = analyse({ '/prod/keepalived.conf': text, '/staging/keepalived.conf': text });
    expect(clusters.map(({ members }) => members.map(({ name, node }) => `${node.file} ${name}`))).toEqual([
      ['/prod/keepalived.conf a', '/prod/keepalived.conf b', '/prod/keepalived.conf c'],
      ['/staging/keepalived.conf a', '/staging/keepalived.conf b', '/staging/keepalived.conf c'],
    ]);
  });

  test('is held against itself', () => {
    expect(codesOf(analyse(shared('100')), '/a/keepalived.conf')).toEqual([
      'pair-unhealthy-blind',
      'pair-priority-equal',
      'pair-priority-equal',
    ]);
    expect(codesOf(analyse(shared('99')), '/a/keepalived.conf')).toEqual(['pair-unhealthy-blind']);
  });
});

describe('the release to judge by', () => {
  const newKeyword = {
    '/a/keepalived.conf':
      'vrrp_instance A {\n owner_ignore_adverts\n interface e\n virtual_router_id 1\n virtual_ipaddress {\n 10.0.0.1\n }\n}',
  };
  const clusterFile = readClusterFile(
    '/a/keepalived-ha.json',
    '{"nodes":{"a":{"config":"keepalived.conf"}},"keepalivedVersion":"2.4.3"}',
  );
  const codes = (options: Parameters<ReturnType<typeof createWorkspace>['analyse']>[1]) =>
    codesOf(createWorkspace(memoryFiles(newKeyword)).analyse(['/a/keepalived.conf'], options), '/a/keepalived.conf');
  test.each([
    ['is 2.2.7 where nothing is said', {}, true],
    ['is what the cluster file names', { clusterFiles: [clusterFile] }, false],
    [
      'is what was asked for, whatever the cluster file names',
      { version: '2.2.7' as const, clusterFiles: [clusterFile] },
      true,
    ],
    ['may be newer', { version: '2.4.3' as const }, false],
  ])('%s', (_, options, tooNew) => expect(codes(options).includes('newer-than-target')).toBe(tooNew));
});
