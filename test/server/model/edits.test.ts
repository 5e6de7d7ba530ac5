import { expect, test } from 'vitest';
import { removeDirective } from '../../../server/src/model/edits.ts';
import { applyEdits, memoryFiles, nodeOf } from '../../support/memory.ts';

/** The text without the first statement of this name, wherever it stands. */
function without(text: string, keyword: string): string {
  const texts = { '/a': text };
  const directives = nodeOf(texts, '/a').expansion.directives.flatMap((directive) => [
    directive,
    ...(directive.block?.body ?? []),
  ]);
  const directive = directives.find(({ words }) => words[0].text === keyword)!;
  return applyEdits(texts, memoryFiles(texts), removeDirective(directive))['/a']!;
}

test.each([
  ['takes its line along', 'a {\n  b c\n  d\n}\n', 'b', 'a {\n  d\n}\n'],
  ['takes the lines of its block along', 'a {\n  b {\n    c\n  }\n  d\n}\n', 'b', 'a {\n  d\n}\n'],
  ['leaves what else stands on its line', 'a { b c } # why\n', 'b', 'a {  } # why\n'],
  ['leaves a comment behind it', 'b c # why\n', 'b', ' # why\n'],
  ['CRLF', 'a {\r\n  b\r\n  d\r\n}\r\n', 'b', 'a {\r\n  d\r\n}\r\n'],
  ['quoted words', 'a {\n b "c d"\n e\n}\n', 'b', 'a {\n e\n}\n'],
  ['a line that comes out of a definition stays', '$X=b \\\n c\na {\n  $X\n}\n', 'b', '$X=b \\\n c\na {\n  $X\n}\n'],
  ['a block without its brace stays', 'b {\n c\n', 'b', 'b {\n c\n'],
])('%s', (_, text, keyword, expected) => expect(without(text, keyword)).toBe(expected));
