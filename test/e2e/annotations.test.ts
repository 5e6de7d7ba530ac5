// What stands between the lines and words of a file in the real editor: code lenses and inlay hints.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { openFile, openFileBeside, openWorkbench, screenshot, until } from './harness.ts';

const MASTER = 'MASTER while ngx1 is up; ngx2 takes 192.168.10.111 in 2.6 to 3.7 s';
const BACKUP = 'BACKUP; takes 192.168.10.111 in 2.6 to 3.7 s when ngx1 goes down';
const TWO = 'Two masters: ngx1 and ngx2 both hold 192.168.10.111 (they do not hear each other)';

/** Waits until the lenses of all visible editors say just this. Blanks in them are hard ones. */
const lensesAre = (page: Page, ...expected: string[]): Promise<string[]> =>
  until(
    async () => {
      const found = await page.locator('.codelens-decoration').allInnerTexts();
      const texts = found.map((text) => text.replaceAll('\u00a0', ' ').trim()).filter((text) => text !== '');
      return texts.toSorted().join('\n') === expected.toSorted().join('\n') ? texts : undefined;
    },
    `the code lenses ${expected.join(' | ')}`,
  );

/** Waits until a line of an editor, hints included, begins like this. */
const lineReads = async (page: Page, text: string): Promise<void> => {
  await until(async () => {
    const lines = await page.locator('.view-line').allInnerTexts();
    return lines.some((line) => line.replaceAll('\u00a0', ' ').trim() === text) ? true : undefined;
  }, `the line "${text}"`);
};

describe.skipIf(lacks('chromium'))('above the instances of the example pair', () => {
  const workbench = openWorkbench('master-backup');

  test('each instance says what becomes of its address, and follows the other file', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf');
    // VS Code asks for lenses after a pause, and not at all where the editor loses the focus before.
    await lensesAre(page, MASTER);
    await openFileBeside(page, 'ngx2/keepalived.conf', 9);
    await lensesAre(page, MASTER, BACKUP);
    await screenshot(page, 'code lens on both files');
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('61');
    await lensesAre(page, TWO, TWO);
    await screenshot(page, 'code lens two masters');
    await page.keyboard.press('Control+Z');
    await lensesAre(page, MASTER, BACKUP);
  });

  test('a click shows the failover matrix', async () => {
    const { page } = workbench;
    await page.locator('.codelens-decoration a', { hasText: 'BACKUP' }).click();
    await page.locator('.tab', { hasText: 'Failover Matrix' }).waitFor();
    await screenshot(page, 'code lens clicked');
  });
});

describe.skipIf(lacks('chromium'))('between the words of a configuration', () => {
  const workbench = openWorkbench('master-backup');

  test('a weight shows what it makes of the priority', async () => {
    const { page, folder } = workbench;
    const file = join(folder, 'ngx2/keepalived.conf');
    const script = 'vrrp_script chk_nginx {\n    script "/usr/bin/pgrep nginx"\n}\n\n';
    const text = readFileSync(file, 'utf8')
      .replace('vrrp_instance', `${script}vrrp_instance`)
      .replace('auth_pass 1111', 'auth_pass much-too-long')
      .replace(/\n\}\n$/, '\n    track_script {\n        chk_nginx\n    }\n}\n');
    writeFileSync(file, text);
    const line = text.split('\n').findIndex((each) => each.trim() === 'chk_nginx') + 1;
    await openFile(page, 'ngx2/keepalived.conf', line);
    await lineReads(page, 'chk_nginxFAULT when it fails');
    await lineReads(page, 'auth_pass much-toocut off here-long');
    await page.keyboard.press('End');
    await page.keyboard.type(' weight -20');
    await page.keyboard.press('Escape');
    await lineReads(page, 'priority 9070 when chk_nginx fails');
    await screenshot(page, 'inlay hints');
    expect(await page.locator('.view-line', { hasText: 'FAULT when it fails' }).count()).toBe(0);
  });
});
