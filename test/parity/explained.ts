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
  readonly reason: string;
  /** Where in keepalived's source. */
  readonly source: string;
  /** First and last release that do it. */
  readonly since?: Version;
  readonly until?: Version;
}

export const EXPLAINED: readonly Explained[] = [];

export const explanationOf = (difference: Difference, line: string, version: Version): Explained | undefined =>
  EXPLAINED.find(
    (one) =>
      one.kind === difference.kind &&
      one.message.test(difference.message) &&
      (one.line?.test(line) ?? true) &&
      (one.since === undefined || compareVersions(one.since, version) <= 0) &&
      (one.until === undefined || compareVersions(version, one.until) <= 0),
  );
