import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../../server/src/syntax/parse.ts';
import { differenceOf, reparse } from '../../../server/src/syntax/reparse.ts';
import { sourceOf } from '../../../server/src/syntax/tree.ts';

const example = readFileSync(new URL('../../../examples/master-master/ngx1/keepalived.conf', import.meta.url), 'utf8');
const odd = '@ngx1 {\na } b\n$A=x \\\n y\n}\n"\n~SEQ(i, 2) c $i\ninclude d { e\nvrrp_script f {\n';
const piece = fc.constantFrom(
  'vrrp_instance A {\n',
  'b c\n',
  '{',
  '}',
  '{\n',
  '}\n',
  '\n',
  ' ',
  '"',
  '#',
  '\\\n',
  '\\',
  '$A=1',
  '@x ',
  '~SEQ(i, 2) ',
  'include e',
);
const source = fc.oneof(
  fc.constant(example),
  fc.constant(odd + example),
  fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
);

test('an edit gives the tree that parsing the new text gives', () => {
  fc.assert(
    fc.property(source, fc.nat(), fc.nat(40), fc.array(piece, { maxLength: 3 }), (text, at, length, pieces) => {
      const start = at % (text.length + 1);
      const edit = { start, end: Math.min(text.length, start + length), text: pieces.join('') };
      const edited = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
      expect(reparse(parse(text), edit)).toEqual(parse(edited));
    }),
    { numRuns: 3000 },
  );
});

test('items that an edit does not touch stay the same objects', () => {
  const before = parse(example.repeat(20));
  const text = sourceOf(before);
  const start = text.indexOf('priority', text.length / 2);
  const after = reparse(before, { start, end: start + 8, text: 'prio' });
  const kept = after.items.filter((item) => before.items.includes(item));
  expect(after.items).toHaveLength(before.items.length);
  expect(kept.length).toBeGreaterThanOrEqual(before.items.length - 3);
});

test('the difference of two texts, put into the first, gives the second', () => {
  const text = fc.array(fc.constantFrom('a', 'b', '\n', '😀'), { maxLength: 12 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { start, end, text: inserted } = differenceOf(before, after);
      expect(before.slice(0, start) + inserted + before.slice(end)).toBe(after);
    }),
  );
});
