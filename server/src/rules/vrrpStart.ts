/**
 * What keepalived checks of an instance once everything is read: whether it can start, and what it changes before it
 * does (vrrp.c, chk_min_cfg and vrrp_complete_instance). keepalived names no line; ours is the one to edit.
 */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, placeOf } from '../model/directive.ts';
import { entriesOf, named } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { removeStatement } from './edits.ts';
import { hasOpaqueEntries } from './entries.ts';
import { type Examined, type InstanceCheck, isThere, remove, tell, UNICAST_KEYWORDS } from './started.ts';

export const START_CODES = {
  ...catalogue('host', {
    'vrid-missing': ['error', 'An instance has no virtual_router_id: keepalived refuses to start.'],
    'interface-missing': ['error', 'An instance has no interface: keepalived refuses to start.'],
    'source-missing': [
      'error',
      'A unicast instance without interface has no usable source address: keepalived refuses to start.',
    ],
    'addresses-missing': [
      'warning',
      'An instance has no virtual address; with version 3 or in strict mode keepalived refuses to start.',
    ],
    'addresses-too-many': ['warning', 'More virtual addresses than an advert holds: those beyond are not announced.'],
    'address-without-interface': ['error', 'A virtual address has no interface: it is dropped.'],
    'address-vmac-twice': ['warning', 'use_vmac of an address repeats that of its instance: it is cleared.'],
    'unicast-peers-missing': ['warning', 'A unicast keyword without any peer: adverts are sent by multicast.'],
    'unicast-strict': ['error', 'Unicast peers in strict mode (2.4.0 and later): keepalived refuses to start.'],
    'multicast-ignored': ['error', 'mcast_dst_ip of a unicast instance: it is ignored.'],
    'vrf-ignored': ['error', 'vrf beside interface, or without unicast: it is ignored.'],
    'link-local-first': ['warning', 'In strict mode the first IPv6 address should be link-local.'],
    'advert-int-rounded': ['warning', 'advert_int is not a value that its version can announce: it is rounded.'],
  }),
  ...catalogue('keepalived', {
    'unicast-ttl-useless': ['warning', 'unicast_ttl without unicast peers: it is reset.'],
  }),
};

/** keepalived says it in its log only. */
export const START_ADVICE = catalogue('advice', {
  'unicast-peers-fault': ['error', 'unicast_fault_no_peer and no unicast peer: the instance stays in FAULT.'],
});

/** One advert counts its addresses in 8 bits (RFC 5798 section 5.2.5); an Ethernet frame holds 89 of IPv6. */
const MOST_ADDRESSES = { 4: 255, 6: 89 } as const;
/** Before, a unicast instance too needs an interface. */
const WITHOUT_INTERFACE_SINCE = { since: '2.2.8' } as const;
const UNICAST_STRICT_SINCE = { since: '2.4.0' } as const;
/** Before, strict mode or not. */
const LINK_LOCAL_IF_STRICT_SINCE = { since: '2.2.0' } as const;
/** Before, the fall-back to multicast was silent. */
const PEERS_REPORTED_SINCE = { since: '2.2.5' } as const;

function checkMinimum(started: Examined): void {
  const { instance, children, version, unicast, families, findings } = started;
  const { name } = instance;
  const say = (code: keyof typeof START_CODES, message: string): void => {
    findings.push(report(START_CODES[code], name.place, message));
  };
  if (!isThere(children, 'virtual_router_id')) {
    say(
      'vrid-missing',
      `${name.value} has no virtual_router_id: keepalived refuses to start, and no instance of this node runs. Give it a number from 1 to 255, the same on every node.`,
    );
  }
  if (isThere(children, 'interface')) return;
  const unicastKeyword = named(children, ...UNICAST_KEYWORDS).length > 0;
  if (!unicastKeyword || !isKnownSince(WITHOUT_INTERFACE_SINCE, version)) {
    const needed = unicastKeyword ? ' (unicast instances can do without from 2.2.8 on)' : '';
    say(
      'interface-missing',
      `${name.value} names no interface${needed}: keepalived refuses to start, and no instance of this node runs.`,
    );
    return;
  }
  if (!families.source && !named(children, 'unicast_src_ip', 'mcast_src_ip').length) {
    say('source-missing', `${name.value} has neither an interface nor unicast_src_ip: keepalived refuses to start.`);
  } else if (families.source && families.family === 6 && isLinkLocal(families.source.canonical)) {
    tell(
      started,
      START_CODES['source-missing'],
      'unicast_src_ip',
      'A link-local source address needs an interface beside it: keepalived refuses to start.',
    );
  }
  if (!unicast) return;
  for (const { entry, device } of [...families.virtual, ...families.excluded]) {
    if (device !== undefined) continue;
    const message = `${entry.words[0].text} has no interface, and neither has ${name.value}: keepalived drops it. Add "dev" and a name.`;
    findings.push(report(START_CODES['address-without-interface'], placeOf(entry, entry.words[0]), message));
  }
}

const isLinkLocal = (canonical: string): boolean => /^fe[89ab][\da-f]:/.test(canonical);

function checkAddresses(started: Examined): void {
  const { instance, children, families, strict, vrrpVersion, version, findings, unicast } = started;
  const { virtual, excluded, family } = families;
  const without = named(children, 'no_virtual_ipaddress').at(-1);
  if (!virtual.length && !hasOpaqueEntries(children, 'virtual_ipaddress')) {
    // What keepalived did not understand has a finding of its own.
    const mistaken =
      children.some(({ meant }) => meant?.name === 'virtual_ipaddress') ||
      named(children, 'virtual_ipaddress').some(({ directive }) => !directive.block) ||
      entriesOf(children, 'virtual_ipaddress').length > 0;
    const allowed = without && !strict && isKnownSince(without.keyword!, version);
    if (!allowed && !mistaken) {
      const list = named(children, 'virtual_ipaddress').at(-1)?.directive;
      const place = list ? headerOf(list) : instance.name.place;
      const refuses = vrrpVersion === 3 || strict;
      const message = refuses
        ? `${instance.name.value} has no virtual address, which ${strict ? 'strict mode' : 'version 3'} demands: keepalived refuses to start.`
        : `${instance.name.value} has no virtual address: it elects a MASTER that holds nothing.`;
      findings.push(report(START_CODES['addresses-missing'], place, message, refuses ? { severity: 'error' } : {}));
    }
  }
  const most = MOST_ADDRESSES[family];
  if (virtual.length > most) {
    const { entry } = virtual[most]!;
    const message = `${instance.name.value} has ${virtual.length} virtual addresses, but an advert holds ${most}: this one and those after it are set, but not announced.`;
    findings.push(report(START_CODES['addresses-too-many'], headerOf(entry), message));
  }
  const [first] = virtual;
  if (
    (strict || !isKnownSince(LINK_LOCAL_IF_STRICT_SINCE, version)) &&
    family === 6 &&
    !unicast &&
    first &&
    !isLinkLocal(first.address.canonical)
  ) {
    const message = `${strict ? 'In strict mode the' : 'The'} first IPv6 address must be link-local (RFC 5798 section 5.2.9): put one from fe80::/10 above it.`;
    findings.push(report(START_CODES['link-local-first'], placeOf(first.entry, first.entry.words[0]), message));
  }
  const vmac = named(children, 'use_vmac').length > 0;
  const vmacForAddresses = named(children, 'use_vmac_addr').length > 0;
  for (const { entry, address, options, device } of [...virtual, ...excluded]) {
    if (!options.has('use_vmac')) continue;
    const own = (device === undefined || device === instance.interface?.value) && address.family === family;
    if (!(own ? vmac : vmacForAddresses)) continue;
    const word = entry.words.find(({ text }) => text === 'use_vmac')!;
    const message = `${own ? 'use_vmac' : 'use_vmac_addr'} of the instance covers ${entry.words[0].text} already: keepalived clears this one.`;
    findings.push(report(START_CODES['address-vmac-twice'], placeOf(entry, word), message));
  }
}

function checkTransport(started: Examined): void {
  const { children, families, strict, unicast, version, findings, instance } = started;
  const keyword = named(children, ...UNICAST_KEYWORDS)[0];
  const hasEntries = entriesOf(children, 'unicast_peer').length > 0;
  if (keyword && !unicast && !hasEntries && isKnownSince(PEERS_REPORTED_SINCE, version)) {
    const fault = named(children, 'unicast_fault_no_peer').length > 0;
    const message = fault
      ? `${instance.name.value} has no valid unicast peer: it goes to FAULT and never serves its addresses.`
      : `${keyword.directive.words[0].text} without a peer in unicast_peer: keepalived sends adverts by multicast. Name the peers, or remove it.`;
    const entry = fault ? START_ADVICE['unicast-peers-fault'] : START_CODES['unicast-peers-missing'];
    findings.push(report(entry, headerOf(keyword.directive), message));
  }
  if (unicast && strict && named(children, 'interface').length && isKnownSince(UNICAST_STRICT_SINCE, version)) {
    tell(
      started,
      START_CODES['unicast-strict'],
      'unicast_peer',
      'Strict mode allows no unicast where the interface can multicast: keepalived refuses to start.',
    );
  }
  const ttl = named(children, 'unicast_ttl').find(
    ({ directive: { words } }) => readInteger(words[1]?.text ?? '', 0, 255) !== undefined,
  );
  if (ttl && !unicast) {
    const place = instance.setting.directive.block?.close;
    const message = 'unicast_ttl counts for unicast peers only, and there are none: keepalived resets it.';
    findings.push(
      report(
        START_CODES['unicast-ttl-useless'],
        place ? placeOf(instance.setting.directive, place) : headerOf(ttl.directive),
        message,
        {
          related: [{ place: headerOf(ttl.directive), message: 'unicast_ttl stands here' }],
          fixes: removeStatement(ttl.directive, 'Remove unicast_ttl'),
        },
      ),
    );
  }
  if (unicast && families.multicast) {
    tell(
      started,
      START_CODES['multicast-ignored'],
      'mcast_dst_ip',
      'This instance has unicast peers: keepalived ignores mcast_dst_ip.',
      remove('Remove mcast_dst_ip'),
    );
  }
  checkVrf(started);
}

/** Behind `interface` it is refused at once, before it when everything is read. */
function checkVrf({ children, unicast, findings }: Examined): void {
  let interfaced = false;
  let vrf: Directive | undefined;
  const say = (directive: Directive, why: string): void => {
    const fixes = removeStatement(directive, 'Remove vrf');
    findings.push(report(START_CODES['vrf-ignored'], headerOf(directive), `${why}: keepalived ignores it.`, { fixes }));
  };
  for (const { keyword, directive } of named(children, 'interface', 'vrf')) {
    if (keyword?.name === 'interface') interfaced = true;
    else if (interfaced) say(directive, 'vrf counts only without "interface"');
    else if (vrf) say(directive, 'This instance has a vrf already');
    else vrf = directive;
  }
  if (vrf && (interfaced || !unicast)) {
    say(vrf, `vrf counts only ${interfaced ? 'without "interface"' : 'with unicast peers'}`);
  }
}

function checkAdvertInterval({ instance, vrrpVersion, findings }: Examined): void {
  const advert = instance.advertInt;
  if (advert) {
    const say = (message: string): void => {
      findings.push(report(START_CODES['advert-int-rounded'], advert.place, message));
    };
    const seconds = advert.value;
    const hundredths = Math.round(seconds * 1e6) / 1e4;
    if (vrrpVersion === 2 && !Number.isInteger(seconds)) {
      say(
        `VRRP version 2 announces whole seconds: keepalived uses ${Math.max(1, Math.round(seconds))} s instead of ${seconds} s. For less use version 3 on all nodes.`,
      );
    } else if (vrrpVersion === 3 && seconds >= 40.96) {
      say(`VRRP version 3 announces 40.95 s at most: keepalived uses that instead of ${seconds} s.`);
    } else if (vrrpVersion === 3 && !Number.isInteger(hundredths)) {
      say(
        `VRRP version 3 announces hundredths of a second: keepalived uses ${Math.max(1, Math.round(hundredths)) / 100} s instead of ${seconds} s.`,
      );
    }
  }
}

/** Whether an instance can start, and what it announces. */
export const vrrpStart: InstanceCheck = (started) => {
  checkMinimum(started);
  checkAddresses(started);
  checkTransport(started);
  checkAdvertInterval(started);
};
