import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../../server/src/cluster/cluster.ts';
import type { Texts } from '../../support/memory.ts';
import { backup, clustersOf, config, pairFindings } from './support.ts';

/** Names of those that found partners, joined by `+`. */
const paired = (texts: Texts): string[] =>
  clustersOf(texts)
    .filter(({ members }) => members.length > 1)
    .map(filesOf)
    .sort();

const filesOf = ({ members }: Cluster): string =>
  members
    .map(({ node }) => node.file.replace('/ws/', ''))
    .sort()
    .join(' + ');

const unicast = (source: string, peer: string): string => `unicast_src_ip ${source}\nunicast_peer {\n${peer}\n}`;

describe('pairs by what files say and where they stand', () => {
  test('sibling folders that serve the same address', () => {
    const texts = { '/ws/ngx1/keepalived.conf': config(), '/ws/ngx2/keepalived.conf': backup() };
    const [cluster, ...rest] = clustersOf(texts);
    expect(rest).toEqual([]);
    expect(cluster).toMatchObject({ source: 'evidence', reason: 'both serve 192.168.10.111' });
    expect(cluster!.members.map(({ name }) => name)).toEqual(['ngx1', 'ngx2']);
  });

  test.each([
    ['keepalived-master.conf', 'keepalived-backup.conf', ['master', 'backup']],
    ['keepalived.conf.master', 'keepalived.conf.slave', ['master', 'slave']],
    ['keepalived_primary.conf', 'keepalived_secondary.conf', ['primary', 'secondary']],
    ['lb01.conf', 'lb02.conf', ['lb01', 'lb02']],
    ['node-a/keepalived.conf', 'node-b/keepalived.conf', ['node-a', 'node-b']],
    ['keepalived1.conf', 'keepalived2.conf', ['keepalived1', 'keepalived2']],
    ['keepalived.conf', 'keepalived.conf.for-slave', ['keepalived', 'keepalived.conf.for-slave']],
    ['keepalived.conf', 'keepalived_slave.conf', ['keepalived', 'keepalived_slave']],
    ['roles/lb1/files/keepalived.conf', 'roles/lb2/files/keepalived.conf', ['lb1', 'lb2']],
    ['lb1/keepalived-lb1.conf', 'lb2/keepalived-lb2.conf', ['lb1', 'lb2']],
  ])('%s and %s, though the address of one was changed', (left, right, names) => {
    const texts = { [`/ws/${left}`]: config(), [`/ws/${right}`]: backup({ address: '192.168.10.113' }) };
    const [cluster, ...rest] = clustersOf(texts);
    expect(rest).toEqual([]);
    expect(cluster!.members.map(({ name }) => name)).toEqual(names);
    expect(cluster!.reason).toBe('side by side, both use virtual_router_id 51');
  });

  test.each([
    ['folders', ['lb01/keepalived.conf', 'lb02/keepalived.conf', 'lb03/keepalived.conf'], ['lb01', 'lb02', 'lb03']],
    [
      'letters',
      ['node-a/keepalived.conf', 'node-b/keepalived.conf', 'node-c/keepalived.conf'],
      ['node-a', 'node-b', 'node-c'],
    ],
    [
      'roles',
      ['keepalived-master.conf', 'keepalived-backup1.conf', 'keepalived-backup2.conf'],
      ['master', 'backup1', 'backup2'],
    ],
    [
      'folders above others',
      ['a/etc/keepalived/keepalived.conf', 'b/etc/keepalived/keepalived.conf', 'c/etc/keepalived/keepalived.conf'],
      ['a', 'b', 'c'],
    ],
  ])('a group of three nodes: %s', (_, files, names) => {
    const texts = Object.fromEntries(
      files.map((file, i) => [`/ws/${file}`, i === 0 ? config() : backup({ priority: 90 - i })]),
    );
    const [cluster, ...rest] = clustersOf(texts);
    expect(rest).toEqual([]);
    expect(cluster).toMatchObject({ source: 'evidence', reason: 'all serve 192.168.10.111' });
    expect(cluster!.members.map(({ name }) => name)).toEqual(names);
  });

  test('three nodes, one with another address', () => {
    const texts = {
      '/ws/lb1/keepalived.conf': config(),
      '/ws/lb2/keepalived.conf': backup(),
      '/ws/lb3/keepalived.conf': backup({ priority: 80, address: '192.168.10.113' }),
    };
    expect(paired(texts)).toEqual(['lb1/keepalived.conf + lb2/keepalived.conf + lb3/keepalived.conf']);
    expect(clustersOf(texts)[0]!.reason).toBe('lb1 and lb2 serve 192.168.10.111');
  });

  test('a role in both names and the same instance name are enough', () => {
    const texts = {
      '/ws/keepalived-master.conf': config(),
      '/ws/keepalived-backup.conf': backup({ vrid: 61, address: '192.168.10.113' }),
    };
    expect(clustersOf(texts)[0]!.reason).toBe('side by side, both have an instance VI_1');
  });

  test('unicast peers', () => {
    const texts = {
      '/ws/lb1.conf': config({ vrid: 51, name: 'A', more: unicast('10.0.0.1', '10.0.0.2') }),
      '/ws/lb2.conf': backup({ vrid: 61, name: 'B', address: '192.168.10.113', more: unicast('10.0.0.2', '10.0.0.9') }),
    };
    expect(clustersOf(texts)[0]!.reason).toBe("lb1 names 10.0.0.2, lb2's own address, as its unicast peer");
  });

  test('folders that are named after no pattern, where the content leaves no doubt', () => {
    const texts = { '/ws/gandalf/keepalived.conf': config(), '/ws/frodo/keepalived.conf': backup() };
    expect(paired(texts)).toEqual(['frodo/keepalived.conf + gandalf/keepalived.conf']);
  });

  test('several pairs in one folder', () => {
    const texts = {
      '/ws/web-lb1.conf': config(),
      '/ws/web-lb2.conf': backup(),
      '/ws/db-lb1.conf': config(),
      '/ws/db-lb2.conf': backup(),
      '/ws/lb1.conf': config({ address: '10.0.0.1' }),
      '/ws/lb2.conf': backup({ address: '10.0.0.1' }),
      '/ws/lb3.conf': config({ address: '10.0.0.2' }),
      '/ws/lb4.conf': backup({ address: '10.0.0.2' }),
    };
    expect(paired(texts)).toEqual([
      'db-lb1.conf + db-lb2.conf',
      'lb1.conf + lb2.conf',
      'lb3.conf + lb4.conf',
      'web-lb1.conf + web-lb2.conf',
    ]);
  });
});

test.each([
  ['trees', (env: string, node: number) => `${env}/lb${node}/keepalived.conf`],
  ['names', (env: string, node: number) => `keepalived-${env}-lb${node}.conf`],
  ['names behind the node', (env: string, node: number) => `lb${node}-${env}.conf`],
  ['folders below the node', (env: string, node: number) => `lb${node}/${env}/keepalived.conf`],
  ['folders of numbered clusters', (env: string, node: number) => `cluster${env.length}/node${node}/keepalived.conf`],
])('prod and staging side by side, which repeat each other: %s', (_, path) => {
  const group = (env: string): string[] => [1, 2, 3].map((node) => path(env, node));
  const texts = ['prod', 'staging'].flatMap((env) =>
    group(env).map((file, i) => [`/ws/${file}`, i === 0 ? config() : backup({ priority: 90 - i })]),
  );
  expect(paired(Object.fromEntries(texts))).toEqual([group('prod').join(' + '), group('staging').join(' + ')].sort());
});

describe('keeps apart', () => {
  test.each([
    ['prod', 'staging'],
    ['dc1', 'dc2'],
    ['alice-website', 'bob-homelab'],
  ])('the trees %s and %s, which repeat each other', (left, right) => {
    const tree = (name: string): Texts => ({
      [`/ws/${name}/lb1/keepalived.conf`]: config(),
      [`/ws/${name}/lb2/keepalived.conf`]: backup(),
    });
    expect(paired({ ...tree(left), ...tree(right) })).toEqual([
      `${left}/lb1/keepalived.conf + ${left}/lb2/keepalived.conf`,
      `${right}/lb1/keepalived.conf + ${right}/lb2/keepalived.conf`,
    ]);
  });

  test.each([
    ['environments', 'prod/keepalived.conf', 'staging/keepalived.conf'],
    ['environments in one folder', 'keepalived-prod.conf', 'keepalived-staging.conf'],
    ['a copy', 'keepalived.conf', 'keepalived.conf.bak'],
    ['a copy', 'keepalived.conf', 'keepalived.conf_bak'],
    ['a sample', 'keepalived.conf', 'keepalived.conf.sample'],
    ['versions', 'v1/keepalived.conf', 'v2/keepalived.conf'],
  ])('%s: %s and %s', (_, left, right) => {
    expect(paired({ [`/ws/${left}`]: config(), [`/ws/${right}`]: config({ priority: 90 }) })).toEqual([]);
  });

  test('a file and its copy under a name that could be a node', () => {
    expect(paired({ '/ws/keepalived.conf': config(), '/ws/keepalived.conf.backup': config() })).toEqual([]);
    expect(paired({ '/ws/keepalived.conf': config(), '/ws/keepalived.conf.backup': backup() })).toHaveLength(1);
  });

  test('a copy from the pair that it stands beside', () => {
    const texts = {
      '/ws/lb1/keepalived.conf': config(),
      '/ws/lb1/keepalived.conf.old': config(),
      '/ws/lb2/keepalived.conf': backup(),
      '/ws/lb2/keepalived.conf.old': backup(),
    };
    expect(paired(texts)).toContain('lb1/keepalived.conf + lb2/keepalived.conf');
  });

  test("a tutorial's addresses in folders that have nothing to do with each other", () => {
    const address = '192.168.200.16';
    const texts = { '/ws/one/keepalived.conf': config({ address }), '/ws/other/keepalived.conf': backup({ address }) };
    expect(paired(texts)).toEqual([]);
  });

  test('the same VRID in folders that are no siblings by name', () => {
    const texts = {
      '/ws/web/keepalived.conf': config(),
      '/ws/database/keepalived.conf': backup({ address: '10.0.0.5' }),
    };
    expect(paired(texts)).toEqual([]);
  });

  test('numbers that are too long to count nodes', () => {
    const texts = { '/ws/1061.conf': config(), '/ws/1779.conf': backup({ address: '10.0.0.5' }) };
    expect(paired(texts)).toEqual([]);
  });

  test('names that follow no common pattern, where only the VRID is the same', () => {
    const texts = {
      '/ws/650a.conf': config({ address: '10.0.0.1' }),
      '/ws/817.conf': backup({ address: '10.0.0.2' }),
      '/ws/l323.conf': backup({ address: '10.0.0.3', priority: 80 }),
    };
    expect(paired(texts)).toEqual([]);
  });

  test('one node of each environment', () => {
    expect(paired({ '/ws/prod/lb1.conf': config(), '/ws/staging/lb2.conf': backup() })).toEqual([]);
  });

  test('another password in folders that are named after no pattern', () => {
    const more = (pass: string): string => `authentication {\nauth_type PASS\nauth_pass ${pass}\n}`;
    const texts = {
      '/ws/gandalf/keepalived.conf': config({ more: more('one') }),
      '/ws/frodo/keepalived.conf': backup({ more: more('two') }),
    };
    expect(paired(texts)).toEqual([]);
  });

  test('a collection of folders that are all alike', () => {
    const names = ['gandalf', 'frodo', 'bilbo', 'merry', 'pippin'];
    const texts = names.map((name, i) => [`/ws/${name}/keepalived.conf`, config({ priority: 100 + i })]);
    expect(paired(Object.fromEntries(texts))).toEqual([]);
  });

  test('a lone node, where the VRID would fit two pairs', () => {
    const texts = {
      '/ws/lb1.conf': config({ address: '10.0.0.1' }),
      '/ws/lb2.conf': backup({ address: '10.0.0.1' }),
      '/ws/lb3.conf': config({ address: '10.0.0.2' }),
      '/ws/lb4.conf': backup({ address: '10.0.0.2' }),
      '/ws/lb5.conf': backup({ address: '10.0.0.3', priority: 50 }),
    };
    expect(paired(texts)).toEqual(['lb1.conf + lb2.conf', 'lb3.conf + lb4.conf']);
  });

  test('lone nodes of many sites that use one VRID', () => {
    const site = (n: number): Texts => ({
      [`/ws/site${n}/keepalived.conf`]: config({ address: `10.${n}.0.1`, priority: 100 + n }),
    });
    expect(paired(Object.assign({}, ...[1, 2, 3, 4, 5, 6].map(site)))).toEqual([]);
  });

  test('a collection of files that all have one address', () => {
    const many = Array.from({ length: 20 }, (_, i) => [`/ws/example${i}.conf`, config()]);
    expect(paired(Object.fromEntries(many))).toEqual([]);
  });

  test('files that hold no VRRP instance', () => {
    expect(paired({ '/ws/lb1.conf': 'global_defs {\n}\n', '/ws/lb2.conf': 'global_defs {\n}\n' })).toEqual([]);
  });
});

test('a lone file is a cluster of one, without a word about peers', () => {
  const texts = { '/ws/ngx1/keepalived.conf': config() };
  const [cluster] = clustersOf(texts);
  expect(cluster).toMatchObject({ source: 'alone', members: [{ name: 'ngx1' }] });
  expect(cluster!.reason).toBeUndefined();
  expect(pairFindings(texts).findings).toEqual([]);
});

describe('a cluster file', () => {
  const nodes = (...paths: string[]): string =>
    JSON.stringify({ nodes: Object.fromEntries(paths.map((config, i) => [`n${i}`, { config }])) });

  test('decides against the evidence', () => {
    const texts = {
      '/ws/lb1.conf': config(),
      '/ws/lb2.conf': backup(),
      '/ws/lb3.conf': config({ address: '10.0.0.1', vrid: 7, name: 'X' }),
      '/ws/keepalived-ha.json': nodes('lb1.conf', 'lb3.conf'),
    };
    expect(paired(texts)).toEqual(['lb1.conf + lb3.conf']);
    const [cluster] = clustersOf(texts);
    expect(cluster).toMatchObject({ source: 'file', reason: 'keepalived-ha.json names them' });
    expect(cluster!.members.map(({ name }) => name)).toEqual(['n0', 'n1']);
  });

  test('hands its keepalived version on', () => {
    const file = '{ "nodes": { "a": { "config": "a.conf" } }, "keepalivedVersion": "2.3" }';
    expect(clustersOf({ '/ws/a.conf': config(), '/ws/keepalived-ha.json': file })[0]).toMatchObject({
      keepalivedVersion: '2.3.0',
    });
  });

  test('that names nothing that is there leaves the evidence alone', () => {
    const texts = { '/ws/lb1.conf': config(), '/ws/lb2.conf': backup(), '/ws/keepalived-ha.json': nodes('x.conf') };
    expect(paired(texts)).toEqual(['lb1.conf + lb2.conf']);
  });
});
