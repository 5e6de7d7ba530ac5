/** Code lenses and inlay hints from the built server. */
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { CodeLens, InitializeParams, InlayHint } from 'vscode-languageserver-protocol/node';
import type { FileStatus } from '../../../server/src/lsp/protocol.ts';
import { Editor, type Folder, PULLING, temporaryFolder } from '../../support/languageServer.ts';

const example = (node: string): string =>
  readFileSync(new URL(`../../../examples/master-backup/${node}/keepalived.conf`, import.meta.url), 'utf8');

const NGX1 = 'ngx1/keepalived.conf';
const NGX2 = 'ngx2/keepalived.conf';
const PAIR: Readonly<Record<string, string>> = { [NGX1]: example('ngx1'), [NGX2]: example('ngx2') };

const REFRESHING: InitializeParams['capabilities'] = {
  ...PULLING,
  workspace: { ...PULLING.workspace, codeLens: { refreshSupport: true }, inlayHint: { refreshSupport: true } },
};

let editor: Editor;
let folder: Folder;

async function start(params: Partial<InitializeParams> = {}, texts = PAIR): Promise<void> {
  folder = temporaryFolder(texts);
  editor = new Editor();
  await editor.start({
    workspaceFolders: [{ uri: folder.uri, name: 'pair' }],
    capabilities: REFRESHING,
    ...params,
  });
}

afterEach(async () => {
  expect(editor.log).toEqual([]);
  await editor.stop();
  folder.dispose();
});

const lenses = (name: string): Promise<CodeLens[]> => editor.ask('textDocument/codeLens', folder.uriOf(name));
const titles = async (name: string): Promise<unknown[]> => (await lenses(name)).map(({ command }) => command?.title);
const hints = (name: string, lines = [0, 1000]): Promise<InlayHint[]> => {
  const [start, end] = lines.map((line) => ({ line, character: 0 }));
  return editor.ask('textDocument/inlayHint', folder.uriOf(name), undefined, { range: { start, end } });
};
const change = (settings: object) =>
  editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalived: settings } });

/** Waits until the editor is asked to ask again, as often as this in all. */
const refreshed = (what: 'codeLens' | 'inlayHint', times = 1) => editor.until(() => refreshes(what) >= times);
const refreshes = (what: 'codeLens' | 'inlayHint'): number =>
  editor.received.filter(({ method }) => method === `workspace/${what}/refresh`).length;

const MASTER = 'MASTER while ngx1 is up; ngx2 takes 192.168.10.111 in 2.6 to 3.7 s';
const BACKUP = 'BACKUP; takes 192.168.10.111 in 2.6 to 3.7 s when ngx1 goes down';
const TWO = 'Two masters: ngx1 and ngx2 both hold 192.168.10.111 (they do not hear each other)';

describe('code lenses', () => {
  test('of both files of a pair; a click does nothing in an editor that names no command', async () => {
    await start();
    const [lens] = await lenses(NGX1);
    expect(lens!.range.start).toEqual({ line: 5, character: 0 });
    expect(lens!.command).toMatchObject({ title: MASTER, command: '' });
    expect(lens!.command!.arguments).toBeUndefined();
    expect(await titles(NGX2)).toEqual([BACKUP]);
  });

  test('a click runs the command of an editor that names one', async () => {
    await start({ initializationOptions: { failoverMatrixCommand: 'keepalived.showFailoverMatrix' } });
    const [lens] = await lenses(NGX1);
    expect(lens!.command).toMatchObject({
      command: 'keepalived.showFailoverMatrix',
      arguments: [folder.uriOf(NGX1)],
    });
  });

  test('an edit in the other file makes the editor ask again, one that changes nothing does not', async () => {
    await start();
    const other = folder.uriOf(NGX2);
    await editor.open(other, folder.read(NGX2));
    expect(await titles(NGX1)).toEqual([MASTER]);
    await editor.replace(other, 'router_id LVS_DEVEL2', 'router_id LVS_DEVEL1');
    await editor.until(() =>
      editor.received.some(({ params }) => (params as FileStatus | undefined)?.findings?.hint === 1),
    );
    await editor.pull(other);
    expect(refreshes('codeLens')).toBe(0);
    await editor.replace(other, 'virtual_router_id 51', 'virtual_router_id 61');
    await refreshed('codeLens');
    expect(await titles(NGX1)).toEqual([TWO]);
    expect(refreshes('codeLens')).toBe(1);
    await editor.replace(other, 'virtual_router_id 61', 'virtual_router_id 51');
    await refreshed('codeLens', 2);
    expect(await titles(NGX1)).toEqual([MASTER]);
  });

  test('follow the settings: language, and whether they are wanted', async () => {
    await start({ locale: 'zh-cn' });
    expect(await titles(NGX2)).toEqual(['BACKUP；ngx1 宕机后经 2.6 到 3.7 秒接管 192.168.10.111']);
    await change({ hover: { language: 'en' } });
    await refreshed('codeLens');
    expect(await titles(NGX2)).toEqual([BACKUP]);
    await change({ hover: { language: 'en' }, codeLens: { enabled: false } });
    await refreshed('codeLens', 2);
    expect(await titles(NGX2)).toEqual([]);
  });

  test('a lone file has none until its peer comes', async () => {
    await start({}, { [NGX1]: example('ngx1') });
    expect(await titles(NGX1)).toEqual([]);
    folder.write(NGX2, example('ngx2'));
    const changes = [{ uri: folder.uriOf(NGX2), type: 1 }];
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
    await refreshed('codeLens');
    expect(await titles(NGX1)).toEqual([MASTER]);
  });
});

describe('inlay hints', () => {
  const TRACKING = `include scripts.inc
vrrp_instance VI_1 {
    state BACKUP
    interface ens33
    virtual_router_id 51
    priority 100
    authentication {
        auth_type PASS
        auth_pass secretsecret
    }
    track_script {
        chk_nginx
    }
}
`;
  const texts = {
    [NGX1]: TRACKING,
    'ngx1/scripts.inc': 'vrrp_script chk_nginx {\n    script "/bin/true"\n    weight -20\n}\n',
  };
  const labels = async (lines?: number[]): Promise<unknown[]> => (await hints(NGX1, lines)).map(({ label }) => label);

  test('in the range that is asked for, without the secret', async () => {
    await start({}, texts);
    expect(await labels()).toEqual(['80 when chk_nginx fails', 'cut off here']);
    expect(await labels([0, 6])).toEqual(['80 when chk_nginx fails']);
    const [, cut] = await hints(NGX1);
    expect(cut!.position).toEqual({ line: 8, character: 26 });
    expect(JSON.stringify(cut)).not.toContain('secret');
  });

  test('a script in an included file makes the editor ask again', async () => {
    await start({}, texts);
    expect(await labels()).toContain('80 when chk_nginx fails');
    const script = folder.uriOf('ngx1/scripts.inc');
    await editor.open(script, folder.read('ngx1/scripts.inc'));
    await editor.replace(script, 'weight -20', 'weight -30');
    await refreshed('inlayHint');
    expect(await labels()).toContain('70 when chk_nginx fails');
  });
});

test('an editor that cannot ask again is not asked to', async () => {
  await start({ capabilities: PULLING });
  const other = folder.uriOf(NGX2);
  await editor.open(other, folder.read(NGX2));
  expect(await titles(NGX1)).toEqual([MASTER]);
  await editor.replace(other, 'virtual_router_id 51', 'virtual_router_id 61');
  await editor.until(() => editor.received.some(({ method }) => method === 'workspace/diagnostic/refresh'));
  expect(await titles(NGX1)).toEqual([TWO]);
  expect(refreshes('codeLens') + refreshes('inlayHint')).toBe(0);
});
