/** `$NAME`: what is defined, and how uses are put in (lib/parser.c, find_definition and replace_param). */
import { compareVersions, type Version } from '../../schema/index.ts';
import type { Span } from '../../syntax/tree.ts';
import type { Place } from '../place.ts';
import type { Dialect } from './dialect.ts';
import { bytesIn, type Home, join, pieceAt, putIn, putInFrom, type Sourced, slice, spanOf } from './sourced.ts';

export interface Defined {
  readonly name: string;
  /** The lines of a definition of many lines are joined by line feeds. */
  readonly value: string;
  /** Only put in at the end of a line: the first of its lines there, the others behind it. */
  readonly multiline: boolean;
  /** Where it was made; keepalived's own have none. */
  readonly place?: Place;
  /** Where its value stands, in order. */
  readonly homes?: Home[];
}

/** A definition of keepalived's own. */
interface Predefined {
  readonly since: Version;
  /** How many parameters it takes, in braces behind its name. */
  readonly parameters: readonly [least: number, most: number];
  readonly numeric?: true;
}

export const PREDEFINED: Readonly<Record<string, Predefined>> = {
  _PWD: { since: '2.0.0', parameters: [0, 0] },
  _INSTANCE: { since: '2.0.1', parameters: [0, 0] },
  _RANDOM: { since: '2.0.15', parameters: [0, 2], numeric: true },
  _HASH: { since: '2.1.4', parameters: [0, 0] },
  _BANG: { since: '2.1.4', parameters: [0, 0] },
  _ENV: { since: '2.4.0', parameters: [1, 1] },
};

export interface Definitions {
  readonly dialect: Dialect;
  /** The folder of the file in work, as keepalived would print it. */
  readonly folder: string;
  readonly configId: string | undefined;
  /** What nothing defines here may be defined in a file that is not to be seen. */
  readonly blind: boolean;
  readonly made: ReadonlyMap<string, Defined>;
}

export type SubstitutionProblem =
  | { readonly kind: 'too-long'; readonly name: string }
  | { readonly kind: 'endless'; readonly name: string }
  | { readonly kind: 'random-reversed'; readonly from: string; readonly to: string }
  | { readonly kind: 'not-numeric'; readonly name: string }
  | { readonly kind: 'parameter-count'; readonly name: string; readonly count: number }
  | { readonly kind: 'inside-line'; readonly name: string }
  /** A `$NAME` that is none, as other characters follow it. */
  | { readonly kind: 'glued'; readonly name: string }
  | { readonly kind: 'rest-garbled'; readonly name: string };

/** A definition put in for a use that stands in the file itself. */
export interface Put {
  readonly span: Span;
  readonly definition: Defined;
}

/** The other lines of a definition, joined by line feeds. */
export interface Follow {
  readonly text: string;
  readonly span: Span;
  /** Where the text begins in the value of the definition. */
  readonly at: number;
  readonly homes: readonly Home[];
}

export interface Substitution {
  readonly line: Sourced;
  /** Something was put in, and nothing went wrong. */
  readonly changed: boolean;
  readonly puts: readonly Put[];
  /** The lines that follow where the last use was one of many lines, innermost first. */
  readonly follow: readonly Follow[];
  readonly problems: readonly (SubstitutionProblem & { readonly span: Span })[];
}

/** Definitions in circles, or doubling each other without growing: keepalived has no bound, we have. */
const MOST_STEPS = 4000;

const NAME = /(\{?)([A-Za-z_]\w*)/y;
const PARAMETERS = /[ \t\w]*/y;
const NUMBERS = /[ 0-9]*/y;

interface Use {
  readonly name: string;
  /** As written. */
  readonly text: string;
  readonly parameters: readonly string[];
  /** Behind what is replaced. */
  readonly end: number;
  readonly atEnd: boolean;
}

/** Reads the use whose `$` stands here; undefined where it is none. */
function useAt(text: string, at: number, dialect: Dialect): Use | undefined {
  NAME.lastIndex = at + 1;
  const [, brace = '', name = ''] = NAME.exec(text) ?? [];
  if (!name) return undefined;
  let end = at + 1 + brace.length + name.length;
  if (!brace) {
    const stops = dialect.commaEndsName ? ' \t,)' : ' \t';
    if (end < text.length && !stops.includes(text[end]!)) return undefined;
    return { name, text: text.slice(at, end), parameters: [], end, atEnd: end === text.length };
  }
  const pattern = dialect.checksParameters ? PARAMETERS : NUMBERS;
  pattern.lastIndex = end;
  const between = pattern.exec(text)?.[0] ?? '';
  const parameters = between.split(/[ \t]+/).filter(Boolean);
  if (parameters.length && /[ \t]$/.test(between)) return undefined;
  if (text[end + between.length] !== '}') return undefined;
  // keepalived counts the name only: of blanks behind it, as many characters are left over.
  end += (parameters.length ? between.length : 0) + 1;
  return { name, text: text.slice(at, end), parameters, end, atEnd: end === text.length };
}

const gluedName = (text: string, at: number): string => {
  NAME.lastIndex = at + 1;
  const [, brace, name = ''] = NAME.exec(text) ?? [];
  return brace ? '' : name;
};

type Value = { readonly text: string; readonly multiline: boolean; readonly unknown?: true };

/**
 * Puts definitions in from left to right, and again into what they became. Bytes that the line may have with its NUL
 * are `room`. What is not defined stays as it is.
 */
export function substitute(source: Sourced, definitions: Definitions, room: number): Substitution {
  let line = source;
  let changed = false;
  const puts: Put[] = [];
  const follow: Follow[] = [];
  const problems: (SubstitutionProblem & { span: Span })[] = [];
  let steps = 0;
  let length = bytesIn(line.text);
  for (let at = line.text.indexOf('$'); at >= 0 && at + 1 < line.text.length; at = line.text.indexOf('$', at)) {
    const piece = pieceAt(line, at)!;
    const use = piece.kind === 'unknown' ? undefined : useAt(line.text, at, definitions.dialect);
    const span = use && spanOf(line, at, use.end);
    const tell = (problem: SubstitutionProblem): void => {
      problems.push({ ...problem, span: span! });
    };
    const value = use && meaningOf(use, definitions, tell);
    if (!use && piece.kind === 'own') {
      const name = gluedName(line.text, at);
      if (definitions.made.has(name))
        problems.push({ kind: 'glued', name, span: spanOf(line, at, at + 1 + name.length) });
    }
    if (!use || !span || !value) {
      at++;
      continue;
    }
    if (++steps > MOST_STEPS) {
      tell({ kind: 'endless', name: use.name });
      return { line, changed: false, puts, follow: [], problems };
    }
    const firstEnd = value.multiline ? value.text.indexOf('\n') : -1;
    const first = firstEnd < 0 ? value.text : value.text.slice(0, firstEnd);
    const after = length + bytesIn(first) - bytesIn(line.text.slice(at, use.end));
    if (after >= room) {
      tell({ kind: 'too-long', name: use.name });
      return { line, changed: false, puts, follow: [], problems };
    }
    length = after;
    const definition = definitions.made.get(use.name);
    const homes = definition?.homes ?? [];
    if (value.multiline)
      follow.unshift({ text: firstEnd < 0 ? '' : value.text.slice(firstEnd + 1), span, at: firstEnd + 1, homes });
    if (piece.kind === 'own') puts.push({ span, definition: definition ?? { name: use.name, ...value, value: first } });
    let tail = slice(line, use.end);
    if (use.parameters.length && tail.text && !definitions.dialect.movesRest) {
      tell({ kind: 'rest-garbled', name: use.name });
      tail = join(slice(tail, 0, 1), slice(line, at + bytesIn(highest(use)) + 1));
    }
    line = join(
      slice(line, 0, at),
      value.unknown ? putIn(first, span, 'unknown') : putInFrom(first, span, 0, homes),
      tail,
    );
    changed = true;
    if (value.unknown) at += first.length;
    else if (/^[ \t]*~/.test(value.text)) break;
  }
  return { line, changed, puts, follow, problems };
}

const highest = ({ parameters: [first = '0', second = '32767'] }: Use): string => second || first;

function meaningOf(
  use: Use,
  { dialect, folder, configId, blind, made }: Definitions,
  tell: (problem: SubstitutionProblem) => void,
): Value | undefined {
  const { name, parameters } = use;
  const defined = made.get(name);
  const own = defined ? undefined : PREDEFINED[name];
  if (defined?.multiline && !use.atEnd) {
    tell({ kind: 'inside-line', name });
    return undefined;
  }
  const asWritten = (): Value => ({ text: use.text, multiline: false, unknown: true });
  if (!defined && !name.startsWith('_') && blind) return asWritten();
  if (parameters.length && !own) return undefined;
  if (defined) return { text: defined.value, multiline: defined.multiline };
  if (!own || compareVersions(dialect.version, own.since) < 0) return undefined;
  const [least, most] = own.parameters;
  if (parameters.length) {
    if (most === 0) return undefined;
    if (own.numeric && !parameters.every((parameter) => /^\d+$/.test(parameter))) {
      tell({ kind: 'not-numeric', name });
      return undefined;
    }
    if (dialect.checksParameters && (parameters.length < least || parameters.length > most)) {
      tell({ kind: 'parameter-count', name, count: parameters.length });
      return undefined;
    }
  }
  if (name === '_PWD') return { text: folder, multiline: false };
  if (name === '_HASH') return { text: '#', multiline: false };
  if (name === '_BANG') return { text: '!', multiline: false };
  if (name === '_INSTANCE' && configId !== undefined) return { text: configId, multiline: false };
  if (name === '_RANDOM') {
    const [from = '0', to = '32767'] = parameters;
    if (Number(from) > Number(to)) tell({ kind: 'random-reversed', from, to });
  }
  return asWritten();
}

/** `$NAME=value`, as the beginning of a definition (lib/parser.c, check_definition). */
export interface Head {
  readonly name: string;
  readonly value: string;
  /** The name's and the value's offsets in the line. */
  readonly at: number;
  readonly from: number;
  /** The next line belongs to it, too. */
  readonly continues: boolean;
}

export function headOf(text: string): Head | undefined {
  const [whole, name = ''] = /^\$([A-Za-z_]\w*)=[ \t]*/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = text.slice(whole.length);
  const continues = value.endsWith('\\');
  return {
    name,
    value: continues ? value.slice(0, -1).trimEnd() : value,
    at: 1,
    from: whole.length,
    continues,
  };
}
