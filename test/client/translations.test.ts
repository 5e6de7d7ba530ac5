import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const readTable = (path: string): Record<string, string> => JSON.parse(read(path));

/** The texts that the client's source hands to `t`. */
function messagesInSource(): string[] {
  const files = readdirSync(new URL('client/src/', root), { recursive: true, encoding: 'utf8' });
  const sources = files.filter((file) => file.endsWith('.ts')).map((file) => read(`client/src/${file}`));
  const calls = sources.flatMap((source) => [...source.matchAll(/\bt\(\s*'((?:[^'\\]|\\.)*)'/g)]);
  return [...new Set(calls.map((call) => call[1]!.replace(/\\(.)/g, '$1')))].sort();
}

const placeholders = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();

describe('l10n/bundle.l10n.zh-cn.json', () => {
  const bundle = readTable('l10n/bundle.l10n.zh-cn.json');

  test('translates every message of the client, and nothing else', () => {
    const messages = messagesInSource();
    expect(messages.length).toBeGreaterThan(30);
    expect(Object.keys(bundle).sort()).toEqual(messages);
  });

  test.each(Object.entries(bundle))('%s', (english, chinese) => {
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(placeholders(chinese)).toEqual(placeholders(english));
  });
});

describe('package.nls', () => {
  const english = readTable('package.nls.json');
  const chinese = readTable('package.nls.zh-cn.json');

  test('has what package.json asks for, in both languages', () => {
    const asked = [...read('package.json').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]!);
    expect(Object.keys(english).sort()).toEqual(asked.sort());
    expect(Object.keys(chinese).sort()).toEqual(asked);
  });

  test.each(Object.keys(english))('%s is Chinese in the Chinese table', (key) => {
    expect(chinese[key]).toMatch(/\p{Script=Han}/u);
    expect(english[key]).not.toMatch(/\p{Script=Han}/u);
  });
});
