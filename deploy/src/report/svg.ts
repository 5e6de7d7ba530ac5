/** A report as a picture: what was watched as a time line; without one, what was done and looked at as a list. */
import { CROSS, MARGIN, type Part, paragraph, pictureOf, space, stacked, TICK } from './picture/parts.ts';
import { type TimelinePicture, timelinePicture } from './picture/timelinePart.ts';
import type { Report } from './report.ts';
import { checkInWords, rowInWords, secondsInWords, stepInWords, verdictOf } from './words.ts';

const NARROWEST = 860;
const SIGN = 26;

export function reportSvg(reports: readonly Report[]): string {
  const pictures = reports.map((report) => (report.timeline ? timelinePicture(report, report.timeline) : undefined));
  const width = Math.max(NARROWEST, ...pictures.map((picture) => picture?.width ?? 0));
  const words = reports.flatMap((report, i) => [
    `${report.cluster}: ${verdictOf(report)}.`,
    ...(pictures[i]?.words ?? []),
  ]);
  return pictureOf({
    title: `Report on ${reports.map(({ cluster }) => cluster).join(', ')}`,
    description: words.join(' '),
    width,
    parts: reports.flatMap((report, i) => [...(i ? [space(MARGIN)] : []), ...partsOf(report, pictures[i], width)]),
  });
}

function partsOf(report: Report, picture: TimelinePicture | undefined, width: number): Part[] {
  const { cluster, ok, problem, stranded, notes } = report;
  return [
    ...paragraph(cluster, 'heading', width),
    ...paragraph(verdictOf(report), ok ? 'strong' : 'alarm', width),
    ...(problem === null ? [] : paragraph(problem, '', width)),
    ...stranded.flatMap(({ node, commands }) => [
      ...paragraph(`On ${node}, as root, run by hand:`, 'strong', width),
      ...commands.flatMap((command) => paragraph(command, 'event', width, SIGN)),
    ]),
    ...notes.flatMap((note) => paragraph(note, 'muted', width)),
    ...(picture ? [space(10), ...picture.parts] : []),
    ...listsOf(report).flatMap((list) => {
      // A time line shows what went well.
      const lines = list.filter(({ ok }) => !picture || !ok);
      return lines.length ? [space(10), ...lines.map((line) => linePart(line, width))] : [];
    }),
  ];
}

interface Line {
  readonly ok: boolean;
  readonly text: string;
  readonly detail: string;
}

const listsOf = ({ steps, checks, drill }: Report): Line[][] => [
  steps.map((step) => ({
    ok: step.ok,
    text: `${stepInWords(step)}, ${secondsInWords(step.seconds)}`,
    detail: step.detail,
  })),
  checks.map((check) => ({ ok: check.ok, text: checkInWords(check), detail: check.evidence })),
  drill.map((row) => ({ ok: row.ok, text: rowInWords(row), detail: row.evidence })),
];

function linePart({ ok, text, detail }: Line, width: number): Part {
  const [first, ...rest] = [
    ...paragraph(text, ok ? '' : 'alarm', width, SIGN),
    ...(detail ? paragraph(detail, 'muted small', width, SIGN) : []),
  ];
  const sign = (y: number) => (ok ? TICK : CROSS)(MARGIN + 8, y, ok ? 'good' : 'wrong');
  const marked: Part = {
    height: first!.height,
    draw: (y) => ({ markup: sign(y + first!.height / 2).markup + first!.draw(y).markup }),
  };
  return stacked([marked, ...rest]);
}
