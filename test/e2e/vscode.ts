// One VS Code for all of the editor's tests, with the packaged extension.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { vsixPath } from '../../scripts/package.ts';
import { installVsCode, startVsCode } from '../../scripts/vscode.ts';
import { findChromium } from '../support/requirements.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `http://127.0.0.1:PORT`; undefined where VS Code could not be started. */
    vscodeUrl: string | undefined;
  }
}

export default async function setup({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  // An error here would end all suites; what is missing is the tests' to say.
  if (findChromium() === undefined || !existsSync(vsixPath)) return undefined;
  await installVsCode();
  const home = mkdtempSync(join(tmpdir(), 'keepalived-ha-e2e-'));
  const removeHome = () => rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', removeHome);
  try {
    const { url, stop } = await startVsCode({ home, vsix: vsixPath });
    provide('vscodeUrl', url);
    return () => stop().finally(removeHome);
  } catch (error) {
    removeHome();
    throw error;
  }
}
