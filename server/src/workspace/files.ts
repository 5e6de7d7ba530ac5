import type { Files, Inspection } from '../model/files.ts';
import { parse } from '../syntax/parse.ts';
import { differenceOf, reparse } from '../syntax/reparse.ts';
import type { Tree } from '../syntax/tree.ts';

/** Where texts come from: a disk, an editor's own file system, a test. */
export interface TextReader {
  /** Undefined where there is no such file or it cannot be read. */
  read(file: string): string | undefined;
  /** As {@link Files.match}. */
  match(pattern: string, from: string): readonly string[];
  /** As {@link Files.inspect}. */
  inspect?(pattern: string, from: string): Inspection | undefined;
}

/** Files with the texts of open documents laid over them. Trees are kept until the text they came from is forgotten. */
export interface CachedFiles extends Files {
  /** An open document's text counts instead of what is on disk; `undefined` lets the disk count again. */
  open(file: string, text: string | undefined): void;
  /** The file on disk changed, came or went. */
  forget(file: string): void;
}

export function cacheFiles(reader: TextReader): CachedFiles {
  const opened = new Map<string, string>();
  const trees = new Map<string, Tree | undefined>();
  return {
    tree(file) {
      if (!trees.has(file)) {
        const text = opened.get(file) ?? reader.read(file);
        trees.set(file, text === undefined ? undefined : parse(text));
      }
      return trees.get(file);
    },
    match: (pattern, from) => reader.match(pattern, from),
    inspect: (pattern, from) => reader.inspect?.(pattern, from),
    open(file, text) {
      const before = opened.get(file);
      const tree = before === undefined ? undefined : trees.get(file);
      trees.delete(file);
      if (text === undefined) opened.delete(file);
      else opened.set(file, text);
      if (tree && before !== undefined && text !== undefined)
        trees.set(file, reparse(tree, differenceOf(before, text)));
    },
    forget(file) {
      if (!opened.has(file)) trees.delete(file);
    },
  };
}
