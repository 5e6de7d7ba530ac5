// Drives the real VS Code as a person does: keys, the command palette, and what is to be seen on the page.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Browser, chromium, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { findChromium } from '../support/requirements.ts';

const screenshots = join(root, 'test-results');

export interface Workbench {
  page: Page;
  /** The opened folder, the tests' own: they may write into it. */
  folder: string;
  /** Addresses beyond this machine that the page asked for; they are refused. */
  refused: string[];
}

/** A VS Code, and the browser that shows it. */
export interface Editor {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Chromium's program. */
  readonly chromium: string;
}

/** The one that the tests share. */
function sharedEditor(): Editor {
  const url = inject('vscodeUrl');
  if (url === undefined) throw new Error('The extension is not packaged: npm run package.');
  return { url, chromium: findChromium() ?? 'chromium' };
}

/**
 * Opens a window of VS Code for the tests of a file or of a `describe`, on a copy of an example or on an empty folder;
 * `height` in pixels. Nothing moves in it. A failed test leaves a picture of the window in test-results/.
 */
export function openWorkbench(example?: string, height = 810, editor: () => Editor = sharedEditor): Workbench {
  const workbench = { refused: [] as string[] } as Workbench;
  let temporary: string | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    const { url, chromium: executablePath } = editor();
    temporary = mkdtempSync(join(tmpdir(), 'keepalived-ha-e2e-'));
    workbench.folder = join(temporary, example ?? 'empty');
    if (example === undefined) mkdirSync(workbench.folder);
    else cpSync(join(root, 'examples', example), workbench.folder, { recursive: true });
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'].concat(
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ),
    });
    const context = await browser.newContext({ viewport: { width: 1440, height }, reducedMotion: 'reduce' });
    context.setDefaultTimeout(40_000);
    await context.route(isElsewhere, (route) => {
      workbench.refused.push(route.request().url());
      return route.abort();
    });
    workbench.page = await context.newPage();
    await workbench.page.goto(`${url}/?folder=${workbench.folder}`);
    await workbench.page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshot(workbench.page, `failed ${task.name}`);
  });

  afterAll(async () => {
    await browser?.close();
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  });

  return workbench;
}

function isElsewhere({ hostname }: URL): boolean {
  return !['127.0.0.1', 'localhost', '[::1]'].includes(hostname) && !hostname.endsWith('.localhost');
}

/** Writes a picture of the window to test-results/, named after what it shows. */
export async function screenshot(page: Page, title: string): Promise<void> {
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${title.replaceAll(/[^\w.-]+/g, '-')}.png`) });
}

function quickInput(page: Page): Locator {
  return page.locator('.quick-input-widget:visible input.input');
}

function quickInputRow(page: Page, text: string): Locator {
  return page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row', { hasText: text });
}

/**
 * Runs a command through the command palette. An extension's command is not there from the first moment on, and a key
 * can be lost in a webview that is just getting the focus.
 */
export async function runCommand(page: Page, title: string): Promise<void> {
  const row = quickInputRow(page, title).first();
  const succeeds = (action: Promise<unknown>): Promise<true | undefined> =>
    action.then(
      () => true,
      () => undefined,
    );
  await until(async () => {
    if (!(await quickInput(page).isVisible())) await page.keyboard.press('F1');
    if (!(await succeeds(quickInput(page).fill('>', { timeout: 2000 })))) return undefined;
    await quickInput(page).fill(`>${title}`);
    return await succeeds(row.waitFor({ timeout: 2000 }));
  }, `the command "${title}"`);
  await row.click();
}

/** Done when the new window answers. */
export async function reloadWindow(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('domcontentloaded'), runCommand(page, 'Developer: Reload Window')]);
  await runCommand(page, 'View: Focus Active Editor Group');
}

/** What the command palette offers for a text. */
export async function offered(page: Page, text: string): Promise<string[]> {
  await page.keyboard.press('F1');
  await quickInput(page).fill(`>${text}`);
  const rows = quickInputRow(page, text);
  await rows.first().waitFor();
  const names = await rows.locator('.quick-input-list-label-name, .label-name').allInnerTexts();
  await page.keyboard.press('Escape');
  return names;
}

/** Opens a file of the workspace, `ngx1/keepalived.conf`, at a line (from 1) and waits until its text is there. */
export async function openFile(page: Page, path: string, line = 1): Promise<void> {
  const title = page.locator('.editor-group-container.active .monaco-breadcrumbs', { hasText: folderOf(path) });
  // A webview that takes the focus at this moment closes the list before the click reaches it.
  await until(async () => {
    await quickOpen(page, path, line);
    return await title.waitFor({ timeout: 5000 }).then(
      () => true,
      () => undefined,
    );
  }, `${path} in the editor`);
  await page.locator('.editor-group-container.active .view-line').first().waitFor();
}

/** As `openFile`, in an editor of its own at the right. */
export async function openFileBeside(page: Page, path: string, line = 1): Promise<void> {
  await runCommand(page, 'View: New Editor Group to the Right');
  await page.locator('.editor-group-container').nth(1).waitFor();
  await openFile(page, path, line);
}

async function quickOpen(page: Page, path: string, line: number): Promise<void> {
  await page.keyboard.press('Control+P');
  await quickInput(page).fill(`${path}:${line}`);
  await quickInputRow(page, path.slice(path.lastIndexOf('/') + 1))
    .filter({ hasText: folderOf(path) })
    .first()
    .click();
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Answers one step of a series of questions: types over what stands there, or takes it as it is. */
export async function answer(page: Page, question: string, text?: string): Promise<void> {
  await page.locator('.quick-input-widget:visible .quick-input-message', { hasText: question }).waitFor();
  if (text !== undefined) await quickInput(page).fill(text);
  await quickInput(page).press('Enter');
}

/** Answers one step of a series of questions that offers choices. */
export async function choose(page: Page, question: string, choice: string): Promise<void> {
  await page.locator(`.quick-input-widget:visible input[placeholder="${question}"]`).waitFor();
  await quickInputRow(page, choice).first().click();
}

/** A message in the corner of the window. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notifications-toasts .notification-toast', { hasText: text });

/** A question that has to be answered before anything else. */
export const modal = (page: Page, text: string): Locator => page.locator('.monaco-dialog-box', { hasText: text });

/** Presses a button of a message or of a question. */
export const press = (place: Locator, button: string): Promise<void> =>
  place.getByRole('button', { name: button, exact: true }).click();

export async function clearNotifications(page: Page): Promise<void> {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.notification-toast').first().waitFor({ state: 'detached' });
}

/** Saves the active file and answers with what it holds on disk once `holds` is true of it. */
export async function saved(page: Page, file: string, holds: (text: string) => boolean): Promise<string> {
  await page.keyboard.press('Control+S');
  return await until(() => {
    const text = readFileSync(file, 'utf8');
    return holds(text) ? text : undefined;
  }, `${file} on disk`);
}

/** The colours in which the visible text stands. */
export async function tokenColours(page: Page): Promise<Set<string>> {
  return new Set(await look<string[]>(page, '.view-line span span', '(span) => getComputedStyle(span).color'));
}

/** Looks at all elements in one moment. A string, for the browser's own names are not known to the type check here. */
async function look<T extends unknown[]>(page: Page, selector: string, answer: string): Promise<T> {
  return await page.evaluate<T>(`Array.from(document.querySelectorAll('${selector}'), ${answer})`);
}

/** What our item in the status bar says. */
export async function statusText(page: Page): Promise<string> {
  return await page.locator('.statusbar-item[id$="keepalived.status"]').innerText();
}

/** Opens the Problems panel and leaves the cursor in the editor. */
export async function showProblems(page: Page): Promise<void> {
  await runCommand(page, 'Problems: Focus on Problems View');
  await page.locator('.markers-panel').waitFor();
  await runCommand(page, 'View: Focus Active Editor Group');
}

/** One finding in the Problems panel. */
export interface Problem {
  /** Relative to the workspace: `ngx2/keepalived.conf`. */
  file: string;
  code: string;
}

/** What the Problems panel lists; it stands open after `showProblems`. */
export async function problems({ page, folder }: Workbench): Promise<Problem[]> {
  // A tree: a file, its findings, and for each finding the places that belong to it.
  const rows = await look<{ path?: string; code?: string }[]>(
    page,
    '.markers-panel .monaco-list-row',
    `(row) => ({
      path: row.querySelector('.file-icon')?.getAttribute('aria-label'),
      code: row.querySelector('.marker-code')?.textContent,
    })`,
  );
  const found: Problem[] = [];
  let file = '';
  for (const { path, code } of rows) {
    if (path !== undefined) file = relative(folder, path);
    else if (code !== undefined) found.push({ file, code });
  }
  return found;
}

/** How long our extension took to load and activate in this window, in milliseconds, as VS Code itself lists it. */
export async function activationTime(page: Page): Promise<number> {
  await runCommand(page, 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Keepalived HA' });
  await page.locator('.runtime-extensions-editor .monaco-list-row').first().click();
  const text = await until(async () => {
    if (await row.count()) return await row.innerText();
    await page.keyboard.press('PageDown');
    return undefined;
  }, 'our extension among the running ones');
  return Number(/Activation: (\d+)\s?ms/.exec(text)?.[1]);
}

/** The page in the panel that an extension fills itself. */
export function webview(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** Changes the colours of the window. */
export async function chooseTheme(page: Page, name: string): Promise<void> {
  await runCommand(page, 'Preferences: Color Theme');
  await page.locator('.quick-input-widget:visible input[placeholder*="Color Theme"]').waitFor();
  await quickInput(page).fill(name);
  await quickInputRow(page, name).first().click();
}

/** Writes a picture for the README when UPDATE_IMAGES is 1. */
export async function pictureForReadme(what: Page | Locator, file: string): Promise<void> {
  if (process.env.UPDATE_IMAGES === '1') await what.screenshot({ path: join(root, 'docs/images', file) });
}

/** Polls until there is an answer; an error that says what was waited for after 20 s. */
export async function until<T>(ask: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await ask();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited 20 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
