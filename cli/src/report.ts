/** What lint has to say, in the user's terms: files by their names, lines and columns from 1. */
import type { Origin, Severity } from '../../server/src/index.ts';
import type { Pairing } from './pairing.ts';

/** Columns count UTF-16 code units; `endColumn` is behind the last one. */
export interface Region {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Note extends Region {
  readonly message: string;
}

export interface Replacement extends Region {
  readonly text: string;
}

export interface ProposedFix {
  readonly title: string;
  readonly replacements: readonly Replacement[];
}

export interface LintFinding extends Region {
  readonly severity: Severity;
  readonly code: string;
  readonly origin: Origin;
  readonly message: string;
  readonly related: readonly Note[];
  /** The preferred one first. */
  readonly fixes: readonly ProposedFix[];
  /** First and last line of what keepalived itself would print and this one finding stands for. */
  readonly explains?: readonly [number, number];
}

export interface LintReport {
  /** Every file that was looked at, by name. */
  readonly files: readonly string[];
  readonly findings: readonly LintFinding[];
  readonly pairings: readonly Pairing[];
  /** What could not be looked at; a sentence each. */
  readonly problems: readonly string[];
  /** A file's lines, by its name, without their line ends. */
  linesOf(file: string): readonly string[];
}

/** What a line says without the secrets that it holds; as long as before, so that columns stay true. */
export const withoutSecrets = (line: string): string =>
  line.replace(
    // Also where the keyword is mistyped: that is when a line is shown. A key of auth_hmac has a number before it.
    /(\bauth_?pa[^\s"]*[ \t]+|\bkey[ \t]+\d+[ \t]+)("[^"]*"?|\S+)/gi,
    (_, keyword: string, value: string) => keyword + '*'.repeat(value.length),
  );

/**
 * Text of a configuration as a terminal or a log may show it: these would obey control characters, and tabs would move
 * marks away from their places. As long as before.
 */
export const printable = (text: string): string =>
  text.replace(/[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g, (character) => (character === '\t' ? ' ' : '\ufffd'));
