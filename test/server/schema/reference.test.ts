/** The pages of docs/reference: one for each block and language, and what is committed is what the schema says. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeReference } from '../../../scripts/reference.ts';
import { root } from '../../../scripts/steps.ts';
import { WORDS } from './words.ts';

const folder = join(root, 'docs/reference');
const made = makeReference();

test('what is committed is what `npm run docs` makes', () => {
  expect(globSync('**/*.md', { cwd: folder }).sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
});

test('every keyword has its place in both languages, under a heading or on a page of its own', () => {
  const heading = (page: string, name: string): boolean =>
    new RegExp(`^#+ \`${name}\`$`, 'm').test(made.get(page) ?? '');
  const keywords = WORDS.filter(({ kind }) => kind === 'keyword');
  for (const language of ['en', 'zh']) {
    const missing = keywords.filter(({ path }) => {
      const own = made.has(`${language}/${path.join('-')}.md`);
      const pages = path.map((_, at) => `${language}/${path.slice(0, at).join('-') || 'top_level'}.md`);
      return !own && !pages.some((page) => heading(page, path.at(-1)!));
    });
    expect(missing.map(({ path }) => path.join('/'))).toEqual([]);
  }
});

test('links lead somewhere', () => {
  const anchors = (text: string): Set<string> =>
    new Set([...text.matchAll(/^#+ `?(.*?)`?$/gm)].map(([, title]) => title!.toLowerCase()));
  const dead: string[] = [];
  for (const [name, text] of made) {
    for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g)) {
      const [file = '', anchor] = target!.split('#');
      const page = file ? join(name, '..', file) : name;
      if (!made.has(page) || (anchor && !anchors(made.get(page)!).has(anchor))) dead.push(`${name}: ${target}`);
    }
  }
  expect(dead).toEqual([]);
});
