/** Items that keepalived reads as the tree shows them, as directives. They depend on nothing else and are kept. */
import type { Block, Item, Line, Span, Statement } from '../../syntax/tree.ts';
import type { Directive, DirectiveBlock, StrayBrace } from '../directive.ts';
import type { FlatLine } from '../nesting.ts';
import { flatten } from '../nesting.ts';

type Lines = readonly FlatLine[];
const known = new WeakMap<Item, { readonly file: string; readonly lines: Lines }>();

/** A whole directive, or lines and braces where the item's own braces do not match. */
export function plainLines(item: Item, file: string): Lines {
  const done = known.get(item);
  if (done?.file === file) return done.lines;
  const body: Directive[] = [];
  const strays: StrayBrace[] = [];
  addLine(item.line!, item, file, body, strays);
  const [only] = body;
  const isWhole = strays.length === 0 && body.length === 1 && (!only!.block || only!.block.close);
  const lines: Lines = isWhole ? [{ whole: only! }] : [...flatten({ body, strays })];
  known.set(item, { file, lines });
  return lines;
}

function addLine(line: Line, item: Item, file: string, body: Directive[], strays: StrayBrace[]): void {
  const stray = (brace: '{' | '}', { start, end }: Span) =>
    strays.push({ brace, place: { file, item, start, end }, before: body.length });
  if (line.kind === 'statement') body.push(statement(line, item, file));
  else if (line.kind === 'stray-close') stray('}', line);
  else if (line.kind === 'stray-open') {
    const { open, lines, close } = line.block;
    stray('{', open);
    for (const inner of lines) addLine(inner, item, file, body, strays);
    if (close) stray('}', close);
  }
}

function statement({ words, start, end, block }: Statement, item: Item, file: string): Directive {
  return { file, item, words, start, end, ...(block && { block: blockOf(block, item, file) }) };
}

function blockOf({ open, close, lines }: Block, item: Item, file: string): DirectiveBlock {
  const body: Directive[] = [];
  const strays: StrayBrace[] = [];
  for (const inner of lines) addLine(inner, item, file, body, strays);
  return { open, ...(close && { close }), body, ...(strays.length && { strays }) };
}
