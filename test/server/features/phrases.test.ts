import { expect, test } from 'vitest';
import { inChinese } from '../../../server/src/features/phrases.ts';
import { type Keyword, ROOT } from '../../../server/src/schema/index.ts';

const all = (keywords: ReadonlyMap<string, Keyword>): Keyword[] =>
  [...keywords.values()].flatMap((keyword) => [keyword, ...(keyword.kind === 'block' ? all(keyword.keywords) : [])]);

const phrases = [
  ...new Set(all(ROOT).flatMap(({ default: value, deprecated }) => [value ?? [], deprecated?.instead ?? []].flat())),
];

test('what the tables say in words is there in Chinese', () => {
  expect(phrases.length).toBeGreaterThan(60);
  // Words with a blank between them are words of a sentence, all others values or names.
  const parts = phrases.flatMap((phrase) => phrase.split('; '));
  const sentences = parts.filter((part) => part.includes(' ') || part === 'on' || part === 'off');
  expect(sentences.filter((part) => !/\p{Script=Han}/u.test(inChinese(part)))).toEqual([]);
  expect(parts.filter((part) => !sentences.includes(part) && part !== 'none' && inChinese(part) !== part)).toEqual([]);
});

test('parts keep their order', () => {
  expect(inChinese('off; 360 where no number is given')).toBe('关闭；不写数字时为 360');
  expect(inChinese('the value of vrrp_garp_master_delay; 0 in strict mode')).toBe(
    'vrrp_garp_master_delay 的值；严格模式下为 0',
  );
});

test('what nobody has put into Chinese stays English', () => {
  expect(inChinese('as the wind blows')).toBe('as the wind blows');
});
