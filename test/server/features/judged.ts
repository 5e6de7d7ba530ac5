import type { Document, JudgedCluster } from '../../../server/src/features/document.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { createWorkspace } from '../../../server/src/workspace/workspace.ts';
import { memoryFiles, type Texts } from '../../support/memory.ts';

/** One of these files as the features see it, with the clusters that the files form. Those in `mainFiles` are nodes. */
export function judged(
  texts: Texts,
  file: string,
  { version = '2.2.7', mainFiles = Object.keys(texts) }: { version?: Version; mainFiles?: readonly string[] } = {},
): { document: Pick<Document, 'file' | 'tree'>; clusters: JudgedCluster[] } {
  const files = memoryFiles(texts);
  const { clusters } = createWorkspace(files).analyse(mainFiles);
  const tree = files.tree(file);
  if (!tree) throw new Error(`There is no ${file}.`);
  return { document: { file, tree }, clusters: clusters.map((cluster) => ({ cluster, version })) };
}
