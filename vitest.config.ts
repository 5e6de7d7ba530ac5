import { globSync, readFileSync } from 'node:fs';
import { defineConfig, type Plugin, type TestProjectInlineConfiguration } from 'vitest/config';

/** Markdown, shell scripts and Ansible's tasks are imported as text, as esbuild does it in the bundles. */
const asText: Plugin = {
  name: 'as-text',
  enforce: 'pre',
  load(id) {
    return /\.(md|sh|yml)$/.test(id) ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))}` : undefined;
  },
};

/** One suite for each folder under test/, named after it. */
function suite(name: string): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      ...special[name],
    },
  };
}

/** The other suites run side by side, and first; then these, each for itself. */
const special: Readonly<Record<string, TestProjectInlineConfiguration['test']>> = {
  // One file after the other: they share one VS Code, and its activation time is measured.
  e2e: { globalSetup: 'test/e2e/vscode.ts', sequence: { groupOrder: 1 }, maxWorkers: 1 },
  // Two files at once with three labs each: with more of them on two cores the hosts are late, and that is measured.
  deploy: { sequence: { groupOrder: 2 }, maxWorkers: 2, maxConcurrency: 3 },
};

const folders = globSync('test/*/**/*.test.ts', { cwd: import.meta.dirname }).map(
  (file) => file.split(/[\\/]/)[1] ?? '',
);

export default defineConfig({
  plugins: [asText],
  test: {
    // Far beyond what a test takes: how fast things are is not for tests to say, but for the bench.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Of tests that are marked as concurrent. Those of the lab are: its hosts wait for timers, and hardly compute. More
    // of them would use up the 128 inotify instances that Linux gives a user.
    maxConcurrency: 8,
    projects: [...new Set(folders)].sort().map(suite),
  },
});
