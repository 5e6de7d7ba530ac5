import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readBoolean } from '../../../server/src/model/values.ts';
import { compareVersions, lookup, type Version } from '../../../server/src/schema/index.ts';
import { WORDS } from './words.ts';

/**
 * One row for each word that keepalived compares an argument or a word of an entry with, taken from its source: where
 * it may stand, the first release that knows it, the last one, and the compile-time switches for it.
 */
const [header, ...rows] = readFileSync(new URL('options.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');

/** Words that the tables leave out, with the reason. */
const LEFT_OUT: ReadonlyMap<string, string> = new Map([
  ['as', 'only there to be refused: NAT by route is gone'],
  ['nexthop/as', 'only there to be refused'],
  ['nexthop/to', 'only behind `as`'],
  ['NO_SEND_RX', 'gone since 2.0.6, and nothing took its place'],
]);
const isLeftOut = (path: string): boolean => [...LEFT_OUT.keys()].some((word) => path.endsWith(`/${word}`));

/** The keyword that a path leads through: `static_routes` of `static_routes/nexthop/via`. */
function keywordAt(path: string): { since?: Version; builds: string[] } {
  const parts = path.split('/');
  const keywords = parts.flatMap((_, index) => lookup(parts.slice(0, index + 1)) ?? []);
  const releases = keywords.flatMap(({ since }) => (since && since !== 'next' ? [since] : []));
  const since = releases.sort(compareVersions).at(-1);
  return { ...(since && { since }), builds: keywords.flatMap(({ build }) => build?.split(' & ') ?? []) };
}

const later = (a: string, b: string | undefined): string =>
  a === '-' || (b && compareVersions(b as Version, a as Version) > 0) ? (b ?? '-') : a;

/** A row as it is to be at one of its places: what stands there is not older than its keyword. */
function expected(place: string, [word, since, until, build]: readonly string[]): string {
  const keyword = keywordAt(place);
  const own = build!.split(' & ').filter((flag) => !keyword.builds.includes(flag));
  return [`${place}/${word}`, later(since!, keyword.since), until, own.join(' & ') || '-'].join('\t');
}

const cells = rows.map((row) => row.split('\t'));
const table = cells.flatMap(([places = '', ...cell]) =>
  places.split(', ').flatMap((place) => (place === '*' ? [] : [expected(place, cell)])),
);
const inSchema = WORDS.filter(({ kind }) => kind !== 'keyword').map(({ path, since, until, build }) =>
  [path.join('/'), since ?? '-', until ?? '-', build ?? '-'].join('\t'),
);
const pathOf = (row: string): string => row.split('\t')[0]!;

describe('the words behind keywords', () => {
  test('stand where keepalived reads them, with their first release, and nowhere else', () => {
    expect(header).toBe('places\tword\tsince\tuntil\tbuild');
    expect(rows).toHaveLength(308);
    const wanted = table.filter((row) => !isLeftOut(pathOf(row)));
    // A check may be added or taken away: `+read` and `-read` are `read`.
    const found = inSchema.filter((row) => !/include_check\/[+-]/.test(row));
    expect(found.sort()).toEqual(wanted.sort());
  });

  test('that keepalived only refuses are not offered', () => {
    const refused = table.map(pathOf).filter(isLeftOut);
    expect(refused).toHaveLength(7);
    expect(refused.filter((path) => inSchema.some((row) => pathOf(row) === path))).toEqual([]);
  });

  test('that switch something on or off are the same everywhere', () => {
    const switches = cells.filter(([places]) => places === '*').map(([, word]) => word!);
    expect(switches.filter((word) => readBoolean(word) === undefined)).toEqual([]);
    expect(['ON', 'True', '1', 'enable'].filter((word) => readBoolean(word) !== undefined)).toEqual([]);
  });
});
