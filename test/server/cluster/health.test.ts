/** pair-unhealthy-blind: groups in which nothing tells keepalived that a service is dead. */
import { expect, test } from 'vitest';
import type { Texts } from '../../support/memory.ts';
import { nodesOf } from './electionSupport.ts';
import { allPairFindings, backup, clustersOf, config, underlined } from './support.ts';

const found = (texts: Texts) => allPairFindings(texts).findings.filter(({ code }) => code === 'pair-unhealthy-blind');
const tracks = (what: string, name: string): { more: string } => ({ more: `track_${what} {\n        ${name}\n    }` });
const script = 'vrrp_script chk {\n    script "/bin/true"\n}\n';
const virtualServer = (name: string): string =>
  `virtual_server ${name} {\n    real_server 10.0.0.1 80 {\n        TCP_CHECK {\n        }\n    }\n}\n`;
const both = (more: string): Texts => nodesOf(config() + more, backup() + more);

test('is said once of every group, in the file of every node', () => {
  const texts = nodesOf(config(), backup(), backup({ priority: 80 }));
  expect(found(texts).map((finding) => `${finding.severity} ${finding.place.file} ${underlined(finding)}`)).toEqual(
    ['a', 'b', 'c'].map((node) => `information /ws/${node}/keepalived.conf vrrp_instance VI_1`),
  );
  expect(new Set(found(texts).map(({ message }) => message))).toEqual(
    new Set([
      'No node tracks a service: when what answers at 192.168.10.111 dies on the MASTER, keepalived does not notice, and ' +
        'leaves 192.168.10.111 there. Add a check of it (vrrp_script or vrrp_track_process), and track it on all nodes.',
    ]),
  );
  expect(found(texts)[0]!.related!.map(({ place }) => place.file)).toEqual([
    '/ws/b/keepalived.conf',
    '/ws/c/keepalived.conf',
  ]);
});

test.each<[string, Texts]>([
  [
    'only its own interface is tracked',
    nodesOf(config(tracks('interface', 'eth0')), backup(tracks('interface', 'eth0'))),
  ],
  ['a script is defined, but nothing tracks it', nodesOf(script + config(), script + backup())],
  ['a virtual server is at another address', both(virtualServer('192.168.200.100 80'))],
  [
    'so is a group of them',
    both(`virtual_server_group g {\n    192.168.200.100-105 80\n}\n${virtualServer('group g')}`),
  ],
  [
    'another group is checked',
    nodesOf(
      script + config({ ...tracks('script', 'chk'), name: 'VI_2', vrid: 52, address: '10.0.0.9' }) + config(),
      backup(),
    ),
  ],
])('is said where %s', (_, texts) => {
  expect(found(texts)).toHaveLength(2);
});

test.each<[string, Texts]>([
  ['one node tracks a script', nodesOf(script + config(tracks('script', 'chk')), backup())],
  ['a process is tracked', nodesOf(config(), backup(tracks('process', 'web')))],
  ['a file is tracked', nodesOf(config(), backup(tracks('file', 'f')))],
  ['another interface is tracked', nodesOf(config(tracks('interface', 'eth1')), backup())],
  ['a path is tracked', nodesOf(config(tracks('bfd', 'path')), backup())],
  [
    'a sync group tracks',
    nodesOf(
      `${config()}vrrp_sync_group G {\n    group {\n        VI_1\n    }\n    ${tracks('script', 'chk').more}\n}\n`,
      backup(),
    ),
  ],
  [
    'what is tracked is not defined, which has a finding of its own',
    nodesOf(config(tracks('script', 'chk')), backup()),
  ],
  ['a virtual server is at the address', both(virtualServer('192.168.10.111 80'))],
  [
    'a group of virtual servers is',
    both(`virtual_server_group g {\n    192.168.10.111-115 80\n}\n${virtualServer('group g')}`),
  ],
  ['a firewall mark may stand for it', both(virtualServer('fwmark 1'))],
])('is not said where %s', (_, texts) => {
  expect(clustersOf(texts)).toHaveLength(1);
  expect(found(texts)).toEqual([]);
});
