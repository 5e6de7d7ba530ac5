import { describe, expect, test } from 'vitest';
import { pairsOfFailures, singleFailures } from '../../../server/src/cluster/election/failures.ts';
import { elect } from '../../../server/src/cluster/election.ts';
import { failoverMatrix, type Matrix } from '../../../server/src/cluster/matrix.ts';
import { eventText } from '../../../server/src/cluster/scenario.ts';
import type { Texts } from '../../support/memory.ts';
import { nodesOf } from './electionSupport.ts';
import { backup, clustersOf, config, exampleTexts } from './support.ts';

const matrixOf = (texts: Texts): Matrix => failoverMatrix(clustersOf(texts)[0]!, '2.2.7');
const names = ({ scenarios }: Matrix): string[] => scenarios.map(({ name }) => name);

describe('the matrix of the example pair', () => {
  const matrix = matrixOf(exampleTexts('master-master'));

  test('has nodes, groups, and every single failure before every pair', () => {
    expect(matrix.nodes).toEqual(['ngx1', 'ngx2']);
    expect(
      matrix.groups.map(({ vrid, family, addresses, instances }) => [vrid, family, addresses, [...instances]]),
    ).toEqual([
      [
        51,
        4,
        ['192.168.10.111'],
        [
          ['ngx1', 'VI_1'],
          ['ngx2', 'VI_1'],
        ],
      ],
      [
        52,
        4,
        ['192.168.10.112'],
        [
          ['ngx1', 'VI_2'],
          ['ngx2', 'VI_2'],
        ],
      ],
    ]);
    expect(names(matrix).slice(0, 9)).toEqual([
      'all up',
      'down:ngx1',
      'down:ngx2',
      'stop:ngx1',
      'stop:ngx2',
      'interface:ens33@ngx1',
      'interface:ens33@ngx2',
      'partition:ngx1|ngx2',
      'down:ngx1,down:ngx2',
    ]);
  });

  test('every row is what the election says of its events', () => {
    const [cluster] = clustersOf(exampleTexts('master-master'));
    for (const { scenario, outcomes } of matrix.scenarios) {
      expect(outcomes).toEqual(elect(cluster!, scenario, '2.2.7').outcomes);
    }
  });

  test('an address has no owner only where both nodes are gone', () => {
    const without = matrix.scenarios.filter(({ outcomes }) => outcomes.some(({ owners }) => owners.length === 0));
    expect(without.map(({ name }) => name)).toEqual([
      'down:ngx1,down:ngx2',
      'down:ngx1,interface:ens33@ngx2',
      'down:ngx2,interface:ens33@ngx1',
      'interface:ens33@ngx1,interface:ens33@ngx2',
    ]);
  });
});

test('a node that is down has no failures of its own', () => {
  const script = 'vrrp_script chk {\n    script "/bin/true"\n}\n';
  const tracked = script + config({ more: 'track_script {\n        chk\n    }' });
  const all = names(matrixOf(nodesOf(tracked, backup())));
  expect(all).toContain('script:chk@a');
  expect(all).toContain('down:b,script:chk@a');
  expect(all).not.toContain('down:a,script:chk@a');
  expect(all).not.toContain('down:a,partition:a|b');
});

test('three nodes are cut off one by one', () => {
  const all = names(matrixOf(nodesOf(config(), backup(), backup({ priority: 80 }))));
  expect(all.filter((name) => /^partition:[^,]*$/.test(name))).toEqual([
    'partition:a|b+c',
    'partition:b|a+c',
    'partition:c|a+b',
  ]);
});

test('a lone node has rows too, and an instance without counterpart is a group', () => {
  const matrix = matrixOf(nodesOf(config()));
  expect(matrix.groups).toHaveLength(1);
  expect(names(matrix)).toEqual(['all up', 'down:a', 'stop:a', 'interface:eth0@a']);
});

test('a large cluster has single failures only', () => {
  const nodes = [100, 90, 80, 70].map((priority, i) => [`/ws/n${i}/keepalived.conf`, backup({ priority })]);
  const all = names(matrixOf(Object.fromEntries(nodes)));
  expect(all).toContain('down:n3');
  expect(all.filter((name) => name.includes(','))).toEqual([]);
});

test('with very many addresses the pairs are left out first, then what is tracked', () => {
  const [cluster] = clustersOf(nodesOf(config(), backup()));
  const kinds = (addresses: number): string[] => singleFailures(cluster!, '2.2.7', addresses).map(eventText);
  const pairs = (addresses: number): number =>
    pairsOfFailures(cluster!, singleFailures(cluster!, '2.2.7', addresses), addresses).length;
  expect(kinds(10_000)).toContain('interface:eth0@a');
  expect(pairs(10)).toBeGreaterThan(0);
  expect(pairs(10_000)).toBe(0);
  expect(kinds(1_000_000)).toEqual(['down:a', 'down:b', 'stop:a', 'stop:b', 'partition:a|b']);
});
