/** `# keepalived-ha: …`: comments that speak to us and not to people. */
import type { Item, Span, Tree } from '../syntax/tree.ts';

export interface OwnComment extends Span {
  readonly item: Item;
  /** What follows the colon; it ends where the comment does. */
  readonly text: string;
  /** Nothing else stands on its line. */
  readonly ownLine: boolean;
}

const MARK = 'keepalived-ha:';
const COMMENT = new RegExp(`^[!#]+\\s*${MARK}\\s*`);

const kept = new WeakMap<Tree, readonly OwnComment[]>();

/** In the order in which they stand. */
export function ownCommentsOf(tree: Tree): readonly OwnComment[] {
  const known = kept.get(tree) ?? find(tree);
  kept.set(tree, known);
  return known;
}

const find = ({ items }: Tree): OwnComment[] =>
  items.flatMap((item, index) => {
    if (!item.text.includes(MARK)) return [];
    const startsLine = index === 0 || items[index - 1]!.text.endsWith('\n');
    return item.comments.flatMap(({ start, end }): OwnComment[] => {
      const comment = item.text.slice(start, end);
      const [head] = COMMENT.exec(comment) ?? [];
      if (head === undefined) return [];
      return [{ item, start, end, text: comment.slice(head.length), ownLine: isOwnLine(item, start, startsLine) }];
    });
  });

function isOwnLine({ text }: Item, start: number, startsLine: boolean): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  return text.slice(lineStart, start).trim() === '' && (lineStart > 0 || startsLine);
}
