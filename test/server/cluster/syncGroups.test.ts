/** Instances of one node that go together. */
import { describe, expect, test } from 'vitest';
import { nodesOf, owners, play, reasons, script, tracks } from './electionSupport.ts';
import { backup, config } from './support.ts';

describe('sync groups', () => {
  const group = 'vrrp_sync_group G {\n    group {\n        VI_1\n        VI_2\n    }\n}\n';
  const two = (make: typeof config, first: object, second: object) =>
    make(first) + make({ name: 'VI_2', vrid: 52, address: '10.0.0.9', ...second }).replace('eth0', 'eth1');

  test('move together when one member fails', () => {
    const texts = nodesOf(group + two(config, {}, {}), group + two(backup, {}, {}));
    expect(owners(texts)).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    // VI_1 cannot say goodbye, VI_2 does; the group waits for the slower one.
    expect(owners(texts, 'interface:eth0@a')).toEqual(['192.168.10.111: b 2.6-3.7', '10.0.0.9: b 2.6-3.7']);
    expect(reasons(texts, 'interface:eth0@a')[1]).toBe('b is MASTER: a is in FAULT (eth0 is down, in its sync group)');
  });

  test('leave out the weights of their members', () => {
    const check = script('chk', 'weight -50');
    const more = { more: tracks('chk') };
    const ignored = nodesOf(check + group + two(config, more, {}), group + two(backup, {}, {}));
    expect(owners(ignored, 'script:chk@a')).toEqual(['192.168.10.111: a', '10.0.0.9: a']);
    const weighted = group.replace('G {', 'G {\n    sync_group_tracking_weight');
    const counted = nodesOf(check + weighted + two(config, more, more), weighted + two(backup, {}, {}));
    expect(owners(counted, 'script:chk@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
  });

  test('take the weight of an interface for FAULT, and their own trackers as they are', () => {
    const interfaceWeight = { more: 'track_interface {\n        eth2 weight -5\n    }' };
    const ofMember = nodesOf(group + two(config, interfaceWeight, {}), group + two(backup, {}, {}));
    expect(owners(ofMember, 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
    const tracking = (weight: number) =>
      group.replace('G {', `G {\n    track_interface {\n        eth2 weight ${weight}\n    }`);
    const ofGroup = (weight: number, priority: number) =>
      nodesOf(tracking(weight) + two(config, { priority }, { priority }), group + two(backup, {}, {}));
    expect(owners(ofGroup(-5, 100), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['a', 'a']);
    expect(owners(ofGroup(-15, 100), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
    // Owners of addresses have no weights: what is left is FAULT.
    expect(owners(ofGroup(-5, 255), 'interface:eth2@a').map((text) => text.split(' ')[1])).toEqual(['b', 'b']);
  });

  test('leave together when one of them gives way', () => {
    const cut = 'partition:a|b,up:a|b';
    const texts = nodesOf(
      group + two(backup, { priority: 100 }, { priority: 100 }),
      group + two(backup, { priority: 90 }, { priority: 110 }),
    );
    // VI_1 gives way on b, VI_2 on a: each takes its whole group along.
    expect(new Set(play(texts, cut).map((outcome) => outcome.owners.join('+'))).size).toBe(1);
  });

  test('do not split, even where the priorities would', () => {
    const texts = nodesOf(
      group + two(backup, { priority: 100 }, { priority: 90 }),
      group + two(backup, { priority: 90 }, { priority: 100 }),
    );
    const names = owners(texts).map((text) => text.split(' ')[1]);
    expect(new Set(names).size).toBe(1);
  });
});
