import { chmodSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { root, step } from './steps.ts';

const common: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22',
  minify: true,
  loader: { '.md': 'text', '.sh': 'text', '.yml': 'text' },
  // Its CommonJS form hides its own parts from a bundler (UMD).
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  legalComments: 'none',
  logLevel: 'warning',
};

/** The oldest Node.js with what the libraries use; asked for before they are loaded, to say so in plain words. */
const OLDEST_NODE = 22;
const banner = [
  '#!/usr/bin/env node',
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  `if (parseInt(process.versions.node, 10) < ${OLDEST_NODE}) {`,
  `  console.error('Keepalived HA needs Node.js ${OLDEST_NODE} or newer, and this is ' + process.version + '.');`,
  '  process.exit(2);',
  '}',
].join('\n');

/** A program of its own: an ES module that the shell can start. The libraries in it that are CommonJS want `require`. */
const program: BuildOptions = { ...common, format: 'esm', banner: { js: banner } };

/** The feature with the engine of deployments: it reads configurations as the language server does. */
const ENGINE = 'deploy';

/**
 * What the extension imports while it runs stays in a file of its own, so that activating it reads little: esbuild
 * splits ES modules by itself, but not the CommonJS that an extension host loads first.
 */
const loadLater: Plugin = {
  name: 'load-later',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/features\/\w+\.ts$/ }, ({ kind, path }) => {
      const feature = basename(path, '.ts');
      const file = feature === ENGINE ? `${feature}.js` : `${feature}.cjs`;
      return kind === 'dynamic-import' ? { path: `./${file}`, external: true } : undefined;
    });
  },
};

/** Only what is used of it: its package does not say that loading it does nothing. The command line alone writes YAML. */
const yamlOnDemand: Plugin = {
  name: 'yaml-on-demand',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^yaml$/ }, async ({ path, pluginData, importer, kind, resolveDir, namespace }) =>
      pluginData === 'resolved'
        ? undefined
        : {
            ...(await resolve(path, { importer, kind, resolveDir, namespace, pluginData: 'resolved' })),
            sideEffects: false,
          },
    );
  },
};

/** Bundles the extension, the language server and the command line into `dist`. */
export async function buildAll(): Promise<void> {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await Promise.all([
    build({
      ...common,
      entryPoints: [
        'client/src/extension.ts',
        'client/src/features/failoverMatrix.ts',
        'client/src/features/comparePeer.ts',
        'client/src/features/languageClient.ts',
        'client/src/features/newPair.ts',
        'client/src/features/pairWith.ts',
        'client/src/features/testExplorer.ts',
      ],
      entryNames: '[name]',
      outdir: 'dist/client',
      outExtension: { '.js': '.cjs' },
      format: 'cjs',
      external: ['vscode'],
      plugins: [loadLater],
    }),
    build({
      ...common,
      entryPoints: [
        'client/src/webview/failoverMatrix.ts',
        'client/src/webview/failoverMatrix.css',
        'client/src/webview/report.css',
      ],
      outdir: 'dist/webview',
      platform: 'browser',
      target: 'es2022',
      format: 'iife',
    }),
    // What both of them need is packaged once.
    build({
      ...program,
      entryPoints: { server: 'server/src/lsp/node.ts', [`client/${ENGINE}`]: `client/src/features/${ENGINE}.ts` },
      outdir: 'dist',
      splitting: true,
      chunkNames: 'language',
      external: ['vscode'],
      plugins: [yamlOnDemand],
    }),
    build({ ...program, entryPoints: ['cli/src/main.ts'], outfile: 'dist/cli.js' }),
  ]);
  for (const file of ['dist/server.js', 'dist/cli.js']) chmodSync(join(root, file), 0o755);
}

if (import.meta.main) await step('Building', buildAll);
