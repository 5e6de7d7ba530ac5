import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../server/src/cluster/cluster.ts';
import { eventText } from '../../../server/src/cluster/scenario.ts';
import { readScenario } from '../../../server/src/cluster/scenarioText.ts';
import { nodeOf } from '../../support/memory.ts';
import { nodesOf } from './electionSupport.ts';
import { backup, clustersOf, config } from './support.ts';

const SCRIPT = 'vrrp_script chk@1 {\n    script "/bin/true"\n}\n';
const TRACKS = 'track_script {\n        chk@1\n    }\n    track_interface {\n        eth1\n    }';
const cluster = clustersOf(
  nodesOf(SCRIPT + config({ more: TRACKS }), backup(), backup({ priority: 80 })),
)[0] as Cluster;

/** The events that a text is read as, written down again; or what is wrong with it. */
function read(text: string): string {
  const node = nodeOf({ '/new': config() }, '/new');
  const reading = readScenario(text, cluster, (label) => (label === 'new.conf' ? node : undefined));
  return 'problem' in reading ? reading.problem : reading.scenario.map(eventText).join(',');
}

describe('events', () => {
  test.each([
    ['down:a'],
    ['stop:a,crash:b,up:a'],
    ['script:chk@1@a'],
    ['interface:eth1@a,up:interface:eth1@a'],
    ['disabled:chk@1@a'],
    ['partition:a|b+c,up:partition:a|b+c'],
    ['reload:a=new.conf'],
    [''],
  ])('%s', (text) => {
    expect(read(text)).toBe(text);
  });

  test.each([
    [' down:a , up:down:a ', 'down:a,up:a'],
    ['up:chk@1@a', 'up:script:chk@1@a'],
    ['up:eth0@b', 'up:interface:eth0@b'],
    ['up:a|b', 'up:partition:a|b'],
  ])('%s is short for %s', (text, whole) => {
    expect(read(text)).toBe(whole);
  });
});

test.each([
  ['down:ngx9', 'There is no node "ngx9". The nodes are a, b and c.'],
  ['up:ngx9', 'There is no node "ngx9". The nodes are a, b and c.'],
  ['explode:a', /^"explode:a" is no event\. Write down:NODE, stop:NODE/],
  ['down:a,,up:a', /^"" is no event/],
  ['script:nope@a', 'a knows no script "nope". There is chk@1.'],
  ['script:chk@1@b', 'b knows no script "chk@1". It has none.'],
  ['script:chk', '"script:chk" does not say on which node: write script:NAME@NODE.'],
  ['interface:eth7@a', 'a knows no interface "eth7". There are eth0 and eth1.'],
  ['up:nope@a', /^a knows no /],
  ['partition:a', /^"partition:a" has one side only/],
  ['partition:a|a', '"a" stands on two sides of the partition.'],
  ['partition:a|x', 'There is no node "x". The nodes are a, b and c.'],
  ['reload:a', '"reload:a" does not say what is read: write reload:NODE=FILE.'],
  ['reload:a=gone.conf', '"gone.conf" cannot be read.'],
])('%s: says what is wrong', (text, problem) => {
  if (typeof problem === 'string') expect(read(text)).toBe(problem);
  else expect(read(text)).toMatch(problem);
});
