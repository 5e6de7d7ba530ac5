/**
 * Whether one instance takes note of another's adverts, from the files alone (vrrp_scheduler.c, vrrp_dispatcher_read;
 * vrrp.c, vrrp_check_packet). What is rejected counts as not received.
 */
import { readAddress } from '../../model/addresses.ts';
import { headerOf, isUnsettled } from '../../model/directive.ts';
import { type HmacRefusal, hmacRefusal, isHmacKnown, readHmac } from '../../model/hmac.ts';
import type { Place } from '../../model/place.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { compareVersions, type Version } from '../../schema/index.ts';
import type { Router, Routers } from './routers.ts';

/** Why adverts do not arrive or do not count; the text goes into brackets and holds no secret. */
export interface Obstacle {
  readonly text: string;
  readonly places: readonly Place[];
}

/** From here on keepalived only logs that an advert's addresses are not its own (vrrp.c, vrrp_check_packet). */
const ADDRESSES_ACCEPTED_FROM = '2.3.3';
/** v3_checksum_as_v2 is unknown before. */
const CHECKSUM_SINCE = '2.2.8';
/** auth_hmac likewise. */
const HMAC_SINCE = '2.4.0';

export type Hearing = (from: Router, to: Router) => Obstacle | undefined;

/** Answers are kept: the matrix asks the same for every failure. */
export function hearingOf(routers: Routers): Hearing {
  const known = new Map<number, Obstacle | undefined>();
  const surroundings = surroundingsOf(routers);
  return (from, to) => {
    const key = from.index * routers.all.length + to.index;
    if (!known.has(key)) known.set(key, obstacle(from, to, surroundings));
    return known.get(key);
  };
}

function obstacle(from: Router, to: Router, surroundings: Surroundings): Obstacle | undefined {
  for (const check of CHECKS) {
    const found = check(from, to, surroundings);
    if (found) return found;
  }
  return undefined;
}

/** What the other instances of the cluster say about two of them. */
interface Surroundings {
  readonly version: Version;
  /** Addresses that the other nodes send from. */
  othersSources(node: number): ReadonlySet<string | undefined>;
  /** Interfaces of a node. */
  interfacesOf(node: number): ReadonlySet<string>;
  /** Interfaces of another node that serve addresses of the interface of this router. */
  partnersOf(router: Router, node: number): ReadonlySet<string>;
}

function surroundingsOf({ version, all, ofNode }: Routers): Surroundings {
  const interfaceOf = ({ instance }: Router): string[] => (instance.interface ? [instance.interface.value] : []);
  const partnersOf = ({ node, instance }: Router, other: number): Set<string> => {
    const own = ofNode[node]!.filter((router) => router.instance.interface?.value === instance.interface?.value);
    const addresses = new Set(own.flatMap((router) => router.addresses));
    return new Set(
      ofNode[other]!.filter((router) => router.addresses.some((address) => addresses.has(address))).flatMap(
        interfaceOf,
      ),
    );
  };
  return {
    version,
    othersSources: kept(
      String,
      (node) => new Set(all.filter((router) => router.node !== node).map(({ source }) => source)),
    ),
    interfacesOf: kept(String, (node) => new Set(ofNode[node]!.flatMap(interfaceOf))),
    partnersOf: kept(({ node, instance }, other) => `${node} ${other} ${instance.interface?.value}`, partnersOf),
  };
}

/** Remembers what a function answered, by a key of its arguments. */
function kept<A extends readonly unknown[], R>(
  keyOf: (...args: A) => string,
  ask: (...args: A) => R,
): (...args: A) => R {
  const answers = new Map<string, R>();
  return (...args) => {
    const key = keyOf(...args);
    const answer = answers.get(key) ?? ask(...args);
    answers.set(key, answer);
    return answer;
  };
}

type Check = (from: Router, to: Router, surroundings: Surroundings) => Obstacle | undefined;

/** In the order in which an advert meets them. */
const CHECKS: readonly Check[] = [
  familyCheck,
  vridCheck,
  transportCheck,
  multicastCheck,
  unicastCheck,
  segmentCheck,
  authenticationTypeCheck,
  versionCheck,
  hmacCheck,
  authenticationCheck,
  intervalCheck,
  addressesCheck,
  checksumCheck,
  sourceCheck,
];

const instanceLine = ({ instance }: Router): Place => headerOf(instance.setting.directive);

/** The places of a keyword in both, or of the instances where it is not written. */
const placesOf = (routers: readonly Router[], ...keywords: string[]): Place[] =>
  routers.map((router) => {
    const setting = named(router.instance.setting.children, ...keywords).at(-1);
    return setting ? headerOf(setting.directive) : instanceLine(router);
  });

/** Whether what the file says here is known: not so where a definition in it is not. */
const isKnown = ({ instance }: Router, keyword: string): boolean =>
  named(instance.setting.children, keyword).every(({ directive }) => !directive.words.some(isUnsettled));

function familyCheck(from: Router, to: Router): Obstacle | undefined {
  if (from.is.family === to.is.family) return undefined;
  return { text: `IPv${from.is.family} against IPv${to.is.family}`, places: [instanceLine(from), instanceLine(to)] };
}

function vridCheck(from: Router, to: Router): Obstacle | undefined {
  const [a, b] = [from.instance.virtualRouterId, to.instance.virtualRouterId];
  // An ID that is not known is taken for the right one where something else says that they belong together.
  if (!a || !b) return from.addresses.some((address) => to.addresses.includes(address)) ? undefined : STRANGERS;
  if (a.value === b.value) return undefined;
  return { text: `virtual_router_id ${a.value} against ${b.value}`, places: [a.place, b.place] };
}

const STRANGERS: Obstacle = { text: 'different virtual routers', places: [] };

function transportCheck(from: Router, to: Router): Obstacle | undefined {
  const [a, b] = [from.is.transport, to.is.transport];
  return a === b ? undefined : { text: `${a} against ${b}`, places: placesOf([from, to], 'unicast_peer') };
}

function multicastCheck(from: Router, to: Router): Obstacle | undefined {
  if (from.is.transport === 'unicast' || from.is.multicastGroup === to.is.multicastGroup) return undefined;
  const text = `multicast group ${from.is.multicastGroup} against ${to.is.multicastGroup}`;
  return { text, places: placesOf([from, to], 'mcast_dst_ip') };
}

/** Only listed peers get adverts. A receiver whose address is not known may be any peer that no other node is. */
function unicastCheck(from: Router, to: Router, { othersSources }: Surroundings): Obstacle | undefined {
  if (from.is.transport === 'multicast') return undefined;
  const others = othersSources(to.node);
  const isOpen = entriesOf(from.instance.setting.children, 'unicast_peer').some(
    ({ words }) => !readAddress(words[0].text),
  );
  const listed = from.instance.peers.some(({ canonical }) =>
    to.source === undefined ? !others.has(canonical) : canonical === to.source,
  );
  if (listed || isOpen) return undefined;
  const who = to.source === undefined ? to.member.name : `${to.member.name}, ${to.source},`;
  const text = `${who} is not among the unicast_peer of ${from.member.name}`;
  return { text, places: placesOf([from], 'unicast_peer') };
}

/** Multicast stays on its segment. Interface names may differ between hosts. */
function segmentCheck(from: Router, to: Router, { interfacesOf, partnersOf }: Surroundings): Obstacle | undefined {
  const [a, b] = [from.instance.interface, to.instance.interface];
  if (from.is.transport === 'unicast' || !a || !b || a.value === b.value) return undefined;
  const partners = partnersOf(from, to.node);
  const same = partners.size
    ? partners.has(b.value)
    : !interfacesOf(to.node).has(a.value) && !interfacesOf(from.node).has(b.value);
  return same ? undefined : { text: `${a.value} against ${b.value}`, places: [a.place, b.place] };
}

/** AH is another protocol: the kernel does not even hand the packets over. */
function authenticationTypeCheck(from: Router, to: Router): Obstacle | undefined {
  const [a, b] = [from.is.authentication?.type, to.is.authentication?.type];
  if ((a === 'AH') === (b === 'AH')) return undefined;
  return { text: `auth_type ${a ?? 'none'} against ${b ?? 'none'}`, places: placesOf([from, to], 'authentication') };
}

function versionCheck(from: Router, to: Router): Obstacle | undefined {
  if (from.is.version === to.is.version || ![from, to].every((router) => isKnown(router, 'version'))) return undefined;
  const text = `VRRP version ${from.is.version} against ${to.is.version}`;
  return { text, places: placesOf([from, to], 'version') };
}

function authenticationCheck(from: Router, to: Router): Obstacle | undefined {
  const places = placesOf([from, to], 'authentication');
  if (from.is.version === 3 || ![from, to].every(hasKnownPass)) return undefined;
  const [a, b] = [from.is.authentication, to.is.authentication];
  if (a?.type !== b?.type) return { text: `auth_type ${a?.type ?? 'none'} against ${b?.type ?? 'none'}`, places };
  return a?.pass === b?.pass ? undefined : { text: 'auth_pass differs', places };
}

const HMAC_REFUSALS: Readonly<Record<HmacRefusal, string>> = {
  'too long': 'auth_hmac on one side only',
  unsigned: 'auth_hmac on one side only',
  'unknown key': 'auth_hmac with a key that the other does not know',
  'other key': 'auth_hmac with another key',
};

function hmacCheck(from: Router, to: Router, { version }: Surroundings): Obstacle | undefined {
  const blocks = [from, to].map(({ instance }) => instance.hmac);
  if (compareVersions(version, HMAC_SINCE) < 0 || !blocks.every((block) => !block || isHmacKnown(block)))
    return undefined;
  const [sender, receiver] = [from, to].map(
    ({ instance, is }) => instance.hmac && readHmac(instance.hmac, is.strict, version),
  );
  const refusal = hmacRefusal(receiver, sender);
  return refusal && { text: HMAC_REFUSALS[refusal], places: placesOf([from, to], 'auth_hmac') };
}

const hasKnownPass = ({ instance }: Router): boolean =>
  named(instance.setting.children, 'authentication').every(({ children }) =>
    named(children, 'auth_type', 'auth_pass').every(({ directive }) => !directive.words.some(isUnsettled)),
  );

/** Version 3 takes over the MASTER's interval. */
function intervalCheck(from: Router, to: Router): Obstacle | undefined {
  const [a, b] = [from.is.advertInt, to.is.advertInt];
  if (from.is.version === 3 || a === b || ![from, to].every((router) => isKnown(router, 'advert_int')))
    return undefined;
  return { text: `advert_int ${a} s against ${b} s`, places: placesOf([from, to], 'advert_int') };
}

function addressesCheck(from: Router, to: Router, { version }: Surroundings): Obstacle | undefined {
  if (compareVersions(version, ADDRESSES_ACCEPTED_FROM) >= 0 || ![from, to].every(hasKnownAddresses)) return undefined;
  const sent = new Set(from.instance.addresses.map(({ canonical }) => canonical));
  const own = to.instance.addresses;
  if (sent.size === own.length && own.every(({ canonical }) => sent.has(canonical))) return undefined;
  return { text: 'the lists of virtual_ipaddress differ', places: placesOf([from, to], 'virtual_ipaddress') };
}

const hasKnownAddresses = ({ instance }: Router): boolean =>
  entriesOf(instance.setting.children, 'virtual_ipaddress').every(({ words }) => readAddress(words[0].text));

/** A node with v3_checksum_as_v2 takes either checksum, one without it only the right one. */
function checksumCheck(from: Router, to: Router, { version }: Surroundings): Obstacle | undefined {
  const counts = compareVersions(version, CHECKSUM_SINCE) >= 0;
  if (!counts || !from.is.v3ChecksumAsV2 || to.is.v3ChecksumAsV2) return undefined;
  return {
    text: `v3_checksum_as_v2 on ${from.member.name} only`,
    places: placesOf([from, to], 'v3_checksum_as_v2'),
  };
}

/** Where the sender has to be a peer: with check_unicast_src, or limits for a peer's TTL. */
function sourceCheck({ source, member, is }: Router, to: Router): Obstacle | undefined {
  const { peers, setting } = to.instance;
  if (is.transport === 'multicast' || !to.is.checksSource || source === undefined) return undefined;
  const isOpen = entriesOf(setting.children, 'unicast_peer').some(({ words }) => !readAddress(words[0].text));
  if (isOpen || peers.some(({ canonical }) => canonical === source)) return undefined;
  const text = `${member.name}, ${source}, is not among the unicast_peer of ${to.member.name}, which checks that`;
  return { text, places: placesOf([to], 'unicast_peer') };
}
