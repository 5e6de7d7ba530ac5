/** The track_* lists, the same in vrrp_instance and vrrp_sync_group (vrrp_track.c, track_file.c, track_process.c). */
import { argument, built, INTERFACE, integer, list, option, reference } from './define.ts';
import type { Consequence, Keyword, Option, Value } from './types.ts';

const weight = (limit: number, invalid?: Consequence): Option =>
  option('weight', integer(-limit, limit), invalid ? { invalid } : {});
const REVERSE = option('reverse', undefined, { since: '2.0.18' });
const NOREVERSE = option('noreverse', undefined, { since: '2.0.18' });
const entry = (label: string, value: Value) => [argument(label, value)];

/** A weight of 254 either way is reported and read as 253; what is further off leaves the default. */
const CLAMPED: Consequence = { kind: 'clamped', slack: 1 };

export const trackInterface = list('track_interface', entry('INTERFACE', INTERFACE), {
  options: [weight(253, CLAMPED), REVERSE],
  again: 'adds',
});
export const trackScript = list('track_script', entry('SCRIPT', reference('vrrp_script')), {
  options: [weight(253, CLAMPED), REVERSE, NOREVERSE],
  again: 'adds',
});
export const trackFile = list('track_file', entry('FILE', reference('track_file')), {
  since: '2.0.0',
  options: [weight(254), REVERSE, NOREVERSE],
  again: 'adds',
});
const trackProcess = list('track_process', entry('PROCESS', reference('vrrp_track_process')), {
  since: '2.0.11',
  options: [weight(254), REVERSE, NOREVERSE],
  again: 'adds',
});
const trackBfd = list('track_bfd', entry('BFD', reference('bfd_instance')), {
  since: '2.0.0',
  options: [weight(253), REVERSE, NOREVERSE],
  again: 'adds',
});

/** Those two came to vrrp_sync_group later than to vrrp_instance. */
export const trackLists = (since: { since?: '2.0.0' }): Keyword[] => [
  { ...trackInterface, ...since },
  { ...trackScript, ...since },
  trackFile,
  ...built('WITH_TRACK_PROCESS', [trackProcess]),
  ...built('WITH_BFD', [trackBfd]),
];
