import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Where a file stands, and what it imports. */
const forbidden: [file: string, imported: string][] = [
  ['server/src/syntax/a.ts', '../model/place.ts'],
  ['server/src/syntax/b.ts', '../schema/index.ts'],
  ['server/src/schema/a.ts', '../syntax/parse.ts'],
  ['server/src/model/a.ts', '../rules/check.ts'],
  ['server/src/rules/a.ts', '../cluster/pairing.ts'],
  ['server/src/cluster/a.ts', '../workspace/workspace.ts'],
  ['server/src/workspace/a.ts', '../lsp/server.ts'],
  ['server/src/features/a.ts', '../lsp/convert.ts'],
  ['server/src/features/b.ts', 'vscode-languageserver'],
  ['server/src/rules/b.ts', 'vscode'],
  ['cli/src/a.ts', '../../server/src/syntax/parse.ts'],
  ['deploy/src/a.ts', '../../server/src/model/place.ts'],
  ['deploy/src/b.ts', 'vscode'],
  ['cli/src/b.ts', '../../deploy/src/ssh/words.ts'],
  ['client/src/b.ts', '../../deploy/src/host/host.ts'],
  ['client/src/a.ts', '../../server/src/model/place.ts'],
];
const allowed: [file: string, imported: string][] = [
  ['server/src/model/c.ts', '../syntax/tree.ts'],
  ['server/src/rules/c.ts', '../model/node.ts'],
  ['server/src/cluster/c.ts', '../model/effective.ts'],
  ['server/src/features/c.ts', '../schema/docs.ts'],
  ['server/src/lsp/c.ts', 'vscode-languageserver'],
  ['deploy/src/c.ts', '../../server/src/index.ts'],
  ['client/src/e.ts', '../../deploy/src/index.ts'],
  ['client/src/f.ts', '../../deploy/src/ssh/readFile.ts'],
  ['cli/src/d.ts', '../../deploy/src/index.ts'],
  ['cli/src/c.ts', '../../server/src/index.ts'],
  ['client/src/c.ts', '../../server/src/lsp/protocol.ts'],
  ['client/src/d.ts', 'vscode'],
];

/** Our linter's settings over a house that holds nothing but those imports. */
describe('who may import whom', () => {
  const house = mkdtempSync(join(tmpdir(), 'keepalived-ha-imports-'));
  let refused: ReadonlySet<string>;

  beforeAll(() => {
    for (const file of ['biome.json', '.gitignore']) cpSync(join(root, file), join(house, file));
    for (const [file, imported] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(house, file)), { recursive: true });
      writeFileSync(join(house, file), `import { it } from '${imported}';\n\nexport const used = it;\n`);
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const options = { cwd: house, encoding: 'utf8' } as const;
    const { stdout } = spawnSync(
      process.execPath,
      [biome, 'lint', '--reporter=github', '--max-diagnostics=none'],
      options,
    );
    const lines = stdout.split('\n').filter((line) => line.includes('noRestrictedImports'));
    refused = new Set(lines.map((line) => relative(house, /file=([^,]+)/.exec(line)?.[1] ?? line)));
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  test.each(forbidden)('%s must not import %s', (file) => expect(refused).toContain(file));
  test.each(allowed)('%s may import %s', (file) => expect(refused).not.toContain(file));
});
