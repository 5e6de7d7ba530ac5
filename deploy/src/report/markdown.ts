/** A report for a ticket or a chat: GitHub Flavored Markdown. */
import { printable } from '../../../server/src/index.ts';
import type { Report, Stranded } from './report.ts';
import { resultInWords, secondsInWords, verdictOf, windowInWords } from './words.ts';

/** The verdict comes first, then what to do, then what it rests on. */
export const reportMarkdown = (reports: readonly Report[]): string =>
  reports.map((report) => `${sectionsOf(report).join('\n\n')}\n`).join('\n');

function sectionsOf(report: Report): string[] {
  const { cluster, nodes, problem, stranded, notes, checks, drill, steps } = report;
  const verdict = verdictOf(report);
  return [
    `## ${inline(verdict.charAt(0).toUpperCase() + verdict.slice(1))}`,
    `Cluster ${inline(cluster)}: ${nodes.map(inline).join(', ')}.`,
    ...(problem === null ? [] : [line(problem)]),
    ...stranded.flatMap(strandedSection),
    ...(notes.length ? [notes.map((note) => `- ${line(note)}`).join('\n')] : []),
    ...table(
      'Checks',
      ['Check', 'Node', 'Address', 'Result', 'Evidence'],
      checks.map(({ name, node, address, ok, evidence }) => [name, node, address, resultInWords(ok), evidence]),
    ),
    ...table(
      'Drill',
      ['Node', 'Event', 'Address', 'From', 'To', 'Gap', 'Foretold', 'Result', 'Evidence'],
      drill.map(({ node, action, address, from, to, gapSeconds, foretold, ok, evidence }) => [
        ...[node, action, address, from || 'nobody', to || 'nobody'],
        gapSeconds === null ? '' : secondsInWords(gapSeconds),
        foretold === null ? '' : windowInWords(foretold),
        resultInWords(ok),
        evidence,
      ]),
    ),
    ...table(
      'Steps',
      ['Node', 'Step', 'Result', 'Time', 'Detail'],
      steps.map(({ node, name, ok, seconds, detail }) => [
        node,
        name,
        resultInWords(ok),
        secondsInWords(seconds),
        detail,
      ]),
    ),
  ];
}

const strandedSection = ({ node, commands }: Stranded): string[] => [
  `### ${inline(node)} could not be put back`,
  'Run there by hand, as root:',
  codeBlock(commands.flatMap((command) => command.split('\n')).map(printable)),
];

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    `### ${title}`,
    [row(head), row(head.map(() => '---')), ...rows.map((cells) => row(cells.map(inline)))].join('\n'),
  ];
}

/** A fence must be longer than whatever looks like one inside (CommonMark section 4.5). */
function codeBlock(lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map(([run]) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, ...lines, fence].join('\n');
}

/** Part of a line that means nothing but its letters: no HTML, no link, no formula, no cell of its own. */
const inline = (text: string): string =>
  printable(text.replaceAll('\n', ' '))
    .toWellFormed()
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    // Within a word an underscore is one.
    .replace(/[\\`*[\]|~$]|(?<!\w)_|_(?!\w)/g, '\\$&');

/** A line of its own that begins no heading, list or rule. */
const line = (text: string): string => inline(text).replace(/^(\d*)([#+=.)-])(?=[\s#=-]|$)/, '$1\\$2');
