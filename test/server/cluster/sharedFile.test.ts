/** One file for both nodes, with `@id` lines: a node is a file and a config id. */

import { describe, expect, test } from 'vitest';
import { checkCluster } from '../../../server/src/cluster/checkCluster.ts';
import { readClusterFile } from '../../../server/src/cluster/clusterFile.ts';
import { formClusters } from '../../../server/src/cluster/pairing.ts';
import { isOfKeepalived } from '../../../server/src/model/finding.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';
import { config } from './support.ts';

const text = (passOfB: string): string =>
  config({
    state: 'BACKUP',
    more: `@a priority 150
    authentication {
        auth_type PASS
        @a auth_pass 1111
        @b auth_pass ${passOfB}
    }`,
  });

const texts = (passOfB: string) => ({ '/ws/keepalived.conf': text(passOfB) });
const nodesOf = (passOfB: string) => {
  const files = memoryFiles(texts(passOfB));
  return ['a', 'b'].map((configId) => toNode('/ws/keepalived.conf', { files, configId }));
};

const TRACKS_NOTHING = 'pair-unhealthy-blind';

test('is paired with itself by its config ids', () => {
  const [cluster, ...rest] = formClusters(nodesOf('1111'), []);
  expect(rest).toEqual([]);
  expect(cluster).toMatchObject({ source: 'evidence', reason: 'one file with @id lines for each' });
  expect(cluster!.members.map(({ name }) => name)).toEqual(['a', 'b']);
  const findings = checkCluster(cluster!, { version: '2.2.7' });
  expect(findings.map(({ code }) => code)).toEqual(Array(2).fill(TRACKS_NOTHING));
  // Both nodes' instances stand in the same place.
  expect(findings.flatMap(({ related = [] }) => related)).toEqual([]);
});

test('is held against itself, each finding at its own line', () => {
  const file = readClusterFile(
    '/ws/keepalived-ha.json',
    '{ "nodes": { "a.example.org": { "config": "keepalived.conf" }, "lb2": { "config": "keepalived.conf", "configId": "b" } } }',
  );
  const [cluster] = formClusters(nodesOf('2222'), [file]);
  expect(cluster).toMatchObject({ source: 'file', members: [{ name: 'a.example.org' }, { name: 'lb2' }] });
  const findings = checkCluster(cluster!, { version: '2.2.7' }).filter(({ code }) => code !== TRACKS_NOTHING);
  expect(findings.map(({ code, place: { item, start, end } }) => `${code} ${item.text.slice(start, end)}`)).toEqual([
    'pair-auth-mismatch 1111',
    'pair-auth-mismatch 2222',
  ]);
});

describe('conditions wherever they come from', () => {
  const main = '/ws/keepalived.conf';
  const shared = `$PRIO=100
@a $PRIO=150
@a vrrp_instance A {
@b vrrp_instance A {
    interface eth0
    virtual_router_id 51
    priority $PRIO
    @a unicast_src_ip 10.0.0.1
    @^a unicast_src_ip 10.0.0.2
    unicast_peer {
        @^a 10.0.0.1
        @^b 10.0.0.2
    }
    virtual_ipaddress {
        include vips.conf
    }
@a }
@b }
`;
  const analyse = (files: Texts) => createWorkspace(memoryFiles(files)).analyse([main]);

  test('a header and a } for each, entries of lists, definitions and included files', () => {
    const { nodes, clusters, findings } = analyse({
      [main]: shared,
      '/ws/vips.conf': '@a 10.0.0.9\n@^a 10.0.0.9\nx\n',
    });
    expect(nodes.map(({ configId, instances: [instance] }) => [configId, instance?.priority?.value])).toEqual([
      ['a', 150],
      ['b', 100],
    ]);
    expect(clusters).toHaveLength(1);
    const own = (file: string) => (findings.get(file) ?? []).filter(isOfKeepalived);
    expect(own(main)).toEqual([]);
    expect(own('/ws/vips.conf').map(({ code }) => code)).toEqual(['address-invalid']);
  });

  test.each([
    [
      'inside a definition of many lines',
      { [main]: '$X=global_defs { \\\n@a router_id a \\\n@b router_id b \\\n}\n$X\n' },
    ],
    ['in a file that one node alone includes', { [main]: '@a include b.conf\nx\n', '/ws/b.conf': '@b y\n' }],
    ['behind a brace', { [main]: 'global_defs { @a router_id a\n@b router_id b\n}\n' }],
  ])('%s', (_, files) => {
    expect(analyse(files).nodes.map(({ configId }) => configId)).toEqual(['a', 'b']);
  });
});
