// "Keepalived: Compare With Peer…" in the real editor, against a file outside of the workspace.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { lacks } from '../support/requirements.ts';
import { startSshServer } from '../support/sshServer.ts';
import {
  answer,
  choose,
  openFile,
  openWorkbench,
  problems,
  runCommand,
  screenshot,
  showProblems,
  statusText,
  until,
} from './harness.ts';

/** VS Code's own dialog in a browser: the path of a folder is typed, and one of its files is clicked. */
async function chooseFile(page: Page, folder: string, name: string): Promise<void> {
  const button = page.locator('.monaco-button', { hasText: 'Compare' });
  const dialog = page.locator('.quick-input-widget:visible').filter({ has: button });
  const row = dialog.locator('.monaco-list-row', { hasText: name }).first();
  await until(async () => {
    // It may still be putting in the folder that it begins with.
    await dialog.locator('input.input').fill(`${folder}/`);
    return await row.waitFor({ timeout: 2000 }).then(
      () => true,
      () => undefined,
    );
  }, `${name} in the dialog`);
  await row.click();
}

describe.skipIf(lacks('chromium'))('Keepalived: Compare With Peer…', () => {
  const workbench = openWorkbench('master-backup');
  const elsewhere = mkdtempSync(join(tmpdir(), 'keepalived-ha-peer-'));
  const peer = 'web2.conf';
  afterAll(() => rmSync(elsewhere, { recursive: true, force: true }));

  test('shows the other file, and what does not fit, until it is closed', async () => {
    const { page, folder } = workbench;
    rmSync(join(folder, 'ngx2'), { recursive: true });
    rmSync(join(folder, 'keepalived-ha.json'));
    const text = readFileSync(join(root, 'examples/master-backup/ngx2/keepalived.conf'), 'utf8');
    writeFileSync(join(elsewhere, peer), text.replace('virtual_router_id 51', 'virtual_router_id 61'));

    await openFile(page, 'ngx1/keepalived.conf', 9);
    await showProblems(page);
    await until(async () => ((await statusText(page)).includes('no peer') ? true : undefined), 'a lone file');
    await runCommand(page, 'Keepalived: Compare With Peer…');
    await choose(page, 'Where is the configuration of the other node?', 'Another file…');
    await chooseFile(page, elsewhere, peer);

    const found = await until(async () => {
      const rows = (await problems(workbench)).filter(({ code }) => code === 'pair-vrid-mismatch');
      return rows.length >= 2 ? rows : undefined;
    }, 'findings in both files');
    await page.locator('.tab', { hasText: 'web2.conf (web2)' }).waitFor();
    await screenshot(page, 'compare with peer');
    expect(found.map(({ file }) => file).sort()).toEqual([expect.stringContaining(peer), 'ngx1/keepalived.conf']);
    await page.locator('.notifications-toasts', { hasText: 'do not fit together. Errors: 1' }).waitFor();

    await page.locator('.tab', { hasText: 'web2.conf (web2)' }).click();
    await runCommand(page, 'View: Close Editor');
    await until(async () => ((await problems(workbench)).length === 0 ? true : undefined), 'no findings after the end');
  });

  test.skipIf(lacks('sshd'))('a host whose key is not known is not read, and what to do is said', async () => {
    const { page } = workbench;
    const server = await startSshServer();
    try {
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Compare With Peer…');
      await choose(page, 'Where is the configuration of the other node?', 'Read from a host over SSH…');
      await answer(page, 'SSH destination of the other node', server.url);
      await answer(page, `Configuration on ${server.url}`);
      await page.locator('.notifications-toasts', { hasText: `Run "ssh ${server.url}" in a terminal` }).waitFor();
      await screenshot(page, 'unknown host key');
    } finally {
      await server.stop();
    }
    expect(await problems(workbench)).toEqual([]);
  });
});
