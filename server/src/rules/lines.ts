/**
 * What keepalived says of lines as lines: braces, quotes and keywords. One mistake makes it complain of many lines;
 * we report the mistake, and say which lines it explains.
 */

import { report } from '../model/catalogue.ts';
import type { Directive } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import { type Complaint, isReached, type Reading, type ReadLine, readLines } from '../model/reading.ts';
import type { Setting } from '../model/settings.ts';
import type { Version } from '../schema/index.ts';
import type { Rule } from './check.ts';
import { deprecations, KEYWORDS, keywordCauses, undefinedCauses } from './keywords.ts';
import { mayStop, stopsAt } from './stops.ts';
import { type Cause, isSound, STRUCTURE, type Structure, structureCauses, structureOf } from './structure.ts';

interface Lines {
  readonly structure: Structure;
  readonly keywords: readonly Cause[];
  /** Only where braces do not match, a block is unknown or keepalived exits: elsewhere it reads what the tree shows. */
  readonly reading: Reading | undefined;
  readonly heeded: (directive: Directive) => boolean;
}

const known = new WeakMap<Node, Map<Version, Lines>>();

function linesOf(node: Node, version: Version): Lines {
  const byVersion = known.get(node) ?? new Map<Version, Lines>();
  known.set(node, byVersion);
  const done = byVersion.get(version);
  if (done) return done;
  const structure = structureOf(node);
  const keywords = [...keywordCauses(node, version), ...undefinedCauses(node)];
  const regular =
    isSound(structure) && keywords.every(({ leads }) => leads === 'none') && !mayStop(node.settings, version);
  const { directives, strays } = node.expansion;
  const reading = regular ? undefined : readLines(directives, strays, version, stopsAt(version));
  const lines = { structure, keywords, reading, heeded: heededIn(node, reading) };
  byVersion.set(version, lines);
  return lines;
}

/**
 * Whether keepalived takes a directive for the keyword that it is in the tree. Inside a mistyped block it takes none
 * of them; they count as what they were meant to be.
 */
export const readsAsWritten = (node: Node, version: Version): ((directive: Directive) => boolean) =>
  linesOf(node, version).heeded;

/** What keepalived makes of the lines, where that differs from the tree or it stops half-way. */
export const readingOf = (node: Node, version: Version): Reading | undefined => linesOf(node, version).reading;

/** Stands for a configuration that keepalived reads as the tree shows it. */
export const ALL_AS_WRITTEN = (): boolean => true;

function heededIn(node: Node, reading: Reading | undefined): (directive: Directive) => boolean {
  if (!reading) return ALL_AS_WRITTEN;
  const { taken, lists } = reading;
  const meant = new Set<Directive>();
  const entries = new Map<Directive, string>();
  const visit = (settings: readonly Setting[], inside: boolean): void => {
    for (const { directive, keyword, meant: likely, children } of settings) {
      const list = keyword ?? likely;
      if (inside) meant.add(directive);
      for (const entry of (list?.kind === 'list' && directive.block?.body) || []) {
        entries.set(entry, list!.name);
        if (inside || likely) meant.add(entry);
      }
      visit(children, inside || likely !== undefined);
    }
  };
  visit(node.settings, false);
  return (directive) => {
    const keyword = taken.get(directive);
    if (meant.has(directive)) return true;
    const list = lists.get(directive)?.name;
    return list
      ? entries.get(directive) === list
      : keyword !== 'entry' && keyword?.name === directive.words[0].text && !entries.has(directive);
  };
}

export const checkLines: Rule = (node, { version }) => {
  const { structure, keywords, reading, heeded } = linesOf(node, version);
  const old = deprecations(node, version, heeded);
  if (!reading) return [...keywords.map(({ finding }) => finding), ...old];
  return [...explained(structure, keywords, reading), ...old];
};

function explained(structure: Structure, keywords: readonly Cause[], reading: Reading): Finding[] {
  const { lines, complaints, taken } = reading;
  const lineOf = new Map<Directive | Place, number>(
    lines.map(({ directive, place }, line) => [directive ?? place, line]),
  );
  const follows = (directive: Directive): ReadLine | undefined => lines[(lineOf.get(directive) ?? lines.length) + 1];
  const byLine = new Map<number, Complaint['kind'][]>();
  for (const { kind, line } of complaints) byLine.set(line, [...(byLine.get(line) ?? []), kind]);

  const braces = structureCauses(structure, follows);
  const covered = new Set(braces.flatMap(({ covers = [] }) => [...covers]));
  // What one process knows and the others complain of has lost its place, not its name.
  const misplaced = (directive: Directive): boolean => covered.has(directive) || taken.has(directive);
  const unknown = keywords.filter(
    ({ at, finding }) => finding.code === 'undefined-definition' || !misplaced(at as Directive),
  );
  const located = [...braces, ...unknown]
    .map((cause) => ({ cause, line: cause.at ? (lineOf.get(cause.at) ?? -1) + (cause.after ?? 0) : lines.length }))
    .filter(({ cause, line }) => complains(cause, line, byLine, reading))
    .sort((a, b) => a.line - b.line);

  // A lost brace makes a `}` below one too many: that one is no mistake of its own.
  let owed = 0;
  const causes = located.filter(({ cause }) => {
    if (cause.leads === 'extra-close') owed++;
    if (cause.finding.code !== 'unexpected-close-brace' || owed === 0) return true;
    owed--;
    return false;
  });
  return attribute(causes, reading);
}

/** Whether keepalived would say anything of it: a brace that another one makes up for may go unnoticed. */
function complains(
  { finding }: Cause,
  line: number,
  byLine: ReadonlyMap<number, readonly Complaint['kind'][]>,
  { open, stop, readers }: Reading,
): boolean {
  const kinds = byLine.get(line) ?? [];
  switch (finding.code) {
    case 'missing-brace':
      return open > 0 || kinds.length > 0;
    case 'unknown-keyword':
    case 'newer-than-target':
    case 'byte-order-mark':
      return kinds.includes('unknown-keyword');
    case 'unexpected-open-brace':
    case 'unexpected-close-brace':
      return kinds.length > 0;
    default:
      return isReached(stop, readers[line] ?? 'parent', line);
  }
}

/** Gives every complaint to the nearest cause above it; one that has none is reported as it is. */
function attribute(causes: readonly { cause: Cause; line: number }[], { lines, complaints }: Reading): Finding[] {
  const spans = new Map<Cause, { first: number; last: number }>();
  const left: Complaint[] = [];
  let next = 0;
  let current: Cause | undefined;
  const own = new Set(causes.map(({ line }) => line));
  for (const complaint of complaints) {
    for (let cause = causes[next]; cause && cause.line <= complaint.line; cause = causes[++next]) {
      if (cause.cause.leads !== 'none') current = cause.cause;
    }
    const place = lines[complaint.line]!.place;
    if (own.has(complaint.line)) continue;
    if (!current || current.finding.place.file !== place.file) {
      if (complaint.kind !== 'misread-entry') left.push(complaint);
      continue;
    }
    const span = spans.get(current);
    spans.set(current, { first: span?.first ?? complaint.line, last: complaint.line });
  }
  return [
    ...causes.map(({ cause: { finding, showsLater }, cause }) => {
      const span = spans.get(cause);
      if (!span) return finding;
      const explains = [lines[span.first]!.place, lines[span.last]!.place] as const;
      return showsLater ? { ...finding, place: explains[0], explains } : { ...finding, explains };
    }),
    ...left.map(({ kind, line }) => unexplained(kind, lines[line]!)),
  ];
}

function unexplained(kind: Complaint['kind'], { place, word, brace }: ReadLine): Finding {
  if (kind === 'extra-close' || brace === '}') {
    return report(STRUCTURE['unexpected-close-brace'], place, 'keepalived finds this `}` one too many.');
  }
  if (brace === '{') return report(STRUCTURE['unexpected-open-brace'], place, 'keepalived expects no `{` here.');
  return report(
    KEYWORDS['unknown-keyword'],
    place,
    `keepalived knows no keyword \`${word}\` where it reads this line.`,
  );
}
