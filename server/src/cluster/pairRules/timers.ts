import { catalogue } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import { isKnownSince } from '../../schema/index.ts';
import { disagreements, type Voice, whoHas } from './disagreement.ts';
import { setKeyword } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine, isGlobalKnown, isKnown } from './entry.ts';

export const TIMERS_CODES = catalogue('pair', {
  'pair-timers-mismatch': ['warning', 'down_timer_adverts differs: the time to a takeover depends on who takes over'],
});

/** It is not in the adverts: no node notices (vrrp.h, VRRP_MS_DOWN_TIMER; 2.2.3 and later). */
export function checkTimers(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  if (!isKnownSince({ since: '2.2.3' }, version)) return [];
  const voices = entries
    .filter((entry) => isKnown(entry, 'down_timer_adverts') && isGlobalKnown(entry, 'vrrp_down_timer_adverts'))
    .map((entry): Voice => {
      const { instance, node, effective } = entry;
      const place = instance.downTimerAdverts?.place ?? node.globals.downTimerAdverts?.place ?? instanceLine(entry);
      return { entry, key: String(effective.downTimerAdverts), place };
    });
  // Strict mode knows no other number than its own.
  const model = voices.find(({ entry }) => entry.effective.strict);
  return disagreements(voices, {
    code: TIMERS_CODES['pair-timers-mismatch'],
    message: (own, others) =>
      `down_timer_adverts is ${own.key}${own.entry.effective.strict ? ' (strict mode)' : ''}, ` +
      `but ${whoHas(others, ({ key }) => key)}: as BACKUP ${own.entry.name} takes over after ${silence(own)} without ` +
      `an advert, ${others.map((other) => `${other.entry.name} after ${silence(other)}`).join(', ')}.`,
    related: ({ entry, key }) => `${entry.name} waits for ${key} adverts`,
    ...(model && { model }),
    fix: ({ entry: { instance, effective } }, { entry, key }) => ({
      title: `Use down_timer_adverts ${key}, as ${entry.name} does`,
      edits: effective.strict ? [] : setKeyword(instance, 'down_timer_adverts', key),
    }),
  });
}

/** Seconds, without the skew of at most one interval. */
function silence({ entry: { effective } }: Voice): string {
  const seconds = effective.downTimerAdverts * effective.advertInt;
  return `${Number(seconds.toFixed(2))} s`;
}
