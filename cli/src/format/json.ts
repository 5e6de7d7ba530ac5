import type { LintReport } from '../report.ts';

/** One array, an object per finding; lines and columns from 1. */
export function formatJson({ findings }: LintReport): string {
  const entries = findings.map(({ file, line, column, endLine, endColumn, severity, code, origin, ...rest }) => ({
    file,
    line,
    column,
    endLine,
    endColumn,
    severity,
    code,
    origin,
    message: rest.message,
    related: rest.related.map((note) => ({ file: note.file, line: note.line, message: note.message })),
    ...(rest.explains && { explains: rest.explains }),
  }));
  return `${JSON.stringify(entries, undefined, 2)}\n`;
}
