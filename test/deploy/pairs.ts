// Pairs for tests that need no hosts.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Pair, readPair } from '../../deploy/src/pair.ts';
import { root } from '../../scripts/steps.ts';

export type Change = (text: string) => string;

/** A copy of an example; `change` is done to both configurations. Gone when the test is. */
export function examplePair(example: 'master-backup' | 'master-master', change: Change = (text) => text): Pair {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-pair-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'examples', example), folder, { recursive: true });
  for (const node of ['ngx1', 'ngx2']) {
    const file = join(folder, node, 'keepalived.conf');
    writeFileSync(file, change(readFileSync(file, 'utf8')));
  }
  const reading = readPair(join(folder, 'keepalived-ha.json'));
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.pair;
}
