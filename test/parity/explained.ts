/**
 * Differences that stay: keepalived's own faults, where saying what it says would help nobody. Each has to occur in some
 * case of a full run; one that does not is out of date.
 */
import { compareVersions, type Version } from '../../server/src/schema/index.ts';
import type { Difference } from './compare.ts';

export interface Explained {
  readonly kind: Difference['kind'];
  /** keepalived's message where we have missed it, ours where it says nothing. */
  readonly message: RegExp;
  /** The text of the line. */
  readonly line?: RegExp;
  /** What the whole configuration has somewhere. */
  readonly configuration?: RegExp;
  readonly reason: string;
  /** Where in keepalived's source. */
  readonly source: string;
  /** First and last release that do it. */
  readonly since?: Version;
  readonly until?: Version;
}

export const EXPLAINED: readonly Explained[] = [
  {
    kind: 'missed',
    message: /^keepalived crashes$/,
    configuration: /\btrack_file\b/,
    reason:
      'Under -t alone two processes share one program, and a track_file stands in the lists of both: whoever then looks for a name that is in neither goes round for ever.',
    source: 'trackers/track_file.c, track_file_end_handler',
    since: '2.1.0',
  },
  {
    kind: 'false',
    message: /^number-out-of-range: `\w+_cpu_affinity`/,
    line: /-0$/,
    reason: 'Numbers of processors are read with a sign, so that -0 is 0 there and nowhere else.',
    source: 'core/global_parser.c, get_cpu_affinity',
  },
];

export const explanationOf = (difference: Difference, text: string, version: Version): Explained | undefined =>
  EXPLAINED.find(
    (one) =>
      one.kind === difference.kind &&
      one.message.test(difference.message) &&
      (one.line?.test(lineOf(text, difference)) ?? true) &&
      (one.configuration?.test(text) ?? true) &&
      (one.since === undefined || compareVersions(one.since, version) <= 0) &&
      (one.until === undefined || compareVersions(version, one.until) <= 0),
  );

/** The line that a difference is about; nothing where it has none. */
export const lineOf = (text: string, { line }: Difference): string => text.split('\n')[line - 1]?.trim() ?? '';
