// What makes a row of a drill good or bad.
import { expect, test } from 'vitest';
import type { Expectation } from '../../../deploy/src/drill/course.ts';
import { rowOf, type Sight } from '../../../deploy/src/drill/rows.ts';
import type { Probe } from '../../../deploy/src/report/report.ts';
import type { SeenChange } from '../../../deploy/src/watch/owners.ts';

const ADDRESS = '192.168.10.111';
/** The event; all times below are milliseconds after it. */
const AT = Date.parse('2026-11-25T16:00:00Z');
const END = 6000;

const takeover: Expectation = { address: ADDRESS, from: ['ngx1'], to: ['ngx2'], seconds: [0.61, 0.64] };
const comeback: Expectation = { address: ADDRESS, from: ['ngx2'], to: ['ngx1'], seconds: [3.61, 4.14] };
const quiet: Expectation = { address: ADDRESS, from: ['ngx2'], to: ['ngx2'], seconds: null };

const came = (at: number, node: string, isLate = false): SeenChange => change(at, node, true, isLate);
const went = (at: number, node: string): SeenChange => change(at, node, false, false);
const change = (at: number, node: string, gained: boolean, isLate: boolean): SeenChange => ({
  ...{ at: AT + at, address: ADDRESS, node, gained, isLate },
});

/** Every 50 ms from half a second before: node 1 or 2 answers, or nobody between two times. */
function probes(first: string, silent?: readonly [from: number, to: number], second = first): Probe[] {
  const times = Array.from({ length: (END + 500) / 50 }, (_, i) => i * 50 - 500 + 10);
  return times.map((at) => {
    const ok = !silent || at < silent[0] || at > silent[1];
    const node = at < (silent?.[1] ?? 0) ? first : second;
    return { at: AT + at, address: ADDRESS, ok, node: ok ? node : null };
  });
}

function judge(expectation: Expectation, sight: Partial<Sight>) {
  const comesBack = sight.comesBack ?? false;
  return rowOf(expectation, {
    node: 'ngx1',
    action: comesBack ? 'start keepalived' : 'stop keepalived',
    comesBack,
    at: AT,
    from: AT - 500,
    to: AT + END,
    probes: [],
    interval: 50,
    changes: [],
    owners: new Map([[ADDRESS, expectation.to]]),
    unheard: [],
    ...sight,
  });
}

test('a takeover in time', () => {
  const changes = [went(2, 'ngx1'), came(620, 'ngx2')];
  expect(judge(takeover, { changes, probes: probes('ngx1', [3, 620], 'ngx2') })).toEqual({
    node: 'ngx1',
    action: 'stop keepalived',
    address: ADDRESS,
    from: 'ngx1',
    to: 'ngx2',
    gapSeconds: 0.618,
    foretold: [0.61, 0.64],
    ok: true,
    evidence:
      'it moved after 0.62 s (foretold: 0.61 to 0.64 s); 13 of 130 requests, one every 50 ms, were not answered: ' +
      '0.60 to 0.70 s; in the end ngx2 answers',
  });
});

test.each([
  { name: 'sooner', silent: [3, 320], gap: 0.35 },
  { name: 'later', silent: [3, 920], gap: 0.95 },
] as const)('a takeover that is answered $name than foretold', ({ silent, gap }) => {
  const changes = [went(2, 'ngx1'), came(620, 'ngx2')];
  const row = judge(takeover, { changes, probes: probes('ngx1', silent, 'ngx2') });
  expect(row.ok).toBe(false);
  expect(row.gapSeconds).toBeCloseTo(gap);
});

test('without pages, the time without an owner counts', () => {
  expect(judge(takeover, { changes: [went(2, 'ngx1'), came(620, 'ngx2')] })).toMatchObject({
    gapSeconds: 0.618,
    ok: true,
    evidence: expect.stringContaining('no page is asked for: the gap is the time without an owner'),
  });
  expect(judge(takeover, { changes: [went(2, 'ngx1'), came(1620, 'ngx2')] })).toMatchObject({
    gapSeconds: 1.618,
    ok: false,
  });
});

test('an address that nobody takes over', () => {
  const owners = new Map([[ADDRESS, []]]);
  const row = judge(takeover, { changes: [went(2, 'ngx1')], owners, probes: probes('ngx1', [3, END]) });
  expect(row).toMatchObject({ to: '', ok: false, evidence: expect.stringMatching(/^it is on no node, not on ngx2;/) });
  expect(row.gapSeconds).toBeCloseTo(5.998);
});

test('a page of another node than the owner', () => {
  const changes = [went(2, 'ngx1'), came(620, 'ngx2')];
  expect(judge(takeover, { changes, probes: probes('ngx1', [3, 620], 'ngx1') }).ok).toBe(false);
});

test('a return that costs nothing, and comes in time', () => {
  const changes = [came(3640, 'ngx1'), went(3642, 'ngx2')];
  expect(judge(comeback, { comesBack: true, changes, probes: probes('ngx2', [3640, 3640], 'ngx1') })).toMatchObject({
    gapSeconds: 0,
    foretold: [0, 0.05],
    ok: true,
    evidence: expect.stringContaining('it moved after 3.64 s (foretold: 3.61 to 4.14 s)'),
  });
});

test('a return that takes its time, or costs an answer too many', () => {
  const late = [came(4640, 'ngx1'), went(4642, 'ngx2')];
  expect(judge(comeback, { comesBack: true, changes: late, probes: probes('ngx2', [4640, 4640], 'ngx1') }).ok).toBe(
    false,
  );
  const changes = [came(3640, 'ngx1'), went(3642, 'ngx2')];
  expect(judge(comeback, { comesBack: true, changes, probes: probes('ngx2', [3600, 4000], 'ngx1') }).ok).toBe(false);
});

test('of a node that was not heard when it got the address, the loss of the other says when', () => {
  const changes = [went(3642, 'ngx2'), came(5000, 'ngx1', true)];
  expect(judge(comeback, { comesBack: true, changes, probes: probes('ngx2', [3640, 3640], 'ngx1') })).toMatchObject({
    ok: true,
    evidence: expect.stringContaining('it moved after 3.64 s'),
  });
});

test('two owners for longer than a handover', () => {
  const changes = [came(3640, 'ngx1'), went(5000, 'ngx2')];
  expect(judge(comeback, { comesBack: true, changes, probes: probes('ngx2', [3640, 3640], 'ngx1') })).toMatchObject({
    ok: false,
    evidence: expect.stringContaining('two nodes had it for 1.36 s'),
  });
});

test('an address that does not move is answered all the time', () => {
  expect(judge(quiet, { probes: probes('ngx2') })).toMatchObject({ gapSeconds: 0, foretold: [0, 0], ok: true });
  expect(judge(quiet, { probes: probes('ngx2', [1000, 1200]) })).toMatchObject({ foretold: [0, 0], ok: false });
});

test('a node without a network is not asked, and owns nothing', () => {
  const seconds = [2.61, 3.64] as const;
  const sight = { changes: [came(2900, 'ngx2')], unheard: ['ngx1'], owners: new Map([[ADDRESS, ['ngx1', 'ngx2']]]) };
  expect(judge({ ...takeover, seconds }, sight)).toMatchObject({
    to: 'ngx2',
    gapSeconds: 2.9,
    ok: true,
    evidence: expect.stringContaining('ngx1 could not be asked'),
  });
});
