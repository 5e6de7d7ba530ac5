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

  /** All but the information that the example, as its tutorial, checks no service: once for each of its four instances. */
  const grave = async () => (await problems(workbench)).filter(({ code }) => code !== 'pair-unhealthy-blind');

  test('opens in colours and without findings above information', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf');
    await openFileBeside(page, 'ngx2/keepalived.conf', 9);
    await until(async () => ((await statusText(page)).includes('⇄ ngx1') ? true : undefined), 'the status "⇄ ngx1"');
    const colours = await until(async () => {
      const seen = await tokenColours(page);
      return seen.size >= 4 ? seen : undefined;
    }, 'four colours of tokens');
    await showProblems(page);
    await until(
      async () => ((await problems(workbench)).length === 4 ? true : undefined),
      'what the pair does not track',
    );
    expect(await grave()).toEqual([]);
    expect(colours.size).toBeGreaterThanOrEqual(4);
    await screenshot(page, 'pair clean');
  });

  test('a changed virtual router ID is flagged in both files, and the fix clears both', async () => {
    const { page, folder } = workbench;
    const file = join(folder, 'ngx2/keepalived.conf');
    const before = readFileSync(file, 'utf8');
    await openFile(page, 'ngx2/keepalived.conf', 9);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('61');
    const found = await until(async () => {
      const rows = await grave();
      return rows.length >= 2 ? rows : undefined;
    }, 'findings in both files');
    expect(found.toSorted((a, b) => a.file.localeCompare(b.file))).toEqual([
      { file: 'ngx1/keepalived.conf', code: 'pair-vrid-mismatch' },
      { file: 'ngx2/keepalived.conf', code: 'pair-vrid-mismatch' },
    ]);
    await screenshot(page, 'pair virtual router ID differs');
    await pictureForReadme(page, 'pair.png');
    await saved(page, file, (text) => text.includes('virtual_router_id 61'));

    await page.keyboard.press('Control+Period');
    const fix = page.locator('.action-widget .monaco-list-row', { hasText: 'Use virtual_router_id 51, as ngx1 does' });
    await fix.first().waitFor();
    await screenshot(page, 'pair quick fix');
    await fix.first().click();
    await until(async () => ((await grave()).length === 0 ? true : undefined), 'no findings after the fix');
    expect(await saved(page, file, (text) => !text.includes('virtual_router_id 61'))).toBe(before);
  });

  test('activates in less than 100 ms', async () => {
    const milliseconds = await activationTime(workbench.page);
    console.log(`Activation: ${milliseconds} ms`);
    expect(milliseconds).toBeLessThan(100);
  });

  test('asks for nothing beyond this machine', () => {
    expect(workbench.refused).toEqual([]);
  });
});
