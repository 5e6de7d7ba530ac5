/** What holds for every cluster and every scenario. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { elect } from '../../../server/src/cluster/election.ts';
import { failoverMatrix } from '../../../server/src/cluster/matrix.ts';
import { eventText } from '../../../server/src/cluster/scenario.ts';
import { readScenario } from '../../../server/src/cluster/scenarioText.ts';
import { nodesOf } from './electionSupport.ts';
import { clustersOf, config } from './support.ts';

const SCRIPT = (weight: number): string =>
  `vrrp_script chk {\n    script "/bin/true"\n    interval 2\n    weight ${weight}\n}\n`;

/** A node whose adverts the others accept, whatever its own part is. */
const node = fc
  .record({
    state: fc.constantFrom('MASTER', 'BACKUP'),
    priority: fc.integer({ min: 1, max: 254 }),
    more: fc.constantFrom('', 'nopreempt', 'preempt_delay 30', 'nopreempt\n    preempt_delay 30'),
    weight: fc.constantFrom(-254, -20, -1, 0, 1, 20, 253),
  })
  .map(({ state, priority, more, weight }) =>
    [SCRIPT(weight), config({ state, priority, more: `${more}\n    track_script {\n        chk\n    }` })].join(''),
  );
const cluster = fc
  .array(node, { minLength: 2, maxLength: 3 })
  .map((texts) => clustersOf(nodesOf(...texts))[0]!)
  .filter(({ members }) => members.length > 1);

const happening = fc.constantFrom('down', 'stop', 'up', 'script', 'up:script', 'interface', 'up:interface');
const scenario = fc.array(fc.tuple(happening, fc.constantFrom('a', 'b')), { maxLength: 5 }).map((events) =>
  events
    .map(([kind, name]) => {
      if (kind.endsWith('script')) return `${kind}:chk@${name}`;
      return kind.endsWith('interface') ? `${kind}:eth0@${name}` : `${kind}:${name}`;
    })
    .join(','),
);

test('nodes that hear each other have one MASTER, as long as one can be it', () => {
  fc.assert(
    fc.property(cluster, scenario, (some, text) => {
      const reading = readScenario(text, some);
      if ('problem' in reading) throw new Error(reading.problem);
      const [outcome] = elect(some, reading.scenario, '2.2.7').outcomes;
      const { owners, reason, seconds } = outcome!;
      if (owners.length === 0) expect(reason).not.toMatch(/BACKUP|MASTER/);
      expect(owners.length).toBeLessThan(2);
      if (seconds) expect(seconds[0]).toBeLessThanOrEqual(seconds[1]);
      // What comes to rest stays at rest.
      const again = elect(some, [...reading.scenario, { kind: 'heal', sides: [['a'], ['b']] }], '2.2.7').outcomes[0]!;
      expect(again.owners).toEqual(owners);
      expect(again.seconds).toBeNull();
    }),
    { numRuns: 500 },
  );
});

test('every row of a matrix names its nodes, its reason, and times that can be', () => {
  fc.assert(
    fc.property(cluster, (some) => {
      const { nodes, scenarios } = failoverMatrix(some, '2.2.7');
      for (const { name, scenario: events, outcomes } of scenarios.slice(1)) {
        expect(name).toBe(events.map(eventText).join(','));
        for (const { owners, seconds, reason, places } of outcomes) {
          expect(nodes).toEqual(expect.arrayContaining([...owners]));
          expect(reason).not.toBe('');
          for (const { start, end, item } of places) expect(item.text.slice(start, end)).not.toBe('');
          if (!seconds) continue;
          expect(owners.length).toBeGreaterThan(0);
          expect(Number.isFinite(seconds[1])).toBe(true);
          expect(seconds[0]).toBeGreaterThanOrEqual(0);
          expect(seconds[1]).toBeGreaterThanOrEqual(seconds[0]);
        }
      }
    }),
    { numRuns: 100 },
  );
});
