// Help while writing, in the real editor.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { openFile, openWorkbench, runCommand, saved, screenshot } from './harness.ts';

describe.skipIf(lacks('chromium'))('writing a configuration in VS Code', () => {
  const workbench = openWorkbench('master-backup');

  test('hover on priority shows its documentation', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf', 10);
    await page.keyboard.press('Home');
    // The first answer of the server; when it moves the lines, a hover that is open goes away.
    await page.locator('.codelens-decoration').first().waitFor();
    await runCommand(page, 'Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible .hover-contents', { hasText: 'priority' });
    await hover.first().waitFor();
    await screenshot(page, 'hover on priority');
    expect(await hover.first().innerText()).toMatch(/1\D{1,4}255/);
  });

  test('completion inside a VRRP instance offers advert_int and inserts it', async () => {
    const { page, folder } = workbench;
    const file = join(folder, 'ngx1/keepalived.conf');
    await openFile(page, 'ngx1/keepalived.conf', 11);
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+End');
    await page.keyboard.press('Delete');
    const without = await saved(page, file, (text) => !text.includes('advert_int'));
    await page.keyboard.type('adv');
    const offer = page.locator('.suggest-widget:visible .monaco-list-row', { hasText: 'advert_int' });
    await offer.first().waitFor();
    await screenshot(page, 'completion of advert_int');
    await page.keyboard.press('Enter');
    const text = await saved(page, file, (now) => now.includes('advert_int'));
    expect(text.replace(/advert_int.*/, '')).toBe(without);
  });
});
