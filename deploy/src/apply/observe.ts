/** Watches owners and pages while a deployment changes something: for the picture, and to say what nobody answered. */

import { canonical, type Owners } from '../foretold.ts';
import type { Work } from '../undertaking.ts';
import { addressesOf } from '../verify/checks.ts';
import { now } from '../watch/clock.ts';
import { gapOf } from '../watch/gap.ts';
import { watchOwners } from '../watch/owners.ts';
import { LONGEST_LIMIT, measureLimit, probedChecks, startProbing } from '../watch/probe.ts';
import { type TimelineEvent, timelineOf } from '../watch/timeline.ts';

/** Puts an event into the picture; `node` is empty where it concerns all. */
export type Tell = (node: string, text: string) => void;

/** `before` are the owners before anything happens. Ends as the action does. */
export async function observed(work: Work, before: Owners, action: (tell: Tell) => Promise<void>): Promise<void> {
  const { pair, hosts, recorder, signal, result } = work;
  const addresses = addressesOf(pair);
  const events: TimelineEvent[] = [];
  const began = now();
  const watch = await watchOwners(hosts, addresses.map(canonical), signal);
  const initial = watch.changes.length;
  const checks = probedChecks(pair);
  // Pages of bare hosts do not answer yet, and what is done does not wait for them.
  const probing = measureLimit(checks, signal)
    .catch(() => LONGEST_LIMIT)
    .then((limit) => startProbing(checks, limit));
  try {
    await action((node, text) => events.push({ at: now(), node, text: node === '' ? text : `${node}: ${text}` }));
  } finally {
    const { probes, interval, stop } = await probing;
    await Promise.all([stop(), watch.stop()]);
    const ended = now();
    result.timeline = timelineOf({
      began,
      ended,
      addresses,
      initial,
      changes: watch.changes,
      probes: probes(),
      events,
    });
    const served = checks.map(({ address }) => address).filter((address) => before.get(canonical(address))?.length);
    const gaps = [...new Set(served)].map((address) => {
      const own = probes().filter((probe) => probe.address === address);
      const { seconds, asked, failed } = gapOf(own, began, ended, interval);
      return failed === 0
        ? `${address} answered all of ${asked} requests`
        : `${address} did not answer for ${seconds.toFixed(2)} s`;
    });
    if (gaps.length > 0)
      await recorder.step(
        '',
        'answers meanwhile',
        async () => gaps,
        (texts) => texts.join('; '),
      );
  }
}
