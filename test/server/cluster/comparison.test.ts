import { expect, test } from 'vitest';
import { checkCluster } from '../../../server/src/cluster/checkCluster.ts';
import { comparedPairs } from '../../../server/src/cluster/comparison.ts';
import { createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { memoryFiles, nodeOf, type Texts } from '../../support/memory.ts';
import { backup, config } from './support.ts';

const NGX1 = '/ws/ngx1/keepalived.conf';
const NGX2 = '/ws/ngx2/keepalived.conf';
const PEER = 'keepalived-peer:/root@ngx2/keepalived.conf';

const compare = (file: string, texts: Texts, name: string, peers = [nodeOf({ [PEER]: backup() }, PEER)]) =>
  comparedPairs(
    { file, peer: PEER, name },
    createWorkspace(memoryFiles(texts)).analyse(Object.keys(texts)).clusters,
    peers,
  );
const names = (pairs: ReturnType<typeof compare>): string[] =>
  pairs.map(({ members }) => members.map(({ name }) => name).join(' and '));

test('a lone node and its peer', () => {
  const peer = nodeOf({ [PEER]: backup({ vrid: 61 }) }, PEER);
  const [pair, ...others] = compare(NGX1, { [NGX1]: config() }, 'root@ngx2', [peer]);
  expect(others).toEqual([]);
  expect(pair).toMatchObject({ source: 'comparison', members: [{ name: 'ngx1' }, { name: 'root@ngx2', node: peer }] });
  const findings = checkCluster(pair!, { version: '2.2.7' });
  expect(findings.map(({ code, place }) => `${code} ${place.file}`)).toEqual([
    `pair-vrid-mismatch ${NGX1}`,
    `pair-vrid-mismatch ${PEER}`,
    `pair-unhealthy-blind ${NGX1}`,
    `pair-unhealthy-blind ${PEER}`,
  ]);
});

test('a node that has a peer in the workspace is still compared with one alone', () => {
  const texts = { [NGX1]: config(), [NGX2]: backup() };
  expect(names(compare(NGX1, texts, 'root@ngx2'))).toEqual(['ngx1 and root@ngx2']);
});

test('a name that another node has is told apart', () => {
  expect(names(compare(NGX1, { [NGX1]: config(), [NGX2]: backup() }, 'ngx2'))).toEqual(['ngx1 and ngx2 (peer)']);
});

test('files with @id lines: the same id on both sides is the same node', () => {
  const shared = config().replace('priority 100', '@a priority 100\n    @b priority 90');
  const peers = ['a', 'b'].map((id) => nodeOf({ [PEER]: shared }, PEER, id));
  expect(names(compare(NGX1, { [NGX1]: shared }, 'host', peers))).toEqual(['a and host b', 'b and host a']);
});

test('a file that is no configuration has no pair', () => {
  expect(compare('/ws/other.conf', { [NGX1]: config() }, 'host')).toEqual([]);
});
