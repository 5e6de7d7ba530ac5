// A folder that nobody has trusted: no host is reached from it, whichever way a command is called.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vsixPath } from '../../scripts/package.ts';
import { startVsCode, type VsCode } from '../../scripts/vscode.ts';
import { findChromium, lacks } from '../support/requirements.ts';
import { clearNotifications, notification, offered, openFile, openWorkbench, screenshot } from './harness.ts';

/** A key of the user's own does not ask whether a command is enabled. */
const KEYS = { F6: 'deploy', F7: 'verify', F8: 'drill', F9: 'rollback' };

describe.skipIf(lacks('chromium'))('in a folder that is not trusted', () => {
  const home = mkdtempSync(join(tmpdir(), 'keepalived-ha-trust-'));
  let vscode: VsCode;
  beforeAll(async () => {
    const bindings = Object.entries(KEYS).map(([key, name]) => ({ key, command: `keepalived.${name}` }));
    mkdirSync(join(home, 'data/User'), { recursive: true });
    writeFileSync(join(home, 'data/User/keybindings.json'), JSON.stringify(bindings));
    vscode = await startVsCode({ home, vsix: vsixPath, asksForTrust: true });
  });
  afterAll(async () => {
    await vscode?.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  });
  const workbench = openWorkbench('master-master', 810, () => ({
    url: vscode.url,
    chromium: findChromium() ?? 'chromium',
  }));

  test('the command palette has nothing that reaches hosts', async () => {
    const { page } = workbench;
    await openFile(page, 'ngx1/keepalived.conf');
    const names = await offered(page, 'Keepalived: ');
    await screenshot(page, 'deploy untrusted palette');
    expect(names).toContain('Keepalived: Show Failover Matrix');
    expect(names.filter((name) => /Deploy|Verify|Drill|Roll Back|Compare/.test(name))).toEqual([]);
  });

  test.each(Object.entries(KEYS))('%s is refused: %s', async (key) => {
    const { page } = workbench;
    await page.keyboard.press(key);
    await notification(page, 'No host is reached until you trust this folder.').waitFor();
    if (key === 'F6') await screenshot(page, 'deploy untrusted');
    await clearNotifications(page);
  });
});
