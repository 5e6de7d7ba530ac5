import type { Tree } from '../syntax/tree.ts';

/**
 * What the model sees of a file system. Files are named by absolute paths or URIs with `/` between folders; names are
 * only joined and compared, so either will do as long as it is the same one everywhere.
 */
export interface Files {
  /** Undefined where there is no such file or it cannot be read. */
  tree(file: string): Tree | undefined;
  /** Files that a glob(3) pattern names, sorted; relative patterns are seen from the folder of `from`. */
  match(pattern: string, from: string): readonly string[];
  /** What else there is to say of a pattern; missing where the file system cannot be asked. */
  inspect?(pattern: string, from: string): Inspection | undefined;
}

export interface Inspection {
  /** A file or a folder that the pattern names without a wildcard is not there. */
  readonly missing: boolean;
  /** What it names, but keepalived does not read. */
  readonly skipped: readonly { readonly file: string; readonly why: 'folder' | 'executable' | 'unreadable' }[];
}

export const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));
export const baseName = (file: string): string => file.slice(file.lastIndexOf('/') + 1);

/** Resolves a path as seen from a file: absolute ones keep the file's scheme and authority. */
export function resolvePath(path: string, from: string): string {
  const [root] = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(from) ?? [''];
  const joined = path.startsWith('/') ? path : `${folderOf(from).slice(root.length)}/${path}`;
  const parts: string[] = [];
  for (const part of joined.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `${root}/${parts.join('/')}`;
}

/** A path as editors write it in URIs (RFC 3986 section 2.3): only unreserved characters stand for themselves. */
export const encodePath = (path: string): string =>
  encodeURIComponent(path.toWellFormed())
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

/** A drive letter is no scheme. */
const isUri = (name: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(name);

/** A file's path in plain characters, for matching and for people. */
export function plainPath(file: string): string {
  if (!isUri(file)) return file;
  const path = file.replace(/^[^:]*:(?:\/\/[^/]*)?/, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/**
 * Whether what a pattern names can be told here. An absolute name is one on the host, unless the configuration itself
 * lies where it points to.
 */
export const isKnowable = (pattern: string, mainFile: string): boolean =>
  !pattern.startsWith('/') || pattern.startsWith(`${plainPath(folderOf(mainFile))}/`);

/** {@link resolvePath} for what people write: plain characters, whatever names the files have here. */
export const resolveWritten = (path: string, from: string): string =>
  resolvePath(isUri(from) ? encodePath(path) : path, from);

/** The other way round: how a person would write a file's path, seen from the folder of `from`. */
export function writtenPath(file: string, from: string): string {
  const to = plainPath(file).split('/');
  const base = plainPath(folderOf(from)).split('/');
  let shared = 0;
  while (shared < to.length - 1 && shared < base.length && to[shared] === base[shared]) shared++;
  return [...base.slice(shared).map(() => '..'), ...to.slice(shared)].join('/');
}
