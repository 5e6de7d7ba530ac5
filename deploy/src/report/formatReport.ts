/** A report as a file's ending asks for it. */
import { reportJson } from './json.ts';
import { reportJunit } from './junit.ts';
import { reportMarkdown } from './markdown.ts';
import type { Report } from './report.ts';
import { reportSvg } from './svg.ts';

const FORMATS: Readonly<Record<string, (reports: readonly Report[]) => string>> = {
  '.json': reportJson,
  '.md': reportMarkdown,
  '.xml': reportJunit,
  '.svg': reportSvg,
};

/** The problem is a sentence. */
export type FormattedReport = { readonly text: string } | { readonly problem: string };

export function formatReport(reports: readonly Report[], fileName: string): FormattedReport {
  const format = Object.entries(FORMATS).find(([ending]) => fileName.toLowerCase().endsWith(ending))?.[1];
  if (format) return { text: format(reports) };
  return {
    problem: `${fileName}: a report ends in .json, .md, .xml (JUnit) or .svg (a picture), and so does its file.`,
  };
}
