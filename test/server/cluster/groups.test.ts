import { expect, test } from 'vitest';
import { groupsOf } from '../../../server/src/cluster/groups.ts';
import { backup, clustersOf, config, type Options, pairFindings, whatAndWhere } from './support.ts';

const node = (...instances: Options[]): string => instances.map((options) => config(options)).join('');

/** `a:VI_1 b:VI_1`, one line for each group. */
function groups(a: string, b: string, ...more: string[]): string[] {
  const names = ['a', 'b', 'c', 'd'];
  const texts = Object.fromEntries([a, b, ...more].map((text, i) => [`/ws/${names[i]}/keepalived.conf`, text]));
  return clustersOf(texts)
    .filter(({ members }) => members.length > 1)
    .flatMap(groupsOf)
    .map(({ participants }) =>
      participants.map(({ member, instance }) => `${member.name}:${instance.name.value}`).join(' '),
    )
    .sort();
}

const one = { name: 'VI_1', vrid: 51, address: '10.0.0.1' };
const two = { name: 'VI_2', vrid: 52, address: '10.0.0.2' };

test('by address, whatever the names and VRIDs are', () => {
  expect(groups(node(one, two), node({ ...two, name: 'X' }, { ...one, vrid: 52 }))).toEqual([
    'a:VI_1 b:VI_1',
    'a:VI_2 b:X',
  ]);
});

test('crossed VRIDs', () => {
  const crossed = node({ ...one, vrid: 52 }, { ...two, vrid: 51 });
  expect(groups(node(one, two), crossed)).toEqual(['a:VI_1 b:VI_1', 'a:VI_2 b:VI_2']);
});

test('by most addresses in common', () => {
  const both = { ...one, address: '10.0.0.1 10.0.0.2 10.0.0.3' };
  const split = node({ ...two, address: '10.0.0.3' }, { ...one, address: '10.0.0.1 10.0.0.2' });
  expect(groups(node(both), split)).toEqual(['a:VI_1 b:VI_1']);
});

test('by VRID where the address was changed, by name where both were', () => {
  expect(groups(node(one, two), node({ ...one, address: '10.0.0.9', name: 'X' }, two))).toEqual([
    'a:VI_1 b:X',
    'a:VI_2 b:VI_2',
  ]);
  expect(groups(node(one, two), node({ ...one, address: '10.0.0.9', vrid: 9 }, two))).toEqual([
    'a:VI_1 b:VI_1',
    'a:VI_2 b:VI_2',
  ]);
});

test('one VRID for IPv4 and IPv6 is two groups', () => {
  const six = { ...one, name: 'VI_6', address: 'fd00::1' };
  expect(groups(node(one, six), node({ ...six, name: 'Y', address: 'fd00::9' }, one))).toEqual([
    'a:VI_1 b:VI_1',
    'a:VI_6 b:Y',
  ]);
});

test('an IPv4 and an IPv6 instance with one VRID are no group', () => {
  const six = { ...one, name: 'Y', address: 'fd00::9' };
  expect(groups(node(one, two), node(six, two))).toEqual(['a:VI_2 b:VI_2']);
});

test('an instance that only one node has is in no group', () => {
  expect(groups(node(one, two), node(one))).toEqual(['a:VI_1 b:VI_1']);
});

test('three nodes', () => {
  expect(groups(node(one), node({ ...one, address: '10.0.0.9', priority: 90 }), node(one))).toEqual([
    'a:VI_1 b:VI_1 c:VI_1',
  ]);
});

test('instances with nothing but their name in common differ in their addresses only', () => {
  const texts = {
    '/ws/a.conf': config(two) + config({ ...one, priority: 101 }),
    '/ws/b.conf': backup(two) + backup({ ...one, vrid: 9, address: '10.0.0.9' }),
  };
  expect(whatAndWhere(pairFindings(texts).findings)).toEqual([
    'pair-addresses-mismatch a.conf',
    'pair-addresses-mismatch b.conf',
  ]);
});
