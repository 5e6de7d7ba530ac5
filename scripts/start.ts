// `npm start`: the example pair in a real VS Code, until Ctrl-C.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { packageExtension, vsixPath } from './package.ts';
import { root, run, step } from './steps.ts';
import { installVsCode, startVsCode } from './vscode.ts';

const example = 'examples/master-master';

const abort = new AbortController();
const { signal } = abort;
const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
// A terminal tells the whole group and npm passes the signal on as well: it comes more than once.
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => abort.abort());

const home = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
try {
  await step('Building', buildAll);
  await step('Packaging the extension', packageExtension);
  await step('Installing VS Code (once, into .cache/vscode)', () => installVsCode({ signal }));
  const folder = join(root, example);
  const port = Number(process.env.PORT ?? 0);
  const vscode = await step('Starting VS Code', () => startVsCode({ home, vsix: vsixPath, folder, port, signal }));
  try {
    for (const command of ['lint', 'simulate']) {
      console.log(`\nkeepalived-ha ${command} ${example}`);
      console.log((await run(process.execPath, ['dist/cli.js', command, example], { signal })).trimEnd());
    }
    console.log(`\nVS Code with ${example}: ${vscode.url}\nCtrl-C ends it.`);
    const files = ['ngx1', 'ngx2'].map((node) => join(folder, node, 'keepalived.conf'));
    vscode.openFiles(files, signal).catch((error) => console.error(`Open the files by hand: ${error.message}`));
    await ended;
  } finally {
    await step('\nStopping VS Code', vscode.stop);
  }
} catch (error) {
  if (!signal.aborted) throw error;
} finally {
  rmSync(home, { recursive: true, force: true, maxRetries: 5 });
}
