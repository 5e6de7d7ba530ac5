import { catalogue } from '../../model/catalogue.ts';
import { placeOf } from '../../model/directive.ts';
import { isWritten } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import type { VrrpInstance } from '../../model/node.ts';
import { named } from '../../model/settings.ts';
import { isKnownSince } from '../../schema/index.ts';
import { disagreements, namesOf, type Voice } from './disagreement.ts';
import { appendLines, replaceWord } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine, isKnown, oneWay } from './entry.ts';

export const CHECKSUM_CODES = catalogue('pair', {
  'pair-checksum-mismatch': ['error', 'v3_checksum_as_v2 on one node only: the others reject its adverts'],
});

/** Version 3 with IPv4 (vrrp.c, vrrp_check_packet; 2.2.8 and later): who has it accepts any checksum. */
export function checkChecksums(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  if (!isKnownSince({ since: '2.2.8' }, version)) return [];
  const voices = entries
    .filter(({ effective }) => effective.version === 3 && effective.family === 4)
    .filter((entry) => isKnown(entry, 'v3_checksum_as_v2'))
    .map((entry): Voice => {
      const { instance, node, effective } = entry;
      const place = instance.v3ChecksumAsV2?.place ?? node.globals.v3ChecksumAsV2?.place ?? instanceLine(entry);
      return { entry, key: effective.v3ChecksumAsV2 ? 'on' : 'off', place };
    });
  return disagreements(voices, {
    code: CHECKSUM_CODES['pair-checksum-mismatch'],
    message: (own, others) => {
      const ours = [own.entry];
      const theirs = others.map(({ entry }) => entry);
      const [has, reject] = others.length > 1 ? ['have', 'reject'] : ['has', 'rejects'];
      return own.key === 'on'
        ? `v3_checksum_as_v2 is on here, but not on ${namesOf(others)}: for a wrong checksum ${namesOf(others)} ${reject} ` +
            `the adverts of ${own.entry.name}. ${oneWay(ours, theirs, entries)}`
        : `v3_checksum_as_v2 is off here, but ${namesOf(others)} ${has} it: ${own.entry.name} rejects the adverts of ` +
            `${namesOf(others)} for a wrong checksum. ${oneWay(theirs, ours, entries)}`;
    },
    related: ({ entry, key }) => `v3_checksum_as_v2 is ${key} on ${entry.name}`,
    fix: (own, other) => ({
      title: `Switch v3_checksum_as_v2 ${other.key}, as on ${other.entry.name}`,
      edits: switchTo(own.entry.instance, other.key),
    }),
  });
}

function switchTo({ setting }: VrrpInstance, value: string): Edit[] {
  const directive = named(setting.children, 'v3_checksum_as_v2').at(-1)?.directive;
  if (!directive) return appendLines(setting.directive, [`v3_checksum_as_v2${value === 'off' ? ' off' : ''}`]);
  const [keyword, word] = directive.words;
  if (word) return replaceWord(placeOf(directive, word), value);
  return isWritten(directive, keyword)
    ? [{ place: placeOf(directive, { start: keyword.end, end: keyword.end }), text: ` ${value}` }]
    : [];
}
