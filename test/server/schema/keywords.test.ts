import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Keyword, lookup, ROOT } from '../../../server/src/schema/index.ts';
import { TOP_LEVEL_ONLY } from '../../../server/src/syntax/topLevel.ts';

/** One row for each keyword that keepalived installs, taken from its source. */
const [header, ...rows] = readFileSync(new URL('keywords.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

interface Found {
  path: string[];
  keyword: Keyword;
  builds: string[];
}

function everything(keywords: ReadonlyMap<string, Keyword>, path: string[] = [], builds: string[] = []): Found[] {
  return [...keywords.values()].flatMap((keyword) => {
    const found = {
      path: [...path, keyword.name],
      keyword,
      builds: [...builds, ...(keyword.build?.split(' & ') ?? [])],
    };
    return keyword.kind === 'block' ? [found, ...everything(keyword.keywords, found.path, found.builds)] : [found];
  });
}

const all = everything(ROOT);

function row({ path, keyword, builds }: Found): string {
  const missing = keyword.missingArgumentCrashes ? 'crashes' : keyword.missingArgumentExits ? 'exits' : '-';
  const deprecated = keyword.deprecated ? (keyword.deprecated.reported ? 'reported' : 'silent') : '-';
  const build = [...new Set(builds)].sort().join(' & ') || '-';
  return [path.join('/'), keyword.kind, keyword.since ?? '-', missing, deprecated, build].join('\t');
}

describe('the keyword tables', () => {
  test('hold what keepalived knows, and nothing else', () => {
    expect(header).toBe('keyword\tkind\tsince\tmissing argument\tdeprecated\tbuild');
    expect(rows).toHaveLength(531);
    expect(all.map(row).sort()).toEqual(rows.toSorted());
  });

  test('are found by their path', () => {
    for (const { path, keyword } of all) expect(lookup(path)).toBe(keyword);
  });

  test('name every keyword as its block does', () => {
    const blocks = [ROOT, ...all.flatMap(({ keyword }) => (keyword.kind === 'block' ? [keyword.keywords] : []))];
    for (const keywords of blocks) {
      for (const [name, keyword] of keywords) expect(keyword.name).toBe(name);
    }
  });

  test('say who reads a top-level keyword, and only there', () => {
    for (const { path, keyword } of all) expect(keyword.processes !== undefined).toBe(path.length === 1);
    expect(lookup(['track_file'])?.processes).toEqual(['checker', 'vrrp']);
    expect(lookup(['vrrp_instance'])?.processes).toEqual(['vrrp']);
  });

  test('give a first argument to what keepalived refuses without one', () => {
    for (const { path, keyword } of all) {
      if (keyword.missingArgumentExits || keyword.missingArgumentCrashes) {
        expect(keyword.arguments.length, path.join('/')).toBeGreaterThan(0);
      }
    }
  });
});

describe('the words that end an unclosed block', () => {
  const below = new Set(
    all.flatMap(({ path, keyword }) => [
      ...(path.length > 1 ? [keyword.name] : []),
      ...(keyword.kind === 'list' ? keyword.options.map(({ name }) => name) : []),
    ]),
  );
  const blocks = [...ROOT.values()].filter(({ kind }) => kind !== 'statement').map(({ name }) => name);

  test('are the blocks of the top level that mean nothing inside a block', () => {
    expect([...TOP_LEVEL_ONLY].sort()).toEqual(blocks.filter((name) => !below.has(name)).sort());
  });
});
