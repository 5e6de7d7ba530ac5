// "Keepalived: Show Failover Matrix" in the real editor: who owns what, what a failure does, and which lines decide it.
import { describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import {
  chooseTheme,
  openFile,
  openWorkbench,
  pictureForReadme,
  runCommand,
  screenshot,
  until,
  webview,
} from './harness.ts';

/** The editor's own border for contrast, then those of our boxes: computed colours. An expression for the page. */
const BORDERS = `(() => {
  const probe = document.body.appendChild(document.createElement('p'));
  probe.style.color = 'var(--vscode-contrastBorder, transparent)';
  const wanted = getComputedStyle(probe).color;
  probe.remove();
  const boxes = document.querySelectorAll('.card, .chip, .outcome, .failure:enabled:not([aria-pressed=true])');
  return [wanted, ...Array.from(boxes, (box) => getComputedStyle(box).borderTopColor)];
})()`;

describe.skipIf(lacks('chromium'))('Keepalived: Show Failover Matrix', () => {
  const workbench = openWorkbench('master-master', 1110);
  const frame = () => webview(workbench.page);
  const card = (name: string) => frame().locator('.card', { hasText: name });
  const failure = (label: string) => frame().locator(`.failure[aria-label="${label}"]`);
  const row = (label: string) => frame().locator('tbody tr', { has: frame().getByText(label, { exact: true }) });
  const cell = (label: string, column: number) => row(label).locator('.cell').nth(column);
  const addressesOf = (name: string) => card(name).locator('.chip .address').allInnerTexts();
  const happened = () => frame().locator('.history li').allInnerTexts();
  const focused = () => frame().locator(':focus');
  /** Left of the matrix. */
  const openBeside = async (path: string, line?: number) => {
    await runCommand(workbench.page, 'View: Focus First Editor Group');
    await openFile(workbench.page, path, line);
  };
  const cursor = () => workbench.page.locator('[id="status.editor.selection"]').innerText();

  test('shows who owns what while all is up', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf');
    await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    await runCommand(page, 'Keepalived: Show Failover Matrix');
    await frame().locator('.card').first().waitFor();
    expect(await frame().locator('h1').innerText()).toBe('ngx1 ⇄ ngx2');
    expect(await addressesOf('ngx1')).toEqual(['192.168.10.111']);
    expect(await addressesOf('ngx2')).toEqual(['192.168.10.112']);
    await screenshot(page, 'failover matrix all up');
  });

  test('a click on a failure plays it: ngx2 owns 192.168.10.111, and it is told', async () => {
    await failure('ngx1: power cut').click();
    await card('ngx2').locator('.chip', { hasText: '192.168.10.111' }).waitFor();
    expect(await addressesOf('ngx1')).toEqual([]);
    expect(await card('ngx1').locator('.state').innerText()).toBe('off');
    expect(await failure('ngx1: power cut').getAttribute('aria-pressed')).toBe('true');
    const told = frame().locator('[aria-live=polite] li', { hasText: '192.168.10.111' });
    expect(await told.innerText()).toMatch(/ngx2 takes over: 2\.6–3\.6 s\s+ngx2 is MASTER: ngx1 is down/);
    await screenshot(workbench.page, 'failover matrix power cut');
    await pictureForReadme(workbench.page.locator('.editor-group-container').last(), 'failover-matrix.png');
  });

  test('follows the file as one types, and keeps what was played', async () => {
    const { page } = workbench;
    expect(await cell('All up', 0).innerText()).toBe('ngx1');
    await openBeside('ngx1/keepalived.conf', 10);
    await page.keyboard.press('End');
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('50');
    await cell('All up', 0).filter({ hasText: 'ngx2' }).waitFor();
    expect(await happened()).toEqual(['ngx1: power cut']);
    expect(await addressesOf('ngx2')).toEqual(['192.168.10.111', '192.168.10.112']);
    await page.keyboard.press('Control+Shift+ArrowLeft');
    await page.keyboard.type('100');
    await cell('All up', 0).filter({ hasText: 'ngx1' }).waitFor();
  });

  test('a cell leads to the line that decides it', async () => {
    const { page } = workbench;
    await cell('ngx1: power cut', 0).click();
    await page.locator('.editor-group-container.active .tab.active', { hasText: 'keepalived.conf' }).waitFor();
    await until(async () => ((await cursor()).startsWith('Ln 6,') ? true : undefined), 'the cursor in line 6');
    expect(await page.locator('.monaco-breadcrumbs', { hasText: 'ngx2' }).count()).toBe(1);
  });

  test('several lines are a list; the one in question is seen at once, Escape leads back', async () => {
    const { page } = workbench;
    await cell('All up', 0).click();
    const list = page.locator('.quick-input-widget:visible .monaco-list-row');
    await list.first().waitFor();
    expect(await list.allInnerTexts()).toEqual([
      'vrrp_instancengx1/keepalived.conf:6',
      'priorityngx1/keepalived.conf:10',
      'priorityngx2/keepalived.conf:10',
    ]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.locator('.monaco-breadcrumbs', { hasText: 'ngx2' }).waitFor();
    await screenshot(page, 'failover matrix lines that decide');
    await page.keyboard.press('Escape');
    await until(async () => ((await focused().count()) > 0 ? true : undefined), 'the focus back in the table');
    expect(await focused().getAttribute('data-open')).toBe('{"scenario":0,"column":0}');
  });

  test('is worked by keys alone', async () => {
    const { page } = workbench;
    const press = (key: string) => page.keyboard.press(key);
    await press('ArrowDown');
    await press('ArrowRight');
    expect(await focused().getAttribute('aria-label')).toBe('ngx2. ngx2 is MASTER: ngx1 is down');
    await press('Control+End');
    expect(await focused().getAttribute('class')).toBe('unfold');
    expect(await focused().innerText()).toMatch(/^Two failures/);
    await press('Enter');
    await row('→ ngx2: power cut').first().waitFor();
    expect(await focused().getAttribute('aria-expanded')).toBe('true');
    await press('ArrowDown');
    await press('Enter');
    await frame().locator('.nobody .chip').first().waitFor();
    expect(await happened()).toEqual(['ngx1: power cut', 'ngx2: power cut']);
    await screenshot(page, 'failover matrix nobody');
    await press('Escape');
    await frame().locator('.nobody').waitFor({ state: 'detached' });
    expect(await happened()).toEqual(['ngx1: power cut']);
    expect(await focused().innerText()).toMatch(/ngx1: power cut\s+→ ngx2: power cut/);
    expect(await frame().locator('[role=grid] [tabindex="0"]').count()).toBe(1);
  });

  test('what happened can be taken back one by one, and the focus is not lost', async () => {
    await failure('partition ngx1 | ngx2').click();
    await failure('ngx1: power cut').click();
    await frame().locator('.history li').nth(2).waitFor();
    expect(await happened()).toEqual(['ngx1: power cut', 'partition ngx1 | ngx2', 'ngx1: back again']);
    await card('ngx1').locator('.mark', { hasText: 'two masters' }).first().waitFor();
    expect(await card('ngx2').locator('.mark').count()).toBe(2);
    await screenshot(workbench.page, 'failover matrix two masters');
    for (const left of [2, 1, 0]) {
      await frame().locator('.remove').last().press('Enter');
      await until(async () => ((await happened()).length === left ? true : undefined), `${left} events left`);
      expect(await focused().count()).toBe(1);
    }
    expect(await addressesOf('ngx1')).toEqual(['192.168.10.111']);
  });

  test('a second call shows the same panel; it survives a reload of the window', async () => {
    const { page } = workbench;
    await failure('ngx2: keepalived stopped').click();
    await frame().locator('.history li').waitFor();
    await openBeside('ngx2/keepalived.conf');
    await runCommand(page, 'Keepalived: Show Failover Matrix');
    expect(await page.locator('.tab', { hasText: 'Failover: ngx1, ngx2' }).count()).toBe(1);
    await Promise.all([page.waitForEvent('domcontentloaded'), runCommand(page, 'Developer: Reload Window')]);
    await page.locator('.tab', { hasText: 'Failover: ngx1, ngx2' }).click();
    await frame().locator('.history li').waitFor();
    expect(await happened()).toEqual(['ngx2: keepalived stopped']);
    expect(await addressesOf('ngx1')).toEqual(['192.168.10.111', '192.168.10.112']);
  });

  test.each([
    ['Light Modern', 'vscode-light'],
    ['Dark High Contrast', 'vscode-high-contrast'],
    ['Light High Contrast', 'vscode-high-contrast-light'],
    ['Dark Modern', 'vscode-dark'],
  ])('wears the colours of %s', async (theme, name) => {
    const { page } = workbench;
    await chooseTheme(page, theme);
    await frame().locator(`body.${name}`).waitFor();
    const borders = await frame().locator('body').evaluate<string[], void>(BORDERS);
    const contrast = name.includes('contrast');
    expect(borders.slice(1).every((colour) => (colour === borders[0]) === contrast)).toBe(true);
    await screenshot(page, `failover matrix ${theme}`);
  });

  test('names are shown as they are written, whatever they say', async () => {
    const { page } = workbench;
    await openBeside('ngx1/keepalived.conf', 6);
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('<img/src=x>');
    const header = frame().locator('thead .detail', { hasText: '<img/src=x>' });
    await header.waitFor();
    expect(await frame().locator('img').count()).toBe(0);
  });

  test('an address flies to its new owner, but not where motion is to be reduced', async () => {
    const flights = async (reducedMotion: 'reduce' | 'no-preference') => {
      await workbench.page.emulateMedia({ reducedMotion });
      await frame().locator('body').evaluate('Element.prototype.animate = () => document.body.dataset.flew = "yes"');
      await failure('ngx2: keepalived stopped').click();
      await frame().locator('.failure:disabled').first().waitFor({ state: 'detached' });
      await failure('ngx2: keepalived stopped').click();
      await frame().locator('.failure:disabled').first().waitFor();
      return await frame().locator('body').getAttribute('data-flew');
    };
    expect(await flights('reduce')).toBeNull();
    expect(await flights('no-preference')).toBe('yes');
  });

  test('asks for nothing beyond this machine', () => {
    expect(workbench.refused).toEqual([]);
  });
});
