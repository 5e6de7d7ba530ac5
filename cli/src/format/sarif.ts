/** SARIF 2.1.0 (OASIS, with errata 01): what code scanning services read. */
import { createHash } from 'node:crypto';
import type {
  Fix,
  Location,
  Log,
  PhysicalLocation,
  ReportingConfiguration,
  ReportingDescriptor,
  Result,
  Region as SarifRegion,
} from 'sarif';
import { type Severity, withoutSecrets } from '../../../server/src/index.ts';
import type { LintFinding, LintReport, ProposedFix, Region } from '../report.ts';

type Level = NonNullable<ReportingConfiguration['level']>;
const LEVELS: Record<Severity, Level> = { error: 'error', warning: 'warning', information: 'note', hint: 'note' };

/** A code as the catalogue has it. */
export interface RuleDescription {
  readonly code: string;
  readonly origin: string;
  readonly severity: Severity;
  readonly summary: string;
}

export function formatSarif(report: LintReport, rules: readonly RuleDescription[], version: string): string {
  const indexes = new Map(rules.map(({ code }, index) => [code, index]));
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'keepalived-ha', version, rules: rules.map(toDescriptor) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: report.problems.map((text) => ({ level: 'error', message: { text } })),
          },
        ],
        artifacts: report.files.map((file) => ({ location: { uri: uriOf(file) } })),
        results: toResults(report, indexes),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

const toDescriptor = ({ code, origin, severity, summary }: RuleDescription): ReportingDescriptor => ({
  id: code,
  shortDescription: { text: summary },
  defaultConfiguration: { level: LEVELS[severity] },
  properties: { tags: [origin] },
});

function toResults(report: LintReport, indexes: ReadonlyMap<string, number>): Result[] {
  const seen = new Map<string, number>();
  const suppressed = new Set(report.suppressed);
  return [...report.findings, ...suppressed].map((finding): Result => {
    const line = lineAround(finding, report).trim();
    const alike = `${finding.code}\0${finding.file}\0${line}`;
    const nth = (seen.get(alike) ?? 0) + 1;
    seen.set(alike, nth);
    const ruleIndex = indexes.get(finding.code);
    const fixes = finding.fixes.filter((fix) => !showsSecret(fix, report)).map(toFix);
    return {
      ruleId: finding.code,
      ...(ruleIndex !== undefined && { ruleIndex }),
      level: LEVELS[finding.severity],
      message: { text: finding.message },
      locations: [{ physicalLocation: toPhysical(finding) }],
      ...(finding.related.length > 0 && { relatedLocations: finding.related.map(toRelated) }),
      ...(fixes.length > 0 && { fixes }),
      ...(suppressed.has(finding) && { suppressions: [{ kind: 'inSource' }] }),
      // Stays the same while the line does, wherever it moves to.
      partialFingerprints: { 'codeAndLine/v1': createHash('sha256').update(`${alike}\0${nth}`).digest('hex') },
    };
  });
}

const toRelated = (note: LintFinding['related'][number], index: number): Location => ({
  id: index,
  physicalLocation: toPhysical(note),
  message: { text: note.message },
});

const toPhysical = (region: Region): PhysicalLocation => ({
  artifactLocation: { uri: uriOf(region.file) },
  region: toRegion(region),
});

const toRegion = ({ line, column, endLine, endColumn }: Region): SarifRegion => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
});

function toFix({ title, replacements }: ProposedFix): Fix {
  const files = [...new Set(replacements.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uriOf(file) },
      replacements: replacements
        .filter((replacement) => replacement.file === file)
        .map((replacement) => ({
          deletedRegion: toRegion(replacement),
          insertedContent: { text: replacement.text },
        })),
    })),
  };
}

/** Reports are uploaded and kept: a password that a fix would write does not belong there. */
const showsSecret = ({ replacements }: ProposedFix, report: LintReport): boolean =>
  replacements.some((replacement) =>
    [lineAround(replacement, report), replacement.text].some((part) => withoutSecrets(part) !== part),
  );

const AROUND = 200;

/** The line that a place is on, or as much of it as stands around the place. */
const lineAround = ({ file, line, column }: Region, report: LintReport): string =>
  (report.linesOf(file)[line - 1] ?? '').slice(Math.max(0, column - AROUND), column + AROUND);

/** Relative names stay relative, to whatever the reader takes for the root. */
const uriOf = (file: string): string => {
  const path = file.split('/').map(encodeURIComponent).join('/');
  return path.startsWith('/') ? `file://${path}` : path;
};
