/** A configuration from elsewhere, held against one of the workspace by the built server. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CodeAction, CodeLens, Diagnostic } from 'vscode-languageserver-protocol/node';
import {
  ComparePeerRequest,
  type FileStatus,
  type PairCandidates,
  PairCandidatesRequest,
  type PeerComparison,
} from '../../../server/src/lsp/protocol.ts';
import { Editor, type Folder, PULLING, temporaryFolder } from '../../support/languageServer.ts';

const example = (node: string): string =>
  readFileSync(new URL(`../../../examples/master-backup/${node}/keepalived.conf`, import.meta.url), 'utf8');

const NGX1 = 'ngx1/keepalived.conf';
const PEER = 'keepalived-peer:/root%40192.168.10.12/etc/keepalived/keepalived.conf';
const OTHER_VRID = example('ngx2').replace('virtual_router_id 51', 'virtual_router_id 61');

let editor: Editor;
let folder: Folder;
let own: string;

beforeEach(() => {
  folder = temporaryFolder({ [NGX1]: example('ngx1') });
  own = folder.uriOf(NGX1);
  editor = new Editor();
});

afterEach(async () => {
  expect(editor.log).toEqual([]);
  await editor.stop();
  folder.dispose();
});

const start = (capabilities = PULLING) =>
  editor.start({ workspaceFolders: [{ uri: folder.uri, name: 'one' }], capabilities });

async function compare(text: string, uri = own): Promise<PeerComparison | null> {
  await editor.open(PEER, text);
  return editor.connection.sendRequest(ComparePeerRequest, { uri, peerUri: PEER, name: 'root@192.168.10.12' });
}

/** That the examples check nothing is said of them anyhow. */
const pairCodes = (diagnostics: readonly Diagnostic[]): unknown[] =>
  diagnostics
    .map(({ code }) => code)
    .filter((code) => String(code).startsWith('pair-') && code !== 'pair-unhealthy-blind');

describe('findings across the two', () => {
  test('stand in both files as long as the peer is open', async () => {
    await start();
    await editor.open(own, folder.read(NGX1));
    const comparison = await compare(OTHER_VRID);
    expect(comparison).toEqual({ findings: { error: 1, warning: 0, information: 1, hint: 0 }, unread: [] });
    const finding = (await editor.pull(own)).find(({ code }) => code === 'pair-vrid-mismatch');
    expect(finding).toMatchObject({ code: 'pair-vrid-mismatch', relatedInformation: [{ location: { uri: PEER } }] });
    expect(finding!.message).toContain('root@192.168.10.12 has 61');
    expect(pairCodes(await editor.pull(PEER))).toEqual(['pair-vrid-mismatch']);

    await editor.close(PEER);
    expect(pairCodes(await editor.pull(own))).toEqual([]);
    expect(await editor.pull(PEER)).toEqual([]);
  });

  test('are taken back from an editor that asked about the peer and then only about the workspace', async () => {
    await start();
    await compare(OTHER_VRID);
    expect(pairCodes(await editor.pull(PEER))).toEqual(['pair-vrid-mismatch']);
    await editor.close(PEER);
    const report = (await editor.pullWorkspace()).items.find(({ uri }) => uri === PEER);
    expect(report).toMatchObject({ kind: 'full', items: [] });
  });

  test('are pushed to an editor that does not ask', async () => {
    await start({ textDocument: { publishDiagnostics: {} } });
    await compare(OTHER_VRID);
    await editor.until(() => pairCodes(editor.pushed.get(own) ?? []).length === 1);
    await editor.close(PEER);
    await editor.until(() => pairCodes(editor.pushed.get(own) ?? []).length === 0);
  });

  test('follow the file as it is edited', async () => {
    await start();
    await editor.open(own, folder.read(NGX1));
    await compare(OTHER_VRID);
    await editor.replace(own, 'virtual_router_id 51', 'virtual_router_id 61');
    expect(pairCodes(await editor.pull(own))).toEqual([]);
  });

  test('only the file at hand can be fixed', async () => {
    await start();
    await editor.open(own, folder.read(NGX1));
    await compare(OTHER_VRID);
    const mismatch = async (uri: string) => (await editor.pull(uri)).find(({ code }) => code === 'pair-vrid-mismatch');
    const titles = (await editor.codeActions(own, (await mismatch(own))!)).map(({ title }) => title);
    expect(titles).toEqual([
      'Use virtual_router_id 61, as root@192.168.10.12 does',
      'Ignore pair-vrid-mismatch on this line',
      'Ignore pair-vrid-mismatch in this file',
    ]);
    const there = await mismatch(PEER);
    expect(await editor.codeActions(PEER, there!)).toEqual([]);
  });
});

test('a pair that fits has nothing to tell, and both know what becomes of the address', async () => {
  await start();
  await editor.open(own, folder.read(NGX1));
  const { findings } = (await compare(example('ngx2')))!;
  expect(findings).toMatchObject({ error: 0, warning: 0 });
  const [lens] = await editor.ask<CodeLens[]>('textDocument/codeLens', own);
  expect(lens!.command!.title).toContain('root@192.168.10.12 takes 192.168.10.111');
  await editor.until(() =>
    editor.received.some(({ params }) => (params as FileStatus | undefined)?.peers?.some(({ uri }) => uri === PEER)),
  );
});

test('the workspace keeps its own pairs', async () => {
  folder.write('ngx2/keepalived.conf', example('ngx2').replace('priority 90', 'priority 100'));
  await start();
  await editor.open(own, folder.read(NGX1));
  await compare(OTHER_VRID);
  expect(pairCodes(await editor.pull(own)).sort()).toEqual(['pair-priority-equal', 'pair-vrid-mismatch']);
  const lenses = await editor.ask<CodeLens[]>('textDocument/codeLens', own);
  expect(lenses.map(({ command }) => command!.title)).toEqual([
    'MASTER while ngx1 is up; ngx2 takes 192.168.10.111 in 2.6 to 3.6 s',
    'Two masters: ngx1 and root@192.168.10.12 both hold 192.168.10.111 (they do not hear each other)',
  ]);
  const { items } = await editor.pullWorkspace();
  const other = items.find(({ uri }) => uri === folder.uriOf('ngx2/keepalived.conf'))!;
  expect(other.kind === 'full' && pairCodes(other.items)).toEqual(['pair-priority-equal']);
});

test('a peer is nothing that the workspace can be paired with', async () => {
  folder.write('web/keepalived.conf', example('ngx2').replaceAll('192.168.10.111', '192.168.10.99'));
  await start();
  await editor.open(own, folder.read(NGX1));
  await compare(OTHER_VRID);
  const found = await editor.connection.sendRequest<PairCandidates>(PairCandidatesRequest, { uri: own });
  expect(found.candidates.map(({ path }) => path)).toEqual(['web/keepalived.conf']);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const actions = await editor.ask<CodeAction[]>('textDocument/codeAction', own, undefined, {
    range,
    context: { diagnostics: [], only: ['refactor'] },
  });
  expect(actions.length).toBeGreaterThan(0);
  expect(JSON.stringify(actions)).not.toMatch(/keepalived-peer|root@/);
});

test('includes of the peer are told, and never looked for on this machine', async () => {
  await start();
  await editor.open(own, folder.read(NGX1));
  const script = folder.uriOf('here.conf').replace('file://', '');
  folder.write('here.conf', 'nonsense 1\n');
  const comparison = await compare(`${example('ngx2')}\ninclude ${script}\ninclude conf.d/*.conf\n`);
  expect(comparison!.unread).toEqual([script, 'conf.d/*.conf']);
  expect(JSON.stringify(await editor.pullWorkspace())).not.toContain('nonsense');
});

test('a peer nobody compares is not looked at, and a file that is no configuration has none', async () => {
  await start();
  await editor.open(own, folder.read(NGX1));
  await editor.open(PEER, 'nonsense 1\n');
  expect(await editor.pull(PEER)).toEqual([]);
  expect(await compare('nonsense 1\n', folder.uriOf('nothing.conf'))).toBeNull();
  expect(pairCodes(await editor.pull(own))).toEqual([]);
});

test("the peer's password is in no message", async () => {
  await start();
  await editor.open(own, folder.read(NGX1));
  const comparison = await compare(example('ngx2').replace('auth_pass 1111', 'auth_pass topsecret'));
  expect(comparison!.findings.error).toBe(1);
  const told = [...(await editor.pull(own)), ...(await editor.pull(PEER))].map(({ message }) => message).join('\n');
  expect(told).toContain('auth_pass');
  expect(told).not.toMatch(/1111|topsecre/);
});
