import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import { named } from '../../model/settings.ts';
import { listed } from '../words.ts';
import { replaceWord, sourceAt } from './edits.ts';
import { addressesOf, type Entry, instanceLine } from './entry.ts';

export const SOURCES_CODES = catalogue('pair', {
  'pair-source-duplicate': ['error', 'The same unicast_src_ip or mcast_src_ip on two nodes'],
});

/** Where a node says that its adverts come from; undefined where the interface decides. */
export const sourceOf = ({ instance }: Entry): string | undefined => instance.sourceAddress?.value;

/** The same as a person wrote it, for texts and edits. */
export function sourceText(entry: Entry): string {
  const { place, value } = entry.instance.sourceAddress!;
  const text = sourceAt(place);
  return /[\s$]/.test(text) ? value : text;
}

/** The other nodes that say they send from the same address. */
export const doublesOf = (own: Entry, entries: readonly Entry[]): Entry[] =>
  entries.filter((entry) => entry !== own && sourceOf(own) !== undefined && sourceOf(entry) === sourceOf(own));

/** A node that has not the address cannot bind to it (vrrp.c, open_sockpool_socket); a host drops its own as martian. */
export function checkSources(entries: readonly Entry[]): Finding[] {
  return entries.flatMap((own) => {
    const doubles = doublesOf(own, entries);
    if (doubles.length === 0) return [];
    const names = listed(doubles.map(({ name }) => name));
    const outcome =
      own.effective.transport === 'unicast'
        ? `a node without it cannot listen there, stays in FAULT and never takes over ${addressesOf(entries)}`
        : `it drops adverts that seem to come from itself, and may become MASTER beside the one that sends them`;
    const message = `${keywordOf(own)} is ${sourceText(own)} on ${names} too, but only one node can have this address: ${outcome}.`;
    const fixes = moveTo(own, entries);
    return [
      report(SOURCES_CODES['pair-source-duplicate'], placeOf(own), message, {
        related: doubles.map((entry) => ({ place: placeOf(entry), message: `${entry.name} sends from here too` })),
        ...(fixes.length && { fixes }),
      }),
    ];
  });
}

const placeOf = (entry: Entry) => entry.instance.sourceAddress?.place ?? instanceLine(entry);

const keywordOf = ({ instance }: Entry): string =>
  named(instance.setting.children, 'unicast_src_ip', 'mcast_src_ip').at(-1)!.directive.words[0].text;

/** The node that names its own address as a peer is the wrong one; the others' peers say which address it has. */
function moveTo(own: Entry, entries: readonly Entry[]): Fix[] {
  const isPeer = (entry: Entry, address: string | undefined): boolean =>
    entry.instance.peers.some(({ canonical }) => canonical === address);
  if (!isPeer(own, sourceOf(own))) return [];
  const sources = new Set(entries.map(sourceOf));
  const others = entries.filter((entry) => entry !== own);
  const free = new Set(
    others.flatMap(({ instance }) =>
      instance.peers.flatMap(({ canonical }) => (sources.has(canonical) ? [] : canonical)),
    ),
  );
  const [address] = free;
  if (address === undefined || free.size > 1 || isPeer(own, address)) return [];
  const edits = replaceWord(placeOf(own), address);
  const title = `Use ${keywordOf(own)} ${address}, which ${listed(others.map(({ name }) => name))} ${others.length > 1 ? 'send' : 'sends'} to`;
  return edits.length ? [{ title, edits, preferred: true }] : [];
}
