// The language in the real editor: definitions, generators and includes, read as keepalived reads them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import {
  openFile,
  openWorkbench,
  type Problem,
  problems,
  runCommand,
  saved,
  screenshot,
  showProblems,
  statusText,
  until,
} from './harness.ts';

/** Included by the example; the mistakes are `tem`, and in the main file `ten`. */
const SERVERS = `virtual_server 192.168.10.111 80 {
    lb_algo rr
    lb_kind DR
    protocol TCP
    delay_loop tem
~SEQ(N, 21, 22) real_server 192.168.10.$N 80 { }
}
`;

const MORE = `
global_defs {
    vrrp_delay_after_boot 5
}
$WEIGHT=ten
vrrp_script check {
    script "/bin/true"
    weight $WEIGHT
}
include keepalived/web.conf
`;

describe.skipIf(lacks('chromium'))('the language in VS Code', () => {
  const workbench = openWorkbench('one-file');
  const main = (): string => join(workbench.folder, 'keepalived.conf');

  function write(path: string, text: string): void {
    const file = join(workbench.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /** What the Problems panel lists, but the information that the example checks no service. */
  const grave = async (): Promise<Problem[]> =>
    (await problems(workbench)).filter(({ code }) => code !== 'pair-unhealthy-blind');

  const has = (code: string, wanted: boolean): Promise<true> =>
    until(
      async () => ((await grave()).some((each) => each.code === code) === wanted ? true : undefined),
      `${code} ${wanted ? 'among' : 'gone from'} the problems`,
    );

  /** Opens a file at a text; the cursor stands on the text's last character. */
  async function goTo(file: string, text: string): Promise<void> {
    const lines = readFileSync(join(workbench.folder, file), 'utf8').split('\n');
    const line = lines.findIndex((each) => each.includes(text));
    await openFile(workbench.page, file, line + 1);
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('Home');
    for (let column = lines[line]!.indexOf(text) + text.length - 1; column > 0; column--)
      await workbench.page.keyboard.press('ArrowRight');
  }

  /** The hover at a text once it says something; the server may still be reading when it is first asked. */
  async function hoverAt(file: string, text: string, says: RegExp): Promise<Locator> {
    const { page } = workbench;
    await goTo(file, text);
    const hover = page.locator('.monaco-hover:visible .monaco-hover-content', { hasText: says });
    await until(async () => {
      await runCommand(page, 'Show or Focus Hover');
      await hover
        .first()
        .waitFor({ timeout: 2000 })
        .catch(() => page.keyboard.press('Escape'));
      return (await hover.count()) > 0 ? true : undefined;
    }, `a hover that says ${says}`);
    return hover.first();
  }

  test('the example of one file for both nodes opens without findings above information', async () => {
    const { page } = workbench;
    await openFile(page, 'keepalived.conf');
    await until(async () => ((await statusText(page)).includes('⇄') ? true : undefined), 'the pair in the status bar');
    await showProblems(page);
    await until(
      async () => ((await problems(workbench)).length > 0 ? true : undefined),
      'what the pair does not track',
    );
    expect(await grave()).toEqual([]);
  });

  test('hover on a use shows what it becomes on which node', async () => {
    const hover = await hoverAt('keepalived.conf', 'priority $PRIORITY_1', /becomes/);
    await screenshot(workbench.page, 'language hover on a use');
    expect(await hover.innerText()).toMatch(/On ngx1:[\s\S]*100[\s\S]*On ngx2:[\s\S]*99/);
  });

  test('a finding shows up in the included file that it is about', async () => {
    write('keepalived/web.conf', SERVERS);
    write('keepalived.conf', readFileSync(main(), 'utf8') + MORE);
    const found = await until(async () => {
      const numbers = (await grave()).filter(({ code }) => code === 'not-a-number');
      return numbers.length >= 2 ? numbers : undefined;
    }, 'a finding in either file');
    expect(found.map(({ file }) => file).toSorted()).toEqual(['keepalived.conf', 'keepalived/web.conf']);
    await screenshot(workbench.page, 'language findings');
  });

  test("a mistake in a definition's value is underlined at its use, and leads to the line to edit", async () => {
    const { page } = workbench;
    const lines = readFileSync(main(), 'utf8').split('\n');
    const rows = page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: `[Ln ${lines.indexOf('    weight $WEIGHT') + 1}, Col 12]` }).waitFor();
    await rows.filter({ hasText: 'this is written here' }).click();
    const line = lines.indexOf('$WEIGHT=ten') + 1;
    await page.locator('.statusbar-item', { hasText: `Ln ${line},` }).waitFor();
    await screenshot(page, 'language definition to edit');
  });

  test('go to definition on an include opens the file', async () => {
    const { page } = workbench;
    await goTo('keepalived.conf', 'include keepalived/web.conf');
    await runCommand(page, 'Go to Definition');
    await page.locator('.tab.active', { hasText: 'web.conf' }).waitFor();
  });

  test('hover on a generator shows the lines that it makes', async () => {
    const hover = await hoverAt('keepalived/web.conf', '~SEQ', /Makes \d+ lines/);
    await screenshot(workbench.page, 'language hover on a generator');
    expect(await hover.innerText()).toMatch(/192\.168\.10\.21 80[\s\S]*192\.168\.10\.22 80/);
  });

  test('"Ignore CODE on this line" writes the comment, and the finding is gone', async () => {
    const { page } = workbench;
    const inIncluded = async () => (await grave()).filter(({ file }) => file === 'keepalived/web.conf');
    await goTo('keepalived/web.conf', 'delay_loop tem');
    await page.keyboard.press('Control+Period');
    const actions = page.locator('.action-widget .monaco-list-row', { hasText: 'Ignore not-a-number on this line' });
    await actions.first().waitFor();
    await screenshot(page, 'language quick fixes');
    await actions.first().click();
    await until(
      async () => ((await inIncluded()).length === 0 ? true : undefined),
      'no finding in keepalived/web.conf',
    );
    const text = await saved(page, join(workbench.folder, 'keepalived/web.conf'), (each) =>
      each.includes('keepalived-ha:'),
    );
    expect(text).toContain('    # keepalived-ha: ignore=not-a-number\n    delay_loop tem\n');
  });

  test('a newer release in the settings knows the newer keyword at once', async () => {
    await has('newer-than-target', true);
    write('.vscode/settings.json', '{ "keepalived.version": "2.4.3" }');
    await has('newer-than-target', false);
  });

  test("a keyword's documentation is in English, and in Chinese when the settings say so", async () => {
    const english = await hoverAt('keepalived/web.conf', 'lb_algo', /lb_algo/);
    expect(await english.innerText()).not.toMatch(/\p{Script=Han}/u);
    await workbench.page.keyboard.press('Escape');
    write('.vscode/settings.json', '{ "keepalived.version": "2.4.3", "keepalived.hover.language": "zh" }');
    const chinese = await hoverAt('keepalived/web.conf', 'lb_algo', /\p{Script=Han}/u);
    await screenshot(workbench.page, 'language hover in Chinese');
    expect(await chinese.innerText()).toContain('lb_algo');
  });
});
