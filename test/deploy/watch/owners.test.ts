// What a host prints becomes changes of its addresses.
import { beforeEach, describe, expect, test } from 'vitest';
import { readChanges, type SeenChange } from '../../../deploy/src/watch/owners.ts';

const ADDRESS = '192.168.10.111';
const SIX = 'fd00:10:0:0:0:0:0:111';
const LINE = `2: ens33    inet ${ADDRESS}/32 scope global ens33\\       valid_lft forever preferred_lft forever`;
const LINE6 = '2: ens33    inet6 fd00:10::111/128 scope global nodad \\       valid_lft forever preferred_lft forever';
const OTHER = '2: ens33    inet 192.168.10.11/24 scope global ens33\\       valid_lft forever preferred_lft forever';

/** Our clock when the test begins; the host's is an hour and a quarter of a second behind. */
const BEGIN = Date.parse('2026-11-25T16:00:00Z');
const theirs = (at: number): number => at - 3_600_250;
const stamped = (at: number, line: string): string => `[${new Date(theirs(at)).toISOString().slice(0, -1)}] ${line}`;

let changes: SeenChange[];
let reader: ReturnType<typeof readChanges>;
beforeEach(() => {
  changes = [];
  reader = readChanges('ngx1', [ADDRESS, SIX], (change) => changes.push(change));
});

/** A list that takes `delay` milliseconds to come. */
function list(at: number, lines: readonly string[], delay = 2): void {
  for (const line of [`listing ${theirs(at) / 1000}`, ...lines, 'listed']) reader.hear(line, at + delay);
}
const told = (): unknown[] => changes.map(({ at, address, gained }) => [at - BEGIN, address, gained ? 'came' : 'went']);

describe('a host is heard', () => {
  test('the first list says what is there, and only of the addresses that count', () => {
    expect(reader.isComplete()).toBe(false);
    list(BEGIN, [OTHER, LINE, LINE6]);
    expect(reader.isComplete()).toBe(true);
    expect([...reader.held]).toEqual([ADDRESS, SIX]);
    expect(told()).toEqual([
      [2, ADDRESS, 'came'],
      [2, SIX, 'came'],
    ]);
  });

  test('a change happened when the host says so, not when we hear of it', () => {
    list(BEGIN, [LINE], 30);
    list(BEGIN + 1000, [LINE], 2);
    reader.hear(stamped(BEGIN + 1500, `Deleted ${LINE}`), BEGIN + 1590);
    reader.hear(stamped(BEGIN + 2100, LINE), BEGIN + 2102);
    // 2 ms is what the shortest way takes.
    expect(told().slice(1)).toEqual([
      [1502, ADDRESS, 'went'],
      [2102, ADDRESS, 'came'],
    ]);
  });

  test('without a clock to compare, it is when we hear of it', () => {
    for (const line of ['listing 1764086400.N', LINE, 'listed']) reader.hear(line, BEGIN);
    reader.hear(stamped(BEGIN + 400, `Deleted ${LINE}`), BEGIN + 500);
    expect(told()).toEqual([
      [0, ADDRESS, 'came'],
      [500, ADDRESS, 'went'],
    ]);
  });

  test('a list that a change has overtaken is not believed, the next one is', () => {
    list(BEGIN, [LINE]);
    reader.hear(stamped(BEGIN + 998, `Deleted ${LINE}`), BEGIN + 1000);
    list(BEGIN + 1000, [LINE]);
    expect([...reader.held]).toEqual([]);
    list(BEGIN + 2000, [LINE]);
    expect([...reader.held]).toEqual([ADDRESS]);
  });

  test('what a list shows differently is a change', () => {
    list(BEGIN, [LINE]);
    list(BEGIN + 1000, []);
    expect(told().slice(1)).toEqual([[1002, ADDRESS, 'went']]);
    expect(changes.at(-1)?.isLate).toBe(false);
  });
});

describe('a host was silent', () => {
  test('what it has lost was lost from the beginning of that; what it got is seen now', () => {
    list(BEGIN, [LINE]);
    list(BEGIN + 10_000, [LINE6]);
    expect(told().slice(1)).toEqual([
      [2, ADDRESS, 'went'],
      [10_002, SIX, 'came'],
    ]);
    expect(changes.slice(1).map(({ isLate }) => isLate)).toEqual([true, true]);
    list(BEGIN + 11_000, [LINE, LINE6]);
    expect(changes.at(-1)).toMatchObject({ at: BEGIN + 11_002, gained: true, isLate: false });
  });

  test('a line that was under way all the time still says when', () => {
    list(BEGIN, [LINE]);
    reader.hear(stamped(BEGIN + 1000, `Deleted ${LINE}`), BEGIN + 8000);
    expect(changes.at(-1)).toMatchObject({ at: BEGIN + 1002, gained: false, isLate: false });
  });
});
