/**
 * What keepalived does to lines before it looks at their words (lib/parser.c, read_line): comments taken away, conditions
 * decided, definitions kept and put in, generators run, includes opened, lines cut at braces. What a line became of is
 * examined again, so every part of this may bring forth any other.
 */
import type { Version } from '../../schema/index.ts';
import { type Files, folderOf, isKnowable, plainPath } from '../files.ts';
import type { FlatLine } from '../nesting.ts';
import { type FileCursor, partAt } from './cursor.ts';
import { cut } from './cut.ts';
import { decomment } from './decomment.ts';
import { type Defined, type Definitions, headOf, substitute } from './definitions.ts';
import { type Dialect, dialectOf } from './dialect.ts';
import { isGenerator, ROOM_FOR_NUMBERS, readGenerator } from './generators.ts';
import { checksOf, includeChecksIn, withIncludeCheck } from './includeChecks.ts';
import type { Log } from './log.ts';
import { OpenFiles } from './openFiles.ts';
import { type Current, homesOf, type Origin, placeIn } from './origin.ts';
import { plainLines } from './plain.ts';
import { isUnknown, type Sourced, slice, spanOf, written } from './sourced.ts';
import { Waiting } from './waiting.ts';
import { toDirective } from './words.ts';

export interface ReaderContext {
  readonly files: Files;
  readonly configId?: string;
  readonly version: Version;
}

/** keepalived's buffer for a line, its NUL included (lib/parser.h, MAXBUF). */
const ROOM_FOR_LINE = 1024;
/** Of generators and definitions of many lines; keepalived has no such bound. */
const MOST_LINES = 20_000;

const CONDITION = /^@(\^?)([^ \t]*)[ \t]+/;
const INCLUDE = /^(include[rmwba]?)[ \t\v\f][ \t]*(.*)$/s;

/** Reads a configuration from its main file: whole items where nothing is to be done to them, else lines and braces. */
export class LineReader {
  private readonly main: string;
  private readonly context: ReaderContext;
  private readonly log: Log;
  private readonly dialect: Dialect;
  private readonly open: OpenFiles;
  private readonly waiting = new Waiting();
  private readonly defined = new Map<string, Defined>();
  /** A definition whose next line is to come. */
  private defining: Defined | undefined;
  /** A file that is not to be seen here may have defined anything. */
  private blind = false;
  private linesLeft = MOST_LINES;

  constructor(main: string, context: ReaderContext, log: Log) {
    this.main = main;
    this.context = context;
    this.log = log;
    this.dialect = dialectOf(context.version);
    this.open = new OpenFiles(context.files, (file) => {
      if (!log.files.includes(file)) log.files.push(file);
    });
  }

  *read(): Generator<FlatLine, void, undefined> {
    const { open, log } = this;
    let residue: Current | undefined;
    /** Braces open in lines that do not stand in a file themselves. */
    let opened = 0;
    open.open([this.main]);
    for (;;) {
      let current = residue ?? this.nextWaiting();
      residue = undefined;
      if (!current) {
        // Of what is not read to its end the blocks are closed: the rest of the file is read as it is meant.
        if (this.linesLeft < 0) for (; opened > 0; opened--) yield { brace: '}', place: log.problems.at(-1)!.place };
        opened = 0;
        const file = open.current;
        if (!file) return;
        const item = this.defining ? undefined : file.takeItem();
        if (item) {
          for (const line of plainLines(item, file.file)) {
            for (const set of line.whole ? includeChecksIn(line.whole) : [])
              open.checks = withIncludeCheck(open.checks, set);
            yield line;
          }
          continue;
        }
        current = this.nextPhysical(file);
        if (!current) continue;
      }
      const { origin } = current;
      const line = this.defining ? this.continueDefinition(this.defining, current) : this.examine(current);
      if (!line?.text || this.include(line, origin)) continue;
      const { head, brace, tail } = cut(line);
      if (tail.text) residue = { line: tail, origin };
      log.makes(head.text, origin);
      const start = spanOf(head, 0, 1);
      if (brace) {
        opened = Math.max(0, opened + (brace === '{' ? 1 : -1));
        yield { brace, place: placeIn(origin, start) };
        continue;
      }
      const directive = toDirective(head, origin.file, partAt(origin.parts, start.start));
      if (!directive) continue;
      if (directive.words[0].text === 'include_check') open.checks = withIncludeCheck(open.checks, directive);
      yield { directive };
    }
  }

  /** The next line of a generator or of a definition of many lines. */
  private nextWaiting(): Current | undefined {
    const { origin } = this.waiting;
    if (!origin) return undefined;
    if (--this.linesLeft < 0) {
      if (this.linesLeft === -1) this.log.tell({ kind: 'too-many-lines', place: placeIn(origin, origin) });
      this.waiting.drop();
      return undefined;
    }
    return this.waiting.next((values, { made: { place } }) => {
      for (const [name, value] of values) this.defined.set(name, { name, value, multiline: false, place });
    });
  }

  private nextPhysical(cursor: FileCursor): Current | undefined {
    const { dialect, log } = this;
    const physical = cursor.nextLine();
    if (!physical) {
      this.open.close();
      return undefined;
    }
    const { parts, start } = physical;
    const { file } = cursor;
    const text = physical.text.replace(/\r+$/, '');
    const end = start + text.length;
    const first = decomment(written(text, start), dialect);
    if (!first.text) {
      const { defining } = this;
      if (defining && text)
        log.tell({ kind: 'definition-cut', name: defining.name, place: placeIn({ file, parts }, { start, end }) });
      this.defining = undefined;
      return undefined;
    }
    const line = dialect.readsCopy && /[#!]/.test(first.text) ? decomment(first, dialect) : first;
    if (line.text.length < first.text.length) {
      const sign = start + text.search(/\\[#!]/);
      log.tell({ kind: 'sign-lost', place: placeIn({ file, parts }, { start: sign, end: sign + 2 }) });
    }
    const span = { start: spanOf(line).start, end };
    const made = { place: placeIn({ file, parts }, span), lines: [], count: 0 };
    return { line, origin: { file, parts, ...span, includes: isInclude(line.text, dialect), made } };
  }

  /** Conditions, definitions, generators and uses at the start of a line; undefined where nothing of it is left. */
  private examine({ line: read, origin }: Current): Sourced | undefined {
    const { dialect, log } = this;
    let line = read;
    for (;;) {
      if (line.text.startsWith('@')) {
        // With nothing behind it a line is dropped, whatever the id.
        const [whole, not, id = ''] = CONDITION.exec(line.text) ?? [];
        if (whole === undefined) return undefined;
        if (id) log.conditions.add(id);
        if ((id === this.context.configId) === (not === '^')) return undefined;
        line = slice(line, whole.length);
      }
      if (line.text.startsWith('$') && this.define(line, origin)) return undefined;
      if (isGenerator(line.text, dialect)) return this.generate(line, origin);
      if (line.text.startsWith('~') || !line.text.includes('$')) return line;
      const { line: after, changed, puts, follow, problems } = substitute(line, this.state(), ROOM_FOR_LINE);
      for (const problem of problems) log.tell({ ...problem, place: placeIn(origin, problem.span) });
      if (!changed) return after;
      log.putIn(puts, after, origin);
      for (const lines of follow.toReversed()) {
        this.waiting.follow(lines, origin);
        log.standsForMany(origin);
      }
      line = decomment(after, dialect);
      const uses = line.pieces.some(({ kind, text }) => kind !== 'unknown' && text.includes('$'));
      if (!uses && !line.text.startsWith('@')) return line;
      if (!dialect.examinesOnce) continue;
      if (/^(?:@|~SEQ|~LST)/.test(line.text) || headOf(line.text))
        log.tell({ kind: 'not-examined', place: placeIn(origin, spanOf(line, 0, 1)) });
      return line;
    }
  }

  private state(): Definitions {
    const file = this.open.current?.file ?? this.main;
    const { dialect, blind, defined: made } = this;
    return { dialect, blind, made, configId: this.context.configId, folder: plainPath(folderOf(file)) };
  }

  private define(line: Sourced, origin: Origin): boolean {
    const head = headOf(line.text);
    if (!head) return false;
    const { name, continues } = head;
    const place = placeIn(origin, spanOf(line, head.at, head.at + name.length));
    const value = continues && head.value ? `${head.value}\n` : head.value;
    const homes = homesOf(slice(line, head.from, head.from + head.value.length), origin, 0);
    const definition: Defined = { name, value, multiline: continues, place, homes };
    this.defined.set(name, definition);
    this.log.definitions.push(definition);
    this.defining = continues ? definition : undefined;
    return true;
  }

  private continueDefinition({ name, value, place, homes = [] }: Defined, { line, origin }: Current): undefined {
    const { text } = line;
    const continues = text.endsWith('\\');
    const code = continues ? text.slice(0, -1).trimEnd() : text;
    const part = continues ? `${code}\n` : code;
    // Added to where they are: a copy for every line would take the square of their number.
    homes.push(...homesOf(slice(line, 0, code.length), origin, value.length));
    const definition: Defined = {
      name,
      value: part === '\n' ? value : value + part,
      multiline: continues || value !== '',
      ...(place && { place }),
      homes,
    };
    this.defined.set(name, definition);
    this.log.definitions[this.log.definitions.length - 1] = definition;
    this.defining = continues ? definition : undefined;
  }

  private generate(line: Sourced, origin: Origin): undefined {
    const generator = readGenerator(line, this.dialect, (text) => {
      const numbers = substitute(written(text, 0), this.state(), ROOM_FOR_NUMBERS);
      return numbers.follow.length ? 'multiline' : numbers.line.text;
    });
    if (typeof generator === 'string') {
      const list = line.text.startsWith('~LST');
      this.log.tell({ kind: 'generator', problem: generator, list, place: placeIn(origin, spanOf(line)) });
      return;
    }
    this.waiting.generate(generator, origin);
    this.log.standsForMany(origin);
  }

  private include(line: Sourced, origin: Origin): boolean {
    if (!isInclude(line.text, this.dialect)) return false;
    const { open, log, main } = this;
    const [, keyword = '', pattern = ''] = INCLUDE.exec(line.text) ?? [];
    const place = placeIn(origin, spanOf(line));
    const from = open.current?.file ?? main;
    const files = this.context.files.match(pattern, from);
    const unknown = isUnknown(line, 0, line.text.length);
    this.blind ||= unknown || (files.length === 0 && !isKnowable(pattern, main));
    log.includes.push({ keyword, pattern, place, from, files, checks: checksOf(keyword, open.checks), unknown });
    const again = files.filter((file) => open.isReading(file));
    for (const file of again) log.tell({ kind: 'cycle', file, place });
    const names = files.filter((file) => !again.includes(file));
    const [first] = names;
    const twice = this.dialect.readsCopy && !origin.includes;
    if (first !== undefined && twice) log.tell({ kind: 'read-twice', file: first, place });
    if (first !== undefined && open.isFull) log.tell({ kind: 'too-many-files', place });
    open.open(twice ? [...names, ...names] : names);
    return true;
  }
}

function isInclude(text: string, { includeLevels }: Dialect): boolean {
  const [, keyword] = INCLUDE.exec(text) ?? [];
  return keyword === 'include' || (includeLevels && keyword !== undefined);
}
