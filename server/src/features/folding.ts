/** What can be folded: blocks, and comments of several lines. */
import { positionIn } from '../model/place.ts';
import { type Item, type Line, linesOf, type Tree } from '../syntax/tree.ts';

export interface FoldingRange {
  /** First and last line, from 0. The line of a closing brace stays in sight. */
  readonly start: number;
  readonly end: number;
  readonly kind: 'block' | 'comment';
}

export function foldingRanges(tree: Tree): FoldingRange[] {
  const blocks = tree.items.flatMap((item) => (item.line ? blocksIn(item.line, item, tree) : []));
  return [...blocks, ...commentRuns(tree)];
}

function blocksIn(line: Line, item: Item, tree: Tree): FoldingRange[] {
  const inner = linesOf(line).flatMap((each) => blocksIn(each, item, tree));
  if (line.kind !== 'statement' || !line.block) return inner;
  const start = positionIn(tree, item, line.words[0].start).line;
  const { close } = line.block;
  const end = close ? positionIn(tree, item, close.start).line - 1 : positionIn(tree, item, line.end).line;
  return end > start ? [{ start, end, kind: 'block' }, ...inner] : inner;
}

function commentRuns(tree: Tree): FoldingRange[] {
  const runs: { start: number; end: number }[] = [];
  for (const item of tree.items) {
    for (const comment of item.comments) {
      const { line, column } = positionIn(tree, item, comment.start);
      if (blanksBefore(item, comment.start) < column) continue;
      const last = runs.at(-1);
      if (last && last.end === line - 1) last.end = line;
      else runs.push({ start: line, end: line });
    }
  }
  return runs.filter(({ start, end }) => end > start).map((run) => ({ ...run, kind: 'comment' }));
}

/** The blanks directly in front of an offset; they may begin with the item, which begins behind what stands before it. */
function blanksBefore({ text }: Item, offset: number): number {
  let start = offset;
  while (start > 0 && ' \t\r\v\f'.includes(text[start - 1]!)) start--;
  return offset - start;
}
