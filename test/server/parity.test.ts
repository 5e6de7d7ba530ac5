/** Some of what `npm run parity` lets keepalived and us read; and that a difference is seen. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatedCases } from '../parity/cases.ts';
import { agreement, judge, judgeAll, tally } from '../parity/judge.ts';
import { type Keepalived, startKeepalived } from '../parity/keepalived.ts';
import { schemaCases } from '../parity/schemaCases.ts';
import { lacks } from '../support/requirements.ts';

/** Of the cases that the schema makes, every so many. */
const EVERY = 20;
const GENERATED = 60;
/** Milliseconds: a second or two each, but keepalived is started hundreds of times and the machine may be busy. */
const BUSY = 240_000;

describe.skipIf(lacks('keepalived', 'netns'))('parity with keepalived -t', () => {
  let keepalived: Keepalived;
  beforeAll(() => {
    keepalived = startKeepalived();
  });
  afterAll(() => keepalived.end());

  it(
    'what the schema allows, and what it does not',
    async () => {
      const cases = schemaCases(keepalived.version).filter((_, nth) => nth % EVERY === 0);
      const judged = await judgeAll(cases, [keepalived]);
      expect(tally(judged).agreed).toBeGreaterThan(100);
      expect(agreement(tally(judged))).toBeGreaterThanOrEqual(97);
    },
    BUSY,
  );

  it(
    'generated configurations: nothing to say; with one mistake: the same',
    async () => {
      const judged = await judgeAll(generatedCases(7, GENERATED, keepalived.version), [keepalived]);
      expect(judged.flatMap(({ unexpected }) => unexpected)).toEqual([]);
      expect(tally(judged).agreed).toBeGreaterThan(GENERATED);
      expect(agreement(tally(judged))).toBeGreaterThanOrEqual(97);
    },
    BUSY,
  );

  it('a configuration that only one of both complains of is a difference', async () => {
    const text = 'global_defs {\nvrrp_version 4\n}\n';
    const same = await judge({ family: 'f', name: 'n', text }, keepalived);
    expect(same).toMatchObject({ agreed: 1, differences: [] });
    const silent: Keepalived = { ...keepalived, judge: async () => ({ messages: [], machine: new Set() }) };
    expect((await judge({ family: 'f', name: 'n', text }, silent)).differences).toMatchObject([
      { kind: 'false', line: 2 },
    ]);
    const loud: Keepalived = {
      ...keepalived,
      judge: async () => ({ messages: [{ line: 1, text: 'Odd' }], machine: new Set(), ended: 'crashed' }),
    };
    expect((await judge({ family: 'f', name: 'n', text: 'global_defs {\n}\n' }, loud)).differences).toMatchObject([
      { kind: 'missed', line: 1 },
      { kind: 'missed', message: 'keepalived crashes' },
    ]);
  });
});
