/** The release and the levels that a user sets, and "Ignore", through the built server. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { CodeAction, Diagnostic, Hover } from 'vscode-languageserver-protocol/node';
import { root } from '../../../scripts/steps.ts';
import { Editor, type Folder, PLAIN, PULLING, temporaryFolder } from '../../support/languageServer.ts';

vi.setConfig({ testTimeout: 60_000 });

const NAME = 'keepalived.conf';
/** `owner_ignore_adverts` came with 2.3.3, and line 5 has a word that no release knows. */
const TEXT = `global_defs {
    router_id a
}
vrrp_instance VI_1 {
    sate MASTER
    interface eth0
    virtual_router_id 51
    owner_ignore_adverts
    virtual_ipaddress {
        192.168.10.51/24
    }
}
`;
const CLUSTER = { nodes: { a: { config: NAME } } };

let editor: Editor;
let folder: Folder;

async function start(
  texts: Record<string, string> = { [NAME]: TEXT },
  params: Parameters<Editor['start']>[0] = {},
): Promise<void> {
  folder = temporaryFolder(texts);
  editor = new Editor();
  await editor.start({ workspaceFolders: [{ uri: folder.uri, name: 'ws' }], ...params });
  await editor.open(folder.uriOf(NAME), folder.read(NAME));
}

afterEach(async () => {
  await editor.stop();
  folder.dispose();
});

const configure = (settings: object): Promise<void> =>
  editor.connection.sendNotification('workspace/didChangeConfiguration', { settings: { keepalived: settings } });

const told = (diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map(({ code, severity }) => `${code} ${severity}`);

/** Resolves when the last diagnostics that were pushed are these. */
const pushed = (...expected: string[]): Promise<Diagnostic[]> =>
  editor.until(() => {
    const diagnostics = editor.pushed.get(folder.uriOf(NAME));
    return diagnostics && told(diagnostics).join() === expected.join() ? diagnostics : undefined;
  });

const warnings = (): string[] =>
  editor.received
    .filter(({ method }) => method === 'window/showMessage')
    .map(({ params }) => (params as { message: string }).message);

describe('the release', () => {
  test('a change of the setting is judged by at once, without an edit', async () => {
    await start();
    const [, newer] = await pushed('unknown-keyword 1', 'newer-than-target 1');
    expect(newer!.message).toMatch(/`owner_ignore_adverts` came with keepalived 2\.3\.3; 2\.2\.7 does not know it/);
    await configure({ version: '2.4.3' });
    await pushed('unknown-keyword 1', 'owner-adverts 2');
    await configure({});
    await pushed('unknown-keyword 1', 'newer-than-target 1');
  });

  test('an editor that pulls is made to ask again', async () => {
    await start(undefined, { capabilities: PULLING });
    expect(told(await editor.pull(folder.uriOf(NAME)))).toContain('newer-than-target 1');
    await configure({ version: '2.4.3' });
    await editor.until(() => editor.received.some(({ method }) => method === 'workspace/diagnostic/refresh'));
    expect(told(await editor.pull(folder.uriOf(NAME)))).not.toContain('newer-than-target 1');
  });

  test('the setting goes before keepalived-ha.json; findings, completion and hover follow', async () => {
    await start({ [NAME]: TEXT, 'keepalived-ha.json': JSON.stringify({ ...CLUSTER, keepalivedVersion: '2.4.3' }) });
    await pushed('unknown-keyword 1', 'owner-adverts 2');
    const uri = folder.uriOf(NAME);
    const detail = async () =>
      (await editor.completions(uri, '    |interface eth0')).find(({ label }) => label === 'owner_ignore_adverts')
        ?.detail;
    const hover = async () =>
      JSON.stringify((await editor.ask<Hover>('textDocument/hover', uri, 'owner_|ignore_adverts')).contents);
    const known = { detail: await detail(), hover: await hover() };
    await configure({ version: '2.0' });
    await pushed('unknown-keyword 1', 'newer-than-target 1');
    expect(await detail()).not.toBe(known.detail);
    expect(await detail()).toMatch(/\(Since 2\.3\.3\)/);
    expect(known.detail).not.toMatch(/\(Since/);
    expect(await hover()).not.toBe(known.hover);
  });

  test('one that is none is said once, and counts as none', async () => {
    await start(undefined, { initializationOptions: { version: 'latest' } });
    await pushed('unknown-keyword 1', 'newer-than-target 1');
    await configure({ version: 'latest', rules: {} });
    await configure({ version: 'newest' });
    await editor.until(() => warnings().length >= 2);
    expect(warnings()).toEqual([
      expect.stringContaining('keepalived.version: "latest" is no release'),
      expect.stringContaining('keepalived.version: "newest" is no release'),
    ]);
  });
});

describe('levels', () => {
  test('of the settings go before those of keepalived-ha.json', async () => {
    const rules = { 'unknown-keyword': 'hint', 'newer-than-target': 'off' };
    await start({ [NAME]: TEXT, 'keepalived-ha.json': JSON.stringify({ ...CLUSTER, rules }) });
    await pushed('unknown-keyword 4');
    await configure({ rules: { 'newer-than-target': 'warning' } });
    await pushed('unknown-keyword 4', 'newer-than-target 2');
  });

  test('those of codes that there are not are said', async () => {
    await start();
    await configure({ rules: { 'unknown-keywrod': 'off', 'unknown-keyword': 'fatal', 'newer-than-target': 'off' } });
    await pushed('unknown-keyword 1');
    await editor.until(() => warnings().length === 2);
    expect(warnings()).toEqual([
      'keepalived.rules: there is no finding "unknown-keywrod".',
      'keepalived.rules: "unknown-keyword" is to be one of off, hint, information, warning, error.',
    ]);
  });
});

describe('"Ignore"', () => {
  const actions = async (diagnostic: Diagnostic): Promise<CodeAction[]> =>
    editor.codeActions(folder.uriOf(NAME), diagnostic);
  const perform = async (title: string, diagnostic: Diagnostic): Promise<void> => {
    const action = (await actions(diagnostic)).find((each) => each.title === title)!;
    for (const [uri, edits] of Object.entries(action.edit!.changes!)) await editor.edit(uri, edits);
  };

  test('comes behind the cures, and writes a comment with the indentation of the line', async () => {
    await start();
    const [unknown] = await pushed('unknown-keyword 1', 'newer-than-target 1');
    expect((await actions(unknown!)).map(({ title, kind }) => `${kind} ${title}`)).toEqual([
      'quickfix Change to state',
      'quickfix Ignore unknown-keyword on this line',
      'quickfix Ignore unknown-keyword in this file',
    ]);
    await perform('Ignore unknown-keyword on this line', unknown!);
    await pushed('newer-than-target 1');
    expect(editor.textOf(folder.uriOf(NAME))).toBe(
      TEXT.replace('    sate', '    # keepalived-ha: ignore=unknown-keyword\n    sate'),
    );
  });

  test('adds to the comment that is there', async () => {
    const text = TEXT.replace('sate MASTER', 'sate MASTER # keepalived-ha: ignore=too-long').replaceAll('\n', '\r\n');
    await start({ [NAME]: text });
    const [unknown] = await pushed('unknown-keyword 1', 'suppression-unused 4', 'newer-than-target 1');
    await perform('Ignore unknown-keyword on this line', unknown!);
    const [, newer] = await pushed('suppression-unused 4', 'newer-than-target 1');
    expect(editor.textOf(folder.uriOf(NAME))).toBe(text.replace('=too-long', '=too-long,unknown-keyword'));
    await perform('Ignore newer-than-target in this file', newer!);
    await pushed('suppression-unused 4');
    expect(editor.textOf(folder.uriOf(NAME))).toMatch(/^# keepalived-ha: ignore-file=newer-than-target\r\n/);
  });

  test('is not offered for the comment itself', async () => {
    await start({ [NAME]: `# keepalived-ha: ignore-file=too-long\n${TEXT}` });
    const [unused] = await pushed('suppression-unused 4', 'unknown-keyword 1', 'newer-than-target 1');
    expect((await actions(unused!)).map(({ title }) => title)).toEqual(['Remove it']);
  });
});

test('findings link to the page that explains them', async () => {
  await start(
    { [NAME]: TEXT.replace('eth0', 'eth0 # keepalived-ha: ignore=too-long') },
    {
      initializationOptions: { rulePages: pathToFileURL(join(root, 'docs/rules')).href },
    },
  );
  const [, unused] = await pushed('unknown-keyword 1', 'suppression-unused 4', 'newer-than-target 1');
  expect(unused!.codeDescription!.href).toBe(pathToFileURL(join(root, 'docs/rules/suppression-unused.md')).href);
});

test('a folder without pages is no link', async () => {
  await start(undefined, { initializationOptions: { rulePages: 'file:///nowhere' }, capabilities: PLAIN });
  for (const each of await pushed('unknown-keyword 1', 'newer-than-target 1')) {
    expect(each.codeDescription).toBeUndefined();
  }
});
