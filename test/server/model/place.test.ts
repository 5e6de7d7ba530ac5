import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemAt, offsetAt, offsetIn, positionIn } from '../../../server/src/model/place.ts';
import { parse } from '../../../server/src/syntax/parse.ts';

/** Line and column as one would count them by hand. */
function countedPosition(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, column: before.at(-1)!.length };
}

const piece = fc.constantFrom('a b', '{', '}', '\n', '\r\n', ' ', '# c', '"', '网', '😀', '$A=b \\\n c');

test('offsets and positions agree with counting, everywhere in a file', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const tree = parse(text);
      for (let offset = 0; offset <= text.length; offset++) {
        const { item, offset: inside } = itemAt(tree, offset);
        expect(offsetIn(tree, item, inside)).toBe(offset);
        const position = positionIn(tree, item, inside);
        expect(position).toEqual(countedPosition(text, offset));
        expect(offsetAt(tree, position)).toBe(offset);
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['behind the end of its line', { line: 0, column: 99 }, 3],
  ['behind the last line', { line: 9, column: 0 }, 8],
  ['in an empty line', { line: 1, column: 5 }, 4],
])('a position %s is taken back to it', (_, position, expected) => {
  expect(offsetAt(parse('a b\n\nc d'), position)).toBe(expected);
});
