/** What is said while it runs, and at its end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Progress, progressLine, summaryOf } from '../../deploy/src/index.ts';
import { check, drillOf, hostileReport, report, row } from './handMadeReport.ts';

const CONTROLS = /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

describe('at the end', () => {
  test('says what was proved', () => {
    const checks = ['192.168.10.111', '192.168.10.112'].flatMap((address) => [
      check({ address }),
      check({ name: 'HTTP from here', node: '', address }),
    ]);
    expect(summaryOf(report({ checks }))).toEqual(['verified: 2 addresses on their nodes, 4 checks']);
    expect(summaryOf(report({ checks: checks.slice(1, 2) }))).toEqual(['verified: 1 check']);
    expect(summaryOf(report({ checks: checks.slice(0, 1) }))).toEqual(['verified: 1 address on its node, 1 check']);
  });

  test('says what a drill has shown', () => {
    expect(summaryOf({ ...drillOf(), checks: [] })).toEqual(['drilled: 4 events as foretold, longest gap 0.61 s']);
    expect(summaryOf(report({ drill: [row({ gapSeconds: 0 })] }))).toEqual(['drilled: 1 event as foretold, no gap']);
  });

  test('says what there is to know where nothing had to be proved', () => {
    const steps = [{ node: 'ngx1', name: 'look', ok: true, seconds: 0.1, detail: '' }];
    expect(summaryOf(report({ steps, notes: ['Nothing to change.'] }))).toEqual(['done: 1 step', 'Nothing to change.']);
  });

  test('says what failed, why, and that all was put back', () => {
    const told = report({
      ok: false,
      rolledBack: true,
      problem: 'ngx1 does not answer any more.\nngx2 does not either.',
      checks: [check(), check({ node: 'ngx2', name: 'service active', address: '', ok: false, evidence: 'failed' })],
      drill: [row({ ok: false, evidence: 'it took 3.1 s' })],
    });
    expect(summaryOf(told)).toEqual([
      'failed: 1 of 2 checks, 1 of 1 steps of the drill; everything was put back',
      'ngx1 does not answer any more.',
      'ngx2 does not either.',
      'ngx2: service active: failed',
      'ngx1: stop keepalived, 192.168.10.111 from ngx1 to ngx2: it took 3.1 s',
    ]);
  });

  test('names the nodes that could not be put back, and what to run there', () => {
    const stranded = [{ node: 'ngx2', commands: ['mv a b', 'systemctl reload keepalived'] }];
    expect(summaryOf(report({ ok: false, problem: 'ssh ended.', stranded }))).toEqual([
      'failed; ngx2 could not be put back',
      'ssh ended.',
      'On ngx2, as root, run by hand:',
      '  mv a b',
      '  systemctl reload keepalived',
    ]);
  });

  test('says nothing that a terminal would obey', () => {
    fc.assert(
      fc.property(hostileReport, (told) => {
        for (const line of summaryOf(told)) expect(line).not.toMatch(CONTROLS);
      }),
    );
  });
});

describe('while it runs', () => {
  const step = { node: 'ngx1', name: 'upload', ok: true, seconds: 0.12, detail: '' };

  test.each<[Progress, string]>([
    [{ kind: 'begun', node: 'ngx1', name: 'upload' }, 'ngx1  upload …'],
    [{ kind: 'step', step }, 'ngx1  upload  ok 0.12 s'],
    [{ kind: 'step', step: { ...step, ok: false, detail: 'disk\nfull' } }, 'ngx1  upload  FAILED 0.12 s  disk full'],
    [{ kind: 'check', check: check({ evidence: 'here' }) }, 'ngx1  address on its owner  192.168.10.111  ok  here'],
    [{ kind: 'check', check: check({ node: '', address: '', evidence: '' }) }, 'address on its owner  ok'],
    [
      { kind: 'drill', row: row({ evidence: '' }) },
      'ngx1: stop keepalived, 192.168.10.111 from ngx1 to ngx2  gap 0.61 s, foretold 0.6 to 0.7 s  ok',
    ],
    [
      { kind: 'drill', row: row({ to: 'ngx1', gapSeconds: null, evidence: '' }) },
      'ngx1: stop keepalived, 192.168.10.111 stays on ngx1  ok',
    ],
    [
      { kind: 'drill', row: row({ to: '', gapSeconds: null, ok: false, evidence: 'gone' }) },
      'ngx1: stop keepalived, 192.168.10.111 from ngx1 to nobody  FAILED  gone',
    ],
    [{ kind: 'note', text: 'Packages stay.' }, 'Packages stay.'],
    [{ kind: 'note', text: '\u001b[2Jgone' }, '\ufffd[2Jgone'],
  ])('%j is a line', (progress, line) => {
    expect(progressLine(progress)).toBe(line);
  });
});
