import { expect, test } from 'vitest';
import { hostQuestions } from '../../client/src/features/hostQuestions.ts';
import { english } from './english.ts';

test('every node is asked for, by its name', () => {
  const questions = hostQuestions(['ngx1', 'ngx2'], {}, english);
  expect(questions.map(({ id, prompt, suggestion }) => [id, prompt, suggestion])).toEqual([
    ['ngx1', 'SSH destination of ngx1', 'root@ngx1'],
    ['ngx2', 'SSH destination of ngx2', 'root@ngx2'],
  ]);
});

test('what ssh would take for an option will not do, nor the host of another node', async () => {
  const [first, second] = hostQuestions(['ngx1', 'ngx2'], { ngx1: 'root@192.168.10.11' }, english);
  for (const bad of ['', '-oProxyCommand=x', 'root@-x', 'ssh://-x', 'two words', 'a\u0007']) {
    expect(await second!.validate!(bad)).toMatch(/^Write a destination/);
  }
  expect(await second!.validate!('root@192.168.10.11')).toBe('root@192.168.10.11 is ngx1 already.');
  expect(await second!.validate!('root@192.168.10.12')).toBeUndefined();
  expect(await first!.validate!('root@192.168.10.11')).toBeUndefined();
});
