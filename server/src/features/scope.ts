/** Where a position is: inside which blocks, on which line, and what the schema lets stand there. */
import { itemAt } from '../model/place.ts';
import { resolveIn } from '../model/settings.ts';
import { type Keyword, type ListKeyword, lookup, ROOT } from '../schema/index.ts';
import type { Item, Line, Statement, Tree } from '../syntax/tree.ts';
import { linesOf } from '../syntax/tree.ts';

/** What may stand at a place: the keywords of a block, or the entries of a list. */
export interface Scope {
  /** Names of the blocks around it, outermost first, as the schema has them. */
  readonly path: readonly string[];
  readonly keywords: ReadonlyMap<string, Keyword>;
  /** Set inside a list, where no keywords are looked for. */
  readonly list?: ListKeyword;
}

export interface Spot {
  readonly item: Item;
  /** Offset in the item. */
  readonly at: number;
  /** The blocks that hold the spot between their braces, outermost first. */
  readonly blocks: readonly Statement[];
  /** The line whose own words hold the spot or end at it, blocks left out. */
  readonly line?: Line;
}

/**
 * Finds an offset of the file in its tree. A block that was never closed goes on to the next line of its own level, so
 * that a person who is still typing is inside it.
 */
export function spotAt(tree: Tree, offset: number): Spot {
  const here = itemAt(tree, offset);
  const inFront = here.item.line === undefined || here.offset < here.item.line.start;
  if (inFront && offset > 0) {
    const before = previousLine(tree, offset - here.offset);
    if (before) {
      const { item, line } = before;
      const at = Math.min(item.text.length, offset - before.start);
      const touches = offset - before.start === item.text.length;
      const blocks = unclosed(line);
      if (touches || blocks.length > 0) return spotIn(item, line, at, touches);
    }
  }
  const { item } = here;
  return item.line ? spotIn(item, item.line, here.offset, true) : { item, at: here.offset, blocks: [] };
}

/** The item in front of an offset where an item begins. */
function previousLine(tree: Tree, start: number): { item: Item; line: Line; start: number } | undefined {
  if (start <= 0) return undefined;
  const { item, offset } = itemAt(tree, start - 1);
  return item.line && { item, line: item.line, start: start - 1 - offset };
}

function spotIn(item: Item, top: Line, at: number, mayTouch: boolean): Spot {
  const blocks: Statement[] = [];
  let lines: readonly Line[] = [top];
  for (;;) {
    const line = lineAt(lines, at);
    if (!line) return { item, at, blocks };
    const body = 'block' in line ? line.block : undefined;
    if (!body || at < body.open.end)
      return touchesWords(line, at) && mayTouch ? { item, at, blocks, line } : { item, at, blocks };
    if (body.close && at > body.close.start) return { item, at, blocks };
    if (line.kind === 'statement') blocks.push(line);
    lines = body.lines;
  }
}

/** The last line that begins at or before an offset; they stand in their order. */
function lineAt(lines: readonly Line[], at: number): Line | undefined {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.start <= at) low = middle + 1;
    else high = middle;
  }
  const line = lines[low - 1];
  const ends = line && (at <= line.end || unclosed(line).length > 0);
  return ends ? line : undefined;
}

const touchesWords = (line: Line, at: number): boolean =>
  line.kind === 'statement' ? at <= line.words.at(-1)!.end : at <= line.end;

/** The blocks at the end of a line that have no `}`, outermost first. */
function unclosed(line: Line): Statement[] {
  if (line.kind !== 'statement' || !line.block || line.block.close) return [];
  const last = line.block.lines.at(-1);
  return last ? [line, ...unclosed(last)] : [line];
}

/** What may stand inside these blocks, of a file that is included inside `within`. */
export function scopeOf(blocks: readonly Statement[], within: readonly string[] = []): Scope {
  return blocks.reduce(enter, scopeOfPath(within));
}

function scopeOfPath(path: readonly string[]): Scope {
  const keyword = lookup(path);
  if (keyword?.kind === 'block') return { path, keywords: keyword.keywords };
  if (keyword?.kind === 'list') return { path, keywords: new Map(), list: keyword };
  return { path: [], keywords: ROOT };
}

/** Goes into a block as the model does: a mistyped one is taken for what it was meant to be. */
export function enter(scope: Scope, statement: Statement): Scope {
  if (scope.list) return scope;
  const keyword = scope.keywords.get(statement.words[0].text) ?? meantBy(statement, scope);
  if (keyword?.kind === 'block') return { path: [...scope.path, keyword.name], keywords: keyword.keywords };
  if (keyword?.kind === 'list') return { path: [...scope.path, keyword.name], keywords: new Map(), list: keyword };
  return scope;
}

function meantBy({ words, start, end }: Statement, { keywords, path }: Scope): Keyword | undefined {
  const item = { text: '', comments: [] };
  const block = { open: { start, end }, body: [] };
  return resolveIn([{ file: '', item, words, start, end, block }], keywords, path)[0]?.meant;
}

/** The lines that stand in the innermost block, or at the top level of the file. */
export const linesAround = (tree: Tree, { blocks }: Spot): readonly Line[] => {
  const block = blocks.at(-1);
  return block ? linesOf(block) : tree.items.flatMap(({ line }) => (line ? [line] : []));
};

/** Names of the blocks around an offset of an item, as the schema has them. */
export const pathAt = (item: Item, at: number, within: readonly string[] = []): readonly string[] =>
  scopeOf(item.line ? spotIn(item, item.line, at, true).blocks : [], within).path;
