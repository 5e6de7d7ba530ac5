/** An edit in one of 2,000 files: what is read, checked and told again. Work is counted, not timed. */
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../server/src/cluster/cluster.ts';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { createReports } from '../../../server/src/lsp/reports.ts';
import type { Finding } from '../../../server/src/model/finding.ts';
import type { Node } from '../../../server/src/model/node.ts';
import { cacheFiles } from '../../../server/src/workspace/files.ts';
import { createNodes } from '../../../server/src/workspace/nodes.ts';
import { type Analysis, createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { backup, config } from '../cluster/support.ts';

const PAIRS = 1000;

/** The first node of a pair, and the second; each pair has a finding across its nodes, and each file one of its own. */
const site = (i: number) => ({ address: `10.${i >> 8}.${i & 255}.1`, vrid: (i % 255) + 1, more: 'nonsense 1' });
const texts: Record<string, string> = {};
for (let i = 0; i < PAIRS; i++) {
  texts[`/ws/site${i}/lb1/keepalived.conf`] = config(site(i));
  texts[`/ws/site${i}/lb2/keepalived.conf`] = backup({ ...site(i), priority: 100 });
}
const EDITED = '/ws/site500/lb2/keepalived.conf';
const PEER = '/ws/site500/lb1/keepalived.conf';

function machine(all: Record<string, string>) {
  const reads: string[] = [];
  const files = cacheFiles({
    read(file) {
      reads.push(file);
      return all[file];
    },
    match: () => [],
  });
  return { files, reads };
}

/** Whatever of the second is not the same object in the first. */
const fresh = <T>(before: Iterable<T>, after: Iterable<T>): T[] => {
  const known = new Set(before);
  return [...after].filter((each) => !known.has(each));
};
const allFindings = ({ findings }: Analysis): Finding[] => [...findings.values()].flat();
const filesOf = (list: readonly Finding[]): string[] => [...new Set(list.map(({ place }) => place.file))].sort();
const filesIn = (clusters: readonly Cluster[]): string[] =>
  clusters.flatMap(({ members }) => members.map(({ node }) => node.file));

describe('an edit in one of 1,000 pairs', () => {
  const { files, reads } = machine(texts);
  const workspace = createWorkspace(files);
  const names = Object.keys(texts);
  const before = workspace.analyse(names);
  const told = createReports({ tree: (file) => files.tree(file), uri: (file) => file });

  test('begins with findings in every file, across nodes too', () => {
    expect(before.clusters).toHaveLength(PAIRS);
    const codes = names.map((name) => before.findings.get(name)!.map(({ code }) => code));
    expect(codes.filter((list) => list.includes('pair-priority-equal') && list.length > 1)).toHaveLength(2 * PAIRS);
    expect(reads).toHaveLength(2 * PAIRS);
    expect(told.update(before.findings)).toHaveLength(2 * PAIRS);
  });

  test.each([
    ['the priority, which the finding is about', (text: string) => text.replace('priority 100', 'priority 90')],
    ['the address, by which they were paired', (text: string) => text.replace(/10\.\d+\.\d+\.1/, '10.99.99.1')],
    ['a comment', (text: string) => `# a word\n${text}`],
    ['a comment that parts the pair', (text: string) => `# keepalived-ha: alone\n${text}`],
  ])('of %s', (_, edit) => {
    const start = workspace.analyse(names);
    told.update(start.findings);
    reads.length = 0;
    files.open(EDITED, edit(texts[EDITED]!));
    const after = workspace.analyse(names);

    expect(reads).toEqual([]);
    expect(fresh<Node>(start.nodes, after.nodes).map(({ file }) => file)).toEqual([EDITED]);
    const clusters = filesIn(fresh(start.clusters, after.clusters));
    expect(clusters).toContain(EDITED);
    expect(fresh([EDITED, PEER], clusters)).toEqual([]);
    const news = filesOf(fresh(allFindings(start), allFindings(after)));
    expect(fresh([EDITED, PEER], news)).toEqual([]);
    expect(fresh([EDITED, PEER], told.update(after.findings))).toEqual([]);

    files.open(EDITED, undefined);
    expect(filesOf(fresh(allFindings(start), allFindings(workspace.analyse(names))))).toEqual([PEER, EDITED]);
  });

  test('of nothing makes nothing', () => {
    const start = workspace.analyse(names);
    const after = workspace.analyse(names);
    expect([
      fresh(start.nodes, after.nodes),
      fresh(start.clusters, after.clusters),
      fresh(allFindings(start), allFindings(after)),
    ]).toEqual([[], [], []]);
  });
});

test('the same where every pair has a cluster file', () => {
  const { files } = machine(texts);
  const workspace = createWorkspace(files);
  const names = Object.keys(texts).slice(0, 200);
  const clusterFiles = Array.from({ length: 100 }, (_, i) => {
    const nodes = { a: { config: 'lb1/keepalived.conf' }, b: { config: 'lb2/keepalived.conf' } };
    return readClusterFile(`/ws/site${i}/keepalived-ha.json`, JSON.stringify({ nodes }));
  });
  const before = workspace.analyse(names, { clusterFiles });
  files.open(names[100]!, `# a word\n${texts[names[100]!]}`);
  const after = workspace.analyse(names, { clusterFiles });
  expect(fresh<Node>(before.nodes, after.nodes).map(({ file }) => file)).toEqual([names[100]]);
  expect(filesIn(fresh(before.clusters, after.clusters))).toEqual([names[100], names[101]]);
});

test('a file is read once more only where it changed, also under the config id that is none of its nodes', () => {
  const file = '/ws/keepalived.conf';
  const { files } = machine({ [file]: config({ more: '@a priority 7\n@b priority 8' }) });
  const nodes = createNodes(files);
  const read = () => {
    nodes.startOver();
    return { ids: nodes.configIds(file, '2.2.7'), node: nodes.read(file, '2.2.7') };
  };
  const first = read();
  const second = read();
  expect(second.ids).toBe(first.ids);
  expect(second.node).toBe(first.node);
  expect(first.ids).toEqual(['a', 'b']);
});

test('the same for files with @id lines, which are two nodes each', () => {
  const shared = (i: number): string => config({ ...site(i), more: '@a priority 7\n@b priority 7\nnonsense 1' });
  const all = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`/ws/site${i}/keepalived.conf`, shared(i)]));
  const { files } = machine(all);
  const workspace = createWorkspace(files);
  const names = Object.keys(all);
  const before = workspace.analyse(names);
  expect(before.nodes).toHaveLength(200);
  const edited = names[50]!;
  files.open(edited, all[edited]!.replace('@b priority 7', '@b priority 8'));
  const after = workspace.analyse(names);
  expect(fresh(before.nodes, after.nodes).map(({ file }) => file)).toEqual([edited, edited]);
  expect(new Set(filesIn(fresh(before.clusters, after.clusters)))).toEqual(new Set([edited]));
  expect(filesOf(fresh(allFindings(before), allFindings(after)))).toEqual([edited]);
});
