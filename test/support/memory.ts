import type { Files } from '../../server/src/model/files.ts';
import { resolvePath } from '../../server/src/model/files.ts';
import type { Edit } from '../../server/src/model/finding.ts';
import type { Node } from '../../server/src/model/node.ts';
import { offsetIn } from '../../server/src/model/place.ts';
import { toNode } from '../../server/src/model/toNode.ts';
import { type CachedFiles, cacheFiles } from '../../server/src/workspace/files.ts';

/** Texts by absolute file name. */
export type Texts = Readonly<Record<string, string>>;

/** A file system in memory; of globs it knows `*` and `?`. */
export function memoryFiles(texts: Texts): CachedFiles {
  const names = Object.keys(texts).sort();
  return cacheFiles({
    read: (file) => texts[file],
    match(pattern, from) {
      const source = resolvePath(pattern, from)
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '[^/]*')
        .replaceAll('?', '[^/]');
      const glob = new RegExp(`^${source}$`);
      return names.filter((name) => glob.test(name));
    },
    inspect(pattern, from) {
      const [base = ''] = /^[^*?]*/.exec(resolvePath(pattern, from)) ?? [];
      const isWild = /[*?]/.test(pattern);
      const folder = base.slice(0, base.lastIndexOf('/') + 1);
      const isFolder = names.some((name) => name.startsWith(`${base}/`));
      return {
        missing: isWild ? !names.some((name) => name.startsWith(folder)) : !isFolder && !names.includes(base),
        skipped: !isWild && isFolder ? [{ file: base, why: 'folder' }] : [],
      };
    },
  });
}

/** Reads one node out of texts. */
export const nodeOf = (texts: Texts, mainFile: string, configId?: string): Node =>
  toNode(mainFile, { files: memoryFiles(texts), ...(configId !== undefined && { configId }) });

/** The texts after the edits of a fix. They must not overlap. */
export function applyEdits(texts: Texts, files: Files, edits: readonly Edit[]): Texts {
  const changed: Record<string, string> = { ...texts };
  const placed = edits.map(({ place, text }) => {
    const tree = files.tree(place.file);
    if (!tree) throw new Error(`an edit in ${place.file}, which is not there`);
    const offset = offsetIn(tree, place.item, 0);
    return { file: place.file, start: offset + place.start, end: offset + place.end, text };
  });
  for (const { file, start, end, text } of placed.sort((a, b) => b.start - a.start)) {
    changed[file] = changed[file]!.slice(0, start) + text + changed[file]!.slice(end);
  }
  return changed;
}
