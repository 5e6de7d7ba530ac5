/** Single requests to the built server, good ones and bad ones. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  CancellationTokenSource,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Location,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node';
import type { ScaffoldedFile } from '../../../server/src/lsp/protocol.ts';
import { Editor, type Folder, PULLING, temporaryFolder } from '../../support/languageServer.ts';

const CONFIGURATION = `vrrp_script chk_nginx {
    script "/usr/bin/pgrep nginx"
}

vrrp_instance VI_1 {
    state MASTER
    interface ens33
    virtual_router_id 51
    priority 100

    virtual_ipaddress {
        192.168.10.111
    }
    track_script {
        chk_nginx
    }
}
`;

vi.setConfig({ testTimeout: 60_000 });

let editor: Editor;
let folder: Folder;
let uri: string;

beforeEach(() => {
  folder = temporaryFolder({ 'keepalived.conf': CONFIGURATION });
  uri = folder.uriOf('keepalived.conf');
  editor = new Editor();
});

afterEach(async () => {
  expect(await editor.stop()).toBe(0);
  folder.dispose();
});

async function open(params: Parameters<Editor['start']>[0] = {}): Promise<void> {
  await editor.start({
    workspaceFolders: [{ uri: folder.uri, name: 'one' }],
    capabilities: PULLING,
    ...params,
  });
  await editor.open(uri, CONFIGURATION);
}

async function hoverText(marker: string): Promise<string> {
  const { contents } = (await editor.ask<Hover>('textDocument/hover', uri, marker))!;
  return (contents as MarkupContent).value;
}

describe('features', () => {
  test('hover speaks the language of the editor, of the options, or of the configuration', async () => {
    await open({ locale: 'zh-cn' });
    expect(await hoverText('prio|rity')).toContain('**范围**：1 到 255');
    const settings = { keepalived: { hover: { language: 'en' } } };
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings });
    expect(await hoverText('prio|rity')).toContain('**Range**: 1 to 255');
  });

  test('hover is in English where nothing else is said, and judges by the release of the options', async () => {
    await open({ locale: 'de', initializationOptions: { version: '2.4' } });
    expect(await hoverText('prio|rity')).toContain('**Range**: 1 to 255');
    await editor.replace(uri, '    priority', '    auth_hmac {\n    }\n    priority');
    expect(await hoverText('auth_hm|ac')).not.toContain('does not know');
  });

  test('completion inside vrrp_instance writes advert_int', async () => {
    await open();
    await editor.replace(uri, 'priority 100\n\n', 'priority 100\n    adv\n');
    const item = (await editor.completions(uri, '    adv|')).find(({ label }) => label === 'advert_int')!;
    await editor.edit(uri, [item.textEdit as { range: never; newText: string }]);
    expect(editor.textOf(uri)).toContain('    priority 100\n    advert_int\n    virtual_ipaddress {');
  });

  test('snippets only for editors that know them', async () => {
    await open();
    const block = (items: Awaited<ReturnType<Editor['completions']>>) =>
      items.find(({ label }) => label === 'authentication')!.textEdit!.newText;
    expect(block(await editor.completions(uri, '100\n|\n'))).toBe('authentication {\n\t$0\n}');
    const plain = new Editor();
    await plain.start();
    await plain.open(uri, CONFIGURATION);
    expect(block(await plain.completions(uri, '100\n|\n'))).toBe('authentication');
    await plain.stop();
  });

  test('document symbols, folding and definition', async () => {
    await open();
    const symbols = await editor.ask<DocumentSymbol[]>('textDocument/documentSymbol', uri);
    expect(symbols.map(({ name }) => name)).toEqual(['vrrp_script chk_nginx', 'vrrp_instance VI_1']);
    expect(symbols[1]!.children!.map(({ name }) => name)).toEqual(['virtual_ipaddress', 'track_script']);
    const folds = await editor.ask<FoldingRange[]>('textDocument/foldingRange', uri);
    expect(folds).toContainEqual({ startLine: 4, endLine: 15 });
    const [found] = await editor.ask<Location[]>('textDocument/definition', uri, '  chk_ng|inx\n');
    expect(found).toEqual({
      uri,
      range: { start: { line: 0, character: 12 }, end: { line: 0, character: 21 } },
    });
  });

  test('free virtual router IDs and a scaffolded pair', async () => {
    await open();
    const ids = await editor.connection.sendRequest<number[]>('keepalived/freeVirtualRouterIds', { count: 2 });
    expect(ids).toHaveLength(2);
    expect(ids).not.toContain(51);
    const files = await editor.connection.sendRequest<ScaffoldedFile[]>('keepalived/scaffoldPair', {
      layout: 'master-backup',
      nodes: [
        { name: 'a', host: 'root@a' },
        { name: 'b', host: 'root@b' },
      ],
      addresses: [{ address: '192.168.10.9', virtualRouterId: ids[0] }],
      interface: 'eth0',
      authPass: 'abcdefgh',
      healthCheck: false,
    });
    expect(files.map(({ path }) => path)).toEqual(['a/keepalived.conf', 'b/keepalived.conf', 'keepalived-ha.json']);
  });
});

describe('trouble', () => {
  test('a cancelled request is answered as cancelled', async () => {
    await open();
    const cancel = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(
      'textDocument/hover',
      { textDocument: { uri }, position: { line: 8, character: 5 } },
      cancel.token,
    );
    cancel.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    expect(await hoverText('prio|rity')).toContain('priority');
  });

  test('a handler that fails is logged and answered with nothing', async () => {
    await open();
    for (const [method, empty] of [
      ['textDocument/hover', null],
      ['textDocument/completion', []],
      ['textDocument/codeAction', []],
      ['textDocument/codeLens', []],
      ['textDocument/inlayHint', []],
      ['keepalived/scaffoldPair', []],
      ['textDocument/diagnostic', { kind: 'full', items: [] }],
    ] as const) {
      expect(await editor.connection.sendRequest(method, { nonsense: true })).toEqual(empty);
      expect(await editor.until(() => editor.log.find((line) => line.includes(method)))).toContain('failed');
    }
    expect(await hoverText('prio|rity')).toContain('priority');
  });

  test('unknown documents, positions from nowhere and unknown methods', async () => {
    await open();
    const position = { line: 99_999, character: 99_999 };
    expect(await editor.connection.sendRequest('textDocument/hover', { textDocument: { uri }, position })).toBeNull();
    for (const strange of ['untitled:Untitled-1', 'file:///nowhere/%zz', 'vscode-vfs://github/a/b.conf', '']) {
      const textDocument = { uri: strange };
      expect(await editor.connection.sendRequest('textDocument/hover', { textDocument, position })).toBeNull();
    }
    await expect(editor.connection.sendRequest('textDocument/nonsense', {})).rejects.toMatchObject({ code: -32601 });
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///never/opened' },
    });
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {});
    await editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalived: 7 } });
    expect(await hoverText('prio|rity')).toContain('priority');
  });

  test('messages that are no messages do not end the server', async () => {
    await open();
    editor.writeRaw('Content-Length: 8\r\n\r\n{"nonse}');
    editor.writeRaw('Content-Length: 2\r\n\r\n[]');
    editor.writeRaw('Content-Length: 4\r\n\r\nnull');
    editor.writeRaw('Content-Type: nothing\r\nContent-Length: 2\r\n\r\n{}');
    expect(await hoverText('prio|rity')).toContain('priority');
  });

  test('an unsaved document is checked', async () => {
    await open();
    const untitled = 'untitled:Untitled-1';
    await editor.open(untitled, 'vrrp_instance A {\n    nonsense 1\n}\n');
    expect((await editor.pull(untitled)).map(({ code }) => code)).toContain('unknown-keyword');
  });

  const ODD: [title: string, text: string][] = [
    ['empty', ''],
    ['NUL bytes', CONFIGURATION.replaceAll(' ', '\u0000')],
    ['CRLF', CONFIGURATION.replaceAll('\n', '\r\n')],
    ['CR', CONFIGURATION.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${CONFIGURATION}`],
    ['a line of a megabyte', `vrrp_instance ${'a'.repeat(1_000_000)} {\n  state ${'M '.repeat(10_000)}\n}\n`],
    ['nothing but braces', '{'.repeat(20_000) + '}'.repeat(10_000)],
    ['everything unclosed', CONFIGURATION.replaceAll('}', '').replaceAll('nginx"', 'nginx')],
    ['half a surrogate', `vrrp_script \ud83d {\n script "\udc00"\n`],
    ['includes itself', 'include keepalived.conf\ninclude *.conf\n'],
    ['definitions that hold each other', '$A=$B $B\n$B=$A $A\nvrrp_instance $A {\n}\n'],
  ];

  test.each(ODD)('%s', async (_, text) => {
    await open();
    await editor.edit(uri, [
      { range: { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } }, newText: text },
    ]);
    expect(Array.isArray(await editor.pull(uri))).toBe(true);
    const last = { line: 2, character: 3 };
    for (const method of ['hover', 'completion', 'definition']) {
      await editor.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position: last });
    }
    await editor.ask('textDocument/documentSymbol', uri);
    await editor.ask('textDocument/foldingRange', uri);
    await editor.ask('textDocument/codeLens', uri);
    await editor.ask('textDocument/inlayHint', uri, undefined, {
      range: { start: { line: 0, character: 0 }, end: last },
    });
    expect(editor.log).toEqual([]);
  });
});
