import { catalogue, report } from '../../model/catalogue.ts';
import type { Edit, Finding, Fix } from '../../model/finding.ts';
import type { Place } from '../../model/place.ts';
import { listed } from '../words.ts';
import { setKeyword } from './edits.ts';
import { addressesOf, type Entry, instanceLine, isKnown, leaderOf } from './entry.ts';

export const PRIORITY_CODES = catalogue('pair', {
  'pair-priority-equal': ['warning', 'Two nodes have the same priority: the higher IP address decides'],
  'pair-priority-owner': ['error', 'More than one node has priority 255, that of the address owner'],
  'pair-priority-inverted': ['warning', 'A node with state BACKUP outranks the one with state MASTER'],
});

const OWNER = 255;
const HIGHEST = 254;

export function checkPriorities(entries: readonly Entry[]): Finding[] {
  const known = entries.filter((entry) => isKnown(entry, 'priority') && isKnown(entry, 'state'));
  return [...checkOwners(known), ...checkEqual(known), ...checkInverted(known)];
}

const placeOf = (entry: Entry): Place => entry.instance.priority?.place ?? instanceLine(entry);
const names = (entries: readonly Entry[]): string => listed(entries.map(({ name }) => name));

const related = (entries: readonly Entry[]) => ({
  related: entries.map((entry) => ({
    place: placeOf(entry),
    message: `${entry.name} has state ${entry.effective.state} and priority ${inWords(entry)}`,
  })),
});

/** "101", or with what is tracked: "101 + 5 while its checks pass". */
const inWords = ({ priority, effective }: Entry): string =>
  priority === effective.priority
    ? String(priority)
    : `${priority} (${effective.priority} and the weights of what it tracks, while all is well)`;

/** Changes the base priority so that the announced one becomes this. */
function announce(entry: Entry, announced: number): Edit[] {
  const base = entry.effective.priority + announced - entry.priority;
  return base >= 1 && base <= HIGHEST ? setKeyword(entry.instance, 'priority', String(base)) : [];
}

function fixTo(entry: Entry, announced: number, why: string, preferred: boolean): { fixes?: readonly Fix[] } {
  const edits = announced < 1 || announced > HIGHEST ? [] : announce(entry, announced);
  const [edit] = edits;
  if (!edit) return {};
  return {
    fixes: [
      { title: `Use priority ${edit.text.replace(/\D/g, '')}, ${why}`, edits, ...(preferred && { preferred: true }) },
    ],
  };
}

/** RFC 5798 section 5.2.4: 255 belongs to the router that owns the address. */
function checkOwners(entries: readonly Entry[]): Finding[] {
  const owners = entries.filter(({ priority }) => priority === OWNER);
  if (owners.length < 2) return [];
  const leader = leaderOf(owners);
  const followers = owners.filter((entry) => entry !== leader);
  return owners.map((own) => {
    const others = owners.filter((entry) => entry !== own);
    const unset = own.instance.priority ? '' : ' (no priority is set, and state MASTER makes it 255)';
    const message =
      `priority is 255${unset}, on ${names(others)} too: only one node can own ${addressesOf(entries)}. ` +
      `${owners.length === 2 ? 'Both' : 'All of them'} answer for it until the higher IP address wins.`;
    const fix = own === leader ? {} : fixTo(own, HIGHEST - followers.indexOf(own), `below ${leader.name}`, true);
    return report(PRIORITY_CODES['pair-priority-owner'], placeOf(own), message, { ...related(others), ...fix });
  });
}

function checkEqual(entries: readonly Entry[]): Finding[] {
  const ranks = new Map<number, Entry[]>();
  for (const entry of entries) ranks.set(entry.priority, [...(ranks.get(entry.priority) ?? []), entry]);
  const freeBelow = (priority: number): number => {
    let free = priority - 1;
    while (ranks.has(free)) free--;
    return free;
  };
  const freeAbove = (priority: number): number => {
    let free = priority + 1;
    while (ranks.has(free)) free++;
    return free;
  };
  return [...ranks.values()].flatMap((equal) => {
    if (equal.length < 2 || equal[0]!.priority === OWNER) return [];
    const leader = leaderOf(equal);
    return equal.map((own) => {
      const others = equal.filter((entry) => entry !== own);
      const message =
        `priority is ${inWords(own)}, as on ${names(others)}: nothing says who shall hold ${addressesOf(entries)}. ` +
        'The first to start keeps it, and when two meet as MASTER, the higher IP address wins.';
      const fix =
        own === leader
          ? fixTo(own, freeAbove(own.priority), `above ${names(others)}`, false)
          : fixTo(own, freeBelow(own.priority), `below ${leader.name}`, true);
      return report(PRIORITY_CODES['pair-priority-equal'], placeOf(own), message, { ...related(others), ...fix });
    });
  });
}

function checkInverted(entries: readonly Entry[]): Finding[] {
  const masters = entries.filter(({ effective }) => effective.state === 'MASTER');
  if (masters.length === 0) return [];
  const master = leaderOf(masters);
  const above = entries.filter(({ effective, priority }) => effective.state === 'BACKUP' && priority > master.priority);
  if (above.length === 0) return [];
  const highest = above.reduce((best, entry) => (entry.priority > best.priority ? entry : best));
  const address = addressesOf(entries);
  const ends = highest.effective.preempts
    ? `only priorities count, so ${highest.name} will take ${address} and keep it`
    : `${highest.name} does not preempt, but once it holds ${address}, ${master.name} never gets it back`;
  const code = PRIORITY_CODES['pair-priority-inverted'];
  const isMaster = report(
    code,
    placeOf(master),
    `${master.name} is to be MASTER with priority ${inWords(master)}, but ${names(above)} with state BACKUP ` +
      `${above.length > 1 ? 'have more' : `has ${inWords(highest)}`}: ${ends}.`,
    { ...related(above), ...fixTo(master, highest.priority + 1, `above ${highest.name}`, false) },
  );
  const areAbove = above.map((own) =>
    report(
      code,
      placeOf(own),
      `${own.name} is to be BACKUP, but its priority ${inWords(own)} is above the ${inWords(master)} of ${master.name}, ` +
        `the MASTER: ${ends}.`,
      { ...related([master]), ...fixTo(own, freeUnder(master, entries), `below ${master.name}`, true) },
    ),
  );
  return [isMaster, ...areAbove];
}

/** The highest priority below a node's that no other node has. */
function freeUnder(entry: Entry, entries: readonly Entry[]): number {
  const taken = new Set(entries.map(({ priority }) => priority));
  let free = entry.priority - 1;
  while (taken.has(free)) free--;
  return free;
}
