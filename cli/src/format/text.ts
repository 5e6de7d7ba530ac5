/** Findings for people: where, what, the lines themselves, and what to do. */
import type { Colors, Formatter } from 'picocolors/types.js';
import { printable, type Severity, withoutSecrets } from '../../../server/src/index.ts';
import { pairingInWords } from '../pairing.ts';
import type { LintFinding, LintReport, Region } from '../report.ts';

const SEVERITIES: readonly (readonly [Severity, one: string, many: string])[] = [
  ['error', 'error', 'errors'],
  ['warning', 'warning', 'warnings'],
  ['information', 'note', 'notes'],
  ['hint', 'hint', 'hints'],
];
/** Columns of a frame; longer lines show what stands around the finding. */
const WIDTH = 120;

/** `hints`: shows them, too, and does not only count them. */
export function formatText(report: LintReport, colors: Colors, hints: boolean): string {
  const findings = report.findings
    .filter(({ severity }) => hints || severity !== 'hint')
    .map((finding) => `${formatFinding(finding, report, colors)}\n\n`);
  return findings.join('') + summaryOf(report, colors, hints);
}

function formatFinding(finding: LintFinding, report: LintReport, colors: Colors): string {
  const { severity, code, message, related, fixes } = finding;
  const paint = painterOf(severity, colors);
  const [fix, ...otherFixes] = fixes;
  const lines = [
    `${colors.bold(placeOf(finding))} ${paint(severity)} ${colors.dim(code)} ${printable(message)}`,
    ...frameOf(finding, report, paint, colors),
    ...related.map((note) => `  ${colors.dim('see')} ${placeOf(note)}: ${printable(note.message)}`),
    ...(fix ? [`  ${colors.green('fix')} ${printable(fix.title)}`] : []),
    ...otherFixes.map(({ title }) => `  ${colors.green('or')}  ${printable(title)}`),
  ];
  return lines.join('\n');
}

const placeOf = ({ file, line, column }: Region): string => `${printable(file)}:${line}:${column}`;

function painterOf(severity: Severity, colors: Colors): Formatter {
  if (severity === 'error') return colors.red;
  return severity === 'warning' ? colors.yellow : colors.cyan;
}

/** The line with the one above and below it, and a mark under the place. */
function frameOf(finding: LintFinding, report: LintReport, paint: Formatter, colors: Colors): string[] {
  const { file, line, endLine, column, endColumn } = finding;
  const lines = report.linesOf(file);
  const own = lines[line - 1] ?? '';
  const end = line === endLine ? endColumn : own.length + 1;
  const from = own.length <= WIDTH ? 0 : Math.max(0, column - 1 - WIDTH / 2);
  const gutter = String(line + 1).length;
  const show = (number: number): string[] => {
    const text = lines[number - 1];
    if (text === undefined) return [];
    // Far enough before the part to see whose value it is, and no further: a line may be a megabyte long.
    const start = Math.max(0, from - 2 * WIDTH);
    const part = withoutSecrets(text.slice(start, from + WIDTH)).slice(from - start);
    return [`  ${colors.dim(`${String(number).padStart(gutter)} |`)} ${printable(part)}`.trimEnd()];
  };
  const marked = Math.max(1, Math.min(end, from + WIDTH + 1) - column);
  const mark = `${' '.repeat(column - 1 - from)}${paint('^'.repeat(marked))}`;
  return [
    ...show(line - 1),
    ...show(line),
    `  ${colors.dim(`${' '.repeat(gutter)} |`)} ${mark}`,
    // What follows the last line end is no line.
    ...(line + 1 === lines.length && lines[line] === '' ? [] : show(line + 1)),
  ];
}

/** "2 errors, 1 warning in 2 files; ngx1 is paired with ngx2: both serve 192.168.10.111". */
function summaryOf({ findings, suppressed, files, pairings }: LintReport, colors: Colors, hints: boolean): string {
  if (files.length === 0) return '';
  const counts = SEVERITIES.flatMap(([severity, one, many]) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    const hidden = severity === 'hint' && !hints ? ' (--hints shows them)' : '';
    return count ? [painterOf(severity, colors)(`${count} ${count === 1 ? one : many}`) + hidden] : [];
  });
  const hasMore = findings.some(({ severity }) => hints || severity !== 'hint');
  const clean = hasMore ? [] : [colors.green('nothing to complain of')];
  const left = suppressed.length ? [`${suppressed.length} suppressed`] : [];
  const summary = `${[...clean, ...counts, ...left].join(', ')} in ${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  const [pairing, ...others] = pairings;
  if (pairing && others.length === 0) return `${summary}; ${printable(pairingInWords(pairing, 'name'))}\n`;
  return [summary, ...pairings.map((each) => `  ${printable(pairingInWords(each, 'file'))}`)].join('\n').concat('\n');
}
