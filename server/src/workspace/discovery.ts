/** Which files of a folder are configurations of keepalived. */
import { readName } from '../cluster/pairing/names.ts';
import { TOP_LEVEL_ONLY } from '../syntax/topLevel.ts';

/** Folders that hold other people's files. */
export const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * Those of a folder's files that keepalived users call so: `keepalived.conf`, `keepalived*.conf`, any `.conf` below a
 * folder `keepalived`, and `keepalived.conf.master` with its likes. Both are plain names, not URIs.
 */
export function configurationNames(folder: string, names: readonly string[]): ReadonlySet<string> {
  const isHome = folder.split('/').includes('keepalived');
  const usual = names.filter((name) => name.endsWith('.conf') && (isHome || name.startsWith('keepalived')));
  const roles = names.filter(namesRole);
  // Alone, `keepalived.conf.backup` is a copy.
  const arePair = roles.some((name) => !/\.conf[-._]backup$/.test(name));
  return new Set(arePair ? [...usual, ...roles] : usual);
}

/** Filled in by a program before keepalived reads it. */
const TEMPLATE = /\.(j2|jinja2?|erb|in|mustache|gotmpl|ctmpl|epp)$/;

/** `keepalived.conf.master`, `keepalived.conf-slave`: a node's part behind the name that all have. */
function namesRole(name: string): boolean {
  const [, role] = /^keepalived.*\.conf[-._](.+)$/.exec(name) ?? [];
  if (role === undefined || TEMPLATE.test(role)) return false;
  const parts = readName(role);
  return parts.role && !parts.copy;
}

/** Whether a `.conf` of any name begins as a configuration: with a block that only keepalived has. */
export const beginsAsConfiguration = (text: string): boolean => TOP_LEVEL_ONLY.has(firstKeyword(text));

/** The first word that is no comment, or nothing. */
function firstKeyword(text: string): string {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end < 0 ? text.length : end).trim();
    if (line !== '' && !/^[!#]/.test(line)) return /^[^\s{!#]*/.exec(line)![0];
    if (end < 0) break;
    start = end + 1;
  }
  return '';
}
