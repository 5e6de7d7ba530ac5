/** `~SEQ`, `~SEQx` and `~LST`: one line that stands for many (lib/parser.c, add_seq and add_lst). */
import type { Dialect } from './dialect.ts';
import type { Sourced } from './sourced.ts';
import { slice } from './sourced.ts';

/** The definitions that one of the lines is read with. */
export type Values = ReadonlyMap<string, string>;

export interface Generator {
  /** How many lines it makes. */
  readonly count: number;
  valuesAt(index: number): Values;
  /** What every one of them is made of. */
  readonly text: Sourced;
  /** Offset behind the `)`. */
  readonly end: number;
}

export type GeneratorProblem =
  | 'invalid-definition'
  | 'invalid-values'
  | 'negative-hex'
  | 'unclosed'
  | 'too-long'
  | 'multiline'
  | 'too-many-values'
  | 'invalid-list';

/** Bytes that the numbers of a `~SEQ` may have, with the `)` and a NUL. */
export const ROOM_FOR_NUMBERS = 64;

/** A line that is a generator in this release. */
export const isGenerator = (text: string, { sequences, lists }: Dialect): boolean =>
  (sequences && text.startsWith('~SEQ')) || (lists && text.startsWith('~LST'));

/** Reads one; `numbers` puts definitions into the numbers, or says why it cannot. */
export const readGenerator = (
  line: Sourced,
  dialect: Dialect,
  numbers: (text: string) => string | GeneratorProblem,
): Generator | GeneratorProblem =>
  line.text.startsWith('~SEQ') ? readSequence(line, dialect, numbers) : readList(line);

class Scanner {
  readonly text: string;
  at: number;
  constructor(text: string, at = 0) {
    this.text = text;
    this.at = at;
  }
  get next(): string | undefined {
    return this.text[this.at];
  }
  skipBlanks(): this {
    while (this.next === ' ' || this.next === '\t') this.at++;
    return this;
  }
  /** Takes a character, and the blanks behind it. */
  take(character: string): boolean {
    if (this.next !== character) return false;
    this.at++;
    this.skipBlanks();
    return true;
  }
  upTo(characters: string): string {
    const from = this.at;
    while (this.at < this.text.length && !characters.includes(this.text[this.at]!)) this.at++;
    return this.text.slice(from, this.at);
  }
  /** As strtol(3) with base 0: what is no number is 0. */
  number(): number {
    const pattern = /[ \t\n\v\f\r]*([+-]?)(?:0[xX]([0-9a-fA-F]+)|(0[0-7]*)|([1-9]\d*))/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) return 0;
    this.at = pattern.lastIndex;
    const [, sign, hex, octal, decimal] = match;
    const value = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : Number(decimal);
    return sign === '-' ? -value : value;
  }
}

function readSequence(
  line: Sourced,
  dialect: Dialect,
  numbers: (text: string) => string | GeneratorProblem,
): Generator | GeneratorProblem {
  const scanner = new Scanner(line.text, '~SEQ'.length);
  const hex = scanner.next === 'x' && dialect.lists;
  if (hex) scanner.at++;
  if (!scanner.skipBlanks().take('(')) return 'invalid-definition';
  const name = scanner.upTo(' \t,)');
  const { next } = scanner.skipBlanks();
  const badName = name === '' || (name.startsWith('{') && dialect.checksSequences);
  if (next === undefined || next === ')' || badName) return 'invalid-definition';
  scanner.at++;
  scanner.skipBlanks();
  const close = line.text.indexOf(')', scanner.at);
  if (close < 0) return dialect.checksSequences ? 'unclosed' : 'too-long';
  const written = line.text.slice(scanner.at, close + 1);
  if (written.length + 1 > ROOM_FOR_NUMBERS) return 'too-long';
  const replaced = dialect.lists ? numbers(written) : written;
  if (!replaced.includes(')')) return isProblem(replaced) ? replaced : 'invalid-definition';
  const range = rangeOf(replaced);
  if (isProblem(range)) return range;
  const { start, step, end } = range;
  if (hex && (start < 0 || end < 0)) return 'negative-hex';
  const behind = new Scanner(line.text, close + 1).skipBlanks().at;
  return {
    count: Math.floor((end - start) / step) + 1,
    valuesAt: (index) => new Map([[name, (start + index * step).toString(hex ? 16 : 10)]]),
    text: slice(line, behind),
    end: close + 1,
  };
}

const isProblem = (result: unknown): result is GeneratorProblem => typeof result === 'string';

function rangeOf(text: string): { start: number; step: number; end: number } | GeneratorProblem {
  const scanner = new Scanner(text);
  const values: number[] = [];
  for (;;) {
    values.push(scanner.number());
    const { next } = scanner.skipBlanks();
    if (next === ')') break;
    if (next !== ',' || values.length === 3) return 'invalid-definition';
    scanner.at++;
  }
  const [one = 0, two = 0, three] = values;
  if (values.length === 1) return { start: one < 0 ? -1 : 1, step: one < 1 ? -1 : 1, end: one };
  if (three === undefined) return { start: one, step: one <= two ? 1 : -1, end: two };
  if (!two || (one < three && two < 0) || (one > three && two > 0)) return 'invalid-values';
  return { start: one, step: two, end: three };
}

function readList(line: Sourced): Generator | GeneratorProblem {
  const scanner = new Scanner(line.text, '~LST'.length);
  if (!scanner.skipBlanks().take('(')) return 'invalid-list';
  const names: string[] = [];
  const several = scanner.take('{');
  for (;;) {
    names.push(scanner.upTo(' \t,}'));
    scanner.skipBlanks();
    const next: string | undefined = scanner.next;
    if (next === (several ? '}' : ',')) break;
    if (!scanner.take(',')) return 'invalid-list';
  }
  scanner.take('}');
  if (!scanner.take(',')) return 'invalid-list';
  const sets: string[][] = [];
  for (;;) {
    const set = readSet(scanner, names.length);
    if (isProblem(set)) return set;
    sets.push(set);
    if (scanner.next === ')') break;
    if (!scanner.take(',')) return 'invalid-list';
  }
  const end = ++scanner.at;
  return {
    count: sets.length,
    valuesAt: (index) => new Map(names.map((name, i) => [name, sets[index]?.[i] ?? ''])),
    text: slice(line, scanner.skipBlanks().at),
    end,
  };
}

function readSet(scanner: Scanner, most: number): string[] | GeneratorProblem {
  const several = scanner.take('{');
  const values: string[] = [];
  for (;;) {
    values.push(scanner.upTo(' \t,})'));
    const { next } = scanner.skipBlanks();
    if (several ? next === '}' : next === ',' || next === ')') break;
    if (!scanner.take(',')) return 'invalid-list';
    if (values.length + 1 > most) return 'too-many-values';
  }
  if (several) scanner.take('}');
  return values;
}
