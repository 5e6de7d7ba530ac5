// How long a gap was, from requests that come and go every 50 ms.
import { expect, test } from 'vitest';
import type { Probe } from '../../../deploy/src/report/report.ts';
import { gapOf, sharpened, timeWith } from '../../../deploy/src/watch/gap.ts';

const INTERVAL = 50;

/** `+` is a good one, `-` one without an answer, a dot one that was not sent; the first is sent at 0. */
const probes = (signs: string): Probe[] =>
  [...signs].flatMap((sign, i) =>
    sign === '.' ? [] : [{ at: i * INTERVAL, address: 'a', ok: sign === '+', node: null }],
  );

test.each([
  { signs: '++++++++', seconds: 0, least: 0, most: 0, failed: 0 },
  // What the requests cannot tell is whether it was 0 or nearly 0.1 s.
  { signs: '+++-++++', seconds: 0.05, least: 0, most: 0.1, failed: 1 },
  { signs: '++-----+', seconds: 0.25, least: 0.2, most: 0.3, failed: 5 },
  // Two outages.
  { signs: '+-+--+++', seconds: 0.15, least: 0.05, most: 0.25, failed: 3 },
  // Where this machine was busy, more is uncertain.
  { signs: '++..-+++', seconds: 0.15, least: 0, most: 0.2, failed: 1 },
  { signs: '+--..+++', seconds: 0.2, least: 0.05, most: 0.25, failed: 2 },
  // From the beginning, and until the end.
  { signs: '---+++++', seconds: 0.1, least: 0.1, most: 0.15, failed: 3 },
  { signs: '+++++---', seconds: 0.1, least: 0.1, most: 0.15, failed: 3 },
])('$signs', ({ signs, seconds, least, most, failed }) => {
  const gap = gapOf(probes(signs), 0, 7 * INTERVAL, INTERVAL);
  expect(gap.asked).toBe(signs.replaceAll('.', '').length);
  expect(gap.failed).toBe(failed);
  expect(gap.seconds).toBeCloseTo(seconds);
  expect(gap.least).toBeCloseTo(least);
  expect(gap.most).toBeCloseTo(most);
});

test('what is asked before and after does not count', () => {
  expect(gapOf(probes('-++++-'), INTERVAL, 4 * INTERVAL, INTERVAL)).toEqual({
    ...{ seconds: 0, least: 0, most: 0 },
    ...{ asked: 4, failed: 0 },
  });
});

test("the hosts' word is taken where requests bear it out", () => {
  const gap = { seconds: 0.65, least: 0.6, most: 0.7, asked: 30, failed: 13 };
  expect(sharpened(gap, 0.617).seconds).toBe(0.617);
  // An address that had an owner, and yet did not answer.
  expect(sharpened(gap, 0.2).seconds).toBe(0.65);
  expect(sharpened({ ...gap, seconds: 0, least: 0, most: 0, failed: 0 }, 0.03).seconds).toBe(0);
});

test('time without an owner, and with two', () => {
  const changes = [
    { at: 1600, node: 'ngx2', gained: true },
    { at: 1000, node: 'ngx1', gained: false },
    { at: 3000, node: 'ngx1', gained: true },
    { at: 3020, node: 'ngx2', gained: false },
    { at: 9000, node: 'ngx1', gained: false },
  ];
  expect(timeWith((owners) => owners === 0, ['ngx1'], changes, 500, 5000)).toBe(0.6);
  expect(timeWith((owners) => owners > 1, ['ngx1'], changes, 500, 5000)).toBe(0.02);
  expect(timeWith((owners) => owners === 0, ['ngx1'], changes, 500, 10_000)).toBe(1.6);
});
