/** Nodes read from files, kept as long as the trees they were read from stay the same objects. */
import { configIdsOf } from '../model/configIds.ts';
import type { Files } from '../model/files.ts';
import type { Node } from '../model/node.ts';
import { toNode } from '../model/toNode.ts';
import type { Version } from '../schema/index.ts';
import type { Tree } from '../syntax/tree.ts';

export interface Nodes {
  /** What is not asked for from now until the next call is forgotten. */
  startOver(): void;
  /** A file as this release reads it under this config id; undefined stands for one that no line names. */
  read(file: string, version: Version, configId?: string): Node;
  /** The config ids under which a file reads differently. */
  configIds(file: string, version: Version): readonly (string | undefined)[];
}

interface KnownNode {
  readonly node: Node;
  /** The trees it was read from, in the order of its files. */
  readonly trees: readonly (Tree | undefined)[];
  /** What its includes named when it was read. */
  readonly included: readonly string[];
  configIds?: readonly (string | undefined)[];
}

export function createNodes(files: Files): Nodes {
  let current = new Map<string, KnownNode>();
  let before = current;

  const know = (file: string, version: Version, configId: string | undefined): KnownNode => {
    const key = `${file}\0${version}\0${configId ?? ''}`;
    const known = current.get(key);
    if (known) return known;
    const old = before.get(key);
    const fresh = old && isCurrent(old, files) ? old : readNode(file, version, configId, files);
    current.set(key, fresh);
    return fresh;
  };

  return {
    startOver() {
      before = current;
      current = new Map();
    },
    read: (file, version, configId) => know(file, version, configId).node,
    configIds(file, version) {
      const known = know(file, version, undefined);
      const ids = configIdsOf((configId) => know(file, version, configId).node.expansion);
      if (!known.configIds || !sameList(known.configIds, ids)) known.configIds = ids;
      return known.configIds;
    },
  };
}

function readNode(file: string, version: Version, configId: string | undefined, files: Files): KnownNode {
  const node = toNode(file, { files, version, ...(configId !== undefined && { configId }) });
  const { expansion } = node;
  return {
    node,
    trees: expansion.files.map((name) => files.tree(name)),
    included: expansion.includes.flatMap((include) => include.files),
  };
}

const isCurrent = ({ node, trees, included }: KnownNode, files: Files): boolean =>
  node.expansion.files.every((file, i) => files.tree(file) === trees[i]) &&
  sameList(
    node.expansion.includes.flatMap(({ pattern, from }) => files.match(pattern, from)),
    included,
  );

const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);
