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

export const EXPLAINED: readonly Explained[] = [
  {
    kind: 'missed',
    message: /^keepalived crashes$/,
    reason:
      'Under -t alone two processes share one program, and a track_file stands in the lists of both: whoever then looks for a name that is in neither goes round for ever.',
    source: 'trackers/track_file.c, track_file_end_handler',
  },
  {
    kind: 'missed',
    message:
      /^(?:Routing table \S+ not found|Invalid ipproto|suppress_group \S+ is invalid|Route specified VRF|VRF \S+ not found)/,
    reason:
      'Names that files of the machine define (rt_tables, group, protocols), and its VRFs: nobody knows them here.',
    source: 'vrrp/vrrp_iproute.c, vrrp/vrrp_iprule.c',
  },
  {
    kind: 'missed',
    message:
      /^Error setting global script uid\/gid|^Invalid (?:startup|shutdown) script|^Unable to set uid\/gid|^Failed to set uid\/gid/,
    reason: 'Users and groups are those of the machine.',
    source: 'core/global_parser.c, core/notify.c',
  },
  {
    kind: 'missed',
    message: /^Unknown keyword 'vrrp_ipsets'/,
    reason: 'This keepalived was built without ipsets.',
    source: 'core/global_parser.c',
  },
];

export const explanationOf = (difference: Difference, line: string, version: Version): Explained | undefined =>
  EXPLAINED.find(
    (one) =>
      one.kind === difference.kind &&
      one.message.test(difference.message) &&
      (one.line?.test(line) ?? true) &&
      (one.since === undefined || compareVersions(one.since, version) <= 0) &&
      (one.until === undefined || compareVersions(version, one.until) <= 0),
  );
