import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import { listed } from '../words.ts';
import { setKeyword } from './edits.ts';
import { addressesOf, type Entry, instanceLine, isKnown, leaderOf } from './entry.ts';

export const STATE_CODES = catalogue('pair', {
  'pair-state-masters': ['warning', 'More than one node of a group says state MASTER'],
});

/** From 2.0 on only an address owner starts as MASTER; the others wait for adverts first (vrrp_scheduler.c, vrrp_init_state). */
export function checkStates(entries: readonly Entry[]): Finding[] {
  const masters = entries.filter((entry) => entry.effective.state === 'MASTER' && isKnown(entry, 'state'));
  if (masters.length < 2) return [];
  const leader = leaderOf(masters);
  const makeBackup = (entry: Entry, preferred: boolean): Fix[] => {
    const edits = setKeyword(entry.instance, 'state', 'BACKUP');
    const title = `Make ${entry.name} the BACKUP`;
    return edits.length ? [{ title, edits, ...(preferred && { preferred: true }) }] : [];
  };
  return masters.map((own) => {
    const others = masters.filter((entry) => entry !== own);
    const message =
      `state is MASTER on ${listed(others.map(({ name }) => name))} too, but priorities decide who holds ` +
      `${addressesOf(entries)}: all the word does is to clear nopreempt and preempt_delay.`;
    const fixes = own === leader ? others.flatMap((entry) => makeBackup(entry, false)) : makeBackup(own, true);
    return report(STATE_CODES['pair-state-masters'], placeOf(own), message, {
      related: others.map((entry) => ({
        place: placeOf(entry),
        message: `${entry.name} says state MASTER with priority ${entry.priority}`,
      })),
      ...(fixes.length && { fixes }),
    });
  });
}

const placeOf = (entry: Entry) => entry.instance.state?.place ?? instanceLine(entry);
