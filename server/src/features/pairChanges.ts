/** How a pair is made or parted by hand: the texts that keepalived-ha.json or a configuration gets. Nothing is lost. */
import { applyEdits, type FormattingOptions, modify } from 'jsonc-parser';
import type { Member } from '../cluster/cluster.ts';
import { readClusterFile } from '../cluster/clusterFile.ts';
import { pairingCommentOf } from '../cluster/pairing/pairingComment.ts';
import { folderOf, writtenPath } from '../model/files.ts';
import { type Place, type Position, rangeOf } from '../model/place.ts';
import { differenceOf } from '../syntax/reparse.ts';
import { sourceOf, type Tree } from '../syntax/tree.ts';
import type { TextEdit } from './codeActions.ts';

/**
 * Why it cannot be written: the cluster file is no valid one, describes nodes of another cluster, or has all nodes
 * already; the path has a comma, or a line's end, which a comment cannot hold, or there is no way from file to file.
 */
export type PairProblem = 'invalid' | 'other-nodes' | 'already' | 'path';

export type PairChange =
  | { readonly file: string; readonly edits: readonly TextEdit[] }
  | { readonly file: string; readonly newText: string }
  | { readonly problem: PairProblem; readonly file: string };

/** A comment that pairs a file with these, or with none; it takes the place of the one that is there. */
export function pairingCommentChange(file: string, tree: Tree, peers: readonly string[]): PairChange {
  const paths = peers.map((peer) => writtenPath(peer, file));
  const odd = paths.findIndex((path) => /[,\r\n]|^\s|\s$/.test(path));
  if (odd >= 0) return { problem: 'path', file: peers[odd]! };
  const comment = `# keepalived-ha: ${paths.length > 0 ? `pair=${paths.join(',')}` : 'alone'}`;
  const before = pairingCommentOf(file, tree);
  if (before) return { file, edits: [{ range: rangeOf(tree, before.place), text: comment }] };

  const text = sourceOf(tree);
  const [firstLine = ''] = text.split(/\r?\n/, 1);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  // An editor may know the language by its first line.
  return /^\s*[!#]/.test(firstLine)
    ? { file, edits: [insertion({ line: 0, column: firstLine.length }, newline + comment)] }
    : { file, edits: [insertion({ line: 0, column: 0 }, comment + newline)] };
}

/**
 * A cluster file with these nodes: a new one in the folder that they share, or what one that is there, with that tree,
 * lacks of them.
 */
export function clusterFileChange(members: readonly Member[], file: string, tree: Tree | undefined): PairChange {
  const text = tree && sourceOf(tree);
  const described = text?.trim() ? readClusterFile(file, text) : undefined;
  if (described && described.findings.length > 0) return { problem: 'invalid', file };
  const known = described?.nodes ?? [];
  const missing = members.filter(
    ({ node }) =>
      !known.some(({ config, configId }) => config === node.file && configId === (node.configId ?? configId)),
  );
  if (known.length > 0 && missing.length === members.length) return { problem: 'other-nodes', file };
  if (missing.length === 0) return { problem: 'already', file };

  const names = new Set(known.map(({ name }) => name));
  let after = text?.trim() ? text : '{}';
  for (const { name, node } of missing) {
    const free = freeName(name, names);
    names.add(free);
    const entry = {
      config: writtenPath(node.file, file),
      ...(node.configId !== undefined && node.configId !== free.split('.')[0] && { configId: node.configId }),
    };
    after = applyEdits(after, modify(after, ['nodes', free], entry, { formattingOptions: formatOf(after) }));
  }
  if (tree === undefined || text === undefined) return { file, newText: `${after}\n` };
  const { start, end, text: replacement } = differenceOf(text, after);
  const place: Place = { file, item: tree.items[0]!, start, end };
  return { file, edits: [{ range: rangeOf(tree, place), text: replacement }] };
}

/** The deepest folder that holds all files; undefined where none does, as with a document that was never saved. */
export function sharedFolder(files: readonly string[]): string | undefined {
  const [first = '', ...others] = files.map(folderOf);
  let shared = first;
  while (shared !== '' && !others.every((folder) => `${folder}/`.startsWith(`${shared}/`))) shared = folderOf(shared);
  return shared === '' && others.some((folder) => !folder.startsWith('/')) ? undefined : shared;
}

const insertion = (at: Position, text: string): TextEdit => ({ range: { start: at, end: at }, text });

/** Of the name what the schema of cluster files allows, with a number where it is taken. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const allowed = name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '') || 'node';
  let free = allowed;
  for (let number = 2; taken.has(free); number++) free = `${allowed}-${number}`;
  return free;
}

const formatOf = (text: string): FormattingOptions => {
  const indent = /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ';
  return { insertSpaces: !indent.startsWith('\t'), tabSize: indent.length, eol: text.includes('\r\n') ? '\r\n' : '\n' };
};
