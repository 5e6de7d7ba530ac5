/**
 * Configurations with mistakes, and texts that are none: each is read, changed, checked and asked about. 3,000 of them,
 * or as many as KEEPALIVED_HA_INPUTS says; `npm run fuzz` looks at 100,000.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { complete } from '../../server/src/features/completion.ts';
import type { Document } from '../../server/src/features/document.ts';
import { hover } from '../../server/src/features/hover.ts';
import { positionIn } from '../../server/src/model/place.ts';
import type { Version } from '../../server/src/schema/index.ts';
import { parse } from '../../server/src/syntax/parse.ts';
import { reparse } from '../../server/src/syntax/reparse.ts';
import { sourceOf } from '../../server/src/syntax/tree.ts';
import { createWorkspace } from '../../server/src/workspace/workspace.ts';
import { generate } from '../parity/generator.ts';
import { MUTATIONS, type Mutation, mutate } from '../parity/mutator.ts';
import { memoryFiles } from '../support/memory.ts';
import { createRandom, type Random } from '../support/random.ts';
import { text } from '../support/texts.ts';

const INPUTS = Number(process.env.KEEPALIVED_HA_INPUTS ?? 3000);
const FILE = '/w/keepalived.conf';
const KINDS = Object.keys(MUTATIONS) as Mutation[];
const VERSIONS: readonly Version[] = ['2.0.0', '2.0.20', '2.2.7', '2.3.0', '2.4.3'];

/** What the schema makes of a seed, with up to eight mistakes. */
const mistaken = fc.nat().map((seed) => {
  const random = createRandom(seed);
  let content = generate(random, random.pick(VERSIONS));
  for (let count = random.between(0, 8); count > 0; count--) content = mutate(content, random.pick(KINDS), random);
  return content;
});

function changes(content: string, random: Random): void {
  const start = random.between(0, content.length);
  const end = Math.min(content.length, start + random.pick([0, 0, 1, 5, 60]));
  const from = random.between(0, content.length);
  const typed = random.pick(['', 'x', '{', '}', '"', '\n', '#', ' ', '$A=1', content.slice(from, from + 30)]);
  const edited = content.slice(0, start) + typed + content.slice(end);
  const tree = parse(edited);
  expect(sourceOf(tree)).toBe(edited);
  expect(isDeepStrictEqual(reparse(parse(content), { start, end, text: typed }), tree), 'as if read anew').toBe(true);
}

function answers(content: string, random: Random): void {
  const files = memoryFiles({ [FILE]: content });
  const version = random.pick(VERSIONS);
  const { findings } = createWorkspace(files).analyse([FILE], { version });
  for (const { message, place } of findings.get(FILE) ?? []) {
    expect(message).not.toBe('');
    expect(place.end).toBeLessThanOrEqual(place.item.text.length);
  }
  const tree = files.tree(FILE)!;
  const document: Document = { file: FILE, tree, files, together: [FILE], within: [] };
  for (let count = 0; count < 3; count++) {
    const item = random.pick(tree.items);
    const position = positionIn(tree, item, random.between(0, item.text.length));
    for (const language of ['en', 'zh'] as const) {
      expect(hover(document, position, { version, language })?.text).not.toBe('');
      expect(complete(document, position, { version, language })).toBeInstanceOf(Array);
    }
  }
}

test(
  `${INPUTS.toLocaleString('en')} texts are read, changed, checked and asked about`,
  () => {
    fc.assert(
      fc.property(fc.oneof(mistaken, mistaken, text), fc.nat(), (content, seed) => {
        const random = createRandom(seed);
        changes(content, random);
        answers(content, random);
      }),
      { numRuns: INPUTS },
    );
  },
  60_000 + 60 * INPUTS,
);
