/** What a takeover waits for, in words. */

import type { ClusterEvent } from '../scenario.ts';
import type { RouterState, Waited } from './clusterState.ts';
import type { Play } from './play.ts';
import type { Router } from './routers.ts';
import { detection } from './timing.ts';

/** "script chk fails for 2 runs, one every 2 s, then 3 adverts of 1 s without any, and a skew of 0.61 s". */
export function timingOf(address: string, { machine, state }: Play, noticed: readonly string[]): string {
  const changed = machine.routers.addresses
    .get(address)!
    .routers.map((router) => ({ router, now: state.routers[router.index]! }))
    .filter(({ now }) => now.changedAt >= 0);
  // The old MASTER gives way when it hears the new one: what that one waited for is what it took.
  const decisive = changed.find(({ now }) => now.state === 'MASTER') ?? changed[0];
  return [...noticed, ...(decisive ? [waitOf(decisive)] : [])].join(', then ');
}

interface Changed {
  readonly router: Router;
  readonly now: RouterState;
}

const seconds = (value: number): string => `${Number(value.toFixed(2))} s`;

/** How keepalived comes to know of an event, where that takes time. */
export function noticedBy(event: ClusterEvent | undefined, { machine }: Play): string[] {
  if (event?.kind !== 'fails' && event?.kind !== 'recovers') return [];
  const node = machine.routers.cluster.members.findIndex(({ name }) => name === event.node);
  const trackers = machine.routers.ofNode[node]?.flatMap((router) => router.trackers) ?? [];
  const tracker = trackers.find(({ what, name }) => what === event.what && name === event.name);
  if (!tracker?.script || detection(tracker, false)[1] === 0) return [];
  const { interval, timeout, rise, fall } = tracker.script;
  const runs = event.kind === 'fails' ? fall : rise;
  const verb = event.kind === 'fails' ? 'fails' : 'succeeds';
  return [
    `script ${tracker.name} ${verb} ${runs === 1 ? 'once' : `${runs} times in a row`} ` +
      `(every ${seconds(interval)}, at most ${seconds(timeout)} each)`,
  ];
}

function waitOf({ router, now }: Changed): string {
  // It gave way to a MASTER that it heard.
  if (now.state !== 'MASTER') return `the next advert within ${seconds(router.is.advertInt)}`;
  return now.waited ? timerWords(now.waited, router) : 'at once';
}

function timerWords({ timer, masterInterval, skew }: Waited, { is }: Router): string {
  return timer === 'skew'
    ? `a skew of ${seconds(skew)} after the goodbye (priority 0)`
    : `${is.downTimerAdverts} adverts of ${seconds(masterInterval)} without any, and a skew of ${seconds(skew)}`;
}
