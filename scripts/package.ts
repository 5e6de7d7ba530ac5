import { cpSync, globSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE } from '../server/src/index.ts';
import { buildAll } from './build.ts';
import { root, run, step } from './steps.ts';

/** Where the packaged extension lies. */
export const vsixPath = join(root, 'dist/keepalived-ha.vsix');

/** The packaged extension must stay below this size, in bytes. */
const sizeLimit = 700_000;

/** Findings link to them. Those of what keepalived itself reports would not fit in. */
const pages = CATALOGUE.filter(({ origin }) => origin !== 'keepalived').map(({ code }) => `docs/rules/${code}.md`);

/** All that goes into the packaged extension. */
const contents = [
  'package.json',
  'package.nls*.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'language-configuration.json',
  ...pages,
  'images/icon.png',
  'l10n/*.json',
  'schemas/*.json',
  'snippets/*.json',
  'syntaxes/*.json',
  'dist/client/*',
  'dist/webview/*',
  'dist/server.js',
  'dist/language.js',
];

/**
 * Packs what `buildAll` left in `dist`; an extension that has grown to the limit is an error. Answers with its size.
 * The files are put into a folder of their own first: vsce looks at every file of the folder it packs, and the VS Code
 * in our cache folder has tens of thousands.
 */
export async function packageExtension(): Promise<number> {
  const staging = join(root, 'dist/vsix');
  rmSync(staging, { recursive: true, force: true });
  for (const pattern of contents) {
    const files = globSync(pattern, { cwd: root });
    if (files.length === 0) throw new Error(`${pattern} is missing; the extension wants it.`);
    for (const file of files) cpSync(join(root, file), join(staging, file));
  }
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', ...options, '--out', vsixPath], { cwd: staging });
  const { size } = statSync(vsixPath);
  if (size >= sizeLimit) throw new Error(`The .vsix has ${size} bytes; it must stay below ${sizeLimit}.`);
  return size;
}

if (import.meta.main) {
  await step('Building', buildAll);
  const size = await step('Packaging the extension', packageExtension);
  console.log(`${vsixPath}: ${Math.round(size / 1000)} kB`);
}
