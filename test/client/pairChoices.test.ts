import { expect, test } from 'vitest';
import { candidateChoices, problemText, type WayToWrite, waysToWrite } from '../../client/src/features/pairChoices.ts';
import type { PairCandidates } from '../../server/src/lsp/protocol.ts';
import { english } from './english.ts';

const found: PairCandidates = {
  node: 'ngx1',
  decided: false,
  candidates: [
    { uri: 'file:///ws/ngx2/keepalived.conf', path: 'ngx2/keepalived.conf', isPeer: true, pairedWith: ['ngx1'] },
    { uri: 'file:///ws/db1.conf', path: 'db1.conf', isPeer: false, pairedWith: ['db2', 'db3'] },
    { uri: 'file:///ws/lone.conf', path: 'lone.conf', isPeer: false, pairedWith: [] },
  ],
};
const ways = (candidates: PairCandidates, peers: string[]): unknown => {
  const list = waysToWrite(candidates, peers, english);
  return typeof list === 'string' ? list : list.map(({ write }: WayToWrite) => write);
};

test('the peers of now are picked already, and each choice says whom it is paired with', () => {
  expect(
    candidateChoices(found, english).map(({ label, description, picked }) => [label, description, picked]),
  ).toEqual([
    ['ngx2/keepalived.conf', 'paired with ngx1 now', true],
    ['db1.conf', 'paired with db2, db3 now', false],
    ['lone.conf', 'no peer', false],
  ]);
});

test('peers go into keepalived-ha.json or a comment, standing alone into a comment', () => {
  expect(ways(found, ['file:///ws/db1.conf'])).toEqual(['cluster-file', 'comment']);
  expect(ways(found, [])).toEqual(['comment']);
});

test('where keepalived-ha.json has decided, no comment is offered', () => {
  const decided = { ...found, decided: true };
  expect(ways(decided, ['file:///ws/db1.conf'])).toEqual(['cluster-file']);
  expect(ways(decided, [])).toMatch(/^ngx1 is named in keepalived-ha\.json\./);
});

test.each(['invalid', 'other-nodes', 'already', 'path'] as const)('%s names the file and what to do', (problem) => {
  expect(problemText(problem, 'web/keepalived-ha.json', english)).toContain('web/keepalived-ha.json');
});
