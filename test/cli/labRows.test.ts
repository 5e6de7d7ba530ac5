/** What real nodes were seen to do is what simulate foretells. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyOf, ensureBuilt, simulationOf } from './command.ts';
import { type Change, type LabRow, MISTAKES, TIMING } from './labRows.ts';

beforeAll(ensureBuilt);

/** All but the first line, a comment that names the addresses too. */
function change(file: string, changes: readonly Change[]): void {
  const [comment = '', ...lines] = readFileSync(file, 'utf8').split('\n');
  const text = changes.reduce((before, [from, to]) => {
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    return after;
  }, lines.join('\n'));
  writeFileSync(file, `${comment}\n${text}`);
}

describe.each([
  ['Timing', TIMING],
  ['Mistakes', MISTAKES],
])('%s', (_, rows) => {
  test.each(rows.map((row): [string, LabRow] => [row.title, row]))(
    '%s',
    (_title, { ngx1 = [], ngx2 = [], observed }) => {
      const folder = copyOf('master-master');
      change(join(folder, 'ngx1/keepalived.conf'), ngx1);
      change(join(folder, 'ngx2/keepalived.conf'), ngx2);
      const asked = observed.map(({ scenario }) => scenario).filter((scenario) => scenario !== '');
      const { scenarios } = simulationOf([...asked.flatMap((scenario) => ['--scenario', scenario]), '.'], {
        cwd: folder,
      });
      for (const { scenario, owners, seconds = [] } of observed) {
        const foretold = scenarios.find(({ name }) => name === (scenario || 'all up'))!;
        expect(foretold.owners).toMatchObject(owners);
        const window = foretold.seconds['192.168.10.111'];
        for (const measured of seconds) {
          // What was written down is rounded, and so are the bounds that it is held against.
          const [best, worst] = window!.map((bound) => Number(bound.toFixed(measured.split('.')[1]!.length)));
          expect(Number(measured)).toBeGreaterThanOrEqual(best!);
          expect(Number(measured)).toBeLessThanOrEqual(worst!);
        }
      }
    },
  );
});
