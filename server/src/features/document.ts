/** What the features see of an editor's document. Positions and ranges are those of model/place.ts. */
import type { Cluster } from '../cluster/cluster.ts';
import type { Files } from '../model/files.ts';
import type { Node } from '../model/node.ts';
import { itemAt, type Place, type Range, rangeOf } from '../model/place.ts';
import type { Version } from '../schema/index.ts';
import type { Tree } from '../syntax/tree.ts';

export interface Document {
  readonly file: string;
  readonly tree: Tree;
  readonly files: Files;
  /** The files that keepalived reads as one configuration with this one, itself among them. */
  readonly together: readonly string[];
  /** Names of the blocks around the place where another file includes this one; empty for a file of its own. */
  readonly within: readonly string[];
  /** The nodes whose configuration it is, or is a part of; where none is known, it is a configuration itself. */
  readonly readBy?: readonly Pick<Node, 'file' | 'configId'>[];
}

export type Language = 'en' | 'zh';

export interface Preferences {
  /** The release that the user's hosts run. */
  readonly version: Version;
  readonly language: Language;
}

/** A cluster and the release that it is judged by. */
export interface JudgedCluster {
  readonly cluster: Cluster;
  readonly version: Version;
}

/** The nodes of a cluster whose configuration this file is, or is a part of. */
export const nodesWith = (file: string, { members }: Cluster): Node[] =>
  members.map(({ node }) => node).filter(({ expansion }) => expansion.files.includes(file));

/** A stretch of one file, as an editor names it. */
export interface Location {
  readonly file: string;
  readonly range: Range;
}

export function locationOf(files: Files, place: Place): Location | undefined {
  const tree = files.tree(place.file);
  return tree && { file: place.file, range: rangeOf(tree, place) };
}

/** What lies further back on its line than this does not help to understand the line. */
const LONGEST_LINE = 4096;

/** The text of the line up to an offset of the file. */
export function lineBefore(tree: Tree, offset: number): string {
  let text = '';
  let end = offset;
  while (end > 0 && text.length < LONGEST_LINE) {
    const { item, offset: last } = itemAt(tree, end - 1);
    const piece = item.text.slice(0, last + 1);
    const lineStart = piece.lastIndexOf('\n') + 1;
    text = piece.slice(lineStart) + text;
    if (lineStart > 0) break;
    end -= piece.length;
  }
  return text;
}
