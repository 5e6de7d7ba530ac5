// The language beyond single lines in the real editor: definitions, generators, includes, releases, and what to ignore.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { openFile, openWorkbench, problems, runCommand, saved, screenshot, showProblems, until } from './harness.ts';

const MAIN = 'lb/keepalived.conf';
const PART = 'lb/parts/check.conf';

const TEXTS = {
  [MAIN]: `global_defs {
    use_symlink_paths
}
include parts/*.conf
$WEIGHT=300
static_ipaddress {
    ~SEQ(N, 1, 3) 10.0.0.\${N}/32 dev lo
}
vrrp_script chk_other {
    script /bin/true
    weight $WEIGHT
}
virtual_server 10.0.0.1 80 {
    lb_algo rr
    lb_kind NAT
    protocol TCP
    real_server 10.0.1.1 80 {
    }
}
`,
  [PART]: 'vrrp_script chk {\n    script /bin/true\n    interval 0\n}\n',
};

/** The hover over the character behind a text on its line. */
async function hoverOn(page: Page, text: string, line: number): Promise<Locator> {
  await openFile(page, MAIN, line);
  const column = TEXTS[MAIN].split('\n')[line - 1]!.indexOf(text) + 1;
  await page.keyboard.press('Home');
  await page.keyboard.press('Home');
  for (let step = 0; step < column; step++) await page.keyboard.press('ArrowRight');
  await runCommand(page, 'Show or Focus Hover');
  return page.locator('.monaco-hover:visible .hover-contents');
}

describe.skipIf(lacks('chromium'))('the language in VS Code', () => {
  const workbench = openWorkbench('one-file');
  const isThere = (file: string, code: string): Promise<true> =>
    until(
      async () => (await problems(workbench)).some((each) => each.file === file && each.code === code) || undefined,
      `${code} in ${file}`,
    );
  const isGone = (file: string, code: string): Promise<true> =>
    until(
      async () => !(await problems(workbench)).some((each) => each.file === file && each.code === code) || undefined,
      `the end of ${code} in ${file}`,
    );
  const settings = (content: object): void => {
    mkdirSync(join(workbench.folder, '.vscode'), { recursive: true });
    writeFileSync(join(workbench.folder, '.vscode/settings.json'), JSON.stringify(content));
  };
  beforeAll(() => {
    mkdirSync(join(workbench.folder, 'lb/parts'), { recursive: true });
    for (const [file, text] of Object.entries(TEXTS)) writeFileSync(join(workbench.folder, file), text);
  });

  test('a definition says what it becomes on each node of a shared file', async () => {
    const { page } = workbench;
    await openFile(page, 'keepalived.conf', 22);
    await page.locator('.codelens-decoration').first().waitFor();
    await page.keyboard.press('End');
    await runCommand(page, 'Show or Focus Hover');
    const hover = page.locator('.monaco-hover:visible .hover-contents', { hasText: 'PRIORITY_1' });
    await hover.first().waitFor();
    await screenshot(page, 'hover on a definition');
    expect((await hover.first().innerText()).replaceAll(/\s+/g, ' ')).toMatch(/ngx1.*100.*ngx2.*99/);
  });

  test('findings stand in included files, and where a definition is used', async () => {
    const { page } = workbench;
    await openFile(page, MAIN, 11);
    await showProblems(page);
    await isThere(PART, 'number-out-of-range');
    await isThere(MAIN, 'number-out-of-range');
    await isThere(MAIN, 'newer-than-target');
    // Nothing is told of the example itself but that its pair checks no service.
    const ofExample = (await problems(workbench)).filter(({ file }) => file === 'keepalived.conf');
    expect(ofExample.map(({ code }) => code)).toEqual(['pair-unhealthy-blind', 'pair-unhealthy-blind']);
    await screenshot(page, 'findings of includes and definitions');
  });

  test('a finding at a use leads to the definition that is to be edited', async () => {
    const { page } = workbench;
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: /weight.*\[Ln 11, / }).waitFor();
    await rows.filter({ hasText: 'this is written here' }).click();
    await page.locator('.statusbar-item', { hasText: 'Ln 5,' }).waitFor();
  });

  test('a generator shows its lines', async () => {
    const hover = await hoverOn(workbench.page, '~SEQ', 7);
    await hover.filter({ hasText: '10.0.0.3/32 dev lo' }).first().waitFor();
    await screenshot(workbench.page, 'hover on a generator');
  });

  test('an include leads to its file', async () => {
    const { page } = workbench;
    await openFile(page, MAIN, 4);
    await runCommand(page, 'Go to Definition');
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'check.conf' }).waitFor();
  });

  test('keywords of load balancing are explained, in the language that is asked for', async () => {
    const { page } = workbench;
    const english = await hoverOn(page, 'lb_algo', 14);
    await english.filter({ hasText: 'lb_algo' }).first().waitFor();
    expect(await english.first().innerText()).not.toMatch(/\p{Script=Han}/u);
    settings({ 'keepalived.hover.language': 'zh' });
    await until(async () => {
      const chinese = await hoverOn(page, 'lb_algo', 14);
      return /\p{Script=Han}/u.test(await chinese.first().innerText()) || undefined;
    }, 'the hover in Chinese');
    await screenshot(page, 'hover in Chinese');
  });

  test('a finding is ignored by a comment', async () => {
    const { page, folder } = workbench;
    await openFile(page, MAIN, 11);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Period');
    const action = page.locator('.action-widget .monaco-list-row', {
      hasText: 'Ignore number-out-of-range on this line',
    });
    await action.first().waitFor();
    await screenshot(page, 'ignore a finding');
    await action.first().click();
    await saved(page, join(folder, MAIN), (text) =>
      text.includes('    # keepalived-ha: ignore=number-out-of-range\n    weight $WEIGHT'),
    );
    await isGone(MAIN, 'number-out-of-range');
  });

  test('another release is judged by at once', async () => {
    settings({ 'keepalived.version': '2.4.3' });
    await isGone(MAIN, 'newer-than-target');
  });
});
