// What is asked before a host is reached: which pair, where its nodes are, and whether its files are saved.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import {
  answer,
  choose,
  clearNotifications,
  modal,
  notification,
  openFile,
  openWorkbench,
  press,
  runCommand,
  screenshot,
  until,
} from './harness.ts';

/** Nobody listens there. */
const NOBODY = { ngx1: 'ssh://root@127.0.0.1:1', ngx2: 'ssh://root@127.0.0.2:1' };

describe.skipIf(lacks('chromium'))('before a host is reached', () => {
  const workbench = openWorkbench('master-master');
  const clusterFile = (): string => join(workbench.folder, 'keepalived-ha.json');
  const toast = (text: string): Locator => notification(workbench.page, text);

  test('a pair that evidence has found gets a cluster file, and then it goes on', async () => {
    const { page } = workbench;
    rmSync(clusterFile());
    await openFile(page, 'ngx1/keepalived.conf');
    await runCommand(page, 'Keepalived: Verify');
    const offer = toast('no keepalived-ha.json says yet where these nodes are');
    await offer.waitFor();
    await screenshot(page, 'deploy no cluster file');
    expect(existsSync(clusterFile())).toBe(false);
    await press(offer, 'Write It…');
    await answer(page, 'SSH destination of ngx1', NOBODY.ngx1);
    await answer(page, 'SSH destination of ngx2', NOBODY.ngx1);
    await page.locator('.quick-input-message', { hasText: `${NOBODY.ngx1} is ngx1 already.` }).waitFor();
    await answer(page, `${NOBODY.ngx1} is ngx1 already.`, NOBODY.ngx2);
    await page.locator('.tab.active', { hasText: 'keepalived-ha.json' }).waitFor();
    const unreached = toast('master-master: failed');
    await unreached.waitFor();
    await screenshot(page, 'deploy unreachable');
    expect(await unreached.innerText()).toMatch(/ngx1.*127\.0\.0\.1.*ngx2.*127\.0\.0\.2/s);
    expect(JSON.parse(readFileSync(clusterFile(), 'utf8'))).toEqual({
      nodes: {
        ngx1: { config: 'ngx1/keepalived.conf', host: NOBODY.ngx1 },
        ngx2: { config: 'ngx2/keepalived.conf', host: NOBODY.ngx2 },
      },
    });
    await clearNotifications(page);
  });

  test('a node without a host is named, and its place is shown', async () => {
    const { page } = workbench;
    const written = readFileSync(clusterFile(), 'utf8');
    writeFileSync(clusterFile(), written.replace(/,\s*"host": "ssh:\/\/root@127.0.0.2:1"/, ''));
    await openFile(page, 'ngx2/keepalived.conf');
    await runCommand(page, 'Keepalived: Deploy and Verify…');
    await toast('ngx2: say in keepalived-ha.json where ssh reaches it').waitFor();
    const cursor = page.locator('[id="status.editor.selection"]');
    await until(async () => ((await cursor.innerText()).startsWith('Ln 7,') ? true : undefined), 'the line of ngx2');
    await screenshot(page, 'deploy without host');
    writeFileSync(clusterFile(), written);
    await clearNotifications(page);
  });

  test('unsaved files are saved first, or nothing is done', async () => {
    const { page, folder } = workbench;
    const config = join(folder, 'ngx2/keepalived.conf');
    const before = readFileSync(config, 'utf8');
    await openFile(page, 'ngx2/keepalived.conf', 1);
    await page.keyboard.press('End');
    await page.keyboard.type(' (unsaved)');
    await runCommand(page, 'Keepalived: Verify');
    const question = modal(page, 'What is deployed is what is saved.');
    await question.getByText('ngx2/keepalived.conf').waitFor();
    await screenshot(page, 'deploy unsaved');
    await press(question, 'Cancel');
    expect(readFileSync(config, 'utf8')).toBe(before);
    await runCommand(page, 'Keepalived: Verify');
    await press(question, 'Save');
    await toast('master-master: failed').waitFor();
    expect(readFileSync(config, 'utf8')).toBe(before.replace('\n', ' (unsaved)\n'));
    await clearNotifications(page);
  });

  test('of several pairs those are asked for that are meant; where one fails, the rest is left alone', async () => {
    const { page, folder } = workbench;
    for (const name of ['blue', 'green']) {
      cpSync(join(folder, 'ngx1'), join(folder, name, 'lb1'), { recursive: true });
      cpSync(join(folder, 'ngx2'), join(folder, name, 'lb2'), { recursive: true });
      const nodes = { lb1: { config: 'lb1/keepalived.conf', host: 'ssh://root@127.0.0.3:1' } };
      writeFileSync(join(folder, name, 'keepalived-ha.json'), JSON.stringify({ nodes }));
    }
    await openFile(page, 'ngx1/keepalived.conf');
    await runCommand(page, 'Keepalived: Verify');
    const rows = page.locator('.quick-input-widget:visible .monaco-list-row');
    await rows.nth(2).waitFor();
    await screenshot(page, 'deploy which pair');
    expect(await rows.allInnerTexts()).toEqual([
      expect.stringMatching(/^ngx1 ⇄ ngx2\s*keepalived-ha.json/),
      expect.stringMatching(/^lb1\s*blue/),
      expect.stringMatching(/^lb1\s*green/),
    ]);
    expect(await rows.locator('input[type=checkbox], .monaco-checkbox').first().getAttribute('aria-checked')).toBe(
      'true',
    );
    await rows.nth(1).click();
    await page.keyboard.press('Enter');
    await toast('master-master: failed').waitFor();
    expect(await toast('blue: failed').count()).toBe(0);
    await clearNotifications(page);

    await runCommand(page, 'Keepalived: Failover Drill…');
    await choose(page, 'Which pair?', 'green');
    await choose(page, 'What is to fail?', 'Take the network away');
    await toast('green: failed').waitFor();
  });
});
