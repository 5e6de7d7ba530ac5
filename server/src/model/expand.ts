/**
 * What keepalived does to lines before it reads them (lib/parser.c, read_line): conditions are decided, definitions
 * put in, includes followed. What comes out are directives that still know the place a person must edit.
 */
import { parse } from '../syntax/parse.ts';
import type {
  Block,
  Condition,
  Definition,
  Include,
  Item,
  Line,
  Sequence,
  Span,
  Statement,
  Word,
} from '../syntax/tree.ts';
import type { Directive, DirectiveBlock, StrayBrace } from './directive.ts';
import { type Files, folderOf } from './files.ts';
import { flatten, nest } from './nesting.ts';
import type { Place } from './place.ts';

export interface ExpandContext {
  readonly files: Files;
  /** keepalived's `-i`; where it is not known, no `@id` line counts and every `@^id` line does. */
  readonly configId?: string;
}

/** An include as it was followed. */
export interface Included {
  readonly keyword: string;
  readonly pattern: string;
  readonly place: Place;
  readonly files: readonly string[];
}

export interface Expansion {
  readonly directives: readonly Directive[];
  readonly includes: readonly Included[];
  /** Those outside any block, in order. */
  readonly strays: readonly StrayBrace[];
  /** Names with the place of every definition, in order. */
  readonly definitions: readonly { name: string; value: string; place: Place }[];
  /** Every file that took part, the configuration itself first. */
  readonly files: readonly string[];
}

/** What stands directly in a file or a block. */
interface Lines {
  readonly body: Directive[];
  readonly strays: StrayBrace[];
}

/**
 * Definitions may hold each other; what grows beyond these is left as it is, as keepalived leaves what it cannot hold.
 * Characters that one line, and a whole configuration, may take out of definitions.
 */
const LONGEST_EXPANSION = 32_768;
const LARGEST_EXPANSION = 1_000_000;
const DEEPEST_EXPANSION = 16;

/** True for an item without conditions, definitions, sequences and includes: keepalived reads it as it stands. */
export const isPlain = ({ text }: Item): boolean => !/[$@~]|\binclude/.test(text);
const plainDirectives = new WeakMap<Item, { readonly file: string; readonly directives: readonly Directive[] }>();

/** Follows a configuration from its main file. A file that includes itself is followed once. */
export function expand(file: string, context: ExpandContext): Expansion {
  const includes: Included[] = [];
  const definitions: { name: string; value: string; place: Place }[] = [];
  const files: string[] = [];
  const values = new Map<string, string>();
  let left = LARGEST_EXPANSION;
  const substituted = (text: string, name: string): string => {
    if (left <= 0) return text;
    const result = substitute(text, values, name, context.configId);
    left -= Math.max(0, result.length - text.length);
    return result;
  };
  // A condition took a brace away from its partner: the blocks are others than those of the tree.
  let split = false;
  // Set by `~SEQ` and `~LST`, line after line; behind them they keep their last value.
  const sequenced = new Set<string>();

  const readFile = (name: string, open: readonly string[], into: Lines): void => {
    const tree = context.files.tree(name);
    if (!tree) return;
    if (!files.includes(name)) files.push(name);
    for (const item of tree.items) {
      if (!item.line) continue;
      if (item.line.kind === 'statement' && isPlain(item))
        for (const directive of plain(item, name)) into.body.push(directive);
      else readLine(item.line, item, name, [...open, name], into);
    }
  };

  /** What an item without conditions, definitions and includes comes to depends on nothing else: it is kept. */
  const plain = (item: Item, name: string): readonly Directive[] => {
    const known = plainDirectives.get(item);
    if (known?.file === name) return known.directives;
    const lines: Lines = { body: [], strays: [] };
    readLine(item.line!, item, name, [], lines);
    plainDirectives.set(item, { file: name, directives: lines.body });
    return lines.body;
  };

  const readLine = (line: Line, item: Item, name: string, open: readonly string[], into: Lines): void => {
    if ('condition' in line && line.condition && !counts(line.condition)) {
      if (line.kind === 'statement' && line.block) leaveOutHeader(line, item, name, open, into);
      return;
    }
    const place = ({ start, end }: Span): Place => ({ file: name, item, start, end });
    const stray = (brace: '{' | '}', span: Span) =>
      into.strays.push({ brace, place: place(span), before: into.body.length });
    switch (line.kind) {
      case 'definition':
        define(line, place(line.name));
        break;
      case 'include':
        follow(line, place(line), name, open, into);
        break;
      case 'stray-close':
        stray('}', line);
        break;
      case 'stray-open':
        stray('{', line.block.open);
        for (const inner of line.block.lines) readLine(inner, item, name, open, into);
        if (line.block.close) stray('}', line.block.close);
        break;
      case 'statement':
        for (const directive of readStatement(line, item, name, open)) into.body.push(directive);
    }
  };

  const counts = (condition: Condition | undefined): boolean => !condition || holds(condition, context.configId);

  /** A condition decides over its own line only: the lines of the block, and the `}`, are read all the same. */
  const leaveOutHeader = (line: Statement, item: Item, name: string, open: readonly string[], into: Lines): void => {
    const { block, words } = line;
    if (!block) return;
    split = true;
    const brace = (text: '{' | '}', { start, end }: Span) =>
      into.strays.push({ brace: text, place: { file: name, item, start, end }, before: into.body.length });
    const onOtherLine = item.text.slice(words.at(-1)!.end, block.open.start).includes('\n');
    if (onOtherLine && counts(block.open.condition)) brace('{', block.open);
    for (const inner of block.lines) readLine(inner, item, name, open, into);
    if (block.close && counts(block.close.condition)) brace('}', block.close);
  };

  const readBlock = (block: Block, item: Item, name: string, open: readonly string[]): DirectiveBlock => {
    const { body, strays }: Lines = { body: [], strays: [] };
    for (const inner of block.lines) readLine(inner, item, name, open, { body, strays });
    const closed = block.close && counts(block.close.condition);
    if (block.close && !closed) split = true;
    return {
      open: block.open,
      ...(closed && { close: block.close }),
      body,
      ...(strays.length && { strays }),
    };
  };

  const readStatement = (line: Statement, item: Item, name: string, open: readonly string[]): Directive[] => {
    for (const sequence of line.sequences ?? []) for (const variable of variablesOf(sequence)) sequenced.add(variable);
    const block = line.block && readBlock(line.block, item, name, open);
    const header = item.text.slice(line.words[0].start, line.words.at(-1)!.end);
    const expanded = header.includes('$') && !line.sequences ? substituted(header, name) : header;
    const { start, end } = line;
    if (expanded === header) {
      const generated = (line.sequences || uses(header, sequenced)) && { generated: true as const };
      return [{ file: name, item, words: line.words, start, end, ...(block && { block }), ...generated }];
    }
    return fromText(expanded, line, item, name, block);
  };

  /** A line in which definitions were put in is read again: it may have become many words, or many lines. */
  const fromText = (text: string, line: Statement, item: Item, name: string, block?: DirectiveBlock): Directive[] => {
    const use = { start: line.words[0].start, end: line.words.at(-1)!.end };
    const unchanged = new Map(line.words.map((word) => [word.text, word]));
    const at = (word: Word): Word => ({ ...word, ...(unchanged.get(word.text) ?? use) });
    // Definitions among the lines would have to be put in line by line: what follows them is not known.
    const defines = /^[ \t]*\$[A-Za-z_]\w*=/m.test(text);
    const convert = (inner: Line): Directive[] => {
      if (inner.kind !== 'statement') return [];
      const words = inner.words.map(at) as [Word, ...Word[]];
      const own = inner.block && {
        open: use,
        ...(inner.block.close && { close: use }),
        body: inner.block.lines.flatMap(convert),
      };
      const generated = (inner.sequences || defines || uses(text, sequenced)) && { generated: true as const };
      return [{ file: name, item, words, ...use, ...(own && { block: own }), ...generated }];
    };
    const directives = parse(text).items.flatMap((inner) => (inner.line ? convert(inner.line) : []));
    const last = directives.at(-1);
    if (block && last && !last.block) directives[directives.length - 1] = { ...last, end: line.end, block };
    return directives;
  };

  const define = (line: Definition, place: Place): void => {
    const unescaped = line.value.text.replace(/\\([#!])/g, '$1');
    const value = unescaped.replace(/\\[ \t]*\r?\n[ \t]*/g, '\n').trimEnd();
    values.set(line.name.text, value);
    definitions.push({ name: line.name.text, value, place });
  };

  const follow = (line: Include, place: Place, name: string, open: readonly string[], into: Lines): void => {
    const pattern = substituted(line.pattern.text, name);
    const found = context.files.match(pattern, name);
    includes.push({ keyword: line.keyword.text, pattern, place, files: found });
    for (const next of found) if (!open.includes(next)) readFile(next, open, into);
  };

  const top: Lines = { body: [], strays: [] };
  readFile(file, [], top);
  const { body, strays } = split ? nest(flatten(top)) : top;
  return { directives: body, includes, strays, definitions, files };
}

/** Names that `~SEQ(NAME, ...)` or `~LST({A, B}, ...)` sets. */
const variablesOf = ({ text }: Sequence): string[] =>
  (/\(\s*(?:\{([^}]*)\}|([^,)]*))/.exec(text) ?? [])
    .slice(1)
    .flatMap((names) => (names ?? '').split(','))
    .map((variable) => variable.trim());

const uses = (text: string, names: ReadonlySet<string>): boolean =>
  names.size > 0 && [...text.matchAll(/\$\{?(\w+)/g)].some(([, used]) => names.has(used!));

const holds = ({ id, negated }: Condition, configId: string | undefined): boolean => (id === configId) !== negated;

/**
 * Puts definitions in, recursively: `${NAME}` anywhere, `$NAME` only before a blank, `,`, `)` or the end. What is not
 * defined stays as it is.
 */
function substitute(
  text: string,
  values: ReadonlyMap<string, string>,
  file: string,
  configId: string | undefined,
): string {
  let left = LONGEST_EXPANSION;
  const definitionOf = (name: string): string | undefined => {
    if (name === '_PWD') return folderOf(file).replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, '');
    if (name === '_INSTANCE') return configId;
    if (name === '_HASH') return '#';
    if (name === '_BANG') return '!';
    return values.get(name);
  };
  const putIn = (source: string, depth: number): string =>
    source.replace(
      /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)(?=[ \t\n,)]|$))/g,
      (whole, braced?: string, bare?: string) => {
        const value = definitionOf((braced ?? bare)!);
        if (value === undefined || depth > DEEPEST_EXPANSION || left < value.length) return whole;
        left -= value.length;
        return value.includes('$') ? putIn(value, depth + 1) : value;
      },
    );
  return putIn(text, 0);
}
