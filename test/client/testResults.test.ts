// What the Test Explorer shows of a pair, and what becomes of it when a report comes in.
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { testsOf } from '../../client/src/features/pairTests.ts';
import { resultsOf } from '../../client/src/features/testResults.ts';
import { type DrillRow, readPair, verifyChecks } from '../../deploy/src/index.ts';
import { row as handMadeRow } from '../deploy/handMadeReport.ts';
import { english } from './english.ts';

function pairOf(example: string) {
  const reading = readPair(fileURLToPath(new URL(`../../examples/${example}/keepalived-ha.json`, import.meta.url)));
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.pair;
}

const row = handMadeRow({ evidence: 'ngx2 has it' });

describe('the tests of a pair', () => {
  const pair = pairOf('master-master');
  const tests = testsOf(pair, english);
  const labels = (kind: string) => tests.filter((each) => each.kind === kind).map(({ label }) => label);

  test('are every check of a verification', () => {
    expect(labels('verify')).toHaveLength(verifyChecks(pair).length);
    expect(labels('verify')).toEqual(
      expect.arrayContaining([
        '192.168.10.111: address on its owner',
        'ngx2: service active',
        '192.168.10.112: HTTP from here',
      ]),
    );
  });

  test('and every address on every node that fails', () => {
    expect(labels('drill')).toEqual([
      'ngx1 fails: 192.168.10.111',
      'ngx1 fails: 192.168.10.112',
      'ngx2 fails: 192.168.10.111',
      'ngx2 fails: 192.168.10.112',
    ]);
  });

  test('each has a name of its own', () => {
    expect(new Set(tests.map(({ id }) => id)).size).toBe(tests.length);
  });

  test('every check of a report is one of them', () => {
    const checks = verifyChecks(pair).map((key) => ({ ...key, ok: true, evidence: 'seen' }));
    const ids = resultsOf({ checks, drill: [] }, english).map(({ id }) => id);
    expect(ids).toEqual(tests.filter(({ kind }) => kind === 'verify').map(({ id }) => id));
  });

  test('a way down and its way back are one, and both have to be as foretold', () => {
    const back: DrillRow = { ...row, action: 'start keepalived', from: 'ngx2', to: 'ngx1', evidence: 'ngx1 has it' };
    const results = (last: DrillRow) => resultsOf({ checks: [], drill: [row, last] }, english);
    expect(results(back)).toEqual([
      {
        id: tests.find(({ label }) => label === 'ngx1 fails: 192.168.10.111')!.id,
        ok: true,
        evidence: 'stop keepalived: ngx2 has it\nstart keepalived: ngx1 has it',
      },
    ]);
    expect(results({ ...back, ok: false })[0]!.ok).toBe(false);
  });
});
