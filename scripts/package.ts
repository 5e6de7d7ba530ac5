import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from './build.ts';
import { root, run, step } from './steps.ts';

/** Where the packaged extension lies. */
export const vsixPath = join(root, 'dist/keepalived-ha.vsix');

/** The packaged extension must stay below this size, in bytes. */
const sizeLimit = 700_000;

/** Packs what `buildAll` left in `dist`; an extension that has grown to the limit is an error. Answers with its size. */
export async function packageExtension(): Promise<number> {
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  await run(process.execPath, [vsce, 'package', ...options, '--out', vsixPath]);
  const { size } = statSync(vsixPath);
  if (size >= sizeLimit) throw new Error(`The .vsix has ${size} bytes; it must stay below ${sizeLimit}.`);
  return size;
}

if (import.meta.main) {
  await step('Building', buildAll);
  const size = await step('Packaging the extension', packageExtension);
  console.log(`${vsixPath}: ${Math.round(size / 1000)} kB`);
}
