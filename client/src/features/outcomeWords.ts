import { type Report, type Stranded, verdictOf } from '../../../deploy/src/index.ts';
import { quoted } from './quoted.ts';

/** What has come of it, and why, as a message that fits into a corner. */
export function outcomeInWords(report: Report): string {
  const problem = report.problem?.split('\n') ?? [];
  return quoted([`${report.cluster}: ${verdictOf(report)}`, ...problem].join('. '));
}

/** What is to be run by hand, for a terminal, host by host. */
export const commandsOf = (stranded: readonly Stranded[]): string =>
  stranded.map(({ node, commands }) => [`# ${node}`, ...commands, ''].join('\n')).join('\n');
