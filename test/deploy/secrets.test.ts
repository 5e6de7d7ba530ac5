import { expect, test } from 'vitest';
import { createMask, secretsIn } from '../../deploy/src/secrets.ts';

test.each([
  ['auth_pass 1111', ['1111']],
  ['  auth_pass   "two words"  ! comment', ['two words']],
  ['authentication { auth_pass S3cr3t }', ['S3cr3t']],
  ['$PASS=hidden\n auth_pass $PASS', ['hidden']],
  ['$PASS = hidden\nauth_pass ${PASS}', ['hidden']],
  ['auth_hmac {\n key 1 abcdef0123\n key 2 "xyz"\n}', ['abcdef0123', 'xyz']],
  ['auth_pass a\nauth_pass a\nauth_pass b', ['a', 'b']],
  ['# no password\nkeyword 5 x\nauth_type PASS', []],
])('%j keeps %j', (text, secrets) => expect(secretsIn(text)).toEqual(secrets));

test('what is known is hidden, whatever it stands in', () => {
  const { hide, add } = createMask(['S3cr3t', 'S3cr3tLonger']);
  expect(hide('xS3cr3ty S3cr3tLonger $(S3cr3t)')).toBe('x****y **** $(****)');
  expect(hide('later')).toBe('later');
  add(['later', '']);
  expect(hide('later')).toBe('****');
});

test('a short one is a word of its own: it must not make addresses unreadable', () => {
  const { hide } = createMask(['10', 'a.b']);
  expect(hide('192.168.10.11 is 10, "10"')).toBe('192.168.10.11 is ****, "****"');
  expect(hide('a.b axb')).toBe('**** axb');
});
