import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../server/src/syntax/parse.ts';
import { type Line, linesOf, type Span, sourceOf } from '../../../server/src/syntax/tree.ts';

const example = readFileSync(new URL('../../../examples/master-master/ngx1/keepalived.conf', import.meta.url), 'utf8');

/** Every span in a line, the line's own first. */
function* spansOf(line: Line): Generator<Span> {
  yield line;
  if (line.kind === 'statement') yield* line.words;
  for (const inner of linesOf(line)) yield* spansOf(inner);
}

/**
 * What no line covers may only be blanks, comments, and conditions and generators that have no line; and the braces
 * of a nest that is too deep to be one.
 */
const NOTHING = /^(?:[ \t\v\f\r\n{}]|[#!][^\r\n]*|@[^ \t\v\f\r\n]*|~(?:SEQx?|LST)\([^)\n]*\))*$/;

function holdsEveryByte(text: string): void {
  const tree = parse(text);
  expect(sourceOf(tree)).toBe(text);
  const misplaced: unknown[] = [];
  for (const { text: own, line } of tree.items) {
    if (!NOTHING.test(own.slice(0, line?.start))) misplaced.push(own);
    for (const { start, end } of line ? spansOf(line) : []) {
      if (start < line!.start || end <= start || end > own.length) misplaced.push({ start, end, own });
    }
  }
  expect(misplaced).toEqual([]);
}

/** Pieces that meet each other's rules: what a fuzzer finds only by luck among letters. */
const piece = fc.constantFrom(
  'vrrp_instance A ',
  'priority 100',
  '{',
  '}',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '"',
  "'",
  '#',
  '!',
  '\\',
  '\\#',
  '$A',
  '${A}',
  '$A=1',
  '$A=b \\\n',
  '@x ',
  '@^x ',
  '@',
  '~SEQ(i, 1, 3) ',
  '~LST(',
  'include a.conf',
  'include ',
  '\0',
  '\uFEFF',
  '\u00A0',
  '\u2028',
  '\r',
  '\uD800',
  '😀',
  '网',
);

describe('joining what the tree holds gives the source back', () => {
  test('pieces of the language in any order', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => holdsEveryByte(pieces.join(''))),
      { numRuns: 3000 },
    );
  });

  test('any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holdsEveryByte), { numRuns: 2000 });
  });

  test('an example with a piece put in, or a stretch taken out, anywhere', () => {
    const at = fc.nat(example.length);
    fc.assert(
      fc.property(at, at, piece, (from, to, text) => holdsEveryByte(example.slice(0, from) + text + example.slice(to))),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['a line of a megabyte', 'a '.repeat(500_000)],
    ['a megabyte of quotes', '"'.repeat(1_000_000)],
    ['a word of a megabyte', 'a'.repeat(1_000_000)],
    ['a hundred thousand opening braces', 'a {\n'.repeat(100_000)],
    ['a hundred thousand closing braces', '}'.repeat(100_000)],
    ['deep nesting that closes again', `${'a {'.repeat(5000)}b${'}'.repeat(5000)} c`],
    ['deep conditional braces', `${'a\n@x {\n'.repeat(500)}${'@x }\n'.repeat(500)}`],
    ['a definition of ten thousand lines', `$A=${'b \\\n'.repeat(10_000)}`],
  ])('%s', (_, text) => holdsEveryByte(text));

  test('what follows a nest too deep is read as usual', () => {
    const { items } = parse(`${'a {'.repeat(5000)}b${'}'.repeat(5000)}\nstate MASTER\n`);
    expect(items.at(-2)?.line).toMatchObject({ kind: 'statement', words: [{ text: 'state' }, { text: 'MASTER' }] });
  });
});

test('an item keeps its offsets when text above it changes', () => {
  const before = parse(example);
  const after = parse(`# one more line\n${example}`);
  expect(after.items.slice(1)).toEqual(before.items.slice(1));
});

test('the examples are read without a problem', () => {
  const root = new URL('../../../examples/', import.meta.url);
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.conf'));
  expect(files).toHaveLength(5);
  for (const file of files) {
    const { items } = parse(readFileSync(new URL(file, root), 'utf8'));
    const blocks = items.flatMap(({ line }) => (line?.kind === 'statement' ? [line] : []));
    expect(blocks.map(({ block }) => block?.close !== undefined)).not.toContain(false);
    expect(blocks[0]?.words[0].text).toBe('global_defs');
  }
});
