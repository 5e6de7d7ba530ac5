/** Texts from the machine's own disk. Node.js only: the browser's server has its own reader. */
// The default export, so that an older Node.js links the program and can say that it is too old.
import fs, { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePath, folderOf } from './model/files.ts';
import type { TextReader } from './workspace/files.ts';

/** A pattern's braces may multiply: `{a,b}{a,b}…`. What goes beyond is left out. */
const MOST_ALTERNATIVES = 1000;
/** PATH_MAX of Linux: nothing has a longer name. */
const LONGEST_PATTERN = 4096;

/**
 * Reads files named by absolute paths or `file:` URIs; answers are names of the same kind as the question's. Bytes are
 * taken as UTF-8, what is not becomes U+FFFD. Never throws: what cannot be read is not there.
 */
export function diskReader(): TextReader {
  return {
    read(file) {
      try {
        const path = pathOf(file);
        // A named pipe is a file to a shell (`<(...)`); a device may never end.
        const kind = statSync(path);
        return kind.isFile() || kind.isFIFO() ? readFileSync(path, 'utf8') : undefined;
      } catch {
        return undefined;
      }
    },
    match(pattern, from) {
      if (pattern.length > LONGEST_PATTERN) return [];
      try {
        const folder = pathOf(folderOf(from)) || '/';
        const mode = modeOf(pathOf(from));
        const found = alternativesOf(pattern).flatMap((alternative) => matchOne(alternative, folder));
        return found.filter((path) => !whySkipped(path, mode)).map((path) => nameLike(path, from));
      } catch {
        return [];
      }
    },
    inspect(pattern, from) {
      if (pattern.length > LONGEST_PATTERN) return undefined;
      try {
        const folder = pathOf(folderOf(from)) || '/';
        const mode = modeOf(pathOf(from));
        const alternatives = alternativesOf(pattern);
        const found = [...new Set(alternatives.flatMap((alternative) => matchOne(alternative, folder)))];
        return {
          missing: alternatives.some((alternative) => lacksOne(alternative, folder)),
          skipped: found.flatMap((path) => {
            const why = whySkipped(path, mode);
            return why ? [{ file: nameLike(path, from), why }] : [];
          }),
        };
      } catch {
        return undefined;
      }
    },
  };
}

const isUri = (name: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(name);

/** Throws for URIs of other schemes. */
const pathOf = (name: string): string => (isUri(name) ? fileURLToPath(name) : name);

/** A path as a name of the same kind as `from`; below its folder it keeps that folder's spelling. */
function nameLike(path: string, from: string): string {
  if (!isUri(from)) return path;
  const folder = `${pathOf(folderOf(from))}/`;
  return path.startsWith(folder)
    ? `${folderOf(from)}/${encodePath(path.slice(folder.length))}`
    : `file://${encodePath(path)}`;
}

const hasWildcard = (pattern: string): boolean => /[*?[\\]/.test(pattern);

/** What a pattern without braces names, sorted, as glob(3) has it: `**` is no more than `*`. */
function matchOne(pattern: string, folder: string): string[] {
  const paths = hasWildcard(pattern)
    ? fs.globSync(pattern.replace(/\*{2,}/g, '*'), { cwd: folder })
    : [pattern].filter((path) => isThere(resolve(folder, path)));
  return paths.map((path) => resolve(folder, path)).sort();
}

/** Whether glob(3) would look for something without a wildcard that is not there. */
function lacksOne(pattern: string, folder: string): boolean {
  if (!hasWildcard(pattern)) return !isThere(resolve(folder, pattern));
  const parts = pattern.split('/');
  const first = parts.findIndex(hasWildcard);
  const base = resolve(folder, parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  if (!statSync(base, { throwIfNoEntry: false })?.isDirectory()) return true;
  const last = parts.findLastIndex(hasWildcard);
  if (last === parts.length - 1) return false;
  const around = matchOne(parts.slice(0, last + 1).join('/'), folder);
  return around.some((path) => isFolder(path) && !isThere(resolve(path, parts.slice(last + 1).join('/'))));
}

const isThere = (path: string): boolean => fs.lstatSync(path, { throwIfNoEntry: false }) !== undefined;
const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const modeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
const EXECUTABLE = 0o111;

/** Where the including file is executable too, such bits mean nothing: whole disks are mounted that way. */
function whySkipped(path: string, mode: number): 'folder' | 'executable' | 'unreadable' | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return 'folder';
  if (!found?.isFile()) return 'unreadable';
  return (found.mode & EXECUTABLE) !== 0 && (mode & EXECUTABLE) === 0 ? 'executable' : undefined;
}

/** Expands `{a,b}`, also nested; a brace without a partner stands for itself (glob(3), GLOB_BRACE). */
function alternativesOf(pattern: string): string[] {
  const results: string[] = [];
  const expand = (text: string): void => {
    const group = firstGroup(text);
    if (results.length >= MOST_ALTERNATIVES) return;
    if (group) for (const part of group.parts) expand(text.slice(0, group.start) + part + text.slice(group.end));
    else results.push(text);
  };
  expand(pattern);
  return results;
}

/** The first brace with a partner, and what stands between its own commas. */
function firstGroup(text: string): { start: number; end: number; parts: string[] } | undefined {
  const open: { start: number; commas: number[] }[] = [];
  let first: { start: number; end: number; parts: string[] } | undefined;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') open.push({ start: at, commas: [] });
    else if (text[at] === ',') open.at(-1)?.commas.push(at);
    else if (text[at] === '}') {
      const group = open.pop();
      if (!group || (first && first.start < group.start)) continue;
      const cuts = [group.start, ...group.commas, at];
      const parts = cuts.slice(1).map((cut, i) => text.slice(cuts[i]! + 1, cut));
      first = { start: group.start, end: at + 1, parts };
    }
  }
  return first;
}
