/** How long things take, in seconds: keepalived's timers (RFC 5798 section 6.1; vrrp.h) and the detection of failures. */
import type { Effective } from '../../model/effective.ts';
import type { Tracker } from './trackers.ts';

/** At best, and at worst. */
export type Window = readonly [best: number, worst: number];

/** A backup waits this much longer, the lower its priority is. Version 2: parts of a second; 3: of the MASTER's interval. */
export const skew = ({ version }: Effective, priority: number, masterInterval: number): number =>
  ((256 - priority) / 256) * (version === 3 ? masterInterval : 1);

/** Silence of this length makes a backup MASTER. */
export const downTimer = (instance: Effective, priority: number, masterInterval: number): number =>
  instance.downTimerAdverts * masterInterval + skew(instance, priority, masterInterval);

/**
 * From the failure of what is tracked to keepalived's knowledge of it. A script fails at the end of its run: the first
 * run that can fail begins at once or an interval later, `fall` of them must fail in a row, and each may take until its
 * timeout. Everything else the kernel tells at once.
 */
export function detection({ script }: Tracker, comesBack: boolean): Window {
  if (!script) return [0, 0];
  const { interval, timeout, rise, fall } = script;
  const repetitions = (comesBack ? rise : fall) - 1;
  return [repetitions * interval, interval + repetitions * Math.max(interval, timeout) + timeout];
}

/** Upper bound of what keepalived and the kernel need to act on a timer; real hosts stayed below. */
export const ACTING = 0.03;

/** Upper bound for keepalived's start, until its timers run. */
export const STARTING = 0.5;
