import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shellWord } from '../../deploy/src/ssh/words.ts';

/** What a real shell makes of a word. */
const read = (word: string): string => {
  const { stdout, stderr, status } = spawnSync('sh', ['-c', `printf %s ${shellWord(word)}`], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
};

test.each([
  '/etc/keepalived/keepalived.conf',
  '',
  'two words',
  "it's",
  "'",
  "''",
  "'; touch /tmp/never; '",
  '"double"',
  '$(id)',
  '`id`',
  '$HOME ${HOME} $$',
  'a;b && c || d | e > f < g &',
  'line\nbreak\r\n\ttab',
  '*.conf ?[a-z]{a,b} ~ ~root',
  '-rf',
  '--',
  'back\\slash\\',
  '!history #comment',
  '密码 é 😀',
  '\u0001\u001b[31m',
])('%j reaches the command as it is', (word) => {
  expect(read(word)).toBe(word);
});

test('any word does', () => {
  const nasty = fc.string({ unit: fc.constantFrom(...'\'"\\$`;&|<>(){}[]*?!#~ \n\t-aé'.split('')), maxLength: 20 });
  fc.assert(
    fc.property(nasty, (word) => read(word) === word),
    { numRuns: 200 },
  );
});
