/**
 * Differences that stay: keepalived's own faults, and what only follows from a mistake that has a finding, so that saying
 * what it says would help nobody. Each has to occur in some case of a full run; one that does not is out of date.
 */
import { compareVersions, type Version } from '../../server/src/schema/index.ts';
import type { Case } from './cases.ts';
import type { Difference } from './compare.ts';

export interface Explained {
  readonly kind: Difference['kind'];
  /** keepalived's message where we have missed it, ours where it says nothing. */
  readonly message: RegExp;
  /** The text of the line. */
  readonly line?: RegExp;
  /** The kind of case, where it is to pass in no other. */
  readonly family?: RegExp;
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
  {
    kind: 'missed',
    message: /track bfd \S+ not found/,
    family: /quote$/,
    reason: 'The quote that was lost, and is told, has taken the bfd_instance along that is named here.',
    source: 'vrrp/vrrp_track.c, vrrp_alloc_track_bfd',
  },
  {
    kind: 'missed',
    message: /has no neighbor address set/,
    line: /^}$/,
    family: /wrong block$/,
    reason: 'A block was moved into the bfd_instance, and is told; the rest of the instance stands behind its end.',
    source: 'bfd/bfd_parser.c, bfd_handler',
  },
  {
    kind: 'missed',
    message: /track process auth_\w+ not found/,
    line: /^auth_/,
    family: /wrong block$/,
    reason: 'A block was moved into a list, which is told: its lines are no entries that anybody meant.',
    source: 'vrrp/vrrp_track.c, vrrp_alloc_track_process',
  },
  {
    kind: 'missed',
    message: /notify_fault script already specified/,
    family: /quote$/,
    reason: 'The quote that was lost, and is told, has made one of two instances: each has its own script.',
    source: 'vrrp/vrrp_parser.c, vrrp_notify_fault_handler',
  },
  {
    kind: 'missed',
    message: /^No script set for vrrp_script/,
    line: /^}$/,
    family: /quote$/,
    reason: 'The quote that was lost, and is told, has taken the name of the script along.',
    source: 'vrrp/vrrp_parser.c, vrrp_script_end_handler',
  },
];

export const explanationOf = (
  difference: Difference,
  { family, text }: Pick<Case, 'family' | 'text'>,
  version: Version,
): Explained | undefined =>
  EXPLAINED.find(
    (one) =>
      one.kind === difference.kind &&
      one.message.test(difference.message) &&
      (one.line?.test(lineOf(text, difference)) ?? true) &&
      (one.family?.test(family) ?? true) &&
      (one.configuration?.test(text) ?? true) &&
      (one.since === undefined || compareVersions(one.since, version) <= 0) &&
      (one.until === undefined || compareVersions(version, one.until) <= 0),
  );

/** The line that a difference is about; nothing where it has none. */
export const lineOf = (text: string, { line }: Difference): string => text.split('\n')[line - 1]?.trim() ?? '';
