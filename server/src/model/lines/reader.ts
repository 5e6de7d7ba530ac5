/**
 * What keepalived does to lines before it looks at their words (lib/parser.c, read_line): comments taken away, conditions
 * decided, definitions kept and put in, generators run, includes opened, lines cut at braces. What a line became of is
 * examined again, so every part of this may bring forth any other.
 */
import type { Version } from '../../schema/index.ts';
import type { Item, Span } from '../../syntax/tree.ts';
import type { Files } from '../files.ts';
import { folderOf, isKnowable, plainPath } from '../files.ts';
import type { FlatLine } from '../nesting.ts';
import type { Place } from '../place.ts';
import { FileCursor, type Part, partAt, spanIn } from './cursor.ts';
import { decomment } from './decomment.ts';
import { type Defined, headOf, substitute } from './definitions.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { type Generator, isGenerator, ROOM_FOR_NUMBERS, readGenerator } from './generators.ts';
import { checksOf, type IncludeChecks, includeChecksIn, withIncludeCheck } from './includeChecks.ts';
import { plainLines } from './plain.ts';
import type { LineProblem } from './problems.ts';
import { isUnknown, putIn, type Sourced, slice, spanOf, written } from './sourced.ts';
import { toDirective } from './words.ts';

export interface ReaderContext {
  readonly files: Files;
  readonly configId?: string;
  readonly version: Version;
}

/** An include as it was followed. */
export interface Included {
  readonly keyword: string;
  readonly pattern: string;
  readonly place: Place;
  /** The file from whose folder the pattern is seen. */
  readonly from: string;
  readonly files: readonly string[];
  /** What of it is an error. */
  readonly checks: IncludeChecks;
  /** A part of the pattern is only known where keepalived runs. */
  readonly unknown: boolean;
}

/** A use of a definition that stands in a file, and what it became; several values where a generator repeats it. */
export interface Use {
  readonly name: string;
  readonly place: Place;
  readonly values: readonly string[];
  readonly definition: Defined;
}

/** A line of a file that stands for others. */
export interface Made {
  readonly place: Place;
  /** The first of them. */
  readonly lines: readonly string[];
  readonly count: number;
}

/** What the reading teaches besides the lines. */
export interface Log {
  readonly files: string[];
  readonly includes: Included[];
  readonly definitions: Defined[];
  readonly problems: LineProblem[];
  readonly uses: Use[];
  readonly made: Made[];
  readonly conditions: Set<string>;
}

/** keepalived's buffer for a line, its NUL included (lib/parser.h, MAXBUF). */
const ROOM_FOR_LINE = 1024;
/** keepalived has no such bounds. */
const MOST_LINES = 20_000;
const MOST_FILES = 1000;
const MOST_SHOWN = 8;
/** A physical line: whatever it becomes, this is where a person must edit. */
interface Origin {
  readonly file: string;
  readonly parts: readonly [Part, ...Part[]];
  readonly start: number;
  readonly end: number;
  /** It is an include as it stands. */
  readonly includes: boolean;
  readonly made: { readonly place: Place; readonly lines: string[]; count: number };
}

interface Current {
  readonly line: Sourced;
  readonly origin: Origin;
}

interface Running {
  readonly generator: Generator;
  readonly origin: Origin;
  next: number;
}

interface Following {
  readonly lines: readonly string[];
  readonly span: Span;
  readonly origin: Origin;
  next: number;
}

/** Reads a configuration from its main file: whole items where nothing is to be done to them, else lines and braces. */
export function* readLines(main: string, context: ReaderContext, log: Log): Iterable<FlatLine> {
  const { files, configId } = context;
  const dialect = dialectOf(context.version);
  const made = new Map<string, Defined>();
  /** Files being read, each with those that are to follow it. */
  const open: { cursor: FileCursor; rest: readonly string[]; checks: IncludeChecks }[] = [];
  const generators: Running[] = [];
  const outer: { following: Following; depth: number }[] = [];
  let following: Following | undefined;
  /** Generators older than the definition of many lines in work: they wait for its end. */
  let depth = 0;
  let residue: Current | undefined;
  let defining: Defined | undefined;
  let checks: IncludeChecks = new Set();
  /** A file that is not to be seen here may have defined anything. */
  let blind = false;
  const toldIn = new Map<Item, Set<string>>();
  let linesLeft = MOST_LINES;
  /** Braces open in lines that do not stand in a file themselves. */
  let opened = 0;
  let filesLeft = MOST_FILES;
  const uses = new Map<Item, Map<number, { use: Use; values: string[] }>>();

  const placeIn = ({ file, parts }: Pick<Origin, 'file' | 'parts'>, span: Span): Place => {
    const part = partAt(parts, span.start);
    return { file, item: part.item, ...spanIn(part, span) };
  };

  /** Says a thing once for a place, however many lines are made there. */
  const tell = (problem: LineProblem): void => {
    const { item, start } = problem.place;
    const told = toldIn.get(item) ?? new Set();
    toldIn.set(item, told);
    const key = `${start} ${problem.kind}`;
    if (!told.has(key)) log.problems.push(problem);
    told.add(key);
  };

  const openFiles = (names: readonly string[]): void => {
    for (const [index, name] of names.entries()) {
      const tree = filesLeft > 0 ? files.tree(name) : undefined;
      if (!tree) continue;
      filesLeft--;
      if (!log.files.includes(name)) log.files.push(name);
      open.push({ cursor: new FileCursor(name, tree), rest: names.slice(index + 1), checks });
      return;
    }
  };

  /** The next line of a generator or of a definition of many lines. */
  const nextLine = (): Current | undefined => {
    const running = generators.length > depth ? generators.at(-1) : undefined;
    const origin = running?.origin ?? following?.origin;
    if (origin && --linesLeft < 0) {
      if (linesLeft === -1) tell({ kind: 'too-many-lines', place: placeIn(origin, origin) });
      generators.length = 0;
      outer.length = 0;
      following = undefined;
      depth = 0;
      return undefined;
    }
    if (running) {
      const { generator, origin } = running;
      for (const [name, value] of generator.valuesAt(running.next++)) {
        made.set(name, { name, value, multiline: false, place: placeIn(origin, origin) });
      }
      if (running.next >= generator.count) generators.pop();
      return { line: generator.text, origin };
    }
    if (following) {
      const { lines, span, origin } = following;
      const line = putIn(lines[following.next++] ?? '', span);
      if (following.next >= lines.length) {
        const around = outer.pop();
        following = around?.following;
        depth = around?.depth ?? 0;
      }
      return { line, origin };
    }
    return undefined;
  };

  const physicalLine = (cursor: FileCursor): Current | 'end' | undefined => {
    const physical = cursor.nextLine();
    if (!physical) return 'end';
    const { parts, start } = physical;
    const text = physical.text.replace(/\r+$/, '');
    const place = (from: number, to: number): Place =>
      placeIn({ file: cursor.file, parts }, { start: start + from, end: start + to });
    const first = decomment(written(text, start), dialect);
    if (!first.text && defining && text !== '')
      tell({ kind: 'definition-cut', name: defining.name, place: place(0, text.length) });
    if (!first.text) {
      defining = undefined;
      return undefined;
    }
    const line = dialect.readsCopy && /[#!]/.test(first.text) ? decomment(first, dialect) : first;
    if (line.text.length < first.text.length) {
      const sign = text.search(/\\[#!]/);
      tell({ kind: 'sign-lost', place: place(sign, sign + 2) });
    }
    if (!line.text) return undefined;
    const origin = {
      file: cursor.file,
      parts,
      start: spanOf(line).start,
      end: start + text.length,
      includes: isInclude(line.text, dialect),
    };
    return { line, origin: { ...origin, made: { place: placeIn(origin, origin), lines: [], count: 0 } } };
  };

  const continueDefinition = (text: string): void => {
    const { name, value, place } = defining!;
    const continues = text.endsWith('\\');
    const part = continues ? `${text.slice(0, -1).trimEnd()}\n` : text;
    const multiline = continues || value !== '';
    const longer = part === '\n' ? value : value + part;
    const definition: Defined = { name, value: longer, multiline, ...(place && { place }) };
    made.set(name, definition);
    log.definitions[log.definitions.length - 1] = definition;
    defining = continues ? definition : undefined;
  };

  const define = (line: Sourced, origin: Origin): boolean => {
    const head = headOf(line.text);
    if (!head) return false;
    const place = placeIn(origin, spanOf(line, head.at, head.at + head.name.length));
    const value = head.continues && head.value ? `${head.value}\n` : head.value;
    const definition: Defined = { name: head.name, value, multiline: head.continues, place };
    made.set(head.name, definition);
    log.definitions.push(definition);
    defining = head.continues ? definition : undefined;
    return true;
  };

  const standsForMany = ({ made: lines }: Origin): void => {
    if (log.made.at(-1) !== lines) log.made.push(lines);
  };

  const startGenerator = (line: Sourced, origin: Origin): void => {
    const generator = readGenerator(line, dialect, (text) => {
      const numbers = substitute(written(text, 0), state(), ROOM_FOR_NUMBERS);
      return numbers.follow.length ? 'multiline' : numbers.line.text;
    });
    if (typeof generator !== 'string') {
      generators.push({ generator, origin, next: 0 });
      standsForMany(origin);
      return;
    }
    const list = line.text.startsWith('~LST');
    tell({ kind: 'generator', problem: generator, list, place: placeIn(origin, spanOf(line)) });
  };

  const state = () => ({
    dialect,
    blind,
    configId,
    folder: plainPath(folderOf(open.at(-1)?.cursor.file ?? main)),
    made,
  });

  const noteUses = (puts: ReturnType<typeof substitute>['puts'], line: Sourced, origin: Origin): void => {
    for (const { span, definition } of puts) {
      const place = placeIn(origin, span);
      const inItem = uses.get(place.item) ?? new Map();
      uses.set(place.item, inItem);
      const value = definition.multiline
        ? definition.value.trimEnd()
        : line.pieces
            .filter(({ kind, start, end }) => kind === 'put-in' && start === span.start && end === span.end)
            .map(({ text }) => text)
            .join('');
      const known = inItem.get(place.start);
      if (known) {
        if (known.values.length < MOST_SHOWN && !known.values.includes(value)) known.values.push(value);
        continue;
      }
      const values = [value];
      const use: Use = { name: definition.name, place, values, definition };
      inItem.set(place.start, { use, values });
      log.uses.push(use);
    }
  };

  /** Conditions, definitions, generators and uses at the start of a line; undefined where nothing of it is left. */
  const examine = ({ line: read, origin }: Current): Sourced | undefined => {
    let line = read;
    for (;;) {
      const condition = CONDITION.exec(line.text);
      if (line.text.startsWith('@')) {
        // With nothing behind it a line is dropped, whatever the id.
        if (!condition) return undefined;
        const [whole, not, id = ''] = condition;
        if (id) log.conditions.add(id);
        if ((id === configId) === (not === '^')) return undefined;
        line = slice(line, whole.length);
      }
      if (line.text.startsWith('$') && define(line, origin)) return undefined;
      if (isGenerator(line.text, dialect)) {
        startGenerator(line, origin);
        return undefined;
      }
      if (line.text.startsWith('~') || !line.text.includes('$')) return line;
      const done = substitute(line, state(), ROOM_FOR_LINE);
      for (const problem of done.problems) tell({ ...problem, place: placeIn(origin, problem.span) });
      line = done.line;
      if (!done.changed) return line;
      noteUses(done.puts, line, origin);
      for (const { lines, span } of done.follow.toReversed()) {
        if (following) outer.push({ following, depth });
        depth = generators.length;
        following = { lines, span, origin, next: 0 };
        standsForMany(origin);
      }
      line = decomment(line, dialect);
      const again =
        line.text.startsWith('@') || line.pieces.some(({ kind, text }) => kind !== 'unknown' && text.includes('$'));
      if (!again || dialect.examinesOnce) return line;
    }
  };

  const include = (line: Sourced, origin: Origin): boolean => {
    const [whole, keyword = '', pattern = ''] = INCLUDE.exec(line.text) ?? [];
    if (whole === undefined || !isInclude(line.text, dialect)) return false;
    const place = placeIn(origin, spanOf(line));
    const from = open.at(-1)?.cursor.file ?? main;
    const found = files.match(pattern, from);
    const unknown = isUnknown(line, 0, line.text.length);
    blind ||= unknown || (found.length === 0 && !isKnowable(pattern, main));
    log.includes.push({ keyword, pattern, place, from, files: found, checks: checksOf(keyword, checks), unknown });
    const names = found.filter((name) => {
      const isOpen = open.some(({ cursor, rest }) => cursor.file === name || rest.includes(name));
      if (isOpen) tell({ kind: 'cycle', file: name, place });
      return !isOpen;
    });
    const twice = dialect.readsCopy && !origin.includes && names.length > 0;
    if (twice) tell({ kind: 'read-twice', file: names[0]!, place });
    if (names.length && filesLeft <= 0) tell({ kind: 'too-many-files', place });
    openFiles(twice ? [...names, ...names] : names);
    return true;
  };

  openFiles([main]);
  for (;;) {
    let current = residue ?? nextLine();
    residue = undefined;
    if (!current) {
      // What was begun by lines that are not read to their end is closed: the rest of the file is read as it is meant.
      if (linesLeft < 0) for (; opened > 0; opened--) yield { brace: '}', place: log.problems.at(-1)!.place };
      opened = 0;
      const file = open.at(-1);
      if (!file) return;
      const item = defining ? undefined : file.cursor.takeItem();
      if (item) {
        for (const read of plainLines(item, file.cursor.file)) {
          if (read.whole) for (const set of includeChecksIn(read.whole)) checks = withIncludeCheck(checks, set);
          yield read;
        }
        continue;
      }
      const physical = physicalLine(file.cursor);
      if (physical === 'end') {
        open.pop();
        checks = file.checks;
        openFiles(file.rest);
      }
      if (!physical || physical === 'end') continue;
      current = physical;
    }
    if (defining) {
      continueDefinition(current.line.text);
      continue;
    }
    if (!current.line.text) continue;
    const { origin } = current;
    const line = examine(current);
    if (!line?.text || include(line, origin)) continue;
    const { head, brace, tail } = cut(line);
    if (tail.text) residue = { line: tail, origin };
    if (origin.made.count++ < MOST_SHOWN) origin.made.lines.push(head.text);
    if (brace) {
      opened = Math.max(0, opened + (brace === '{' ? 1 : -1));
      yield { brace, place: placeIn(origin, spanOf(head, 0, 1)) };
    } else {
      const directive = toDirective(head, origin.file, partAt(origin.parts, spanOf(head, 0, 1).start));
      if (!directive) continue;
      if (directive.words[0].text === 'include_check') checks = withIncludeCheck(checks, directive);
      yield { directive };
    }
  }
}
const INCLUDE = /^(include[rmwba]?)[ \t\v\f](?:[ \t]*)(.*)$/s;

function isInclude(text: string, { includeLevels }: Dialect): boolean {
  const [, keyword] = INCLUDE.exec(text) ?? [];
  return keyword === 'include' || (includeLevels && keyword !== undefined);
}

const CONDITION = /^@(\^?)([^ \t]*)[ \t]+/;

/** Cuts a line at its first brace outside quotes, or behind the brace that it begins with. */
function cut(line: Sourced): { head: Sourced; brace?: '{' | '}'; tail: Sourced } {
  const { text } = line;
  const first = text[0];
  if (first === '{' || first === '}') {
    return { head: slice(line, 0, 1), brace: first, tail: trimmed(slice(line, /^.[ \t]*/.exec(text)![0].length)) };
  }
  const at = firstBrace(text);
  return { head: trimmed(slice(line, 0, at)), tail: trimmed(slice(line, at)) };
}

const BRACE_OR_QUOTE = /\$\{[^{}"]*\}|[{}"]/g;

/** Braces of a use that nothing defines stay with it: what keepalived makes of those is said of the whole line. */
function firstBrace(text: string): number {
  BRACE_OR_QUOTE.lastIndex = 0;
  for (let match = BRACE_OR_QUOTE.exec(text); match; match = BRACE_OR_QUOTE.exec(text)) {
    if (match[0] === '{' || match[0] === '}') return match.index;
    if (match[0] !== '"') continue;
    const close = text.indexOf('"', match.index + 1);
    if (close < 0) break;
    BRACE_OR_QUOTE.lastIndex = close + 1;
  }
  return text.length;
}

const trimmed = (line: Sourced): Sourced => slice(line, 0, line.text.replace(/[ \t]+$/, '').length);
