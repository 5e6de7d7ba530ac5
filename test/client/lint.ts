import { readClusterFile } from '../../server/src/cluster/clusterFile.ts';
import { createWorkspace } from '../../server/src/index.ts';
import { memoryFiles, type Texts } from '../support/memory.ts';

/** All that is found in these files, whatever its severity, as `file: code: message`. Those in JSON are cluster files. */
export function lint(texts: Texts): string[] {
  const names = Object.keys(texts);
  const clusterFiles = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => readClusterFile(name, texts[name]!));
  const configs = names.filter((name) => name.endsWith('.conf'));
  const { findings } = createWorkspace(memoryFiles(texts)).analyse(configs, { clusterFiles });
  return [...findings].flatMap(([file, found]) => found.map(({ code, message }) => `${file}: ${code}: ${message}`));
}
