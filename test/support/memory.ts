import { matchesGlob } from 'node:path';
import { type Files, resolvePath } from '../../server/src/model/files.ts';
import type { Node } from '../../server/src/model/node.ts';
import { toNode } from '../../server/src/model/toNode.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import type { Tree } from '../../server/src/syntax/tree.ts';

/** Files that exist only in a test, by absolute path. */
export function memoryFiles(texts: Readonly<Record<string, string>>): Files {
  const trees = new Map<string, Tree>(Object.entries(texts).map(([file, text]) => [file, parse(text)]));
  return {
    tree: (file) => trees.get(file),
    match: (pattern, from) => [...trees.keys()].filter((file) => matchesGlob(file, resolvePath(pattern, from))).sort(),
  };
}

/** The node whose main file is the first one. */
export const nodeOf = (texts: Readonly<Record<string, string>>, configId?: string): Node =>
  toNode(Object.keys(texts)[0]!, { files: memoryFiles(texts), ...(configId !== undefined && { configId }) });
