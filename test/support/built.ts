import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildAll } from '../../scripts/build.ts';
import { root } from '../../scripts/steps.ts';

export const cli = join(root, 'dist/cli.js');
export const examples = join(root, 'examples');

/** The tests speak to the program as it is delivered. */
export async function ensureBuilt(): Promise<void> {
  if (!existsSync(cli)) await buildAll();
}
