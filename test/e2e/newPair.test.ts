// "Keepalived: New HA Pair…" in the real editor, and what the command line says about the files it writes.
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { lacks } from '../support/requirements.ts';
import { answer, choose, openWorkbench, runCommand, screenshot, until } from './harness.ts';

/** What `keepalived-ha lint` finds, the packaged command line as it will be installed. */
function lint(folder: string): { status: number | null; findings: unknown } {
  const cli = join(root, 'dist/cli.js');
  const { status, stdout } = spawnSync(process.execPath, [cli, 'lint', '--format', 'json', folder], {
    encoding: 'utf8',
  });
  return { status, findings: JSON.parse(stdout) };
}

describe.skipIf(lacks('chromium'))('Keepalived: New HA Pair…', () => {
  const workbench = openWorkbench();

  test('writes a master-master pair that is clean', async () => {
    const { page, folder } = workbench;
    await runCommand(page, 'Keepalived: New HA Pair…');
    await choose(page, 'How do the nodes share the work?', 'Master-master');
    await answer(page, 'Name of the first node', 'web1');
    await answer(page, 'SSH destination of web1', 'root@192.168.10.21');
    await answer(page, 'Name of the second node', 'web2');
    await answer(page, 'SSH destination of web2', 'root@192.168.10.22');
    await answer(page, 'Network interface', 'ens33');
    await answer(page, 'Virtual address that web1 owns', '192.168.10.121');
    await answer(page, 'Virtual address that web2 owns', '192.168.10.122');
    await answer(page, 'Virtual router ID for 192.168.10.121');
    await answer(page, 'Virtual router ID for 192.168.10.122');
    await answer(page, 'Password that the nodes show each other');
    await choose(page, 'Give the address away when nginx stops?', 'Yes');
    await answer(page, 'Folder for the new files', 'web');
    await page.locator('.monaco-breadcrumbs', { hasText: 'web2' }).waitFor();
    await screenshot(page, 'new pair written');

    const files = await until(() => {
      const found = readdirSync(join(folder, 'web'), { recursive: true }).map(String).sort();
      return found.includes('web2/keepalived.conf') ? found : undefined;
    }, 'the files of the pair');
    expect(files).toEqual(
      expect.arrayContaining(['keepalived-ha.json', 'web1/keepalived.conf', 'web2/keepalived.conf']),
    );
    expect(readFileSync(join(folder, 'web/web1/keepalived.conf'), 'utf8')).toMatch(
      /192\.168\.10\.121[\s\S]*192\.168\.10\.122/,
    );
    expect(lint(folder)).toEqual({ status: 0, findings: [] });
  });
});
