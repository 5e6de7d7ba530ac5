/** Every rule across nodes is explained, with a pair of files that it fires on. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PAIR_CODES } from '../../../server/src/cluster/checkCluster.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import type { Texts } from '../../support/memory.ts';
import { allPairFindings } from './support.ts';

const FOLDER = new URL('../../../server/src/cluster/docs/', import.meta.url);
/** Those of rules that look at nodes only; docs.test.ts looks at all. */
const pages = readdirSync(FOLDER)
  .map((file) => file.replace(/\.md$/, ''))
  .filter((code) => code.startsWith('pair-'));
const page = (code: string): string => readFileSync(new URL(`${code}.md`, FOLDER), 'utf8');

/** Rules about what earlier releases do not know. */
const SINCE: Readonly<Record<string, Version>> = { 'pair-checksum-mismatch': '2.2.8', 'pair-hmac-mismatch': '2.4.0' };

const found = (...of: Parameters<typeof allPairFindings>) => allPairFindings(...of).findings;
const exampleOf = (text: string): Texts =>
  Object.fromEntries(
    [...text.matchAll(/^```keepalived (\S+)\n([\s\S]*?)^```$/gm)].map(([, path, config]) => [`/ws/${path}`, config!]),
  );

test('every rule of these has its page, and every page its rule', () => {
  const known = Object.keys(PAIR_CODES);
  expect(pages.filter((code) => !known.includes(code))).toEqual([]);
  const explained = known.filter((code) => code.startsWith('pair-'));
  expect(explained.filter((code) => !pages.includes(code))).toEqual([]);
});

describe.each(pages)('%s', (code) => {
  const text = page(code);

  test('is prose of 60 to 150 words, and two files', () => {
    const [prose = ''] = text.split('```');
    const words = prose.trim().split(/\s+/).length;
    expect(words).toBeGreaterThanOrEqual(60);
    expect(words).toBeLessThanOrEqual(150);
    expect(Object.keys(exampleOf(text))).toEqual(['/ws/ngx1/keepalived.conf', '/ws/ngx2/keepalived.conf']);
  });

  test('has an example that fires it, and nothing else across nodes above a hint', () => {
    const findings = found(exampleOf(text), SINCE[code]).filter(
      (finding) => finding.code === code || finding.severity !== 'hint',
    );
    expect([...new Set(findings.map((finding) => finding.code))]).toEqual([code]);
    if (SINCE[code]) expect(found(exampleOf(text), '2.2.7')).toEqual([]);
  });
});
