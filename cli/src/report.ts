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
  /** What comments in the files suppress. */
  readonly suppressed: readonly LintFinding[];
  readonly pairings: readonly Pairing[];
  /** What could not be looked at; a sentence each. */
  readonly problems: readonly string[];
  /** A file's lines, by its name, without their line ends. */
  linesOf(file: string): readonly string[];
}
