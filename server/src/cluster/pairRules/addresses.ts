import { readAddress } from '../../model/addresses.ts';
import { catalogue } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import { removeDirective } from '../../model/edits.ts';
import type { Edit, Finding } from '../../model/finding.ts';
import type { VirtualAddress } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { isKnownSince } from '../../schema/index.ts';
import { listed } from '../words.ts';
import { disagreements, namesOf, type Voice } from './disagreement.ts';
import { appendLines, replaceWord, sourceAt } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine, twoMasters } from './entry.ts';

export const ADDRESSES_CODES = catalogue('pair', {
  'pair-addresses-mismatch': [
    'error',
    'The lists under virtual_ipaddress differ; a warning from keepalived 2.3.3 on, which accepts the adverts',
  ],
});

/** From here on keepalived only logs that an advert's addresses are not its own (vrrp.c, vrrp_check_packet). */
export const ADDRESSES_ACCEPTED_SINCE = '2.3.3';

interface AddressesVoice extends Voice {
  readonly addresses: readonly VirtualAddress[];
}

/** Order, prefix length, dev and label are not in the adverts and do not count. */
export function checkAddresses(entries: readonly Entry[], { version }: ClusterContext): Finding[] {
  const accepted = isKnownSince({ since: ADDRESSES_ACCEPTED_SINCE }, version);
  const voices = entries.filter(areKnown).map(toVoice);
  const all = new Map(voices.flatMap(({ addresses }) => addresses.map(({ canonical, text }) => [canonical, text])));
  const shared = [...all.keys()].some((address) => voices.filter((voice) => serves(voice, address)).length > 1);
  return disagreements(
    voices.map((voice) => ({ ...voice, place: placeOf(voice, voices) })),
    {
      code: ADDRESSES_CODES['pair-addresses-mismatch'],
      severity: accepted ? 'warning' : 'error',
      message: (own, others) => `${difference(own, others)}: ${outcome(entries, accepted, shared)}`,
      related: ({ entry, addresses }) => `${entry.name} serves ${inWords(addresses)}`,
      fix: (own, other) => ({
        title: `Serve ${inWords(other.addresses)}, as ${other.entry.name} does`,
        edits: adopt(own, other),
      }),
    },
  );
}

/** An entry that cannot be read, such as one with an undefined definition, may be any address. */
const areKnown = ({ instance }: Entry): boolean =>
  entriesOf(instance.setting.children, 'virtual_ipaddress').every(({ words }) => readAddress(words[0].text));

function toVoice(entry: Entry): AddressesVoice {
  const { addresses } = entry.instance;
  const key = addresses
    .map(({ canonical }) => canonical)
    .sort()
    .join(' ');
  return { entry, key, addresses, place: instanceLine(entry) };
}

const serves = ({ addresses }: AddressesVoice, address: string): boolean =>
  addresses.some(({ canonical }) => canonical === address);

/** Addresses that the first has and the second has not. */
const without = (a: AddressesVoice, b: AddressesVoice): VirtualAddress[] =>
  a.addresses.filter(({ canonical }) => !serves(b, canonical));

/** At the first address that another node has not, else at the list that lacks one. */
function placeOf(own: AddressesVoice, voices: readonly AddressesVoice[]): Place {
  const odd = own.addresses.find(({ canonical }) => voices.some((voice) => !serves(voice, canonical)));
  const list = named(own.entry.instance.setting.children, 'virtual_ipaddress').at(-1);
  return odd?.place ?? (list ? headerOf(list.directive) : own.place);
}

const SHOWN_AT_MOST = 3;

function inWords(addresses: readonly VirtualAddress[]): string {
  const texts = addresses.map(({ text }) => text);
  const rest = texts.length - SHOWN_AT_MOST;
  return texts.length === 0
    ? 'no address'
    : listed(rest > 0 ? [...texts.slice(0, SHOWN_AT_MOST), `${rest} more`] : texts);
}

function difference(own: AddressesVoice, others: readonly AddressesVoice[]): string {
  const surplus = own.addresses.filter(({ canonical }) => others.some((other) => !serves(other, canonical)));
  const missing = others.flatMap((other) => without(other, own));
  const unique = [...new Map(missing.map((address) => [address.canonical, address])).values()];
  const who = namesOf(others);
  const [does, serve] = others.length > 1 ? ['do', 'serve'] : ['does', 'serves'];
  const more = surplus.length ? `${own.entry.name} serves ${inWords(surplus)}, which ${who} ${does} not` : '';
  const less = unique.length ? `lacks ${inWords(unique)}, which ${who} ${serve}` : '';
  return more && less ? `${more}, and ${less}` : more || `${own.entry.name} ${less}`;
}

function outcome(entries: readonly Entry[], accepted: boolean, shared: boolean): string {
  if (accepted) return 'keepalived only logs this; what one node alone serves is gone when another takes over.';
  if (shared) return `each rejects the other's adverts. ${twoMasters(entries)}`;
  return "each rejects the other's adverts, becomes MASTER and serves its own: no node stands in for another.";
}

/** Makes the list hold the other's addresses: odd ones are replaced first, the rest is added or taken out. */
function adopt(own: AddressesVoice, other: AddressesVoice): Edit[] {
  const surplus = without(own, other);
  const missing = without(other, own);
  const texts = missing.map(({ place }) => sourceAt(place));
  if (texts.some((text) => /[\s$]/.test(text))) return [];
  const replaced = surplus.slice(0, missing.length).flatMap(({ place }, i) => replaceWord(place, texts[i]!));
  const removed = surplus.slice(missing.length).flatMap(({ directive }) => removeDirective(directive));
  const added = texts.slice(surplus.length);
  const { setting } = own.entry.instance;
  const list = named(setting.children, 'virtual_ipaddress').at(-1)?.directive;
  const appended = !added.length
    ? []
    : list
      ? appendLines(list, added)
      : appendLines(setting.directive, ['virtual_ipaddress {', ...added.map((text) => `\t${text}`), '}']);
  const complete = replaced.length === Math.min(surplus.length, missing.length) && (!added.length || appended.length);
  return complete ? [...replaced, ...removed, ...appended] : [];
}
