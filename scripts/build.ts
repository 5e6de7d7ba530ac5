import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { root, step } from './steps.ts';

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: true,
  loader: { '.md': 'text' },
  // Its CommonJS form hides its own parts from a bundler (UMD).
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  logLevel: 'warning',
};

/** A program of its own: an ES module that the shell can start. The libraries in it that are CommonJS want `require`. */
const program: BuildOptions = {
  ...common,
  format: 'esm',
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
};

/** Bundles the extension, the language server and the command line into `dist`. */
export async function buildAll(): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await Promise.all([
    build({
      ...common,
      entryPoints: ['client/src/extension.ts'],
      outfile: 'dist/client/extension.cjs',
      format: 'cjs',
      external: ['vscode'],
    }),
    build({ ...program, entryPoints: ['server/src/lsp/node.ts'], outfile: 'dist/server.js' }),
    build({ ...program, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.js' }),
  ]);
}

if (import.meta.main) await step('Building', buildAll);
