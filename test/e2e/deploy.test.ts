// Deployments in the real editor, on the real hosts of a lab: from the command palette to the report.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { chooseTheme, openFile, openWorkbench, runCommand, screenshot, until, webview } from './harness.ts';
import { type LabEditor, startLabEditor } from './labEditor.ts';

const SECRET = 'k3xw9bqz';

describe.skipIf(lacks('chromium', 'keepalived', 'nginx', 'sshd', 'systemd hosts'))('a pair on two bare hosts', () => {
  let editor: LabEditor;
  beforeAll(async () => {
    editor = await startLabEditor({ ngx1: {}, ngx2: {} });
  });
  afterAll(() => editor?.end());
  const workbench = openWorkbench('master-master', 810, () => editor);

  const modal = (text: string): Locator => workbench.page.locator('.monaco-dialog-box', { hasText: text });
  const press = (dialog: Locator, button: string): Promise<void> =>
    dialog.getByRole('button', { name: button }).click();
  const toast = (text: string): Locator =>
    workbench.page.locator('.notifications-toasts .notification-toast', { hasText: text });

  test('Deploy and Verify shows what will change, asks, and ends with a verified pair', async () => {
    const { page, folder } = workbench;
    for (const node of ['ngx1', 'ngx2']) {
      const file = join(folder, node, 'keepalived.conf');
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('auth_pass 1111', `auth_pass ${SECRET}`));
    }
    await openFile(page, 'ngx1/keepalived.conf');
    await runCommand(page, 'Keepalived: Deploy and Verify…');
    for (const _ of ['ngx1', 'ngx2']) {
      const key = modal('host key that is not known here');
      await key.getByText('SHA256:').waitFor();
      await screenshot(page, 'deploy host key');
      await press(key, 'Trust This Key');
    }
    const plan = modal('Deploy master-master?');
    await plan.waitFor();
    await screenshot(page, 'deploy plan');
    await press(plan, 'Look at It First');
    await toast('nothing is changed yet').waitFor();
    await screenshot(page, 'deploy diff');
    await press(toast('nothing is changed yet'), 'Deploy…');
    await press(modal('Deploy master-master?'), 'Deploy');
    await toast('back up').waitFor();
    await screenshot(page, 'deploy progress');
    await toast('verified').waitFor({ timeout: 60_000 });
    await screenshot(page, 'deploy verified');
  });

  test('the report shows every check and step', async () => {
    const { page } = workbench;
    await press(toast('verified'), 'Show Report');
    await webview(page).locator('h1', { hasText: 'master-master' }).waitFor();
    await screenshot(page, 'deploy report');
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    await page.locator('.test-explorer .monaco-list-row').first().waitFor();
    await screenshot(page, 'deploy tests');
    await chooseTheme(page, 'Light Modern');
    await screenshot(page, 'deploy report light');
  });
});
