/** Directives as the lines that keepalived reads, braces included, and back: lines as directives with blocks. */
import { DEEPEST_BLOCK, TOP_LEVEL_ONLY } from '../syntax/topLevel.ts';
import type { Span } from '../syntax/tree.ts';
import { type Directive, placeOf, type StrayBrace } from './directive.ts';
import type { Place } from './place.ts';

/** What stands directly in a file or a block. */
export interface Body {
  readonly body: readonly Directive[];
  readonly strays?: readonly StrayBrace[];
}

/** A directive's words, a brace, or a directive with its block, whose braces match. */
export type FlatLine = DirectiveLine | BraceLine | WholeLine;
interface DirectiveLine {
  readonly directive: Directive;
  readonly brace?: undefined;
  readonly whole?: undefined;
}
interface BraceLine {
  readonly brace: '{' | '}';
  readonly place: Place;
  readonly directive?: undefined;
  readonly whole?: undefined;
}

interface WholeLine {
  readonly whole: Directive;
  readonly brace?: undefined;
  readonly directive?: undefined;
}

export function* flatten({ body, strays = [] }: Body): Generator<DirectiveLine | BraceLine> {
  let next = 0;
  for (let index = 0; index <= body.length; index++) {
    for (let stray = strays[next]; stray?.before === index; stray = strays[++next]) yield stray;
    const directive = body[index];
    if (!directive) return;
    yield { directive };
    const { block } = directive;
    if (!block) continue;
    yield { brace: '{', place: placeOf(directive, block.open) };
    yield* flatten(block);
    if (block.close) yield { brace: '}', place: placeOf(directive, block.close) };
  }
}

interface Frame {
  /** Whose block this is; a stray `{` and the file itself have none. */
  readonly header?: Directive;
  readonly open?: Place;
  readonly body: Directive[];
  readonly strays: StrayBrace[];
}

/** Puts lines into blocks by their braces, as the grammar does with those of a file: a top-level keyword ends a block. */
export function nest(lines: Iterable<FlatLine>): { body: Directive[]; strays: StrayBrace[] } {
  const file: Frame = { body: [], strays: [] };
  const frames: Frame[] = [file];
  let header: Directive | undefined;
  let tooDeep = 0;
  const finish = (close?: Place): void => {
    const frame = frames.pop()!;
    const around = frames.at(-1)!;
    if (!frame.header) {
      if (close) around.strays.push({ brace: '}', place: close, before: around.body.length });
      return;
    }
    around.body.push(withBlock(frame, frame.header, close));
  };
  for (const line of lines) {
    const frame = frames.at(-1)!;
    const directive = line.whole ?? line.directive;
    if (directive) {
      const [{ text, quotes }] = directive.words;
      if (!quotes && TOP_LEVEL_ONLY.has(text)) {
        while (frames.length > 1) finish();
        tooDeep = 0;
      }
      const read = line.whole || !directive.block ? directive : withoutBlock(directive);
      frames.at(-1)!.body.push(read);
      header = read.block ? undefined : read;
      continue;
    }
    const { brace, place } = line as BraceLine;
    if (brace === '}') {
      if (tooDeep > 0) tooDeep--;
      else if (frames.length > 1) finish(place);
      else file.strays.push({ brace: '}', place, before: file.body.length });
    } else if (frames.length > DEEPEST_BLOCK) {
      tooDeep++;
    } else if (header) {
      frame.body.pop();
      frames.push({ header, open: place, body: [], strays: [] });
    } else {
      frame.strays.push({ brace: '{', place, before: frame.body.length });
      frames.push({ body: frame.body, strays: frame.strays });
    }
    header = undefined;
  }
  while (frames.length > 1) finish();
  return file;
}

const withoutBlock = ({ block, ...words }: Directive): Directive => words;

function withBlock({ open, body, strays }: Frame, header: Directive, close: Place | undefined): Directive {
  const behind = header.words.at(-1)!.end;
  // A brace in another item has no place among this one's: it is taken to stand behind the words.
  const spanIn = (place: Place | undefined): Span =>
    place?.item === header.item ? { start: place.start, end: place.end } : { start: behind, end: behind };
  const block = {
    open: spanIn(open),
    ...(close && { close: spanIn(close) }),
    body,
    ...(strays.length && { strays }),
  };
  const last = body.at(-1);
  const end = close ? block.close!.end : last?.item === header.item ? last.end : block.open.end;
  return { ...header, end: Math.max(header.end, end), block };
}
