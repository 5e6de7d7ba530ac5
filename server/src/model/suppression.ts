/** `# keepalived-ha: ignore=CODE[,CODE]` and `ignore-file=`: what a file does not want to be told. */
import type { Tree } from '../syntax/tree.ts';
import { catalogue } from './catalogue.ts';
import { type OwnComment, ownCommentsOf } from './ownComments.ts';
import { type Located, type Place, positionIn } from './place.ts';

export const SUPPRESSION_CODES = catalogue('advice', {
  'suppression-unknown': [
    'hint',
    'A comment to this program names no code, a code that there is not, or says something else that it does not understand.',
  ],
  'suppression-unused': ['hint', 'A comment suppresses a finding that there is not.'],
});

export interface Suppression {
  /** The whole comment. */
  readonly comment: Place;
  /** The line, from 0, of which it speaks; `file` for all of them. */
  readonly line: number | 'file';
  /** Nothing else stands on the line of the comment. */
  readonly ownLine: boolean;
  readonly codes: readonly Located<string>[];
}

const SUPPRESSION = /^ignore(-file)?\s*=\s*/;
const CODES = /^[\w-]+(?:[ \t]*,[ \t]*[\w-]+)*/;

/** Kept with the tree, which is one file's. */
const kept = new WeakMap<Tree, readonly Suppression[]>();

export function suppressionsOf(file: string, tree: Tree): readonly Suppression[] {
  const known = kept.get(tree) ?? ownCommentsOf(tree).flatMap((comment) => read(comment, file, tree) ?? []);
  kept.set(tree, known);
  return known;
}

function read(comment: OwnComment, file: string, tree: Tree): Suppression | undefined {
  const { item, start, end, text, ownLine } = comment;
  const [head, ofFile] = SUPPRESSION.exec(text) ?? [];
  if (head === undefined) return undefined;
  // Behind the codes a person may say why.
  const [list = ''] = CODES.exec(text.slice(head.length)) ?? [];
  const first = end - text.length + head.length;
  const codes = [...list.matchAll(/[\w-]+/g)].map(({ 0: value, index }): Located<string> => {
    const from = first + index;
    return { value, place: { file, item, start: from, end: from + value.length } };
  });
  const place = { file, item, start, end: start + item.text.slice(start, end).trimEnd().length };
  return { comment: place, line: ofFile ? 'file' : lineOf(comment, tree), ownLine, codes };
}

/** Behind a statement its own line; else the next one, of which other comments may speak, too. */
function lineOf({ item, start, end, ownLine }: OwnComment, tree: Tree): number {
  const { line } = positionIn(tree, item, start);
  if (!ownLine) return line;
  const [comments = ''] = /^(?:[^\n]*\n[ \t]*[!#])*/.exec(item.text.slice(end)) ?? [];
  return line + comments.split('\n').length;
}
