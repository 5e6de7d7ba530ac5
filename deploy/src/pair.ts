/** A pair, or a larger cluster, as its keepalived-ha.json and the files beside it describe it. */
import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import {
  type Analysis,
  type CachedFiles,
  type Cluster,
  type ClusterFile,
  cacheFiles,
  createWorkspace,
  diskReader,
  type Finding,
  rangeOf,
  readClusterFile,
  type Severity,
  type Version,
} from '../../server/src/index.ts';
import { messageOf } from './failure.ts';
import { type Inventory, readInventory } from './inventory.ts';
import { secretsIn } from './secrets.ts';

export interface Pair {
  /** Its folder's name. */
  readonly name: string;
  readonly inventory: Inventory;
  readonly cluster: Cluster;
  /** What belongs on each node, by its name: the configuration first. */
  readonly placements: ReadonlyMap<string, readonly Placement[]>;
  readonly secrets: readonly string[];
  /** What is wrong for that release of keepalived, alone and across the nodes. */
  lint(version: Version): readonly PairFinding[];
}

/** A file of a node, byte for byte. */
export interface Placement {
  /** Absolute path here. */
  readonly source: string;
  /** Absolute path on the node. */
  readonly target: string;
  readonly content: Buffer;
  /** Octal; see `InventoryFile`. */
  readonly mode?: string;
  readonly isConfig: boolean;
}

export interface PairFinding {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  /** Somebody knows better: a comment in the file, or "rules" of keepalived-ha.json. */
  readonly silencedBy?: 'comment' | 'levels';
}

export type PairReading = { readonly pair: Pair } | { readonly problems: readonly string[] };

/** `clusterFile` is the path of a keepalived-ha.json. Never throws. */
export function readPair(clusterFile: string): PairReading {
  // The language names files with slashes, as Windows understands them too.
  const path = process.platform === 'win32' ? resolve(clusterFile).replaceAll('\\', '/') : resolve(clusterFile);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return { problems: [`${clusterFile} cannot be read (${messageOf(error)})`] };
  }
  const reading = readInventory(path, text);
  if ('problems' in reading) return { problems: reading.problems.map((problem) => `${clusterFile}: ${problem}`) };
  const { inventory } = reading;

  const problems: string[] = [];
  const placements = new Map<string, readonly Placement[]>();
  for (const { name, config, target, files } of inventory.nodes) {
    const wanted = [{ source: config, target, isConfig: true }, ...files.map((file) => ({ ...file, isConfig: false }))];
    const own = wanted.flatMap((file): Placement[] => {
      try {
        return [{ ...file, content: readFileSync(file.source) }];
      } catch (error) {
        problems.push(`${clusterFile}: ${name} has a file that cannot be read (${messageOf(error)})`);
        return [];
      }
    });
    placements.set(name, own);
  }
  const clusterReading = readClusterFile(path, text);
  const files = cacheFiles(diskReader());
  const workspace = createWorkspace(files);
  const [cluster] = workspace.read([], { clusterFiles: [clusterReading] }).clusters;
  if (problems.length || !cluster) return { problems: problems.length ? problems : [`${clusterFile} names no node`] };
  // A file may define what another of the node uses.
  const textOf = (own: readonly Placement[]): string => own.map(({ content }) => content.toString('utf8')).join('\n');
  const pair: Pair = {
    name: basename(dirname(path)),
    inventory,
    cluster,
    placements,
    secrets: [...new Set([...placements.values()].flatMap((own) => secretsIn(textOf(own))))],
    lint: (version) =>
      toFindings(workspace.analyse([], { version, clusterFiles: [clusterReading] }), files, clusterReading),
  };
  return { pair };
}

function toFindings({ findings, silenced }: Analysis, files: CachedFiles, clusterFile: ClusterFile): PairFinding[] {
  const toFinding = ({ place, severity, code, message }: Finding): PairFinding => {
    const { file } = place;
    const tree = file === clusterFile.file ? clusterFile.tree : files.tree(file);
    return { file, line: tree ? rangeOf(tree, place).start.line + 1 : 1, severity, code, message };
  };
  return [
    ...[...findings.values()].flat().map(toFinding),
    ...[...silenced.values()].flat().map(({ finding, by }) => ({ ...toFinding(finding), silencedBy: by })),
  ];
}
