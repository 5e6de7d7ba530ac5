/** `# keepalived-ha: pair=PATH[,PATH]` and `# keepalived-ha: alone`: what a configuration says about its own peers. */
import { catalogue, report } from '../../model/catalogue.ts';
import { resolveWritten } from '../../model/files.ts';
import type { Finding } from '../../model/finding.ts';
import { ownCommentsOf } from '../../model/ownComments.ts';
import type { Located, Place } from '../../model/place.ts';
import type { Item, Tree } from '../../syntax/tree.ts';
import type { Cluster } from '../cluster.ts';
import type { Declaration } from './byHand.ts';

export const PAIRING_COMMENT_CODES = catalogue('pair', {
  'pairing-comment': ['warning', 'A comment that pairs or parts configurations has no effect'],
});

export interface PairingComment {
  /** The whole comment. */
  readonly place: Place;
  /** The files that it names; none, and the file stands alone. Undefined where it says neither. */
  readonly peers: readonly Located<string>[] | undefined;
}

/** Kept with the tree, which is one file's. */
const comments = new WeakMap<Tree, PairingComment | 'none'>();

/** The last one counts that stands on a line of its own outside of all blocks. */
export function pairingCommentOf(file: string, tree: Tree): PairingComment | undefined {
  const known = comments.get(tree) ?? findComment(file, tree) ?? 'none';
  comments.set(tree, known);
  return known === 'none' ? undefined : known;
}

const PAIRING = /^(?:(alone)\s*$|pair\b(?:\s*=(.*))?)/;

function findComment(file: string, tree: Tree): PairingComment | undefined {
  for (const { item, start, end, text, ownLine } of ownCommentsOf(tree).toReversed()) {
    const match = ownLine && isOutside(item, start) && PAIRING.exec(text);
    if (!match) continue;
    const [said, alone, list] = match;
    const place = { file, item, start, end: end - text.length + said.trimEnd().length };
    return { place, peers: alone ? [] : peersIn(list ?? '', { ...place, start: end }) };
  }
  return undefined;
}

/** Of all blocks. */
const isOutside = ({ line }: Item, start: number): boolean => !line || start <= line.start;

/** Paths between commas; `place` begins where the list ends. */
function peersIn(list: string, place: Place): Located<string>[] | undefined {
  const { file, item } = place;
  let start = place.start - list.length;
  const peers = list.split(',').flatMap((piece) => {
    const path = piece.trim();
    const from = start + piece.indexOf(path);
    start += piece.length + 1;
    const at = { file, item, start: from, end: from + path.length };
    return path ? [{ value: resolveWritten(path, file), place: at }] : [];
  });
  return peers.length > 0 ? peers : undefined;
}

export const declarationOf = ({ place: { file }, peers }: PairingComment): Declaration[] =>
  peers ? [{ by: 'comment', files: [file, ...peers.map(({ value }) => value)] }] : [];

/** What came of the comments: each that has no effect says why. */
export function checkPairingComments(
  found: readonly PairingComment[],
  clusters: readonly Cluster[],
  exists: (file: string) => boolean,
): Finding[] {
  if (found.length === 0) return [];
  const clusterOf = new Map(clusters.flatMap((cluster) => cluster.members.map(({ node }) => [node.file, cluster])));
  return found.flatMap(({ place, peers }) => {
    const complain = (message: string, at = place): Finding =>
      report(PAIRING_COMMENT_CODES['pairing-comment'], at, message, {
        fixes: [{ title: 'Remove this comment', edits: [{ place: lineOf(place), text: '' }] }],
      });
    const own = clusterOf.get(place.file);
    if (!peers) return [complain('Name the other nodes: "pair=PATH" or "pair=PATH,PATH", each seen from this folder.')];
    if (!own) return [complain('This file is a part of another configuration: say there to which others it belongs.')];
    if (own.source === 'file' && (peers.length === 0 || peers.some(({ value }) => clusterOf.get(value) !== own))) {
      return [complain('keepalived-ha.json says which nodes this one belongs to, so this comment does not count.')];
    }
    return peers.flatMap(({ value: peer, place: at }) => {
      const other = clusterOf.get(peer);
      if (peer === place.file) return [complain('This is the file itself.', at)];
      if (other === own) return [];
      if (!exists(peer)) {
        return [complain('There is no such file, so it is no peer. The path counts from the folder of this file.', at)];
      }
      if (!other) return [complain('This file is a part of another configuration, and no node of its own.', at)];
      return [
        complain(
          other.source === 'file'
            ? 'keepalived-ha.json says which nodes this file belongs to, and leaves this one out.'
            : 'This file says in a comment of its own that it stands alone.',
          at,
        ),
      ];
    });
  });
}

/** The comment with its whole line. */
function lineOf({ file, item, start, end }: Place): Place {
  const nextLine = item.text.indexOf('\n', end) + 1;
  return { file, item, start: item.text.lastIndexOf('\n', start) + 1, end: nextLine || item.text.length };
}
