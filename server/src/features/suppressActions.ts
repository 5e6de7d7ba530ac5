/** Writes the comments that keep a finding from being reported: for those who know better. */
import type { Files } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import { type Range, rangeOf } from '../model/place.ts';
import { type Suppression, suppressionsOf } from '../model/suppression.ts';
import { sourceOf, type Tree } from '../syntax/tree.ts';
import { type QuickFix, type TextEdit, touch } from './codeActions.ts';

/** Those of each code that touch the range: on their line, and in the whole file. */
export function suppressActions(files: Pick<Files, 'tree'>, findings: readonly Finding[], range: Range): QuickFix[] {
  const touched = findings.filter(({ code, place }) => {
    const tree = files.tree(place.file);
    return tree && isSuppressible(code, place.file) && touch(rangeOf(tree, place), range);
  });
  const byCode = new Map(touched.toReversed().map((finding) => [finding.code, finding]));
  return [...byCode.values()].reverse().flatMap((finding) => {
    const { code, place } = finding;
    const tree = files.tree(place.file)!;
    const fix = (title: string, edit: TextEdit): QuickFix => ({
      title,
      finding,
      preferred: false,
      edits: new Map([[place.file, [edit]]]),
    });
    const onLine = ignoreLine(finding, tree);
    return [
      ...(onLine ? [fix(`Ignore ${code} on this line`, onLine)] : []),
      fix(`Ignore ${code} in this file`, ignoreFile(finding, tree)),
    ];
  });
}

/** What is wrong with such a comment is set right there; keepalived-ha.json has "rules" for it. */
const isSuppressible = (code: string, file: string): boolean =>
  !code.startsWith('suppression-') && !file.endsWith('/keepalived-ha.json');

function ignoreLine({ code, place }: Finding, tree: Tree): TextEdit | undefined {
  const { line } = rangeOf(tree, place).start;
  const there = suppressionsOf(place.file, tree).find((each) => each.line === line && each.codes.length > 0);
  if (there) return extend(there, code, tree);
  const lines = sourceOf(tree).split('\n');
  // No comment may stand inside a definition of several lines.
  if (lines[line - 1]?.trimEnd().endsWith('\\')) return undefined;
  const [indentation] = /^[ \t]*/.exec(lines[line] ?? '')!;
  return insert(line, `${indentation}# keepalived-ha: ignore=${code}`, lines);
}

function ignoreFile({ code, place }: Finding, tree: Tree): TextEdit {
  const there = suppressionsOf(place.file, tree).find((each) => each.line === 'file' && each.codes.length > 0);
  return there
    ? extend(there, code, tree)
    : insert(0, `# keepalived-ha: ignore-file=${code}`, sourceOf(tree).split('\n'));
}

function extend({ codes }: Suppression, code: string, tree: Tree): TextEdit {
  const { end } = rangeOf(tree, codes.at(-1)!.place);
  return { range: { start: end, end }, text: `,${code}` };
}

function insert(line: number, text: string, lines: readonly string[]): TextEdit {
  const start = { line, column: 0 };
  return { range: { start, end: start }, text: `${text}${lines[0]?.endsWith('\r') ? '\r\n' : '\n'}` };
}
