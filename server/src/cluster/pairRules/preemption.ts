import { catalogue } from '../../model/catalogue.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import { named } from '../../model/settings.ts';
import { listed } from '../words.ts';
import { disagreements, namesOf, type Voice } from './disagreement.ts';
import { appendLines, setKeyword } from './edits.ts';
import { addressesOf, type Entry, instanceLine, isKnown } from './entry.ts';

export const PREEMPTION_CODES = catalogue('pair', {
  'pair-preempt-mismatch': ['warning', 'nopreempt on one node, while another takes the address back all the same'],
});

/**
 * nopreempt keeps a node from taking an address away from a lower one (vrrp.c, vrrp_state_backup): on the lowest it
 * does nothing, and the others have to agree. Where it is written and cleared, the file's own finding says so.
 */
export function checkPreemption(entries: readonly Entry[]): Finding[] {
  const known = entries.filter((entry) => isKnown(entry, 'priority') && isKnown(entry, 'state'));
  const voices = known.flatMap((entry): Voice[] => {
    const { instance, effective } = entry;
    if (!effective.preempts) return [{ entry, key: 'nopreempt', place: instance.nopreempt!.place }];
    const takes = below(entry, known).length > 0 && !instance.nopreempt;
    return takes ? [{ entry, key: 'preempt', place: instanceLine(entry) }] : [];
  });
  // Nodes that are all to start as BACKUP are meant to leave the address where it is.
  const model = voices.every(({ entry }) => entry.effective.state === 'BACKUP')
    ? voices.find(({ key }) => key === 'nopreempt')
    : undefined;
  return disagreements(voices, {
    code: PREEMPTION_CODES['pair-preempt-mismatch'],
    message: (own, others) => {
      const holders = own.key === 'nopreempt' ? [own] : others;
      const takers = own.key === 'nopreempt' ? others : [own];
      const [has, takes, returns] =
        takers.length > 1 ? ['have', 'take', 'they return'] : ['has', 'takes', 'it returns'];
      const taken = known.filter((entry) => takers.some((taker) => taker.entry.priority > entry.priority));
      const difference =
        own.key === 'nopreempt'
          ? `nopreempt is set here, but ${namesOf(takers)} ${has} it not`
          : `${namesOf(holders)} ${holders.length > 1 ? 'have' : 'has'} nopreempt, ${namesOf(takers)} has not`;
      return (
        `${difference}: ${namesOf(takers)} (priority ${priorities(takers)}) ${takes} ${addressesOf(entries)} back ` +
        `from ${listed(taken.map(({ name, priority }) => `${name} (${priority})`))} whenever ${returns}.`
      );
    },
    related: ({ entry, key }) => `${entry.name} has ${key === 'nopreempt' ? 'nopreempt' : 'no nopreempt'}`,
    ...(model && { model }),
    fix: (own, other) =>
      other.key === 'nopreempt'
        ? { title: `Use nopreempt, as ${other.entry.name} does`, edits: addNopreempt(own.entry) }
        : { title: `Remove nopreempt, which ${other.entry.name} has not`, edits: removeNopreempt(own.entry) },
  });
}

const below = (own: Entry, entries: readonly Entry[]): Entry[] =>
  entries.filter(({ priority }) => priority < own.priority);

const priorities = (voices: readonly Voice[]): string => listed(voices.map(({ entry }) => String(entry.priority)));

/** With state MASTER keepalived would clear it. An owner always preempts. */
function addNopreempt({ instance, effective }: Entry): Edit[] {
  if (effective.priority === 255) return [];
  const state = effective.state === 'MASTER' ? setKeyword(instance, 'state', 'BACKUP') : [];
  const line = appendLines(instance.setting.directive, ['nopreempt']);
  return line.length && (state.length || effective.state === 'BACKUP') ? [...state, ...line] : [];
}

const removeNopreempt = ({ instance }: Entry): Edit[] =>
  named(instance.setting.children, 'nopreempt').flatMap(({ directive }) => removeDirective(directive));
