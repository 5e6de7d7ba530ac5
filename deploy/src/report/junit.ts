/**
 * A report as CI systems read test results: the form that Jenkins (its junit plugin's jenkins-junit.xsd) and GitLab
 * understand.
 */
import { element, type Markup } from './picture/markup.ts';
import type { Report } from './report.ts';
import { checkInWords, eventInWords, gapInWords, rowInWords, stepInWords, verdictOf } from './words.ts';

interface Case {
  readonly group: 'steps' | 'checks' | 'drill' | 'outcome';
  readonly name: string;
  readonly ok: boolean;
  /** Seconds: how long a step took, or an address did not answer. */
  readonly seconds: number;
  readonly text: string;
}

export function reportJunit(reports: readonly Report[]): string {
  const suites = reports.map((report) => ({ report, cases: casesOf(report) }));
  const all = element(
    'testsuites',
    { name: 'keepalived-ha', ...figuresOf(suites.flatMap(({ cases }) => cases)) },
    ...suites.map(({ report, cases }) => suiteOf(report, cases)),
  );
  return `${all.markup}\n`;
}

const suiteOf = ({ cluster, notes }: Report, cases: readonly Case[]): Markup =>
  element(
    'testsuite',
    { name: cluster, ...figuresOf(cases) },
    ...cases.map((each) => caseOf(cluster, each)),
    ...(notes.length ? [element('system-out', {}, notes.join(' '))] : []),
  );

const figuresOf = (cases: readonly Case[]) => ({
  tests: cases.length,
  failures: cases.filter(({ ok }) => !ok).length,
  errors: 0,
  skipped: 0,
  time: timeOf(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
});

const caseOf = (cluster: string, { group, name, ok, seconds, text }: Case): Markup =>
  element(
    'testcase',
    { classname: `${cluster}.${group}`, name, time: timeOf(seconds) },
    ...(ok ? [] : [element('failure', { message: text, type: group }, text)]),
  );

const timeOf = (seconds: number): string => seconds.toFixed(3);

function casesOf(report: Report): Case[] {
  const { steps, checks, drill, problem, stranded, ok } = report;
  const commands = stranded.map((each) => `On ${each.node} run: ${each.commands.join('; ')}`);
  return uniquely([
    ...steps.map(
      (step): Case => ({
        group: 'steps',
        name: stepInWords(step),
        ok: step.ok,
        seconds: step.seconds,
        text: step.detail,
      }),
    ),
    ...checks.map(
      (check): Case => ({
        group: 'checks',
        name: checkInWords(check),
        ok: check.ok,
        seconds: 0,
        text: check.evidence,
      }),
    ),
    ...drill.map(
      (row): Case => ({
        group: 'drill',
        name: `${eventInWords(row)} (${row.address})`,
        ok: row.ok,
        seconds: row.gapSeconds ?? 0,
        text: [
          rowInWords(row),
          ...(row.gapSeconds === null ? [] : [`gap ${gapInWords(row.gapSeconds, row.foretold)}`]),
          row.evidence,
        ].join('; '),
      }),
    ),
    // What fails as a whole is to fail here too, and a case has to be there when it passes to be seen to fail.
    {
      group: 'outcome',
      name: 'outcome',
      ok,
      seconds: 0,
      text: [`${verdictOf(report)}.`, problem ?? '', ...commands].filter(Boolean).join(' '),
    },
  ]);
}

/** Those of one name would be taken for one case. */
function uniquely(cases: readonly Case[]): Case[] {
  const taken = new Set<string>();
  return cases.map((each) => {
    let name = each.name;
    for (let nth = 2; taken.has(`${each.group} ${name}`); nth++) name = `${each.name} (${nth})`;
    taken.add(`${each.group} ${name}`);
    return { ...each, name };
  });
}
