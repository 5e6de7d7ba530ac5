import { printable, type Severity } from '../../../server/src/index.ts';
import type { LintReport } from '../report.ts';

const COMMANDS: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/**
 * Workflow commands of GitHub Actions, which show findings beside the changed lines:
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export const formatGithub = ({ findings }: LintReport): string =>
  findings
    .map(({ severity, file, line, column, endLine, endColumn, code, message, related }) => {
      const properties = {
        file,
        line,
        endLine,
        // Columns are only understood within one line, and the last one belongs to it.
        ...(line === endLine && { col: column, endColumn: Math.max(column, endColumn - 1) }),
        title: code,
      };
      const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
      const notes = related.map((note) => `${note.file}:${note.line}: ${note.message}`);
      return `::${COMMANDS[severity]} ${list.join(',')}::${escapeData([message, ...notes].map(printable).join('\n'))}\n`;
    })
    .join('');

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
