/** Lines as they are read from the file, before anything is made of them (lib/parser.c, read_line and decomment). */
import { catalogue, report } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import { compareVersions, type Version } from '../schema/index.ts';
import { splitComment } from '../syntax/tokens.ts';
import type { Item } from '../syntax/tree.ts';
import type { Rule } from './check.ts';

export const PHYSICAL_LINES = catalogue('keepalived', {
  'unclosed-quote': ['error', 'a line with an odd number of double quotes'],
  'line-too-long': ['error', 'a line of more than 1022 bytes'],
  'nul-byte': ['error', 'a NUL byte in the file'],
});

/** keepalived reads into 1024 bytes: the line, its line feed and a NUL (lib/parser.h, MAXBUF). */
const LONGEST_LINE = 1022;
/** No UTF-16 code unit takes more bytes than this in UTF-8. */
const MOST_BYTES = 3;
/** From here on such lines are reported and left out; before, nothing was said. */
const REPORTS_LINES: Version = '2.4.0';
const encoder = new TextEncoder();

interface Flaw {
  readonly code: keyof typeof PHYSICAL_LINES;
  readonly start: number;
  readonly end: number;
}

/** Items do not change, so neither does what is wrong with their lines. */
const known = new WeakMap<Item, readonly Flaw[]>();

export const checkPhysicalLines: Rule = (node, { files, version }) =>
  node.expansion.files.flatMap((file) =>
    (files.tree(file)?.items ?? []).flatMap((item) =>
      flawsOf(item).map((flaw) => tell(flaw, { file, item, ...flaw }, version)),
    ),
  );

function flawsOf(item: Item): readonly Flaw[] {
  const done = known.get(item);
  if (done) return done;
  const { text } = item;
  const suspicious = text.includes('"') || text.includes('\0') || text.length * MOST_BYTES > LONGEST_LINE;
  const flaws = suspicious ? linesOf(text).flatMap(({ start, end }) => flawsIn(text, start, end)) : [];
  known.set(item, flaws);
  return flaws;
}

function linesOf(text: string): { start: number; end: number }[] {
  const lines: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ start, end: text[end - 1] === '\r' ? end - 1 : end });
    start = end + 1;
  }
  return lines;
}

function flawsIn(text: string, start: number, end: number): Flaw[] {
  const line = text.slice(start, end);
  const nul = line.indexOf('\0');
  if (nul >= 0) return [{ code: 'nul-byte', start: start + nul, end: start + nul + 1 }];
  if (line.length * MOST_BYTES > LONGEST_LINE && encoder.encode(line).length > LONGEST_LINE) {
    return [{ code: 'line-too-long', start: start + line.search(/\S|$/), end }];
  }
  const quote = unclosedQuote(line) ?? quoteBehindBackslash(line);
  return quote === undefined
    ? []
    : [{ code: 'unclosed-quote', start: start + quote, end: start + line.trimEnd().length }];
}

/** Where the quote stands that no other one closes. A backslash takes the next character with it, in quotes too. */
function unclosedQuote(line: string): number | undefined {
  let open: number | undefined;
  for (let at = 0; at < line.length; at++) {
    const character = line[at];
    if (character === '\\') at++;
    else if (character === '"') open = open === undefined ? at : undefined;
    else if (open === undefined && (character === '#' || character === '!')) return undefined;
  }
  return open;
}

/** The words are told apart without heed to backslashes: of `"a \\"b"` the last quote is left over. */
function quoteBehindBackslash(line: string): number | undefined {
  // A definition's words are told apart where it is used.
  if (!line.includes('\\"') || /^\s*(?:@\S+\s+)?\$\w+=|\\$/.test(line)) return undefined;
  const { code } = splitComment(line);
  let open: number | undefined;
  for (let at = code.indexOf('"'); at >= 0; at = code.indexOf('"', at + 1)) open = open === undefined ? at : undefined;
  return open;
}

function tell({ code }: Flaw, place: Place, version: Version): Finding {
  const reports = compareVersions(version, REPORTS_LINES) >= 0;
  switch (code) {
    case 'unclosed-quote': {
      const message =
        'The closing quote is missing: keepalived drops the line from here on, comments and braces in it too.';
      const edits = [{ place: { ...place, start: place.end }, text: '"' }];
      return report(PHYSICAL_LINES[code], place, message, {
        fixes: [{ title: 'Insert " at the end of the line', edits, preferred: true }],
      });
    }
    case 'line-too-long': {
      const consequence = reports
        ? 'keepalived drops the first 1023 bytes and reads the rest as a line of its own'
        : 'keepalived reads what is behind the first 1023 bytes as a line of its own';
      return report(PHYSICAL_LINES[code], place, `This line is longer than ${LONGEST_LINE} bytes: ${consequence}.`);
    }
    case 'nul-byte': {
      const consequence = reports ? 'keepalived ignores the line' : 'keepalived cuts the line off here';
      return report(PHYSICAL_LINES[code], place, `A NUL byte: ${consequence}.`, {
        fixes: [{ title: 'Delete the NUL byte', edits: [{ place, text: '' }], preferred: true }],
      });
    }
  }
}
