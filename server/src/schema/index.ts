/** What keepalived knows: every keyword, what it takes and since which release. */
import { ROOT } from './root.ts';
import type { Keyword, Version } from './types.ts';

export type * from './types.ts';
export { ROOT };

/** The oldest release that distributions still ship (Debian 12): what it would say holds for most hosts. */
export const DEFAULT_VERSION: Version = '2.2.7';

/** The keyword at this place, e.g. `['vrrp_instance', 'authentication', 'auth_pass']`; names are case-sensitive. */
export function lookup(path: readonly string[]): Keyword | undefined {
  let keywords: ReadonlyMap<string, Keyword> | undefined = ROOT;
  let keyword: Keyword | undefined;
  for (const name of path) {
    keyword = keywords?.get(name);
    if (!keyword) return undefined;
    keywords = keyword.kind === 'block' ? keyword.keywords : undefined;
  }
  return keyword;
}

/** Whether this release of keepalived reads the keyword or option. */
export const isKnownSince = (word: { since?: Version | 'next' }, version: Version): boolean =>
  word.since === undefined || (word.since !== 'next' && compareVersions(word.since, version) <= 0);

/** Below 0 where `a` is the older release, above 0 where it is the newer one, 0 for the same. */
export function compareVersions(a: Version, b: Version): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number)) as [number[], number[]];
  const index = left.findIndex((number, place) => number !== right[place]);
  return index < 0 ? 0 : left[index]! - right[index]!;
}

/** A release as a person writes it: `2.2.7`, `v2.2.7`; `2.3` is `2.3.0`. Undefined where it is none. */
export function readVersion(text: string): Version | undefined {
  const [, major, minor, patch = '0'] = /^\s*v?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?\s*$/.exec(text) ?? [];
  return major === undefined ? undefined : `${Number(major)}.${Number(minor)}.${Number(patch)}`;
}
