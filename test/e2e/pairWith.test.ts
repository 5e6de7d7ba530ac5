// A wrong guess is put right in the real editor: the action that parts a pair, and "Keepalived: Pair With…".
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import {
  choose,
  openFile,
  openWorkbench,
  problems,
  runCommand,
  saved,
  screenshot,
  showProblems,
  statusText,
  until,
} from './harness.ts';

describe.skipIf(lacks('chromium'))('Keepalived: Pair With…', () => {
  const workbench = openWorkbench('master-backup');
  const status = (text: string) =>
    until(async () => ((await statusText(workbench.page)).includes(text) ? true : undefined), `the status "${text}"`);
  const clusterFile = (): string => join(workbench.folder, 'keepalived-ha.json');

  test('an action of the first line parts the pair by a comment', async () => {
    const { page, folder } = workbench;
    rmSync(clusterFile());
    await openFile(page, 'ngx1/keepalived.conf');
    await status('⇄ ngx2');
    await page.keyboard.press('Control+Period');
    const action = page.locator('.action-widget .monaco-list-row', { hasText: 'Never pair this file (comment)' });
    await action.waitFor();
    await screenshot(page, 'pair by hand actions');
    await action.click();
    await status('no peer');
    const text = await saved(page, join(folder, 'ngx1/keepalived.conf'), (each) => each.includes('keepalived-ha:'));
    expect(text).toContain('\n# keepalived-ha: alone\n');
  });

  test('the command writes keepalived-ha.json, which counts at once and more than the comment', async () => {
    const { page } = workbench;
    await runCommand(page, 'Keepalived: Pair With…');
    const row = page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'ngx2/keepalived.conf' });
    await row.locator('input, .monaco-checkbox, .monaco-custom-toggle').first().click();
    await screenshot(page, 'pair with candidates');
    await page.locator('.quick-input-widget:visible input.input').press('Enter');
    await choose(page, 'Where to write it down?', 'keepalived-ha.json');
    const text = await until(() => {
      const written = existsSync(clusterFile()) ? readFileSync(clusterFile(), 'utf8') : '';
      return written.includes('ngx2') ? written : undefined;
    }, 'keepalived-ha.json on disk');
    expect(JSON.parse(text)).toEqual({
      nodes: { ngx1: { config: 'ngx1/keepalived.conf' }, ngx2: { config: 'ngx2/keepalived.conf' } },
    });
    // It is shown last: what is opened before that loses the focus again.
    await page.locator('.tab.active', { hasText: 'keepalived-ha.json' }).waitFor();
    await openFile(page, 'ngx1/keepalived.conf');
    await status('⇄ ngx2');
    await showProblems(page);
    const overruled = { file: 'ngx1/keepalived.conf', code: 'pairing-comment' };
    await until(async () => {
      const found = await problems(workbench);
      return found.some(({ file, code }) => file === overruled.file && code === overruled.code) ? true : undefined;
    }, 'a finding at the comment');
    await screenshot(page, 'pair by cluster file');
  });
});
