/**
 * keepalived's own reading of the lines, braces included (lib/parser.c, process_stream, skip_block and
 * alloc_value_block). Where braces do not match or a block keyword is unknown, it goes on in another block than the
 * tree shows. This says which lines it complains of then, and what it takes the others for.
 */
import { isKnownSince, type Keyword, type ListKeyword, type Process, ROOT, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { type Directive, headerOf, type StrayBrace } from './directive.ts';
import { flatten } from './nesting.ts';
import type { Place } from './place.ts';
import { refusal, type TakenNames } from './refusal.ts';

/** `misread-entry`: a line that a list swallows behind a brace, whatever its own handler then says of it. */
export type ComplaintKind = 'unknown-keyword' | 'unexpected-open' | 'missing-open' | 'extra-close' | 'misread-entry';

/** A line as keepalived reads it: a keyword with its arguments, or a brace. */
export interface ReadLine {
  readonly place: Place;
  readonly brace?: '{' | '}' | undefined;
  /** The directive that begins here; a brace has none. */
  readonly directive?: Directive | undefined;
  /** What keepalived looks up; missing for a brace. */
  readonly word?: string;
}

export interface Complaint {
  readonly kind: ComplaintKind;
  /** Index of the line. */
  readonly line: number;
}

/** Where keepalived exits for want of an argument. Its processes read one after the other under `-t`. */
export interface Stop {
  readonly process: Process;
  /** Index of the line. */
  readonly line: number;
}

/** Whether keepalived exits at a directive that it takes for this keyword, or for an entry of this list. */
export type StopTest = (directive: Directive, keyword: Keyword, isEntry: boolean) => boolean;

export interface Reading {
  readonly lines: readonly ReadLine[];
  /** In the order of the lines, each kind once for a line. */
  readonly complaints: readonly Complaint[];
  /** What keepalived takes a directive for; missing where it knows no such keyword there, or does not look. */
  readonly taken: ReadonlyMap<Directive, Keyword | 'entry'>;
  /** The list that takes a directive for an entry. */
  readonly lists: ReadonlyMap<Directive, ListKeyword>;
  /** Braces still open at the end of the file; none where keepalived does not get there. */
  readonly open: number;
  readonly stop?: Stop;
  /** By line: the first process that looks at it; a line inside a block that no process reads has none. */
  readonly readers: readonly (Process | undefined)[];
}

/** `${NAME}` that nothing defines, outside quotes: keepalived breaks the line at its braces. */
export function undefinedUses({ words }: Directive): readonly { name: string; word: Word }[] {
  return words.flatMap((word) =>
    word.quotes || word.unknown ? [] : [...word.text.matchAll(UNDEFINED)].map(([, name = '']) => ({ name, word })),
  );
}

const UNDEFINED = /\$\{([^{}]*)\}/g;

function* headerLines(directive: Directive): Generator<ReadLine> {
  const place = headerOf(directive);
  const [first] = directive.words;
  // An unclosed quote takes the rest of its line away.
  if (first.quotes === 'open') return;
  if (!undefinedUses(directive).length) {
    yield { place, directive, word: first.text };
    return;
  }
  const text = directive.words.map((word) => (word.quotes || word.unknown ? '""' : word.text)).join(' ');
  let head: { directive?: Directive } = { directive };
  for (const part of text.replace(UNDEFINED, '$$\0{\0$1\0}\0').split('\0')) {
    const word = part.trim().split(' ')[0];
    if (word === '{' || word === '}') yield { place, brace: word };
    else if (word) yield { place, word, ...head };
    head = {};
  }
}

/** In the order in which they read the configuration under `-t`. */
export const PROCESSES: readonly Process[] = ['parent', 'checker', 'vrrp', 'bfd'];

/** Whether a process reads a line before keepalived exits. */
export const isReached = (stop: Stop | undefined, process: Process, line: number): boolean => {
  if (!stop || process === stop.process) return !stop || line <= stop.line;
  return PROCESSES.indexOf(process) < PROCESSES.indexOf(stop.process);
};

/**
 * Reads an expanded configuration once in each of keepalived's processes. Linear in the number of lines. What is
 * `taken` does not depend on where keepalived stops; complaints end there.
 */
export function readLines(
  directives: readonly Directive[],
  strays: readonly StrayBrace[],
  version: Version,
  stopsAt: StopTest,
): Reading {
  const lines: ReadLine[] = [];
  for (const line of flatten({ body: directives, strays })) {
    for (const read of line.directive ? headerLines(line.directive) : [line]) lines.push(read);
  }
  const found = new Map<number, Set<ComplaintKind>>();
  const taken = new Map<Directive, Keyword | 'entry'>();
  const lists = new Map<Directive, ListKeyword>();
  const readers = new Array<Process | undefined>(lines.length);
  const complain = (kind: ComplaintKind, line: number): void => {
    const kinds = found.get(line) ?? new Set();
    found.set(line, kinds.add(kind));
  };
  let stop: Stop | undefined;
  for (const process of PROCESSES) {
    const said: Complaint[] = [];
    const line = readAs(
      process,
      lines,
      version,
      (complaint) => said.push(complaint),
      { taken, lists, readers },
      stopsAt,
    );
    if (stop) continue;
    if (line !== undefined) stop = { process, line };
    for (const complaint of said)
      if (isReached(stop, process, complaint.line)) complain(complaint.kind, complaint.line);
  }
  const read = stop?.process === 'parent' ? lines.slice(0, stop.line + 1) : lines;
  const open = countBraces(read, (line) => complain('extra-close', line));
  const complaints = [...found]
    .sort(([a], [b]) => a - b)
    .flatMap(([line, kinds]) => [...kinds].map((kind) => ({ kind, line })));
  return { lines, complaints, taken, lists, open: read === lines ? open : 0, readers, ...(stop && { stop }) };
}

/** Every brace counts, wherever it stands; a `}` too many does not go below 0. */
function countBraces(lines: readonly ReadLine[], extra: (line: number) => void): number {
  let depth = 0;
  lines.forEach(({ brace }, line) => {
    if (brace === '{') depth++;
    else if (brace === '}' && depth > 0) depth--;
    else if (brace === '}') extra(line);
  });
  return depth;
}

/** What all processes write into. */
interface Notes {
  readonly taken: Map<Directive, Keyword | 'entry'>;
  readonly lists: Map<Directive, ListKeyword>;
  readonly readers: (Process | undefined)[];
}

/** Gives the first line at which this process would exit. */
function readAs(
  process: Process,
  lines: readonly ReadLine[],
  version: Version,
  say: (complaint: Complaint) => void,
  { taken, lists, readers }: Notes,
  stopsAt: StopTest,
): number | undefined {
  const names: TakenNames = new Map();
  let at = 0;
  let stop: number | undefined;
  const complain = (kind: ComplaintKind, line: number): void => {
    readers[line] ??= process;
    say({ kind, line });
  };
  const take = (directive: Directive | undefined, keyword: Keyword, line: number, isEntry: boolean): void => {
    readers[line] ??= process;
    if (!directive) return;
    taken.set(directive, isEntry ? 'entry' : keyword);
    if (isEntry && keyword.kind === 'list') lists.set(directive, keyword);
    if (stop === undefined && stopsAt(directive, keyword, isEntry)) stop = line;
  };

  /** A block that is not read: from its `{`, where that is the next line, to the `}` that belongs to it. */
  const skipBlock = (): boolean => {
    if (lines[at]?.brace !== '{') return false;
    for (let depth = 0; at < lines.length; ) {
      const { brace } = lines[at++]!;
      if (brace === '{') depth++;
      else if (brace === '}' && --depth === 0) break;
    }
    return true;
  };

  /** Every line up to the next `}` is an entry, with or without a `{` before them, a second `{` too. */
  const readList = (keyword: ListKeyword): void => {
    if (lines[at]?.brace === '{') at++;
    let misread = false;
    for (; at < lines.length; at++) {
      const { brace, directive } = lines[at]!;
      take(directive, keyword, at, true);
      misread ||= brace === '{';
      // Where every word is an entry a brace passes for one.
      if (brace === '{' && keyword.entries === 'lines') complain('unexpected-open', at);
      else if (misread && brace !== '}') complain('misread-entry', at);
      if (brace === '}') {
        readers[at++] ??= process;
        return;
      }
    }
  };

  const readBlock = (keywords: ReadonlyMap<string, Keyword>, level: number, opens: boolean): void => {
    let needsOpen = opens;
    const once = new Set<Keyword>();
    while (at < lines.length) {
      const index = at++;
      const { brace, directive, word } = lines[index]!;
      if (needsOpen) {
        needsOpen = false;
        if (brace === '{') continue;
        complain('missing-open', index);
      } else if (brace === '{') {
        complain('unexpected-open', index);
        continue;
      }
      if (brace === '}' && level > 0) {
        readers[index] ??= process;
        return;
      }
      const keyword = word === undefined ? undefined : keywords.get(word);
      if (!keyword || !isKnownSince(keyword, version)) {
        complain('unknown-keyword', index);
        continue;
      }
      if (level === 0 && !keyword.processes?.includes(process)) {
        skipBlock();
        continue;
      }
      take(directive, keyword, index, false);
      if (keyword.kind === 'list' && keyword.again === 'error') {
        // The end of a block that is skipped inside another ends that one, too.
        if (once.has(keyword) && skipBlock()) return;
        once.add(keyword);
      }
      if (keyword.kind === 'list') readList(keyword);
      if (keyword.kind !== 'block') continue;
      if (directive && refusal(keyword, directive, names) && skipBlock()) continue;
      readBlock(keyword.keywords, level + 1, true);
    }
  };

  readBlock(ROOT, 0, false);
  return stop;
}
