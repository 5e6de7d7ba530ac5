/** The outline of a file: its blocks. */
import { positionIn, type Range } from '../model/place.ts';
import { type Item, type Line, linesOf, type Span, type Tree } from '../syntax/tree.ts';
import type { Document } from './document.ts';
import { enter, type Scope, scopeOf } from './scope.ts';

export interface DocumentSymbol {
  /** The block's keyword and its name, e.g. `vrrp_instance VI_1`. */
  readonly name: string;
  /** The first words of a list's entries. */
  readonly detail?: string;
  readonly kind: 'object' | 'block' | 'list';
  readonly range: Range;
  readonly selection: Range;
  readonly children: readonly DocumentSymbol[];
}

export function documentSymbols({ tree, within }: Document): DocumentSymbol[] {
  const scope = scopeOf([], within);
  return tree.items.flatMap((item) => (item.line ? symbolsIn(item.line, item, tree, scope) : []));
}

function symbolsIn(line: Line, item: Item, tree: Tree, scope: Scope): DocumentSymbol[] {
  const lines = linesOf(line);
  if (line.kind !== 'statement' || !line.block) return lines.flatMap((inner) => symbolsIn(inner, item, tree, scope));
  const range = ({ start, end }: Span): Range => ({
    start: positionIn(tree, item, start),
    end: positionIn(tree, item, end),
  });
  const [keyword, name] = line.words;
  const inside = enter(scope, line);
  const isList = inside.list !== undefined && inside !== scope;
  return [
    {
      // Editors refuse a symbol without a name, and `""` is one that a person may write.
      name:
        line.words
          .map(({ text }) => text)
          .join(' ')
          .trim() || '""',
      ...(isList && { detail: entries(lines) }),
      kind: isList ? 'list' : name ? 'object' : 'block',
      range: range(line),
      selection: range(name ?? keyword),
      children: isList ? [] : lines.flatMap((each) => symbolsIn(each, item, tree, inside)),
    },
  ];
}

const MOST_ENTRIES = 4;

function entries(lines: readonly Line[]): string {
  const words = lines.flatMap((line) => (line.kind === 'statement' ? [line.words[0].text] : []));
  return [...words.slice(0, MOST_ENTRIES), ...(words.length > MOST_ENTRIES ? ['…'] : [])].join(', ');
}
