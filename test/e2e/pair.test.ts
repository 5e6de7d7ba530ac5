// The main job in the real editor: the two files of a pair, whether they fit, what is wrong, and the fix.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import {
  activationTime,
  openFile,
  openFileBeside,
  openWorkbench,
  pictureForReadme,
  problems,
  saved,
  screenshot,
  showProblems,
  statusText,
  tokenColours,
  until,
} from './harness.ts';

describe.skipIf(lacks('chromium'))('the example pair in VS Code', () => {
  const workbench = openWorkbench('master-master');

  test('opens in colours and without findings', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf');
    await openFileBeside(page, 'ngx2/keepalived.conf', 9);
    await until(async () => ((await statusText(page)).includes('⇄ ngx1') ? true : undefined), 'the status "⇄ ngx1"');
    const colours = await until(async () => {
      const seen = await tokenColours(page);
      return seen.size >= 4 ? seen : undefined;
    }, 'four colours of tokens');
    await showProblems(page);
    expect(await problems(workbench)).toEqual([]);
    expect(colours.size).toBeGreaterThanOrEqual(4);
    await screenshot(page, 'pair clean');
  });

  test('a changed virtual router ID is flagged in both files, and the fix clears both', async () => {
    const { page, folder } = workbench;
    await openFile(page, 'ngx2/keepalived.conf', 9);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('61');
    const found = await until(async () => {
      const rows = await problems(workbench);
      return rows.length >= 2 ? rows : undefined;
    }, 'findings in both files');
    expect(found.map(({ file, code }) => ({ file, code })).sort((a, b) => a.file.localeCompare(b.file))).toEqual([
      { file: 'ngx1/keepalived.conf', code: 'pair-vrid-mismatch' },
      { file: 'ngx2/keepalived.conf', code: 'pair-vrid-mismatch' },
    ]);
    await screenshot(page, 'pair virtual router ID differs');
    await pictureForReadme(page);

    await openFile(page, 'ngx2/keepalived.conf', 9);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Period');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Use virtual_router_id 51, as ngx1 does' });
    await fix.first().waitFor();
    await screenshot(page, 'pair quick fix');
    await fix.first().click();
    await until(async () => ((await problems(workbench)).length === 0 ? true : undefined), 'no findings after the fix');
    const text = await saved(page, join(folder, 'ngx2/keepalived.conf'), (now) => !now.includes('61'));
    expect(text).toBe(readFileSync(join(workbench.example, 'ngx2/keepalived.conf'), 'utf8'));
  });

  test('activates in less than 100 ms', async () => {
    const { page } = workbench;
    const times: number[] = [];
    // What else the machine does can only add to it, so a slow window is given two more chances.
    while (times.length < 3 && !times.some((milliseconds) => milliseconds < 100)) {
      if (times.length > 0) await page.reload();
      times.push(await activationTime(page));
    }
    console.log(`Activation: ${times.join(' ms, ')} ms`);
    expect(Math.min(...times)).toBeLessThan(100);
  });

  test('asks for nothing beyond this machine', () => {
    expect(workbench.refused).toEqual([]);
  });
});
