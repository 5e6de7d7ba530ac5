import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failoverMatrix } from '../../server/src/cluster/matrix.ts';
import { quickFixes } from '../../server/src/features/codeActions.ts';
import { codeLenses } from '../../server/src/features/codeLens.ts';
import { complete } from '../../server/src/features/completion.ts';
import { definition } from '../../server/src/features/definition.ts';
import type { Document, Preferences } from '../../server/src/features/document.ts';
import { foldingRanges } from '../../server/src/features/folding.ts';
import { hover } from '../../server/src/features/hover.ts';
import { inlayHints } from '../../server/src/features/inlayHints.ts';
import { documentSymbols } from '../../server/src/features/symbols.ts';
import { positionIn, rangeOf } from '../../server/src/model/place.ts';
import { sourceOf } from '../../server/src/syntax/tree.ts';
import { createWorkspace } from '../../server/src/workspace/workspace.ts';
import { memoryFiles } from '../support/memory.ts';
import { example, text } from '../support/texts.ts';

const FILE = '/w/ngx1/keepalived.conf';

/** Looks at a pair of which one file says `text`. */
function look(content: string) {
  const files = memoryFiles({ [FILE]: content, '/w/ngx2/keepalived.conf': example('ngx2') });
  return { files, ...createWorkspace(files).analyse([FILE, '/w/ngx2/keepalived.conf'], { version: '2.4.3' }) };
}

describe('any text has an answer', () => {
  test('findings stand in the text, and their fixes are edits of it', () => {
    fc.assert(
      fc.property(text, (content) => {
        const { files, findings } = look(content);
        for (const [file, found] of findings) {
          const lines = sourceOf(files.tree(file)!).split('\n');
          for (const finding of found) {
            const places = [
              finding.place,
              ...(finding.related ?? []).map(({ place }) => place),
              ...(finding.explains ?? []),
            ];
            const edits = (finding.fixes ?? []).flatMap((fix) => fix.edits.map(({ place }) => place));
            for (const place of [...places, ...edits]) expect(place.end).toBeLessThanOrEqual(place.item.text.length);
            const { start, end } = rangeOf(files.tree(file)!, finding.place);
            expect(lines[start.line]?.length).toBeGreaterThanOrEqual(start.column);
            expect(lines[end.line]?.length).toBeGreaterThanOrEqual(end.column);
            expect(finding.message).not.toBe('');
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('whatever belongs together can be foretold', () => {
    fc.assert(
      fc.property(text, (content) => {
        const { files, clusters } = look(content);
        for (const cluster of clusters) {
          const { nodes, scenarios } = failoverMatrix(cluster, '2.4.3');
          for (const { owners, reason, places } of scenarios.flatMap(({ outcomes }) => outcomes)) {
            expect(nodes).toEqual(expect.arrayContaining([...owners]));
            expect(reason).not.toBe('');
            for (const place of places) expect(rangeOf(files.tree(place.file)!, place).end).toBeDefined();
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('every feature answers at every place', () => {
    fc.assert(
      fc.property(text, fc.nat(), (content, at) => {
        const { files, findings } = look(content);
        const tree = files.tree(FILE)!;
        const document: Document = { file: FILE, tree, files, together: [FILE], within: [] };
        const item = tree.items[at % tree.items.length]!;
        const position = positionIn(tree, item, at % (item.text.length + 1));
        for (const language of ['en', 'zh'] as const) {
          const preferences: Preferences = { version: '2.2.7', language };
          expect(hover(document, position, preferences)?.text).not.toBe('');
          expect(complete(document, position, preferences).every(({ label }) => label !== '')).toBe(true);
        }
        expect(definition(document, position, '2.2.7')).toBeInstanceOf(Array);
        expect(documentSymbols(document).every(({ name }) => name !== '')).toBe(true);
        expect(foldingRanges(tree).every(({ start, end }) => start < end)).toBe(true);
        expect(quickFixes(files, findings.get(FILE)!, { start: position, end: position })).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });

  test('what is shown between the words stands in the text', () => {
    fc.assert(
      fc.property(text, (content) => {
        const { files, clusters } = look(content);
        const tree = files.tree(FILE)!;
        const lines = sourceOf(tree).split('\n');
        const judged = clusters.map((cluster) => ({ cluster, version: '2.4.3' as const }));
        const everywhere = { start: { line: 0, column: 0 }, end: { line: lines.length, column: 0 } };
        const hints = inlayHints({ file: FILE, tree }, judged, everywhere, 'en');
        const lenses = codeLenses({ file: FILE, tree }, judged, 'zh');
        const shown = [
          ...hints.map(({ position, label }) => ({ position, label })),
          ...lenses.map(({ range, title }) => ({ position: range.end, label: title })),
        ];
        for (const { position, label } of shown) {
          expect(lines[position.line]?.length).toBeGreaterThanOrEqual(position.column);
          expect(label).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['a hundred thousand unclosed quotes', 'a "b\n'.repeat(100_000)],
    ['a hundred thousand lost braces', 'a {\n'.repeat(100_000)],
    ['a hundred thousand braces too many', '}\n'.repeat(100_000)],
    [
      'definitions that double themselves',
      `${Array.from({ length: 500 }, (_, i) => `$A${i}=\${A${i + 1}}\${A${i + 1}}\n`).join('')}${'x ${A0}\n'.repeat(50)}`,
    ],
    ['a line of two hundred thousand uses', `vrrp_instance A {\nx ${'${A}'.repeat(200_000)}\n`],
    ['a word of a megabyte', `vrrp_instance ${'a'.repeat(1_000_000)} {\n}`],
  ])('%s', (_, content) => {
    const found = look(content).findings.get(FILE) ?? [];
    expect(found.length).toBeGreaterThan(0);
    expect(found.filter(({ message }) => message.length > 1000)).toEqual([]);
  });
});
