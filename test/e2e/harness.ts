// Drives the real VS Code as a person does: keys, the command palette, and what is to be seen on the page.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';
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

/**
 * Opens a window of VS Code for the tests of a file or of a `describe`, on a copy of an example or on an empty folder.
 * A failed test leaves a picture of the window in test-results/.
 */
export function openWorkbench(example?: string): Workbench {
  const workbench = { refused: [] as string[] } as Workbench;
  let browser: Browser;

  beforeAll(async () => {
    workbench.folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-workspace-'));
    if (example !== undefined) cpSync(join(root, 'examples', example), workbench.folder, { recursive: true });
    browser = await chromium.launch({
      executablePath: findChromium() ?? 'chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run'].concat(
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ),
    });
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    await context.route(isElsewhere, (route) => {
      workbench.refused.push(route.request().url());
      return route.abort();
    });
    workbench.page = await context.newPage();
    await workbench.page.goto(`${inject('vscodeUrl')}/?folder=${workbench.folder}`);
    await workbench.page.locator('.explorer-folders-view').waitFor({ timeout: 60_000 });
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await screenshot(workbench.page, `failed ${task.name}`);
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(workbench.folder, { recursive: true, force: true });
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

/** Runs a command through the command palette. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await quickInput(page).fill(`>${title}`);
  await quickInputRow(page, title).first().click();
}

/** Opens a file of the folder at a line (from 1) and waits until its text is there. */
export async function openFile(page: Page, path: string, line = 1): Promise<void> {
  await page.keyboard.press('Control+P');
  await quickInput(page).fill(`${path}:${line}`);
  await quickInputRow(page, path.split('/').at(-1) ?? path)
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.monaco-breadcrumbs', { hasText: path.split('/').join('') }).waitFor();
  await page.locator('.editor-group-container.active .view-line').first().waitFor();
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

/** Saves the active file and answers with what it holds on disk once `holds` is true of it. */
export async function saved(page: Page, file: string, holds: (text: string) => boolean): Promise<string> {
  await page.keyboard.press('Control+S');
  return await until(() => {
    const text = readFileSync(file, 'utf8');
    return holds(text) ? text : undefined;
  }, `${file} on disk`);
}

/** One line of the Problems panel. */
export interface Problem {
  /** `keepalived.conf ngx2`: the file's name and its folder, as the panel shows them. */
  file: string;
  /** The message, the source with the code, and the place. */
  text: string;
}

/** What the Problems panel lists. */
export async function problems(page: Page): Promise<Problem[]> {
  const rows = page.locator('.markers-panel .monaco-list-row');
  const found: Problem[] = [];
  let file = '';
  for (const row of await rows.all()) {
    const text = (await row.innerText()).replaceAll(/\s+/g, ' ').trim();
    if (await row.locator('.resource-label-container, .file-icon').count()) file = text;
    else found.push({ file, text });
  }
  return found;
}

/** Polls until there is an answer; an error that says what was waited for after 20 s. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`Waited 20 s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
