/** The page of a report: the time line, and tables of what was done and seen. Everything in it is text, and escaped. */
import type { Check, DrillRow, Report, Step } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { actionInWords, checkInWords } from './deployWords.ts';

export interface ReportPageParts {
  /** What came of it, in a line. */
  readonly verdict: string;
  /** The time line as SVG; missing where nothing was watched. */
  readonly picture?: string;
  /** Address of our own style sheet, as the editor serves it. */
  readonly style: string;
  /** Where the editor serves it from, as a source of a content security policy. */
  readonly source: string;
  /** Random, another one for every page. */
  readonly nonce: string;
  /** The display language, a BCP 47 tag. */
  readonly language: string;
}

/** It runs no script and loads nothing but our style sheet. */
export function reportHtml(report: Report, parts: ReportPageParts, t: Translate): string {
  const { verdict, picture, style, source, nonce, language } = parts;
  const policy = `default-src 'none'; style-src ${source} 'nonce-${nonce}'`;
  const sections = [
    problemOf(report, t),
    section(t('Time line'), picture === undefined ? '' : `<div class="timeline">${themed(picture, nonce)}</div>`),
    drillTable(report.drill, t),
    checkTable(report.checks, t),
    section(t('Worth knowing'), listOf(report.notes)),
    stepTable(report.steps, t),
  ];
  return `<!DOCTYPE html>
<html lang="${escaped(language)}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <link rel="stylesheet" href="${escaped(style)}">
    <title>${escaped(report.cluster)}</title>
  </head>
  <body>
    <main>
      <header>
        <h1>${escaped(report.cluster)}</h1>
        <p class="verdict">${mark(report.ok, t)} ${escaped(verdict)}</p>
        <p>${escaped(report.nodes.join(' ⇄ '))}</p>
      </header>
      ${sections.join('\n')}
    </main>
  </body>
</html>
`;
}

/** Pictures are light or dark as the reader's screen is; this one is as the editor's theme is, and its paper is ours. */
const themed = (picture: string, nonce: string): string =>
  picture
    .replaceAll('<style', `<style nonce="${nonce}"`)
    .replaceAll('@media (prefers-color-scheme:dark)', `:where(${DARK.join()})`);

const DARK = ['body.vscode-dark', 'body.vscode-high-contrast:not(.vscode-high-contrast-light)'];

function problemOf({ problem, stranded }: Report, t: Translate): string {
  if (problem === null) return '';
  const byHand = stranded.map(
    ({ node, commands }) =>
      `<h3>${escaped(t('On {0}, as root, by hand:', node))}</h3><pre>${escaped(commands.join('\n'))}</pre>`,
  );
  const lines = problem.split('\n').map((line) => `<p>${escaped(line)}</p>`);
  return `<section class="problem">${[...lines, ...byHand].join('')}</section>`;
}

const drillTable = (rows: readonly DrillRow[], t: Translate): string =>
  section(
    t('Failover Drill'),
    table(
      ['', t('What happened'), t('Address'), t('Owner'), t('Gap'), t('Foretold'), t('Seen')],
      rows.map(({ node, action, address, from, to, gapSeconds, foretold, ok, evidence }) => [
        mark(ok, t),
        escaped(`${node}: ${actionInWords(action, t)}`),
        code(address),
        escaped(from === to ? to || t('nobody') : `${from || t('nobody')} → ${to || t('nobody')}`),
        escaped(gapSeconds === null ? '–' : seconds(gapSeconds)),
        escaped(foretold === null ? '–' : windowInWords(foretold)),
        escaped(evidence),
      ]),
    ),
  );

const checkTable = (checks: readonly Check[], t: Translate): string =>
  section(
    t('Checks'),
    table(
      ['', t('Check'), t('Node'), t('Address'), t('Seen')],
      checks.map(({ name, node, address, ok, evidence }) => [
        mark(ok, t),
        escaped(checkInWords(name, t)),
        escaped(node),
        code(address),
        escaped(evidence),
      ]),
    ),
  );

const stepTable = (steps: readonly Step[], t: Translate): string =>
  section(
    t('Steps'),
    table(
      ['', t('Node'), t('Step'), t('Time'), t('Detail')],
      steps.map(({ node, name, ok, seconds: took, detail }) => [
        mark(ok, t),
        escaped(node),
        escaped(name),
        escaped(seconds(took)),
        escaped(detail),
      ]),
    ),
  );

/** Nothing where there is nothing in it. */
const section = (heading: string, content: string): string =>
  content === '' ? '' : `<section><h2>${escaped(heading)}</h2>${content}</section>`;

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const head = headings.map((heading) => `<th scope="col">${escaped(heading)}</th>`).join('');
  const body = rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

const listOf = (lines: readonly string[]): string =>
  lines.length === 0 ? '' : `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;

const mark = (ok: boolean, t: Translate): string =>
  `<span class="${ok ? 'well' : 'amiss'}" role="img" aria-label="${escaped(ok ? t('ok') : t('failed'))}">${ok ? '✓' : '✗'}</span>`;

const code = (text: string): string => (text === '' ? '' : `<code>${escaped(text)}</code>`);

const seconds = (number: number): string => `${number.toFixed(2)} s`;

const windowInWords = ([best, worst]: readonly [number, number]): string =>
  best === worst ? seconds(best) : `${best.toFixed(2)} – ${seconds(worst)}`;

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
