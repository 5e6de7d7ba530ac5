/** The example pair through the built server: one node's file is open, the other one is only on disk. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol/node';
import { Editor, type Folder, PULLING, temporaryFolder } from '../../support/languageServer.ts';

const example = (node: string): string =>
  readFileSync(new URL(`../../../examples/master-master/${node}/keepalived.conf`, import.meta.url), 'utf8');

const NGX1 = 'ngx1/keepalived.conf';
const NGX2 = 'ngx2/keepalived.conf';

vi.setConfig({ testTimeout: 60_000 });

let editor: Editor;
let folder: Folder;

const PAIR: Readonly<Record<string, string>> = { [NGX1]: example('ngx1'), [NGX2]: example('ngx2') };

async function start(capabilities?: typeof PULLING, texts = PAIR) {
  folder = temporaryFolder(texts);
  editor = new Editor();
  await editor.start({
    workspaceFolders: [{ uri: folder.uri, name: 'pair' }],
    ...(capabilities && { capabilities }),
  });
}

afterEach(async () => {
  await editor.stop();
  folder.dispose();
});

const AUTHENTICATION = '    authentication {\n        auth_type PASS\n        auth_pass 1111\n    }\n';

/** In ngx2, whose first instance is BACKUP with priority 99 for 192.168.10.111 under VRID 51. */
const CHANGES: [title: string, from: string, to: string, code: string][] = [
  ['VRID 51 to 61', 'virtual_router_id 51', 'virtual_router_id 61', 'pair-vrid-mismatch'],
  ['auth_pass 1111 to 2222', 'auth_pass 1111', 'auth_pass 2222', 'pair-auth-mismatch'],
  ['authentication removed', AUTHENTICATION, '', 'pair-auth-mismatch'],
  ['priority 99 to 100', 'priority 99', 'priority 100', 'pair-priority-equal'],
  ['priority 99 to 150', 'priority 99', 'priority 150', 'pair-priority-inverted'],
  ['advert_int 1 to 2', 'advert_int 1', 'advert_int 2', 'pair-advert-mismatch'],
  ['.111 to .113', '        192.168.10.111\n', '        192.168.10.113\n', 'pair-addresses-mismatch'],
  ['BACKUP to MASTER', 'state BACKUP', 'state MASTER', 'pair-state-masters'],
  ['version 3', 'virtual_router_id 51', 'virtual_router_id 51\n    version 3', 'pair-version-mismatch'],
  [
    'unicast_peer',
    'virtual_router_id 51',
    'virtual_router_id 51\n    unicast_peer {\n        192.168.10.11\n    }',
    'pair-transport-mismatch',
  ],
];

const codes = (diagnostics: readonly Diagnostic[] = []): unknown[] => diagnostics.map(({ code }) => code);

/** The code is there, and no other finding across nodes is an error. */
function expectOnly(code: string, diagnostics: readonly Diagnostic[]): void {
  expect(codes(diagnostics)).toContain(code);
  const others = diagnostics.filter((each) => each.severity === 1 && each.code !== code);
  expect(codes(others).filter((each) => String(each).startsWith('pair-'))).toEqual([]);
}

const serious = (diagnostics: readonly Diagnostic[] = []): Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 1 || severity === 2);

describe.each(CHANGES)('%s', (_, from, to, code) => {
  test('is pushed for both files, and the fixes cure it', async () => {
    await start();
    const [open, closed] = [folder.uriOf(NGX2), folder.uriOf(NGX1)];
    await editor.open(open, folder.read(NGX2));
    await editor.replace(open, from, to);
    await editor.until(() => [open, closed].every((uri) => codes(editor.pushed.get(uri)).includes(code)));
    expectOnly(code, editor.pushed.get(open)!);
    expectOnly(code, editor.pushed.get(closed)!);

    const finding = editor.pushed.get(open)!.find((each) => each.code === code)!;
    expect(finding.source).toBe('keepalived');
    expect(finding.relatedInformation?.map(({ location }) => location.uri)).toContain(closed);
    const actions = await editor.codeActions(open, finding);
    const fix = actions.find(({ isPreferred }) => isPreferred) ?? actions[0]!;
    const edits = fix.edit!.changes!;
    for (const [uri, inFile] of Object.entries(edits)) {
      if (uri !== open) await editor.open(uri, folder.read(NGX1));
      await editor.edit(uri, inFile);
    }
    await editor.until(
      () => serious(editor.pushed.get(open)).length === 0 && serious(editor.pushed.get(closed)).length === 0,
    );
  });

  test('is answered for both files when the editor asks', async () => {
    await start(PULLING);
    const [open, closed] = [folder.uriOf(NGX2), folder.uriOf(NGX1)];
    await editor.open(open, folder.read(NGX2));
    expect(serious(await editor.pull(open))).toEqual([]);
    await editor.replace(open, from, to);
    expectOnly(code, await editor.pull(open));
    const { items } = await editor.pullWorkspace();
    const report = items.find(({ uri }) => uri === closed)!;
    expectOnly(code, report.kind === 'full' ? report.items : []);
    expect(editor.pushed.size).toBe(0);
  });
});

describe('what the editor is told', () => {
  test('an example without changes has nothing to tell', async () => {
    await start(PULLING);
    const { items } = await editor.pullWorkspace();
    expect(items.map(({ uri }) => uri)).toEqual([folder.uriOf(NGX1), folder.uriOf(NGX2)]);
    for (const item of items) expect(item.kind === 'full' && serious(item.items)).toEqual([]);
  });

  test('an unchanged answer is named by its result id; refresh is asked for when the other file changed', async () => {
    await start(PULLING);
    const [open, closed] = [folder.uriOf(NGX2), folder.uriOf(NGX1)];
    await editor.open(open, folder.read(NGX2));
    const first = await editor.pullWorkspace();
    const previous = first.items.map(({ uri, resultId }) => ({ uri, value: resultId! }));
    expect((await editor.pullWorkspace(previous)).items.map(({ kind }) => kind)).toEqual(['unchanged', 'unchanged']);

    await editor.replace(open, 'virtual_router_id 51', 'virtual_router_id 61');
    await editor.until(() => editor.received.some(({ method }) => method === 'workspace/diagnostic/refresh'));
    const report = (await editor.pullWorkspace(previous)).items.find(({ uri }) => uri === closed)!;
    expect(report.kind === 'full' && codes(report.items)).toContain('pair-vrid-mismatch');
  });

  test('the status names the peer, the reason and how much is wrong', async () => {
    await start();
    const open = folder.uriOf(NGX2);
    await editor.open(open, folder.read(NGX2));
    const status = (errors: number) =>
      editor.until(() =>
        editor.received
          .filter(({ method }) => method === 'keepalived/status')
          .map(({ params }) => params as { uri: string; findings: { error: number }; reason: string; peers: object[] })
          .find(({ uri, findings }) => uri === open && findings.error === errors),
      );
    const before = await status(0);
    expect(before.peers).toEqual([{ name: 'ngx1', uri: folder.uriOf(NGX1) }]);
    expect(before.reason).toContain('192.168.10.111');
    await editor.replace(open, 'virtual_router_id 51', 'virtual_router_id 61');
    await status(1);
  });

  test('a change on disk, told by the editor, and one that nobody told of', async () => {
    await start();
    const [open, closed] = [folder.uriOf(NGX2), folder.uriOf(NGX1)];
    await editor.open(open, folder.read(NGX2));
    folder.write(NGX1, example('ngx1').replace('virtual_router_id 51', 'virtual_router_id 61'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: closed, type: 2 }],
    });
    await editor.until(() => codes(editor.pushed.get(open)).includes('pair-vrid-mismatch'));

    folder.write(NGX1, example('ngx1'));
    await editor.connection.sendNotification('textDocument/didSave', { textDocument: { uri: open } });
    await editor.until(
      () => serious(editor.pushed.get(open)).length === 0 && serious(editor.pushed.get(closed)).length === 0,
    );
  });

  test('a file that comes to disk is paired, and one that goes leaves nothing behind', async () => {
    await start(undefined, { [NGX1]: example('ngx1') });
    const [first, second] = [folder.uriOf(NGX1), folder.uriOf(NGX2)];
    folder.write(NGX2, example('ngx2').replace('virtual_router_id 51', 'virtual_router_id 61'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: second, type: 1 }],
    });
    await editor.until(() => codes(editor.pushed.get(first)).includes('pair-vrid-mismatch'));
    folder.remove('ngx2');
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: second, type: 3 }],
    });
    await editor.until(() => serious(editor.pushed.get(first)).length === 0 && editor.pushed.get(second)?.length === 0);
  });

  test('what is on disk counts again when the document is closed', async () => {
    await start();
    const open = folder.uriOf(NGX2);
    await editor.open(open, folder.read(NGX2));
    await editor.replace(open, 'virtual_router_id 51', 'virtual_router_id 61');
    await editor.until(() => codes(editor.pushed.get(open)).includes('pair-vrid-mismatch'));
    await editor.close(open);
    await editor.until(() => serious(editor.pushed.get(open)).length === 0);
  });

  test('a cluster file decides, also while it is being written', async () => {
    await start();
    const clusterFile = folder.uriOf('keepalived-ha.json');
    const nodes = { a: { config: NGX1 }, b: { config: 'nowhere.conf' } };
    await editor.open(clusterFile, JSON.stringify({ nodes }), 'jsonc');
    await editor.open(folder.uriOf(NGX1), folder.read(NGX1));
    const status = await editor.until(() =>
      editor.received.map(({ params }) => params as { uri: string; node: string }).find(({ node }) => node === 'a'),
    );
    expect(status.uri).toBe(folder.uriOf(NGX1));
    await editor.edit(clusterFile, [
      { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } }, newText: '' },
    ]);
    await editor.until(() => codes(editor.pushed.get(clusterFile)).includes('cluster-file-invalid'));
  });

  test('a file outside every workspace folder is held against the same place beside it', async () => {
    folder = temporaryFolder({ [NGX1]: example('ngx1'), [NGX2]: example('ngx2') });
    editor = new Editor();
    await editor.start();
    const open = folder.uriOf(NGX2);
    await editor.open(open, folder.read(NGX2).replace('virtual_router_id 51', 'virtual_router_id 61'));
    await editor.until(() => codes(editor.pushed.get(folder.uriOf(NGX1))).includes('pair-vrid-mismatch'));
  });

  test('workspace folders keep apart, and one that goes takes its findings along', async () => {
    folder = temporaryFolder({
      [`a/${NGX1}`]: example('ngx1'),
      [`b/${NGX2}`]: example('ngx2').replace('virtual_router_id 51', 'virtual_router_id 61'),
    });
    editor = new Editor();
    const folders = ['a', 'b'].map((name) => ({ uri: folder.uriOf(name), name }));
    await editor.start({
      workspaceFolders: folders,
      capabilities: { ...PULLING, workspace: { workspaceFolders: true } },
    });
    const { items } = await editor.pullWorkspace();
    expect(items).toHaveLength(2);
    for (const item of items) expect(item.kind === 'full' && codes(serious(item.items))).toEqual([]);
    await editor.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [folders[1]!] },
    });
    expect((await editor.pullWorkspace()).items.map(({ uri }) => uri)).toEqual([folder.uriOf(`a/${NGX1}`)]);
  });

  test('names with blanks and other odd characters are one file, however the editor writes them', async () => {
    const odd = 'my (node) #1/keepalived.conf';
    await start(undefined, { [NGX1]: example('ngx1'), [odd]: example('ngx2') });
    const uri = folder.uriOf(odd);
    expect(uri).toContain('(node)');
    await editor.open(uri, folder.read(odd));
    await editor.replace(uri, 'virtual_router_id 51', 'virtual_router_id 61');
    await editor.until(() => codes(editor.pushed.get(folder.uriOf(NGX1))).includes('pair-vrid-mismatch'));
    expect(codes(editor.pushed.get(uri))).toContain('pair-vrid-mismatch');
    expect(editor.pushed.size).toBe(2);
  });
});
