/** The pages of docs/rules: every finding that is ours has one, its example fires it, and what is committed is true. */

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { documentedCodes, judgeExample, makePages, readSource, SCHEMAS, withCodes } from '../../../scripts/docs.ts';
import { root } from '../../../scripts/steps.ts';
import { CATALOGUE } from '../../../server/src/index.ts';
import { isOfKeepalived } from '../../../server/src/model/finding.ts';

const committed = (name: string): string => readFileSync(join(root, 'docs/rules', name), 'utf8');

test('every finding that keepalived itself does not report has a page, and every page a finding', () => {
  const pages = documentedCodes();
  const ours = CATALOGUE.filter((entry) => !isOfKeepalived(entry)).map(({ code }) => code);
  expect(pages).toEqual(expect.arrayContaining(ours));
  expect(CATALOGUE.map(({ code }) => code)).toEqual(expect.arrayContaining(pages));
});

test.each(SCHEMAS)('%s names all codes', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  expect(text).toBe(withCodes(text));
  for (const { code } of CATALOGUE) expect(text).toContain(`"${code}"`);
});

test.each(documentedCodes())('%s: its example fires it', (code) => {
  const { prose, example } = readSource(code);
  expect(prose.length).toBeGreaterThan(100);
  expect(judgeExample(code, example).said.map((each) => each.code)).toContain(code);
});

test('what is committed is what `npm run docs` makes', () => {
  const made = makePages();
  expect(globSync('*', { cwd: join(root, 'docs/rules') }).sort()).toEqual([...made.keys()].sort());
  for (const [name, text] of made) expect(committed(name), name).toBe(text);
});

test('the list names all findings', () => {
  const list = committed('README.md');
  for (const { code, severity } of CATALOGUE)
    expect(list).toMatch(new RegExp(`\\| \\[?${code}\\b.*\\| ${severity} \\|`));
});
