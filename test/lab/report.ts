// What the lab found, as a table to read: test-results/lab.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/steps.ts';
import type { Row } from './judge.ts';

const owners = (names: readonly string[]): string => names.join(' + ') || 'nobody';
const seconds = (value: number | null | undefined): string => (value == null ? '' : value.toFixed(2));

/** One line for each variant, state and address, in the order given. */
export function writeReport(played: ReadonlyMap<string, readonly Row[]>): void {
  const head = '| variant | after | address | predicted | real | seconds predicted | measured |';
  const lines = [...played].flatMap(([name, rows]) =>
    rows.map((row) => {
      const window = row.window ? row.window.map(seconds).join(' to ') : '';
      const measured = row.window ? seconds(row.measured) : '';
      const cells = [name, row.scenario.replaceAll('|', '\\|'), row.address, owners(row.predicted), owners(row.real)];
      return `| ${[...cells, window, measured].join(' | ')} |`;
    }),
  );
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'lab.md'), [head, '|---|---|---|---|---|---|---|', ...lines, ''].join('\n'));
}
