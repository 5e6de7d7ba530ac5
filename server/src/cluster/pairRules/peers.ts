import { readAddress } from '../../model/addresses.ts';
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding, Fix } from '../../model/finding.ts';
import type { UnicastPeer } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { listed } from '../words.ts';
import { appendLines, replaceWord } from './edits.ts';
import { type Entry, instanceLine, oneWay, twoMasters } from './entry.ts';
import { doublesOf, sourceOf, sourceText } from './sources.ts';

export const PEERS_CODES = catalogue('pair', {
  'pair-peer-missing': ['error', "A node's source address is not among the unicast peers of another"],
  'pair-peer-self': ['warning', 'A node names its own address among its unicast peers'],
});

/** Adverts go to the listed peers only (vrrp.c, vrrp_send_adv); from where a node sends must be known to be checked. */
export function checkPeers(entries: readonly Entry[]): Finding[] {
  if (entries.some(({ effective }) => effective.transport === 'multicast')) return [];
  const known = entries.filter(hasKnownPeers);
  const isSender = (entry: Entry): boolean => sourceOf(entry) !== undefined && !doublesOf(entry, entries).length;
  const senders = entries.filter(isSender);
  const gaps = known.flatMap((own): Gap[] => {
    const missing = senders.filter((entry) => entry !== own && !peerOf(own, entry));
    return missing.length ? [{ own, missing, self: isSender(own) ? peerOf(own, own) : undefined }] : [];
  });
  const withGaps = new Set(gaps.map(({ own }) => own));
  return [
    ...gaps.map((gap) => reportGap(gap, entries)),
    ...senders.flatMap((own) => reportLeftOut(own, gaps, entries)),
    ...known.filter((own) => isSender(own) && !withGaps.has(own)).flatMap((own) => reportSelf(own, entries)),
  ];
}

/** A node whose list lacks others, and may name itself in their place. */
interface Gap {
  readonly own: Entry;
  readonly missing: readonly Entry[];
  readonly self: UnicastPeer | undefined;
}

const hasKnownPeers = ({ instance }: Entry): boolean =>
  entriesOf(instance.setting.children, 'unicast_peer').every(({ words }) => readAddress(words[0].text));

/** Where one node names another. */
const peerOf = ({ instance }: Entry, other: Entry): UnicastPeer | undefined =>
  instance.peers.find(({ canonical }) => canonical === sourceOf(other));

const listOf = ({ instance }: Entry) => named(instance.setting.children, 'unicast_peer').at(-1)?.directive;
const listPlace = (entry: Entry): Place => {
  const list = listOf(entry);
  return list ? headerOf(list) : instanceLine(entry);
};
const sourcePlace = (entry: Entry): Place => entry.instance.sourceAddress?.place ?? instanceLine(entry);
const names = (entries: readonly Entry[]): string => listed(entries.map(({ name }) => name));

/** A node that checks where adverts come from does not hear those whom it does not tell either. */
const outcome = (own: Entry, missing: readonly Entry[], entries: readonly Entry[]): string =>
  own.effective.checksSource
    ? `${own.name} checks where adverts come from, so neither side hears the other. ${twoMasters(entries)}`
    : `${names(missing)} ${missing.length > 1 ? 'hear' : 'hears'} nothing from ${own.name}. ${oneWay([own], missing, entries)}`;

function reportGap({ own, missing, self }: Gap, entries: readonly Entry[]): Finding {
  const lacks = listed(missing.map((entry) => `${sourceText(entry)} of ${entry.name}`));
  const instead = self ? ` (and names ${self.address.value}, its own address)` : '';
  const message = `unicast_peer of ${own.name} lacks ${lacks}${instead}: ${outcome(own, missing, entries)}`;
  const fix = completed({ own, missing, self });
  return report(PEERS_CODES['pair-peer-missing'], listPlace(own), message, {
    related: missing.map((entry) => ({
      place: sourcePlace(entry),
      message: `${entry.name} sends from ${sourceText(entry)}`,
    })),
    ...(fix && { fixes: [{ ...fix, preferred: true }] }),
  });
}

/** The same from the other side, in the file of the node that is left out. */
function reportLeftOut(own: Entry, gaps: readonly Gap[], entries: readonly Entry[]): Finding[] {
  const about = gaps.filter(({ missing }) => missing.includes(own));
  if (about.length === 0) return [];
  const deafTo = about.map((gap) => gap.own);
  const rest = deafTo.some(({ effective }) => effective.checksSource)
    ? twoMasters(entries)
    : oneWay(deafTo, [own], entries);
  const message = `unicast_peer of ${names(deafTo)} lacks ${sourceText(own)}, from which ${own.name} sends: ${own.name} hears nothing from there. ${rest}`;
  const fixes = about.flatMap((gap) => completed({ ...gap, missing: [own] }) ?? []);
  return [
    report(PEERS_CODES['pair-peer-missing'], sourcePlace(own), message, {
      related: deafTo.map((entry) => ({ place: listPlace(entry), message: `unicast_peer of ${entry.name}` })),
      ...(fixes.length && { fixes }),
    }),
  ];
}

/** Puts the missing ones into the list; the first takes the place of the node's own address. */
function completed({ own, missing, self }: Gap): Fix | undefined {
  const list = listOf(own);
  const addresses = missing.map(sourceText);
  const [first = '', ...rest] = addresses;
  const replaced = self ? replaceWord(self.address.place, first) : [];
  const added = replaced.length ? rest : addresses;
  const appended: Edit[] = list && added.length ? appendLines(list, added) : [];
  const edits = [...replaced, ...appended];
  const title = `Add ${listed(addresses)} to unicast_peer of ${own.name}`;
  return added.length && !appended.length ? undefined : { title, edits };
}

function reportSelf(own: Entry, entries: readonly Entry[]): Finding[] {
  const self = peerOf(own, own);
  if (!self) return [];
  const isOnly = own.instance.peers.length === 1;
  const effect = isOnly
    ? `its adverts reach no other node. ${twoMasters(entries)}`
    : 'as MASTER it receives its own adverts, and warns in its log of each.';
  const edits = isOnly ? [] : removeDirective(self.directive);
  return [
    report(
      PEERS_CODES['pair-peer-self'],
      self.address.place,
      `${self.address.value} is the address from which ${own.name} itself sends: ${effect}`,
      {
        related: [{ place: sourcePlace(own), message: `${own.name} sends from ${sourceText(own)}` }],
        ...(edits.length && { fixes: [{ title: `Remove ${self.address.value}`, edits, preferred: true as const }] }),
      },
    ),
  ];
}
