import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../server/src/model/finding.ts';
import { offsetIn } from '../../../server/src/model/place.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { memoryFiles } from '../../support/memory.ts';

export { instance } from './parity/texts.ts';

const FILE = '/node/keepalived.conf';

/** A finding with the text that it marks. */
export interface Marked {
  readonly finding: Finding;
  readonly start: number;
  readonly end: number;
}

export function check(text: string, version: Version = '2.2.7'): Marked[] {
  const files = memoryFiles({ [FILE]: text });
  const tree = files.tree(FILE)!;
  return checkNode(toNode(FILE, { files }), { version, files }).map((finding) => ({
    finding,
    start: offsetIn(tree, finding.place.item, finding.place.start),
    end: offsetIn(tree, finding.place.item, finding.place.end),
  }));
}

/** Codes of what a text is told. */
export const codesOf = (text: string, version?: Version): string[] =>
  check(text, version).map(({ finding }) => finding.code);

/** Expects this code at `‹marked›` places and nowhere else. */
export function expectMarked(code: string, marked: string, version?: Version): Finding[] {
  const wanted: string[] = [];
  let text = '';
  let open = 0;
  for (const part of marked.split(/([‹›])/)) {
    if (part === '‹') open = text.length;
    else if (part === '›') wanted.push(`${open}-${text.length}`);
    else text += part;
  }
  const found = check(text, version).filter(({ finding }) => finding.code === code);
  expect(found.map(({ start, end }) => `${start}-${end}`).sort(), `${code} in\n${marked}`).toEqual(wanted.sort());
  return found.map(({ finding }) => finding);
}

/** A code, what is wrong with its place marked, and the same in order. */
export type Case = readonly [code: string, wrong: string, right: string, version?: Version];

/** One test for each: the wrong one is told at its place, the right one nothing of the kind. */
export function describeCases(subject: string, cases: readonly Case[]): void {
  describe(subject, () => {
    for (const [code, wrong, right, version] of cases) {
      it(`${code}: ${wrong.match(/[^\n]*‹[^\n]*/)![0].trim()}`, () => {
        expectMarked(code, wrong, version);
        expect(codesOf(right, version)).not.toContain(code);
      });
    }
  });
}
