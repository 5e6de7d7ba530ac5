import { catalogue } from '../../model/catalogue.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import { disagreements, type Voice, whoHas } from './disagreement.ts';
import { setKeyword } from './edits.ts';
import { type Entry, instanceLine, isKnown, twoMasters } from './entry.ts';

export const ADVERTS_CODES = catalogue('pair', {
  'pair-version-mismatch': ['error', 'The VRRP version differs'],
  'pair-advert-mismatch': ['error', 'advert_int differs; information with VRRP version 3, which adopts it'],
});

/** What the adverts themselves must have in common (vrrp.c, vrrp_check_packet). */
export function checkAdverts(entries: readonly Entry[]): Finding[] {
  const versions = checkVersions(entries);
  // Intervals of different versions are not compared on the wire either.
  return versions.length ? versions : checkIntervals(entries);
}

function checkVersions(entries: readonly Entry[]): Finding[] {
  // IPv6 has version 3 only; an IPv4 counterpart is another matter.
  const voices = entries
    .filter(({ effective }) => effective.family === 4)
    .filter((entry) => isKnown(entry, 'version'))
    .map((entry): Voice => {
      const { instance, node, effective } = entry;
      const place = instance.version?.place ?? node.globals.version?.place ?? instanceLine(entry);
      return { entry, key: String(effective.version), place };
    });
  return disagreements(voices, {
    code: ADVERTS_CODES['pair-version-mismatch'],
    message: (own, others) =>
      `The VRRP version is ${own.key}, but ${whoHas(others, ({ key }) => key)}: ` +
      `each rejects the other's adverts. ${twoMasters(entries)}`,
    related: ({ entry, key }) => `${entry.name} speaks VRRP version ${key}`,
    fix: ({ entry: { instance } }, { entry, key }) => ({
      title: `Use VRRP version ${key}, as ${entry.name} does`,
      edits: setKeyword(instance, 'version', key),
    }),
  });
}

interface IntervalVoice extends Voice {
  readonly edits: (instance: Entry['instance']) => Edit[];
}

function checkIntervals(entries: readonly Entry[]): Finding[] {
  const voices = entries
    .filter((entry) => isKnown(entry, 'advert_int'))
    .map((entry): IntervalVoice => {
      const seconds = String(entry.effective.advertInt);
      return {
        entry,
        key: seconds,
        place: entry.instance.advertInt?.place ?? instanceLine(entry),
        edits: (instance) => setKeyword(instance, 'advert_int', seconds),
      };
    });
  const adopted = entries.every(({ effective }) => effective.version === 3);
  const outcome = adopted
    ? "in VRRP version 3 the backup takes over the MASTER's interval, so the time to a takeover depends on who is MASTER."
    : `in VRRP version 2 each rejects the other's adverts. ${twoMasters(entries)}`;
  return disagreements(voices, {
    code: ADVERTS_CODES['pair-advert-mismatch'],
    severity: adopted ? 'information' : 'error',
    message: (own, others) => `advert_int is ${own.key} s, but ${whoHas(others, ({ key }) => `${key} s`)}: ${outcome}`,
    related: ({ entry, key }) => `${entry.name} sends adverts every ${key} s`,
    fix: (own, other) => ({
      title: `Use advert_int ${other.key}, as ${other.entry.name} does`,
      edits: other.edits(own.entry.instance),
    }),
  });
}
