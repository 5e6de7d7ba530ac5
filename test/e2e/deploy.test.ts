// Deployments in the real editor, on the real hosts of a lab: from the command palette to the report.
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InventoryFile } from '../deploy/hosts/bench.ts';
import { becomeUser } from '../deploy/hosts/user.ts';
import { readOwners } from '../lab/owners.ts';
import { lacks } from '../support/requirements.ts';
import {
  choose,
  chooseTheme,
  clearNotifications,
  modal,
  notification,
  openFile,
  openWorkbench,
  press,
  reloadWindow,
  runCommand,
  screenshot,
  until,
  webview,
} from './harness.ts';
import { type LabEditor, startLabEditor } from './labEditor.ts';

const NODES = ['ngx1', 'ngx2'];
const SECRET = 'k3xw9bqz';
const SUDO_PASSWORD = 'tr0mb-One';
const CONFIG = '/etc/keepalived/keepalived.conf';
const AT_HOME = { '192.168.10.111': ['ngx1'], '192.168.10.112': ['ngx2'] };
/** Milliseconds in which the hosts have done it, on a busy machine too. */
const PATIENCE = 90_000;

describe.skipIf(lacks('chromium', 'keepalived', 'nginx', 'sshd', 'sudo', 'systemd hosts'))(
  'a pair on two bare hosts',
  () => {
    let editor: LabEditor;
    beforeAll(async () => {
      editor = await startLabEditor({ ngx1: {}, ngx2: {} });
    });
    afterAll(() => editor?.end());
    const workbench = openWorkbench('master-master', 810, () => editor);

    const toast = (text: string | RegExp): Locator => notification(workbench.page, text);
    const dialog = (text: string): Locator => modal(workbench.page, text);
    const tests = (label: string): Locator =>
      workbench.page.locator('.test-explorer .monaco-list-row', { hasText: label });
    const stateOf = async (label: string): Promise<string> =>
      (await tests(label).first().getAttribute('aria-label')) ?? '';
    const expand = async (label: string): Promise<void> => {
      const row = tests(label).first();
      await row.locator('.monaco-tl-twistie').click();
      await until(async () => ((await row.getAttribute('aria-expanded')) === 'true' ? true : undefined), label);
    };
    const owners = async (): Promise<unknown> => Object.fromEntries(await readOwners(editor.lab));
    const configs = (): Promise<string[]> =>
      Promise.all(editor.lab.hosts.map((host) => host.run('cat', [CONFIG, '/usr/share/nginx/html/index.html'])));
    /** In the files of both nodes, on the disk. */
    const change = (before: string, after: string): void => {
      for (const node of NODES) {
        const file = join(workbench.folder, node, 'keepalived.conf');
        writeFileSync(file, readFileSync(file, 'utf8').replaceAll(before, after));
      }
    };

    test('Deploy and Verify shows what will change, asks, and ends with a verified pair', async () => {
      const { page } = workbench;
      change('auth_pass 1111', `auth_pass ${SECRET}`);
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      // Whichever answers first.
      const asked = new Set<string>();
      for (const _ of NODES) {
        const key = dialog('shows a host key that is not known here');
        await key.getByText('SHA256:').waitFor();
        const text = await key.innerText();
        asked.add(/root@\S+/.exec(text)?.[0] ?? text);
        await screenshot(page, 'deploy host key');
        await press(key, 'Trust This Key');
        await key.filter({ hasText: /SHA256:\S+/.exec(text)?.[0] ?? '' }).waitFor({ state: 'detached' });
      }
      expect(asked).toEqual(new Set(['root@192.168.10.11', 'root@192.168.10.12']));
      const plan = dialog('Deploy master-master?');
      await plan.getByText('systemctl start keepalived').waitFor();
      await screenshot(page, 'deploy plan');
      await press(plan, 'Look at It First');
      const asking = page.locator('.quick-input-widget:visible', { hasText: 'nothing is changed yet' });
      await asking.waitFor();
      await page.locator('.multiDiffEditor .added, .multiDiffEditor .line-insert').first().waitFor();
      await screenshot(page, 'deploy differences');
      expect(await owners()).toEqual({});
      await choose(page, 'Deploy master-master?', 'Deploy');
      await toast('addresses as foretold').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy progress');
      await toast('verified: 2 addresses on their nodes').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy verified');
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test('the report shows every check and every step', async () => {
      const { page } = workbench;
      await press(toast('verified'), 'Show Report');
      await webview(page).locator('h1', { hasText: 'master-master' }).waitFor();
      await screenshot(page, 'deploy report');
      const tables = webview(page).locator('table');
      expect(await tables.first().locator('tbody tr').count()).toBe(14);
      expect(await webview(page).locator('.amiss').count()).toBe(0);
      await tables.nth(1).getByText('keepalived -t').first().waitFor();
    });

    test('a report is saved as its ending asks for it', async () => {
      const { page, folder } = workbench;
      await clearNotifications(page);
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Verify');
      await press(toast('verified'), 'Save Report…');
      const input = page.locator('.quick-input-widget:visible input.input');
      await until(async () => ((await input.inputValue()).endsWith('report.md') ? true : undefined), 'the dialog');
      const file = join(folder, 'report.json');
      await input.fill(file);
      await input.press('Enter');
      const text = await until(() => (existsSync(file) ? readFileSync(file, 'utf8') || undefined : undefined), file);
      expect(JSON.parse(text)).toMatchObject({ ok: true, nodes: NODES });
    });

    test('the Test Explorer shows what was verified', async () => {
      const { page } = workbench;
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      await expand('master-master');
      await expand('Verify');
      await tests('192.168.10.112: HTTP from the other node').waitFor();
      await screenshot(page, 'deploy test explorer');
      expect(await stateOf('192.168.10.111: address on its owner')).toContain('Passed');
      expect(await stateOf('Verify')).toContain('Passed');
    });

    test('a second time there is nothing to change, and it is verified', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      await openFile(page, 'ngx2/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      await toast('verified: 2 addresses on their nodes').waitFor({ timeout: PATIENCE });
      expect(await dialog('Deploy master-master?').count()).toBe(0);
      await press(toast('verified'), 'Show Report');
      await webview(page).getByText('nothing was changed').waitFor();
    });

    test('cancelled in the middle, the hosts are as they were', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      const before = await configs();
      // A backup is patient for ten seconds then: there is time to cancel.
      change('advert_int 1', 'advert_int 3');
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      await press(dialog('Deploy master-master?'), 'Deploy');
      const progress = toast('addresses as foretold');
      await progress.waitFor({ timeout: PATIENCE });
      expect(await configs()).not.toEqual(before);
      await press(progress, 'Cancel');
      await toast('cancelled, putting everything back').waitFor();
      await screenshot(page, 'deploy cancelled');
      await toast('everything was put back').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy put back');
      expect(await configs()).toEqual(before);
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test('a deployment can be rolled back later on', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      const before = await configs();
      change('advert_int 3', 'advert_int 1');
      change('global_defs {', 'global_defs {\n    vrrp_garp_master_refresh 5');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      await press(dialog('Deploy master-master?'), 'Deploy');
      await toast('verified').waitFor({ timeout: PATIENCE });
      expect(await configs()).not.toEqual(before);
      await clearNotifications(page);
      await runCommand(page, 'Keepalived: Roll Back Deployment…');
      await dialog('Roll back master-master?').waitFor();
      await screenshot(page, 'deploy roll back');
      await press(dialog('Roll back master-master?'), 'Roll Back');
      await toast('master-master: rolled back').waitFor({ timeout: PATIENCE });
      expect(await configs()).toEqual(before);
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test('the drill says what it interrupts, and finds what was foretold', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      await runCommand(page, 'Keepalived: Failover Drill…');
      await choose(page, 'What is to fail?', 'Stop keepalived');
      const announcement = dialog('Failover drill of master-master');
      await announcement.getByText('192.168.10.111 goes from ngx1 to ngx2').waitFor();
      await screenshot(page, 'drill announcement');
      await press(announcement, 'Start the Drill');
      await toast('ngx1 stop keepalived').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'drill progress');
      // A machine that is busy with other things may be too late for what was foretold.
      const ended = toast(/drilled: 8 events|of 8 steps of the drill/);
      await ended.waitFor({ timeout: PATIENCE });
      await press(ended, 'Show Report');
      await webview(page).locator('.timeline svg').waitFor();
      await screenshot(page, 'drill report');
      const moves = await webview(page).locator('table').first().locator('tbody td:nth-child(4)').allInnerTexts();
      expect(moves).toEqual([
        'ngx1 → ngx2',
        'ngx2',
        'ngx2 → ngx1',
        'ngx2',
        'ngx1',
        'ngx2 → ngx1',
        'ngx1',
        'ngx1 → ngx2',
      ]);
      await expand('Failover Drill');
      expect(await stateOf('ngx1 fails: 192.168.10.111')).toMatch(/Passed|Failed/);
      // What the drill did not look at is as it was.
      expect(await stateOf('ngx1: service active')).toContain('Passed');
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test.each([
      ['Light Modern', 'vscode-light'],
      ['Dark High Contrast', 'vscode-high-contrast'],
      ['Dark Modern', 'vscode-dark'],
    ])('the report wears the colours of %s, and so does its picture', async (theme, name) => {
      const { page } = workbench;
      await chooseTheme(page, theme);
      await webview(page).locator(`body.${name}`).waitFor();
      const paper = await webview(page).locator('.timeline .paper').evaluate('(paper) => getComputedStyle(paper).fill');
      const around = await webview(page).locator('body').evaluate('(body) => getComputedStyle(body).backgroundColor');
      expect(paper).toBe(around);
      await screenshot(page, `drill report ${theme}`);
    });

    test('checks are run from the Test Explorer', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      await editor.lab.host('ngx2').run('systemctl', ['stop', 'nginx']);
      await runCommand(page, 'Test: Run All Tests');
      await toast('failed').waitFor({ timeout: PATIENCE });
      await until(
        async () => ((await stateOf('ngx2: service active')).includes('Failed') ? true : undefined),
        'a failed check in the Test Explorer',
      );
      expect(await stateOf('ngx1: service active')).toContain('Passed');
      await screenshot(page, 'deploy test explorer failed');
      await editor.lab.host('ngx2').run('systemctl', ['start', 'nginx']);
    }, 240_000);

    test('killed in the middle, the next run offers to finish or to restore', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      const before = await configs();
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      await press(dialog('Deploy master-master?'), 'Deploy');
      await toast('addresses as foretold').waitFor({ timeout: PATIENCE });
      editor.killExtensionHost();
      expect(await configs()).not.toEqual(before);
      await reloadWindow(page);
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      const question = dialog('An earlier deployment of master-master did not come to its end.');
      await question.getByText(CONFIG).first().waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy unfinished');
      await press(question, 'Restore');
      await toast('rolled back: every host is as it was').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy restored');
      expect(await configs()).toEqual(before);
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test('a window that is closed in the middle has the hosts put back, or the next run asks', async () => {
      const { page } = workbench;
      await clearNotifications(page);
      const before = await configs();
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      await press(dialog('Deploy master-master?'), 'Deploy');
      await toast('addresses as foretold').waitFor({ timeout: PATIENCE });
      await reloadWindow(page);
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Deploy and Verify…');
      const late = dialog('did not come to its end');
      await late.or(dialog('Deploy master-master?')).waitFor({ timeout: PATIENCE });
      if (await late.isVisible()) {
        await press(late, 'Restore');
        await toast('rolled back: every host is as it was').waitFor({ timeout: PATIENCE });
      } else await press(dialog('Deploy master-master?'), 'Cancel');
      expect(await configs()).toEqual(before);
      expect(await owners()).toEqual(AT_HOME);
    }, 240_000);

    test('a password for sudo is asked for, and hidden while it is typed', async () => {
      const { page, folder } = workbench;
      await clearNotifications(page);
      const clusterFile = join(folder, 'keepalived-ha.json');
      const inventory = (change: (inventory: InventoryFile) => void): void => {
        const text: InventoryFile = parse(readFileSync(clusterFile, 'utf8'));
        change(text);
        writeFileSync(clusterFile, JSON.stringify(text, undefined, 2));
      };
      await becomeUser({ lab: editor.lab, inventory }, 'ALL', SUDO_PASSWORD);
      // As the hosts have it.
      change('\n    vrrp_garp_master_refresh 5', '');
      await openFile(page, 'ngx1/keepalived.conf');
      await runCommand(page, 'Keepalived: Verify');
      const asked = new Set<string>();
      for (const _ of NODES) {
        const box = page.locator('.quick-input-widget:visible', { hasText: 'Password for sudo on deployer@' });
        await box.waitFor({ timeout: PATIENCE });
        const title = await box.locator('.quick-input-title').innerText();
        asked.add(title);
        const input = box.locator('input[type=password]');
        await input.fill(SUDO_PASSWORD);
        await screenshot(page, 'deploy sudo');
        await input.press('Enter');
        await box.filter({ hasText: title }).waitFor({ state: 'detached' });
      }
      expect(asked).toEqual(new Set(['sudo on ngx1', 'sudo on ngx2']));
      await toast('verified: 2 addresses on their nodes').waitFor({ timeout: PATIENCE });
      await screenshot(page, 'deploy sudo verified');
    }, 240_000);

    test('auth_pass and the password are in no log', () => {
      const logs = globSync('**/*.log', { cwd: editor.logs }).map((file) =>
        readFileSync(join(editor.logs, file), 'utf8'),
      );
      expect(logs.some((text) => text.includes('master-master: ngx1  keepalived -t  ok'))).toBe(true);
      expect(logs.filter((text) => text.includes(SECRET) || text.includes(SUDO_PASSWORD))).toEqual([]);
    });
  },
);
