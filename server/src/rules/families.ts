/**
 * An instance speaks IPv4 or IPv6, by the first statement that shows which; what belongs to the other family is left
 * out. The version goes with it. Read statement by statement, as keepalived does (vrrp_parser.c, vrrp_data.c).
 */
import type { Address } from '../model/addresses.ts';
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import type { Setting } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince, type ListKeyword, type Option, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { readAddressEntry } from './addressEntries.ts';
import type { Rule } from './check.ts';
import { removeStatement } from './edits.ts';
import { readHost, readPeer } from './entries.ts';
import { liveBlocks } from './names.ts';
import { hintOf } from './values.ts';

export const FAMILY_CODES = catalogue('keepalived', {
  'family-mismatch': ['error', 'An address is not of the family of its instance: it is ignored.'],
  'version-conflict': ['error', 'A version contradicts an earlier one, or IPv6: it is ignored.'],
  'address-duplicate': ['error', 'An instance names the same address twice (2.3.3 and later): the second is ignored.'],
  'peer-invalid': ['error', 'An entry of unicast_peer is no IP address: it is ignored.'],
  'peer-duplicate': ['error', 'The same unicast peer stands twice (2.3.3 and later): the second is ignored.'],
  'peer-option': ['error', 'A word behind a unicast peer is no option, or its value is wrong: it is ignored.'],
  'peer-ttl-empty': ['warning', 'min_ttl of a unicast peer is above its max_ttl: no packet of the peer is accepted.'],
});

/** Earlier releases take duplicates as they are. */
const DUPLICATES_SINCE = { since: '2.3.3' } as const;

export interface VirtualAddressEntry {
  readonly entry: Directive;
  readonly address: Address;
  readonly options: ReadonlySet<string>;
  readonly device?: string;
}

/** What an instance's addresses come to. */
export interface Families {
  readonly family: 4 | 6;
  /** As written or forced by IPv6; undefined where the global one counts. */
  readonly version?: 2 | 3;
  readonly virtual: readonly VirtualAddressEntry[];
  readonly excluded: readonly VirtualAddressEntry[];
  readonly peers: ReadonlySet<string>;
  /** unicast_src_ip or mcast_src_ip. */
  readonly source?: Address;
  readonly multicast?: { readonly canonical: string; readonly place: Place };
  readonly findings: readonly Finding[];
}

interface Reading {
  family?: { readonly is: 4 | 6; readonly place: Place };
  version?: 2 | 3;
  source?: Address;
  multicast?: { readonly canonical: string; readonly place: Place };
  readonly virtual: VirtualAddressEntry[];
  readonly excluded: VirtualAddressEntry[];
  readonly peers: Set<string>;
  readonly addresses: Map<string, Place>;
  readonly findings: Finding[];
}

const readings = new WeakMap<Setting, Map<Version, Families>>();

/** Reads the addresses of one instance; kept with it, since several rules ask. */
export function familiesOf(instance: Setting, version: Version): Families {
  const known = readings.get(instance)?.get(version);
  if (known) return known;
  const reading: Reading = {
    virtual: [],
    excluded: [],
    peers: new Set(),
    addresses: new Map(),
    findings: [],
  };
  for (const setting of instance.children) readSetting(reading, setting, version);
  const families: Families = { ...reading, family: reading.family?.is ?? 4 };
  const byVersion = readings.get(instance) ?? new Map<Version, Families>();
  readings.set(instance, byVersion.set(version, families));
  return families;
}

function readSetting(reading: Reading, { directive, keyword }: Setting, version: Version): void {
  const word = directive.words[1];
  if (!keyword || (word && isOpaque(word))) return;
  switch (keyword.name) {
    case 'native_ipv6':
      if (joins(reading, 6, directive, directive.words[0])) reading.version = 3;
      break;
    case 'version':
      if (word) readVersion(reading, directive, word);
      break;
    case 'unicast_src_ip':
    case 'mcast_src_ip': {
      const address = word && readPeer(word.text);
      if (!address || !joins(reading, address.family, directive, word)) delete reading.source;
      else reading.source = address;
      break;
    }
    case 'mcast_dst_ip': {
      const address = word && readPeer(word.text);
      if (address && joins(reading, address.family, directive, word) && isMulticast(address)) {
        reading.multicast = { canonical: address.canonical, place: placeOf(directive, word) };
      }
      break;
    }
    case 'unicast_peer':
      for (const entry of entriesOf(directive)) readPeerEntry(reading, entry, version);
      break;
    case 'virtual_ipaddress':
    case 'virtual_ipaddress_excluded': {
      const excluded = keyword.name !== 'virtual_ipaddress';
      const { options } = keyword as ListKeyword;
      for (const entry of entriesOf(directive)) readVirtual(reading, entry, excluded, options, version);
      break;
    }
  }
}

const entriesOf = ({ block }: Directive): Directive[] =>
  (block?.body ?? []).filter((entry) => !entry.block && !entry.words.some(isOpaque));

const isMulticast = ({ family, canonical }: Address): boolean =>
  family === 4
    ? Number(canonical.split('.', 1)[0]) >= 224 && Number(canonical.split('.', 1)[0]) <= 239
    : /^ff[\da-f]2:/.test(canonical);

/** Whether a family is that of the instance; the first one decides. */
function joins(reading: Reading, family: 4 | 6, directive: Directive, word: Word): boolean {
  reading.family ??= { is: family, place: placeOf(directive, word) };
  if (reading.family.is === family) return true;
  const message = `${word.text} is IPv${family}, but this instance is IPv${reading.family.is} already: keepalived ignores it. One instance serves one family; give IPv${family} an instance of its own${family === 6 ? ', or use virtual_ipaddress_excluded' : ''}.`;
  const related = [{ place: reading.family.place, message: `this makes the instance IPv${reading.family.is}` }];
  reading.findings.push(report(FAMILY_CODES['family-mismatch'], placeOf(directive, word), message, { related }));
  return false;
}

function readVersion(reading: Reading, directive: Directive, word: Word): void {
  const version = readInteger(word.text, 2, 3) as 2 | 3 | undefined;
  if (version === undefined) return;
  const ipv6 = version === 2 && reading.family?.is === 6;
  if (!ipv6 && (reading.version ?? version) === version) {
    reading.version = version;
    return;
  }
  const message = ipv6
    ? 'IPv6 needs VRRP version 3: keepalived ignores "version 2".'
    : `The version of this instance is ${reading.version} already: keepalived ignores "version ${version}".`;
  const fixes = removeStatement(directive, `Remove version ${version}`);
  reading.findings.push(report(FAMILY_CODES['version-conflict'], placeOf(directive, word), message, { fixes }));
}

function readPeerEntry(reading: Reading, entry: Directive, version: Version): void {
  const [first, ...rest] = entry.words;
  const say = (code: keyof typeof FAMILY_CODES, word: Word, message: string): void => {
    reading.findings.push(report(FAMILY_CODES[code], placeOf(entry, word), message));
  };
  const address = readPeer(first.text);
  if (!address) {
    say(
      'peer-invalid',
      first,
      `"${first.text}" is not an IP address: keepalived ignores this peer and sends it no adverts.`,
    );
    return;
  }
  if (!joins(reading, address.family, entry, first)) return;
  if (reading.peers.has(address.canonical) && isKnownSince(DUPLICATES_SINCE, version)) {
    say('peer-duplicate', first, `${first.text} is a unicast peer already: keepalived ignores the second entry.`);
    return;
  }
  const ttl = { min_ttl: 0, max_ttl: 255 };
  for (let i = 0; i < rest.length; i += 2) {
    const [word, value] = [rest[i]!, rest[i + 1]];
    const known = word.text === 'min_ttl' || word.text === 'max_ttl';
    if (!value) {
      const message = readHost(word.text)
        ? `${word.text} stands on the line of ${first.text} and is no peer: give every peer a line of its own.`
        : `"${word.text}" needs a value: keepalived ignores it.`;
      say('peer-option', word, message);
      break;
    }
    const number = readInteger(value.text, 0, 255);
    if (number === undefined) {
      say('peer-option', value, `"${value.text}" is not a number from 0 to 255: keepalived ignores it.`);
    } else if (!known) {
      say(
        'peer-option',
        word,
        `"${word.text}" is no option of a unicast peer: keepalived ignores the rest of this line.${hintOf(word.text, ['min_ttl', 'max_ttl'])}`,
      );
      break;
    } else {
      ttl[word.text as keyof typeof ttl] = number;
    }
  }
  if (ttl.min_ttl > ttl.max_ttl) {
    const message = `min_ttl ${ttl.min_ttl} is above max_ttl ${ttl.max_ttl}: keepalived throws away every advert of ${first.text}, and both nodes will become MASTER.`;
    say('peer-ttl-empty', first, message);
  }
  reading.peers.add(address.canonical);
}

function readVirtual(
  reading: Reading,
  entry: Directive,
  excluded: boolean,
  options: readonly Option[],
  version: Version,
): void {
  const { address, device, options: used } = readAddressEntry(entry, options, version);
  const [word] = entry.words;
  if (!address || (!excluded && !joins(reading, address.family, entry, word))) return;
  const list = excluded ? reading.excluded : reading.virtual;
  // The same address may stand in both lists for two devices, but only once in virtual_ipaddress.
  const { canonical } = address;
  const onDevice = `${canonical} ${device ?? ''}`;
  const earlier = reading.addresses.get(onDevice) ?? (excluded ? undefined : reading.addresses.get(canonical));
  if (earlier && isKnownSince(DUPLICATES_SINCE, version)) {
    const message = `${word.text} stands in this instance already: keepalived ignores the second entry.`;
    const related = [{ place: earlier, message: 'the first one, which counts' }];
    const fixes = removeStatement(entry, 'Remove this entry');
    reading.findings.push(report(FAMILY_CODES['address-duplicate'], placeOf(entry, word), message, { related, fixes }));
    return;
  }
  for (const key of excluded ? [onDevice] : [onDevice, canonical]) reading.addresses.set(key, placeOf(entry, word));
  list.push({ entry, address, options: used, ...(device !== undefined && { device }) });
}

/** Families, versions, peers and duplicate addresses of every instance. */
export const families: Rule = (node, { version }) =>
  liveBlocks(node, 'vrrp_instance').flatMap((instance) => familiesOf(instance, version).findings);
