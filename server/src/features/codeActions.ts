/** The cures that findings bring with them, as changes of texts. */
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import { type Position, type Range, rangeOf } from '../model/place.ts';

export interface TextEdit {
  readonly range: Range;
  readonly text: string;
}

export interface QuickFix {
  readonly title: string;
  readonly finding: Finding;
  readonly preferred: boolean;
  /** By file; a cure may touch several. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
}

/** The cures of those findings of a file that touch a range. `findings` are those of the trees that `files` has now. */
export function quickFixes(files: Pick<Files, 'tree'>, findings: readonly Finding[], range: Range): QuickFix[] {
  return findings.flatMap((finding) => {
    const tree = files.tree(finding.place.file);
    if (!finding.fixes || !tree || !touch(rangeOf(tree, finding.place), range)) return [];
    return finding.fixes.map(({ title, edits, preferred }) => {
      const byFile = new Map<string, TextEdit[]>();
      for (const { place, text } of edits) {
        const edited = files.tree(place.file);
        if (!edited) continue;
        const inFile = byFile.get(place.file) ?? [];
        inFile.push({ range: rangeOf(edited, place), text });
        byFile.set(place.file, inFile);
      }
      return { title, finding, preferred: preferred === true, edits: byFile };
    });
  });
}

export const touch = (a: Range, b: Range): boolean => !isBefore(a.end, b.start) && !isBefore(b.end, a.start);

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);
