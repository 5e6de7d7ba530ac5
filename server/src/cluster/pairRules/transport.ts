import { readAddress } from '../../model/addresses.ts';
import { catalogue } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { disagreements, namesOf, type Voice } from './disagreement.ts';
import { appendLines } from './edits.ts';
import { type Entry, instanceLine, twoMasters } from './entry.ts';

export const TRANSPORT_CODES = catalogue('pair', {
  'pair-transport-mismatch': ['error', 'Adverts go by unicast on one node and by multicast on the other'],
});

export function checkTransport(entries: readonly Entry[]): Finding[] {
  const voices = entries.filter(hasKnownPeers).map((entry): Voice => {
    const list = named(entry.instance.setting.children, 'unicast_peer').at(-1);
    return { entry, key: entry.effective.transport, place: list ? headerOf(list.directive) : instanceLine(entry) };
  });
  return disagreements(voices, {
    code: TRANSPORT_CODES['pair-transport-mismatch'],
    message: (own, others) =>
      (own.key === 'unicast'
        ? `Adverts go to unicast_peer here, but ${namesOf(others)} ${others.length > 1 ? 'use' : 'uses'} multicast`
        : `Adverts go by multicast here, but ${namesOf(others)} ${others.length > 1 ? 'have' : 'has'} unicast_peer`) +
      `: the nodes do not hear each other, and no log line says so. ${twoMasters(entries)}`,
    related: ({ entry, key }) => `${entry.name} uses ${key}`,
    fix: (own, other) =>
      own.key === 'unicast'
        ? { title: `Use multicast, as ${other.entry.name} does`, edits: removeUnicast(own.entry) }
        : { title: `Use unicast, as ${other.entry.name} does`, edits: addPeers(own.entry, entries) },
  });
}

const hasKnownPeers = ({ instance }: Entry): boolean =>
  entriesOf(instance.setting.children, 'unicast_peer').every(({ words }) => readAddress(words[0].text));

const removeUnicast = ({ instance }: Entry): Edit[] =>
  named(instance.setting.children, 'unicast_peer', 'unicast_src_ip').flatMap(({ directive }) =>
    removeDirective(directive),
  );

/** Possible where all the others say from which address they send. */
function addPeers(own: Entry, entries: readonly Entry[]): Edit[] {
  const others = entries.filter((entry) => entry !== own);
  const sources = others.flatMap(({ instance }) => instance.sourceAddress?.value ?? []);
  if (sources.length < others.length) return [];
  return appendLines(own.instance.setting.directive, ['unicast_peer {', ...sources.map((peer) => `\t${peer}`), '}']);
}
