/**
 * From 2.2.0 on only the first process reads the files; the others read a copy that it writes, without comments and
 * with the included files in it (lib/parser.c, read_line). Where the two differ, nothing is said of it.
 */
import { catalogue, report } from '../model/catalogue.ts';
import { baseName, plainPath } from '../model/files.ts';
import type { Finding } from '../model/finding.ts';
import type { Rule } from './check.ts';

export const COPY_ADVICE = catalogue('advice', {
  'include-read-twice': ['warning', 'an include behind a condition, a definition or a brace: the file is read twice'],
  'definition-cut-short': ['warning', 'a line without code inside a definition of many lines, which ends it'],
  'comment-sign-lost': ['warning', 'a \\# or \\! outside quotes, which begins a comment after all'],
});

export const checkCopy: Rule = ({ expansion }) =>
  expansion.problems.flatMap((problem): Finding[] => {
    const { place } = problem;
    if (problem.kind === 'read-twice') {
      const message = `keepalived reads ${baseName(plainPath(problem.file))} twice, because this line does not begin with the include: instances in it count as defined already, entries as repeated. Let the include begin its line.`;
      return [report(COPY_ADVICE['include-read-twice'], place, message)];
    }
    if (problem.kind === 'definition-cut') {
      const message = `A line without code ends the definition of \`${problem.name}\`: keepalived reads what follows as lines of the file. Take it out of the definition.`;
      return [report(COPY_ADVICE['definition-cut-short'], place, message)];
    }
    if (problem.kind === 'sign-lost') {
      const message =
        "The backslash does not help: most of keepalived's processes read a comment from here on. Put the word in double quotes.";
      return [report(COPY_ADVICE['comment-sign-lost'], place, message)];
    }
    return [];
  });
