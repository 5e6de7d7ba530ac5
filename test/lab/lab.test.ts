// Real hosts as the judge of the election: `npm test` plays the daily variants, `npm run test:lab` all of them.
import { afterAll, describe, expect, test } from 'vitest';
import { lacks } from '../support/requirements.ts';
import { isFulfilled, play, type Row, type Verdict } from './judge.ts';
import { writeReport } from './report.ts';
import { variants } from './variants.ts';

const chosen = process.env.KEEPALIVED_HA_LAB === 'all' ? variants : variants.filter(({ daily }) => daily);

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('what the election foretells happens', () => {
  const played = new Map<string, readonly Row[]>();
  afterAll(() => writeReport(new Map(chosen.map(({ name }) => [name, played.get(name) ?? []]))));

  // Hosts wait most of the time, so several labs share the machine: as many as maxConcurrency says.
  test.concurrent.for(chosen)('$name', { timeout: 300_000 }, async (variant) => {
    const verdict = await play(variant);
    played.set(variant.name, verdict.rows);
    const wrong = verdict.rows.filter((row) => !isFulfilled(row));
    expect(wrong.length === 0 ? '' : complaint(verdict, wrong)).toBe('');
  });
});

function complaint({ journals }: Verdict, wrong: readonly Row[]): string {
  const differences = wrong.map(
    ({ scenario, address, predicted, real, window, measured, reason }) =>
      `${scenario}: ${address} is on ${real.join(', ') || 'no node'}, not on ${predicted.join(', ') || 'none'} ` +
      `(after ${measured} s of ${window?.join(' to ')}; "${reason}")`,
  );
  return [...differences, ...[...journals].map(([host, text]) => `${host}:\n${text}`)].join('\n\n');
}
