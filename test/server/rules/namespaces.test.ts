/** What keepalived says of a configuration on the machine that it is tested on, and what on the host only. */
import { expect, test } from 'vitest';
import { checkNode } from '../../../server/src/rules/check.ts';
import { memoryFiles, nodeOf } from '../../support/memory.ts';
import { instance } from './marked.ts';

const originsOf = (text: string): readonly string[] => {
  const texts = { '/k': text };
  return checkNode(nodeOf(texts, '/k'), { version: '2.2.7', files: memoryFiles(texts) })
    .filter(({ origin }) => origin !== 'advice')
    .map(({ code, origin }) => `${code} ${origin}`);
};

const FAULTS = `foo\nglobal_defs {\nvrrp_version 4\n}\n${instance('priority 300')}`;

test('what is found while the file is read is said anywhere', () => {
  expect(originsOf(FAULTS).toSorted()).toEqual([
    'number-out-of-range keepalived',
    'number-out-of-range keepalived',
    'unknown-keyword keepalived',
  ]);
});

test('in a network namespace only the first process reads before it is entered', () => {
  expect(originsOf(`net_namespace blue\n${FAULTS}`).toSorted()).toEqual([
    'number-out-of-range host',
    'number-out-of-range keepalived',
    'unknown-keyword keepalived',
  ]);
});

test('what is checked when everything has been read wants the interfaces of the host', () => {
  expect(originsOf(instance('nopreempt\nstate MASTER\npriority 100'))).toEqual(['nopreempt-master host']);
});
