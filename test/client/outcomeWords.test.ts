import { expect, test } from 'vitest';
import { commandsOf, outcomeInWords } from '../../client/src/features/outcomeWords.ts';
import type { Report } from '../../deploy/src/index.ts';

const report: Report = {
  cluster: 'web',
  ok: false,
  rolledBack: true,
  nodes: ['ngx1', 'ngx2'],
  steps: [],
  checks: [],
  drill: [],
  notes: [],
  problem: 'ngx1: it is full\nngx2: [click](command:x)',
  stranded: [],
  timeline: null,
};

test('an outcome tells the verdict and every problem, without links', () => {
  expect(outcomeInWords(report)).toMatch(/^web: failed.*\. ngx1: it is full\. ngx2: \(click\)\(command:x\)$/);
});

test('a long one is cut', () => {
  expect(outcomeInWords({ ...report, problem: 'x'.repeat(1000) }).length).toBeLessThanOrEqual(300);
});

test('commands are told host by host', () => {
  const stranded = [
    { node: 'ngx1', commands: ['a', 'b'] },
    { node: 'ngx2', commands: ['c'] },
  ];
  expect(commandsOf(stranded)).toBe('# ngx1\na\nb\n\n# ngx2\nc\n');
});
