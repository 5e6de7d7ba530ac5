import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { type PairContext, pairActions, pairCandidates, pairChange } from '../../../server/src/features/pairActions.ts';
import type { PairChange } from '../../../server/src/features/pairChanges.ts';
import { createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';
import { backup, config } from '../cluster/support.ts';

const NGX1 = '/ws/ngx1/keepalived.conf';
const NGX2 = '/ws/ngx2/keepalived.conf';
const DB = '/ws/db/keepalived.conf';
const CLUSTER = '/ws/keepalived-ha.json';
const PAIR: Texts = { [NGX1]: config(), [NGX2]: backup() };
const LONE: Texts = { ...PAIR, [DB]: config({ vrid: 7, name: 'DB', address: '10.0.0.7' }) };

function contextOf(texts: Texts): PairContext {
  const names = Object.keys(texts);
  const clusterFiles = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readClusterFile(name, texts[name]!));
  const files = memoryFiles(texts);
  const { clusters } = createWorkspace(files).analyse(
    names.filter((name) => !name.endsWith('.json')),
    { clusterFiles },
  );
  const trees = new Map(clusterFiles.map(({ file, tree }) => [file, tree]));
  return { clusters, tree: (file) => trees.get(file) ?? files.tree(file) };
}

/** The texts after a change, which must be one. */
function after(texts: Texts, change: PairChange | undefined): Texts {
  if (!change || 'problem' in change) throw new Error(`no change, but ${JSON.stringify(change)}`);
  if ('newText' in change) {
    expect(texts[change.file]).toBeUndefined();
    return { ...texts, [change.file]: change.newText };
  }
  const document = TextDocument.create(change.file, '', 0, texts[change.file]!);
  const edits = change.edits.map(({ range: { start, end }, text }) => ({
    range: {
      start: { line: start.line, character: start.column },
      end: { line: end.line, character: end.column },
    },
    newText: text,
  }));
  return { ...texts, [change.file]: TextDocument.applyEdits(document, edits) };
}

const at = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 0 } });
const titles = (texts: Texts, file: string, line = 0, language: 'en' | 'zh' = 'en'): string[] =>
  pairActions(file, at(line), contextOf(texts), language).map(({ title }) => title);
const apply = (texts: Texts, file: string, title: string): Texts =>
  after(texts, pairActions(file, at(0), contextOf(texts), 'en').find((action) => action.title === title)?.change);
/** Names of the cluster that a file is in, and the reason. */
const pairing = (texts: Texts, file: string): string => {
  const { clusters } = contextOf(texts);
  const { members, reason } = clusters.find((each) => each.members.some(({ node }) => node.file === file))!;
  return [members.map(({ name }) => name).join(' + '), ...(reason ? [reason] : [])].join(': ');
};

describe('what is offered', () => {
  test('a pair is written down, or parted', () => {
    expect(titles(PAIR, NGX1)).toEqual([
      'Write keepalived-ha.json for ngx1 and ngx2',
      'Pair with ngx2 (comment)',
      'Never pair this file (comment)',
    ]);
    expect(titles(PAIR, NGX1, 0, 'zh')).toEqual([
      '为 ngx1、ngx2 写入 keepalived-ha.json',
      '与 ngx2 配对（注释）',
      '此文件永不配对（注释）',
    ]);
  });

  test('a lone file may be paired with what lies nearest', () => {
    expect(titles(LONE, DB)).toEqual([
      'Pair with ngx1 (comment)',
      'Write keepalived-ha.json for db and ngx1',
      'Pair with ngx2 (comment)',
      'Write keepalived-ha.json for db and ngx2',
    ]);
  });

  test('on the first line, at the instances and at the comment, and nowhere else', () => {
    const text = `! first\nglobal_defs {\n}\n# keepalived-ha: alone\n\n${config()}`;
    const texts = { ...PAIR, [NGX1]: text };
    const lines = text.split('\n');
    const offered = lines.flatMap((line, i) => (titles(texts, NGX1, i).length > 0 ? [line] : []));
    expect(offered).toEqual(['! first', '# keepalived-ha: alone', 'vrrp_instance VI_1 {']);
  });

  test('nothing where a cluster file has decided, or there is no other file', () => {
    expect(titles({ ...PAIR, [CLUSTER]: '{ "nodes": { "a": { "config": "ngx1/keepalived.conf" } } }' }, NGX1)).toEqual(
      [],
    );
    expect(titles({ [NGX1]: config() }, NGX1)).toEqual([]);
    expect(titles({ ...PAIR, [NGX1]: 'include ../part.conf', '/ws/part.conf': config() }, '/ws/part.conf')).toEqual([]);
    expect(titles(PAIR, '/ws/nowhere.conf')).toEqual([]);
  });

  test('candidates: peers, then what serves an address with it, then the nearest', () => {
    const texts = {
      ...LONE,
      '/ws/ngx1/old.conf': config({ vrid: 9, name: 'OLD', address: '10.0.0.9' }),
      '/ws/far/away/x.conf': config({ vrid: 60, name: 'FAR' }),
      '/ws/empty.conf': 'global_defs {\n}\n',
    };
    expect(
      pairCandidates(NGX1, contextOf(texts)).map(({ path, isPeer, pairedWith }) => [path, isPeer, pairedWith]),
    ).toEqual([
      ['ngx2/keepalived.conf', true, ['ngx1']],
      ['far/away/x.conf', false, []],
      ['ngx1/old.conf', false, []],
      ['db/keepalived.conf', false, []],
    ]);
  });
});

describe('the comment', () => {
  test('stands behind the first comment, which may name the language, and is replaced by the next one', () => {
    const texts = { ...LONE, [DB]: `! Configuration File for keepalived\r\n${LONE[DB]}` };
    const paired = apply(texts, DB, 'Pair with ngx2 (comment)');
    expect(paired[DB]!.split('\n').slice(0, 2)).toEqual([
      '! Configuration File for keepalived\r',
      '# keepalived-ha: pair=../ngx2/keepalived.conf\r',
    ]);
    expect(pairing(paired, DB)).toBe('ngx2 + db: db/keepalived.conf says so in a comment');
    const parted = apply(paired, DB, 'Never pair this file (comment)');
    expect(parted[DB]).toBe(paired[DB]!.replace('pair=../ngx2/keepalived.conf', 'alone'));
    expect(pairing(parted, DB)).toBe('db: a comment in it says so');
  });

  test('begins a file that begins without one', () => {
    const parted = apply(PAIR, NGX2, 'Never pair this file (comment)');
    expect(parted[NGX2]).toBe(`# keepalived-ha: alone\n${PAIR[NGX2]}`);
    expect(pairing(parted, NGX1)).toBe('ngx1');
    const only = { ...PAIR, [NGX2]: '# nothing else' };
    expect(after(only, pairChange(NGX2, [], 'comment', contextOf(only)))[NGX2]).toBe(
      '# nothing else\n# keepalived-ha: alone',
    );
  });

  test('names all of several files', () => {
    const three = after(LONE, pairChange(DB, [NGX1, NGX2, DB], 'comment', contextOf(LONE)));
    expect(three[DB]).toMatch(/^# keepalived-ha: pair=\.\.\/ngx1\/keepalived\.conf,\.\.\/ngx2\/keepalived\.conf\n/);
    expect(pairing(three, NGX1)).toMatch(/^ngx1 \+ ngx2 \+ db:/);
  });

  test('cannot name a path with a comma', () => {
    const odd = '/ws/a,b/keepalived.conf';
    const texts = { ...PAIR, [odd]: config() };
    expect(pairChange(NGX1, [odd], 'comment', contextOf(texts))).toEqual({ problem: 'path', file: odd });
  });
});

describe('keepalived-ha.json', () => {
  test('is written into the folder that all share', () => {
    const written = apply(PAIR, NGX1, 'Write keepalived-ha.json for ngx1 and ngx2');
    expect(written[CLUSTER]).toBe(`{
  "nodes": {
    "ngx1": {
      "config": "ngx1/keepalived.conf"
    },
    "ngx2": {
      "config": "ngx2/keepalived.conf"
    }
  }
}
`);
    expect(pairing(written, NGX2)).toBe('ngx1 + ngx2: keepalived-ha.json names them');
  });

  test('beside flat files', () => {
    const flat = { '/ws/keepalived-master.conf': config(), '/ws/keepalived-backup.conf': backup() };
    const [title] = titles(flat, '/ws/keepalived-master.conf');
    const written = apply(flat, '/ws/keepalived-master.conf', title!);
    expect(parse(written[CLUSTER]!)).toEqual({
      nodes: { master: { config: 'keepalived-master.conf' }, backup: { config: 'keepalived-backup.conf' } },
    });
  });

  test('tells nodes of one file apart by their config ids', () => {
    const shared = { '/ws/keepalived.conf': backup({ more: '@lb.1 priority 3\n@lb2 priority 2' }) };
    const written = apply(shared, '/ws/keepalived.conf', 'Write keepalived-ha.json for lb.1 and lb2');
    expect(parse(written[CLUSTER]!).nodes).toEqual({
      'lb.1': { config: 'keepalived.conf', configId: 'lb.1' },
      lb2: { config: 'keepalived.conf' },
    });
    expect(pairing(written, '/ws/keepalived.conf')).toBe('lb.1 + lb2: keepalived-ha.json names them');
  });

  test('that is there keeps all it has and gets what it lacks', () => {
    const text = `{
    // the web servers
    "nodes": {
        "ngx1": { "config": "ngx1/keepalived.conf", "host": "root@10.0.0.1" }, // the first
    },
    "packages": ["nginx"]
}
`;
    const texts = { ...LONE, [CLUSTER]: text };
    const context = contextOf(texts);
    const added = after(texts, pairChange(NGX1, [NGX2], 'cluster-file', context));
    expect(parse(added[CLUSTER]!)).toEqual({
      nodes: {
        ngx1: { config: 'ngx1/keepalived.conf', host: 'root@10.0.0.1' },
        ngx2: { config: 'ngx2/keepalived.conf' },
      },
      packages: ['nginx'],
    });
    for (const kept of ['// the web servers', '// the first', '"packages": ["nginx"]'])
      expect(added[CLUSTER]).toContain(kept);
    expect(pairing(added, NGX2)).toBe('ngx1 + ngx2: keepalived-ha.json names them');
    expect(pairChange(NGX1, [NGX2], 'cluster-file', contextOf(added))).toEqual({ problem: 'already', file: CLUSTER });
  });

  test('gives a name that is taken a number, and leaves out what the schema forbids', () => {
    const odd = '/ws/my node/keepalived.conf';
    const text = '{ "nodes": { "ngx2": { "config": "ngx1/keepalived.conf" } } }';
    const texts = { ...PAIR, [odd]: backup({ priority: 7 }), [CLUSTER]: text };
    const added = after(texts, pairChange(NGX1, [NGX2, odd], 'cluster-file', contextOf(texts)));
    expect(Object.entries(parse(added[CLUSTER]!).nodes)).toEqual([
      ['ngx2', { config: 'ngx1/keepalived.conf' }],
      ['ngx2-2', { config: 'ngx2/keepalived.conf' }],
      ['my-node', { config: 'my node/keepalived.conf' }],
    ]);
  });

  test('an empty one is filled', () => {
    const texts = { ...PAIR, [CLUSTER]: '\n' };
    expect(titles(texts, NGX1)[0]).toBe('Add ngx1 and ngx2 to keepalived-ha.json');
    const filled = apply(texts, NGX1, 'Add ngx1 and ngx2 to keepalived-ha.json');
    expect(Object.keys(parse(filled[CLUSTER]!).nodes)).toEqual(['ngx1', 'ngx2']);
  });

  test.each([
    ['of other nodes', '{ "nodes": { "db": { "config": "db/keepalived.conf" } } }', 'other-nodes'],
    ['that cannot be read', '{ "nodes": { ', 'invalid'],
  ])('%s stays as it is', (_, text, problem) => {
    const texts = { ...LONE, [CLUSTER]: text };
    expect(pairChange(NGX1, [NGX2], 'cluster-file', contextOf(texts))).toEqual({ problem, file: CLUSTER });
    expect(titles(texts, NGX1)).toEqual(['Pair with ngx2 (comment)', 'Never pair this file (comment)']);
  });
});

test('a document that was never saved is offered to nobody, and pairs with nobody', () => {
  const unsaved = 'untitled:Untitled-1';
  const texts: Texts = {
    'file:///ws/ngx1/keepalived.conf': config(),
    [unsaved]: config({ vrid: 7, address: '10.0.0.7' }),
  };
  const context = contextOf(texts);
  for (const file of Object.keys(texts)) {
    expect(pairCandidates(file, context)).toEqual([]);
    expect(titles(texts, file)).toEqual([]);
  }
  expect(pairChange(unsaved, ['file:///ws/ngx1/keepalived.conf'], 'cluster-file', context)).toMatchObject({
    problem: 'path',
  });
});
