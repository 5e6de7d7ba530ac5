/** What is said while a deployment runs and at its end, in plain lines. */
import { printable } from '../../../server/src/index.ts';
import type { Progress } from './recorder.ts';
import type { Report } from './report.ts';
import { checkInWords, gapInWords, resultInWords, rowInWords, secondsInWords, verdictOf } from './words.ts';

/** The verdict first; where it is bad, why, what failed, and the commands for nodes that could not be put back. */
export function summaryOf(report: Report): string[] {
  const { problem, checks, drill, stranded, notes } = report;
  const lines = [
    verdictOf(report),
    ...(problem === null || problem === 'cancelled' ? [] : problem.split('\n')),
    ...checks.filter(({ ok }) => !ok).map((check) => `${checkInWords(check)}: ${check.evidence}`),
    ...drill.filter(({ ok }) => !ok).map((row) => `${rowInWords(row)}: ${row.evidence}`),
    ...stranded.flatMap(({ node, commands }) => [
      `On ${node}, as root, run by hand:`,
      ...commands.flatMap((command) => command.split('\n')).map((command) => `  ${command}`),
    ]),
    ...notes,
  ];
  return lines.map(printable);
}

/** A line for a log or a terminal's last line: `ngx1  upload  ok 0.12 s`. */
export const progressLine = (progress: Progress): string =>
  printable(partsOf(progress).filter(Boolean).join('  ').replaceAll('\n', ' '));

function partsOf(progress: Progress): string[] {
  switch (progress.kind) {
    case 'begun':
      return [progress.node, `${progress.name} …`];
    case 'step': {
      const { node, name, ok, seconds, detail } = progress.step;
      return [node, name, `${resultInWords(ok)} ${secondsInWords(seconds)}`, detail];
    }
    case 'check': {
      const { node, name, address, ok, evidence } = progress.check;
      return [node, name, address, resultInWords(ok), evidence];
    }
    case 'drill': {
      const { row } = progress;
      const gap = row.gapSeconds === null ? '' : `gap ${gapInWords(row.gapSeconds, row.foretold)}`;
      return [rowInWords(row), gap, resultInWords(row.ok), row.evidence];
    }
    case 'note':
      return [progress.text];
  }
}
