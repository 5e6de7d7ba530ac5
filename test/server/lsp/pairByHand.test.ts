/** Pairs made and parted by hand, through the built server: actions, "Pair With…", the comment and the setting. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CodeAction, CreateFile, TextDocumentEdit, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import type { FileStatus, PairCandidates, PairChange } from '../../../server/src/lsp/protocol.ts';
import { Editor, type Folder, PLAIN, temporaryFolder } from '../../support/languageServer.ts';
import { backup, config } from '../cluster/support.ts';

vi.setConfig({ testTimeout: 60_000 });

const NGX1 = 'ngx1/keepalived.conf';
const NGX2 = 'ngx2/keepalived.conf';
const DB = 'db/keepalived.conf';
const TEXTS = {
  [NGX1]: config(),
  [NGX2]: backup(),
  [DB]: config({ vrid: 7, name: 'DB', address: '10.0.0.7' }),
};
const CREATING = {
  ...PLAIN,
  workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } },
};

let editor: Editor;
let folder: Folder;

async function start(
  texts: Record<string, string> = TEXTS,
  params: Parameters<Editor['start']>[0] = {},
): Promise<void> {
  folder = temporaryFolder(texts);
  editor = new Editor();
  await editor.start({
    workspaceFolders: [{ uri: folder.uri, name: 'ws' }],
    capabilities: CREATING,
    ...params,
  });
}

const open = (name: string): Promise<void> => editor.open(folder.uriOf(name), folder.read(name));

afterEach(async () => {
  await editor.stop();
  folder.dispose();
});

/** Resolves when the last status of an open file names these peers. */
const paired = (name: string, ...peers: string[]): Promise<FileStatus> =>
  editor.until(() => {
    const told = editor.received.map(({ params }) => params as FileStatus);
    const last = told.findLast(({ uri }) => uri === folder.uriOf(name));
    return last && last.peers.map((peer) => peer.name).join() === peers.join() ? last : undefined;
  });

const actionsAt = (name: string, line: number, only?: string[]): Promise<CodeAction[]> =>
  editor.ask('textDocument/codeAction', folder.uriOf(name), undefined, {
    range: { start: { line, character: 0 }, end: { line, character: 0 } },
    context: { diagnostics: [], ...(only && { only }) },
  });
const titles = async (...asked: Parameters<typeof actionsAt>): Promise<string[]> =>
  (await actionsAt(...asked)).map(({ title }) => title);

/** Does what an editor would: in open documents, and on disk for a file that the edit makes. */
async function perform({ changes = {}, documentChanges = [] }: WorkspaceEdit): Promise<void> {
  for (const [uri, edits] of Object.entries(changes)) await editor.edit(uri, edits);
  const [create, write] = documentChanges as [CreateFile?, TextDocumentEdit?];
  if (!create || !write) return;
  expect(create).toMatchObject({ kind: 'create', uri: write.textDocument.uri });
  await editor.open(create.uri, '', 'jsonc');
  await editor.edit(create.uri, write.edits as { range: never; newText: string }[]);
}

async function choose(name: string, title: string): Promise<void> {
  await perform((await actionsAt(name, 0)).find((action) => action.title === title)!.edit!);
}

describe('actions', () => {
  test('stand on the first line and at the instance, as refactorings', async () => {
    await start();
    await open(NGX1);
    const line = config().split('\n').indexOf('vrrp_instance VI_1 {');
    const expected = [
      'Write keepalived-ha.json for ngx1 and ngx2',
      'Pair with ngx2 (comment)',
      'Never pair this file (comment)',
    ];
    expect(await titles(NGX1, 0)).toEqual(expected);
    expect(await titles(NGX1, line, ['refactor'])).toEqual(expected);
    expect(await titles(NGX1, 0, ['refactor'])).toEqual(expected);
    expect(await titles(NGX1, 0, ['quickfix'])).toEqual([]);
    expect(await titles(NGX1, line + 1)).toEqual([]);
  });

  test('speak Chinese to a Chinese editor', async () => {
    await start(TEXTS, { locale: 'zh-cn' });
    await open(NGX1);
    expect(await titles(NGX1, 0)).toContain('此文件永不配对（注释）');
  });

  test('leave out the new file where the editor cannot make one', async () => {
    await start(TEXTS, { capabilities: PLAIN });
    await open(NGX1);
    expect(await titles(NGX1, 0)).toEqual(['Pair with ngx2 (comment)', 'Never pair this file (comment)']);
  });

  test('part a pair and join it again by a comment', async () => {
    await start();
    await open(NGX1);
    expect((await paired(NGX1, 'ngx2')).reason).toBe('both serve 192.168.10.111');
    await choose(NGX1, 'Never pair this file (comment)');
    expect((await paired(NGX1)).reason).toBe('a comment in it says so');
    await choose(NGX1, 'Pair with ngx2 (comment)');
    expect((await paired(NGX1, 'ngx2')).reason).toBe('ngx1/keepalived.conf says so in a comment');
    expect(editor.textOf(folder.uriOf(NGX1)).match(/keepalived-ha:/g)).toHaveLength(1);
  });

  test('write a cluster file, which decides from then on', async () => {
    await start();
    await open(NGX1);
    await choose(NGX1, 'Write keepalived-ha.json for ngx1 and ngx2');
    await editor.until(() =>
      editor.received.some(({ params }) => (params as FileStatus).reason === 'keepalived-ha.json names them'),
    );
    expect(await titles(NGX1, 0)).toEqual([]);
    expect(editor.pushed.get(folder.uriOf('keepalived-ha.json')) ?? []).toEqual([]);
  });
});

describe('Pair With…', () => {
  const candidates = (name: string): Promise<PairCandidates | null> =>
    editor.connection.sendRequest('keepalived/pairCandidates', { uri: folder.uriOf(name) });
  const change = (name: string, peers: string[], write: string): Promise<PairChange | null> =>
    editor.connection.sendRequest('keepalived/pairChange', {
      uri: folder.uriOf(name),
      peers: peers.map((peer) => folder.uriOf(peer)),
      write,
    });

  test('names the candidates, and pairs with what was picked', async () => {
    await start();
    await open(DB);
    expect(await candidates(DB)).toEqual({
      node: 'db',
      decided: false,
      candidates: [NGX1, NGX2].map((path, i) => ({
        uri: folder.uriOf(path),
        path,
        isPeer: false,
        pairedWith: [`ngx${2 - i}`],
      })),
    });
    const paths = await change(DB, [NGX1, NGX2], 'comment');
    await perform((paths as { edit: WorkspaceEdit }).edit);
    await paired(DB, 'ngx1', 'ngx2');
    expect(editor.textOf(folder.uriOf(DB))).toContain(`# keepalived-ha: pair=../${NGX1},../${NGX2}\n`);
    expect(await candidates('nowhere.conf')).toBeNull();
    expect(await change('nowhere.conf', [], 'comment')).toBeNull();
  });

  test('adds to a cluster file that is there, and leaves one of other nodes alone', async () => {
    await start({ ...TEXTS, 'keepalived-ha.json': `{\n  "nodes": {\n    "a": { "config": "${NGX1}" }\n  }\n}\n` });
    await open(NGX1);
    expect(await candidates(NGX1)).toMatchObject({ node: 'a', decided: true });
    const clusterFile = folder.uriOf('keepalived-ha.json');
    expect(await change(NGX2, [DB], 'cluster-file')).toEqual({ problem: 'other-nodes', file: clusterFile });
    await editor.open(clusterFile, folder.read('keepalived-ha.json'), 'jsonc');
    await perform(((await change(NGX1, [DB], 'cluster-file')) as { edit: WorkspaceEdit }).edit);
    expect(JSON.parse(editor.textOf(clusterFile)).nodes).toEqual({ a: { config: NGX1 }, db: { config: DB } });
    await paired(NGX1, 'db');
  });
});

test('a comment that names what is not there is told in the file', async () => {
  await start({ ...TEXTS, [DB]: `# keepalived-ha: pair=../nowhere/keepalived.conf\n${TEXTS[DB]}` });
  await open(DB);
  const told = await editor.until(() => editor.pushed.get(folder.uriOf(DB)));
  expect(told.map(({ code, severity, range }) => ({ code, severity, range }))).toEqual([
    {
      code: 'pairing-comment',
      severity: 2,
      range: { start: { line: 0, character: 22 }, end: { line: 0, character: 48 } },
    },
  ]);
});

test('the setting pairs and parts, and a name with odd characters is only a name', async () => {
  const odd = 'my (node) #1/keepalived.conf';
  await start({ ...TEXTS, [odd]: config({ vrid: 9, name: 'ODD', address: '10.0.0.9' }) });
  await open(DB);
  await paired(DB);
  const set = (pairing: string[][]): Promise<void> =>
    editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalived: { pairing } } });
  await set([[DB, odd]]);
  expect((await paired(DB, 'my (node) #1')).reason).toBe('the setting keepalived.pairing says so');
  await set([]);
  await paired(DB);
});

test('a comment pairs across workspace folders', async () => {
  folder = temporaryFolder({
    'a/keepalived.conf': `# keepalived-ha: pair=../b/keepalived.conf\n${config()}`,
    'b/keepalived.conf': backup({ vrid: 61 }),
  });
  editor = new Editor();
  await editor.start({ workspaceFolders: ['b', 'a'].map((name) => ({ uri: folder.uriOf(name), name })) });
  await open('a/keepalived.conf');
  await open('b/keepalived.conf');
  await paired('b/keepalived.conf', 'a');
  for (const name of ['a', 'b']) {
    const told = await editor.until(() => editor.pushed.get(folder.uriOf(`${name}/keepalived.conf`)));
    expect(told.filter(({ code }) => code === 'pair-vrid-mismatch')).toHaveLength(1);
  }
});
