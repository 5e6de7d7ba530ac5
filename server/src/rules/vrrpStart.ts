/**
 * What keepalived checks of an instance once everything is read: whether it can start, and what it changes before it
 * does (vrrp.c, chk_min_cfg and vrrp_complete_instance). keepalived names no line; ours is the one to edit.
 */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import type { Node, VrrpInstance } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import { editDistance, named, type Setting } from '../model/settings.ts';
import { readBoolean } from '../model/values.ts';
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Rule } from './check.ts';
import { removeStatement, replaceWord } from './edits.ts';
import { hasOpaqueEntries } from './entries.ts';
import { type Families, familiesOf } from './families.ts';
import { liveBlocks } from './names.ts';

export const START_CODES = catalogue('keepalived', {
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
  'auth-unsupported': ['error', 'Authentication in version 3, strict mode or (AH) with IPv6: it is switched off.'],
  'auth-pass-missing': ['error', 'auth_type without auth_pass: authentication is switched off.'],
  'auth-ah-master': ['warning', 'auth_type AH with state MASTER: the node starts as BACKUP.'],
  'auth-hmac-conflict': [
    'error',
    'auth_hmac beside authentication, or without its active key: one of them is switched off.',
  ],
  'unicast-peers-missing': ['warning', 'A unicast keyword without any peer: adverts are sent by multicast.'],
  'unicast-strict': ['error', 'Unicast peers in strict mode (2.4.0 and later): keepalived refuses to start.'],
  'unicast-ttl-useless': ['warning', 'unicast_ttl without unicast peers: it is reset.'],
  'multicast-ignored': ['error', 'mcast_dst_ip of a unicast instance: it is ignored.'],
  'vrf-ignored': ['error', 'vrf beside interface, or without unicast: it is ignored.'],
  'state-after-master': ['error', 'BACKUP after MASTER in one instance: it is ignored.'],
  'strict-override': ['warning', 'A setting that strict mode does not allow: another value is used.'],
  'link-local-first': ['warning', 'In strict mode the first IPv6 address should be link-local.'],
  'nopreempt-master': ['warning', 'nopreempt with state MASTER: it is cleared.'],
  'nopreempt-owner': ['warning', 'nopreempt with priority 255: it is cleared.'],
  'preempt-delay-ignored': ['warning', 'preempt_delay with state MASTER, nopreempt or strict mode: it is cleared.'],
  'expired-without-nopreempt': ['warning', 'timer_expired_backup without nopreempt: it is reset.'],
  'owner-adverts': ['warning', 'owner_ignore_adverts does not fit the priority: it is changed.'],
  'advert-int-rounded': ['warning', 'advert_int is not a value that its version can announce: it is rounded.'],
  'vmac-option-useless': ['warning', 'A setting that only counts with use_vmac, or goes without it: it is cleared.'],
  'ipvlan-address-missing': ['error', 'use_ipvlan with IPv4 and without an address: the instance stays in FAULT.'],
});

/** One advert counts its addresses in 8 bits (RFC 5798 section 5.2.5). */
const MOST_ADDRESSES = 255;
const OWNER = 255;
const UNICAST_KEYWORDS = [
  'unicast_peer',
  'unicast_src_ip',
  'unicast_fault_no_peer',
  'check_unicast_src',
  'old_unicast_checksum',
];
/** Before, a unicast instance too needs an interface. */
const WITHOUT_INTERFACE_SINCE = { since: '2.2.8' } as const;
const UNICAST_STRICT_SINCE = { since: '2.4.0' } as const;
/** Before, the fall-back to multicast was silent. */
const PEERS_REPORTED_SINCE = { since: '2.2.5' } as const;

/** An instance with all that decides over it. */
export interface Started {
  readonly instance: VrrpInstance;
  readonly node: Node;
  readonly version: Version;
  readonly children: readonly Setting[];
  readonly families: Families;
  readonly vrrpVersion: 2 | 3;
  readonly strict: boolean;
  /** As written: the last word that counts. */
  readonly state?: { readonly is: 'MASTER' | 'BACKUP'; readonly directive: Directive };
  /** Undefined where it is written with a definition that is not known. */
  readonly priority: number | undefined;
  readonly unicast: boolean;
  readonly findings: Finding[];
}

/** Instances that keepalived keeps, with what they start as. */
export const startedInstances = (node: Node, version: Version): Started[] => {
  const live = new Set(liveBlocks(node, 'vrrp_instance'));
  return node.instances.filter(({ setting }) => live.has(setting)).map((instance) => start(instance, node, version));
};

function start(instance: VrrpInstance, node: Node, version: Version): Started {
  const { children } = instance.setting;
  const families = familiesOf(instance.setting, version);
  const findings: Finding[] = [];
  const state = readState(children, findings);
  const strict = instance.strict?.value ?? node.globals.strict?.value ?? false;
  const written = named(children, 'priority').at(-1)?.directive;
  const opaque =
    written?.words.some(isOpaque) || named(children, 'state').some(({ directive }) => directive.words.some(isOpaque));
  const globalVersion = (node.globals.version?.value ?? 2) as 2 | 3;
  return {
    instance,
    node,
    version,
    children,
    families,
    vrrpVersion: families.version ?? (families.family === 6 ? 3 : globalVersion),
    strict,
    ...(state && { state }),
    priority: opaque ? undefined : (instance.priority?.value ?? (state?.is === 'MASTER' ? OWNER : 100)),
    unicast: families.peers.size > 0 || hasOpaqueEntries(children, 'unicast_peer'),
    findings,
  };
}

function readState(children: readonly Setting[], findings: Finding[]): Started['state'] {
  let state: Started['state'];
  for (const { directive } of named(children, 'state')) {
    const word = directive.words[1];
    if (!word || isOpaque(word)) continue;
    if (word.text === 'BACKUP' && state?.is === 'MASTER') {
      const message =
        'The state of this instance is MASTER already: keepalived ignores "state BACKUP". Keep one of the two.';
      const related = [{ place: headerOf(state.directive), message: 'this one counts' }];
      const fixes = removeStatement(directive, 'Remove state BACKUP');
      findings.push(report(START_CODES['state-after-master'], headerOf(directive), message, { related, fixes }));
      continue;
    }
    state = { is: word.text === 'MASTER' ? 'MASTER' : 'BACKUP', directive };
  }
  return state;
}

/** Whether a statement is there, or was probably meant: a mistyped one has a finding of its own. */
const isThere = (children: readonly Setting[], name: string): boolean =>
  children.some(({ keyword, directive }) =>
    keyword ? keyword.name === name : editDistance(directive.words[0].text, name) <= 2,
  );

/** Says something at the last statement of this name. */
function tell(
  { children, findings }: Started,
  code: keyof typeof START_CODES,
  name: string,
  message: string,
  fixes?: (directive: Directive) => readonly Fix[],
): void {
  const directive = named(children, name).at(-1)?.directive;
  if (!directive) return;
  const offered = fixes?.(directive) ?? [];
  findings.push(report(START_CODES[code], headerOf(directive), message, offered.length ? { fixes: offered } : {}));
}

const remove = (title: string) => (directive: Directive) => removeStatement(directive, title);

function checkMinimum(started: Started): void {
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
      'source-missing',
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

function checkAddresses(started: Started): void {
  const { instance, children, families, strict, vrrpVersion, version, findings, unicast } = started;
  const { virtual, excluded, family } = families;
  const without = named(children, 'no_virtual_ipaddress').at(-1);
  if (!virtual.length && !hasOpaqueEntries(children, 'virtual_ipaddress')) {
    const mistyped = children.some(({ meant }) => meant?.name === 'virtual_ipaddress');
    const allowed = without && !strict && isKnownSince(without.keyword!, version);
    if (!allowed && !mistyped) {
      const list = named(children, 'virtual_ipaddress').at(-1)?.directive;
      const place = list ? headerOf(list) : instance.name.place;
      const refuses = vrrpVersion === 3 || strict;
      const message = refuses
        ? `${instance.name.value} has no virtual address, which ${strict ? 'strict mode' : 'version 3'} demands: keepalived refuses to start.`
        : `${instance.name.value} has no virtual address: it elects a MASTER that holds nothing.`;
      findings.push(report(START_CODES['addresses-missing'], place, message, refuses ? { severity: 'error' } : {}));
    }
  }
  if (virtual.length > MOST_ADDRESSES) {
    const { entry } = virtual[MOST_ADDRESSES]!;
    const message = `${instance.name.value} has ${virtual.length} virtual addresses, but an advert holds 255: this one and those after it are set, but not announced.`;
    findings.push(report(START_CODES['addresses-too-many'], headerOf(entry), message));
  }
  const [first] = virtual;
  if (strict && family === 6 && !unicast && first && !isLinkLocal(first.address.canonical)) {
    const message =
      'In strict mode the first IPv6 address must be link-local (RFC 5798 section 5.2.9): put one from fe80::/10 above it.';
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

function checkAuthentication(started: Started): void {
  const { instance, children, families, strict, vrrpVersion, priority, state, findings, version } = started;
  const hmac = instance.hmac && isKnownSince({ since: '2.4.0' }, version) ? instance.hmac : undefined;
  const { type, pass } = instance.authentication ?? {};
  const at = (place: Place, code: keyof typeof START_CODES, message: string, severity?: 'warning'): void => {
    findings.push(report(START_CODES[code], place, message, severity ? { severity } : {}));
  };
  if (type) {
    const off = 'keepalived switches authentication off, and adverts go out without it.';
    const block = named(children, 'authentication').at(-1)!;
    if (strict) {
      at(
        type.place,
        'auth-unsupported',
        `Strict mode has no authentication: ${off} Remove the authentication block, or vrrp_strict.`,
      );
    } else if (vrrpVersion === 3) {
      at(
        type.place,
        'auth-unsupported',
        `VRRP version 3 has no authentication: ${off} Remove the authentication block.`,
      );
    } else if (!pass && !isThere(block.children, 'auth_pass')) {
      at(
        type.place,
        'auth-pass-missing',
        `auth_type without auth_pass: ${off} Nodes that do have a password will not hear this one, and both become MASTER.`,
      );
    } else if (type.value === 'AH' && families.family === 6) {
      at(type.place, 'auth-unsupported', `AH does not work with IPv6: ${off}`);
    } else if (type.value === 'AH' && state?.is === 'MASTER' && priority !== undefined && priority !== OWNER) {
      at(
        type.place,
        'auth-ah-master',
        'With AH a node must hear an advert before it may send: keepalived starts this MASTER as BACKUP.',
      );
    }
    if (hmac)
      at(
        type.place,
        'auth-hmac-conflict',
        `auth_hmac and authentication exclude each other: keepalived switches the legacy authentication off.`,
      );
  }
  if (!hmac) return;
  const key = named(hmac.children, 'active_key').at(-1)?.directive.words[1];
  const known = named(hmac.children, 'key').map(({ directive }) => directive.words[1]?.text);
  if (!key || !(isOpaque(key) || known.includes(key.text))) {
    const message = `${key ? `Key ${key.text}, the active one, is not among the keys` : 'There is no active_key'}: keepalived switches auth_hmac off, and adverts go out without it.`;
    at(headerOf(hmac.directive), 'auth-hmac-conflict', message);
  } else if (strict) {
    const mode = named(hmac.children, 'mode').at(-1)?.directive;
    if (mode && mode.words[1]?.text !== 'enforce')
      at(headerOf(mode), 'strict-override', 'Strict mode demands "mode enforce": keepalived uses it.');
  }
}

function checkTransport(started: Started): void {
  const { children, families, strict, unicast, version, findings, instance } = started;
  const keyword = named(children, ...UNICAST_KEYWORDS)[0];
  if (keyword && !unicast && isKnownSince(PEERS_REPORTED_SINCE, version)) {
    const fault = named(children, 'unicast_fault_no_peer').length > 0;
    const message = fault
      ? `${instance.name.value} has no valid unicast peer: it goes to FAULT and never serves its addresses.`
      : `${keyword.directive.words[0].text} without a valid entry in unicast_peer: keepalived sends adverts by multicast. Name the peers, or remove it.`;
    findings.push(
      report(
        START_CODES['unicast-peers-missing'],
        headerOf(keyword.directive),
        message,
        fault ? { severity: 'error' } : {},
      ),
    );
  }
  if (unicast && strict && named(children, 'interface').length && isKnownSince(UNICAST_STRICT_SINCE, version)) {
    tell(
      started,
      'unicast-strict',
      'unicast_peer',
      'Strict mode allows no unicast where the interface can multicast: keepalived refuses to start.',
    );
  }
  const [ttl] = named(children, 'unicast_ttl');
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
      'multicast-ignored',
      'mcast_dst_ip',
      'This instance has unicast peers: keepalived ignores mcast_dst_ip.',
      remove('Remove mcast_dst_ip'),
    );
  }
  const interfaced = named(children, 'interface').length > 0;
  if (interfaced || !unicast) {
    tell(
      started,
      'vrf-ignored',
      'vrf',
      `vrf counts only ${interfaced ? 'without "interface"' : 'with unicast peers'}: keepalived ignores it.`,
      remove('Remove vrf'),
    );
  }
}

function checkPreemption(started: Started): void {
  const { instance, strict, state, priority, children, version, findings } = started;
  if (priority === undefined) return;
  const master = (strict ? priority === OWNER : state?.is === 'MASTER') || (!state && priority === OWNER);
  const { nopreempt, preemptDelay } = instance;
  const toBackup = (): Fix[] => {
    const word = state?.directive.words[1];
    return state && word ? replaceWord(state.directive, word, 'BACKUP', 'Change the state to BACKUP') : [];
  };
  const delay = preemptDelay && preemptDelay.value > 0;
  if (nopreempt && priority === OWNER) {
    tell(
      started,
      'nopreempt-owner',
      'nopreempt',
      `The owner of an address (priority 255${instance.priority ? '' : ', for want of a priority'}) always takes it back: keepalived clears nopreempt.`,
      remove('Remove nopreempt'),
    );
  } else if (nopreempt && master) {
    tell(
      started,
      'nopreempt-master',
      'nopreempt',
      'nopreempt works on nodes that start as BACKUP only: keepalived clears it, and this node takes the address back whenever it returns. Use "state BACKUP" on all nodes.',
      (directive) => [...toBackup(), ...removeStatement(directive, 'Remove nopreempt')],
    );
  }
  if (delay && master) {
    tell(
      started,
      'preempt-delay-ignored',
      'preempt_delay',
      'preempt_delay works on nodes that start as BACKUP only: keepalived clears it.',
      (directive) => [...toBackup(), ...removeStatement(directive, 'Remove preempt_delay')],
    );
  } else if (delay && strict) {
    tell(
      started,
      'preempt-delay-ignored',
      'preempt_delay',
      'Strict mode has no preempt_delay: keepalived clears it.',
      remove('Remove preempt_delay'),
    );
  } else if (delay && nopreempt && priority !== OWNER) {
    tell(
      started,
      'preempt-delay-ignored',
      'preempt_delay',
      'With nopreempt there is nothing to delay: keepalived clears preempt_delay. Keep one of the two.',
      remove('Remove preempt_delay'),
    );
  }
  const expired = named(children, 'timer_expired_backup', 'thread_timer_expired').at(-1);
  const preempts = !nopreempt || master || priority === OWNER;
  if (expired?.keyword && preempts && isKnownSince(expired.keyword, version)) {
    const message = `${expired.directive.words[0].text} works with nopreempt only: keepalived resets it.`;
    findings.push(report(START_CODES['expired-without-nopreempt'], headerOf(expired.directive), message));
  }
}

function checkStrict(started: Started): void {
  const { instance, node, children, strict, state, priority, vrrpVersion, findings } = started;
  if (!strict) return;
  if (state && priority !== undefined && (state.is === 'MASTER') !== (priority === OWNER)) {
    const becomes = priority === OWNER ? 'MASTER' : 'BACKUP';
    const message = `In strict mode MASTER is the node with priority 255 and no other: keepalived starts this one as ${becomes}.`;
    const word = state.directive.words[1]!;
    const fixes = replaceWord(state.directive, word, becomes, `Change the state to ${becomes}`);
    findings.push(report(START_CODES['strict-override'], headerOf(state.directive), message, { fixes }));
  }
  const override = (name: string, message: string): void =>
    tell(started, 'strict-override', name, `${message} in strict mode.`);
  const adverts = instance.downTimerAdverts ?? node.globals.downTimerAdverts;
  if (adverts && adverts.value !== 3) {
    const message = `In strict mode a MASTER is dead after 3 adverts: keepalived uses 3 instead of ${adverts.value}.`;
    findings.push(report(START_CODES['strict-override'], adverts.place, message));
  }
  const value = (name: string): string | undefined => named(children, name).at(-1)?.directive.words[1]?.text;
  if (instance.accept?.value && priority !== OWNER && priority !== undefined && vrrpVersion === 2) {
    override(
      'accept',
      'Only the owner of an address (priority 255) accepts packets for it in version 2: keepalived clears accept',
    );
  }
  if (Number(value('garp_lower_prio_repeat')) > 0)
    override('garp_lower_prio_repeat', 'No gratuitous ARP is repeated: keepalived uses 0');
  if (Number(value('garp_lower_prio_delay')) > 0)
    override('garp_lower_prio_delay', 'No gratuitous ARP is repeated: keepalived uses 0');
  if (readBoolean(value('lower_prio_no_advert') ?? 'on') === false)
    override(
      'lower_prio_no_advert',
      'A MASTER does not answer adverts of lower priority: keepalived switches lower_prio_no_advert on',
    );
  if (named(children, 'higher_prio_send_advert').length && readBoolean(value('higher_prio_send_advert') ?? 'on')) {
    override(
      'higher_prio_send_advert',
      'No advert answers one of higher priority: keepalived switches higher_prio_send_advert off',
    );
  }
  const vmac = named(children, 'use_vmac').at(-1)?.directive;
  if (vmac?.words.slice(1).some(({ text }) => text.includes(':')))
    override('use_vmac', 'The MAC address is that of RFC 5798: keepalived ignores the one given here');
}

function checkTimersAndVmac(started: Started): void {
  const { instance, children, families, strict, vrrpVersion, priority, version, findings } = started;
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
  const ignores = named(children, 'owner_ignore_adverts').at(-1);
  if (ignores?.keyword && isKnownSince(ignores.keyword, version) && priority !== undefined) {
    const on = readBoolean(ignores.directive.words[1]?.text ?? 'on');
    if (on && priority !== OWNER)
      tell(
        started,
        'owner-adverts',
        'owner_ignore_adverts',
        'Only a node with priority 255 owns its addresses: keepalived switches owner_ignore_adverts off.',
      );
    if (on === false && priority === OWNER)
      tell(
        started,
        'owner-adverts',
        'owner_ignore_adverts',
        'With priority 255 keepalived switches owner_ignore_adverts on, whatever stands here.',
      );
  }
  const vmac = named(children, 'use_vmac').length > 0;
  const ipvlan = named(children, 'use_ipvlan').at(-1)?.directive;
  if (!vmac) {
    tell(
      started,
      'vmac-option-useless',
      'vmac_xmit_base',
      'vmac_xmit_base counts with use_vmac only: keepalived clears it.',
      remove('Remove vmac_xmit_base'),
    );
  } else if (strict) {
    tell(
      started,
      'strict-override',
      'vmac_xmit_base',
      'Strict mode sends adverts from the virtual MAC address: keepalived clears vmac_xmit_base.',
    );
  }
  if (vmac || ipvlan) {
    tell(
      started,
      'vmac-option-useless',
      'promote_secondaries',
      'A virtual interface promotes secondary addresses by itself: keepalived clears promote_secondaries.',
      remove('Remove promote_secondaries'),
    );
  }
  if (
    ipvlan &&
    families.family === 4 &&
    !ipvlan.words.slice(1).some(({ text }) => /^[\d.]+(\/\d+)?$/.test(text) || text.includes('$'))
  ) {
    tell(
      started,
      'ipvlan-address-missing',
      'use_ipvlan',
      'use_ipvlan needs an IPv4 address of its own: without one the instance stays in FAULT and never serves its addresses.',
    );
  }
}

/** What keepalived says of every instance before it starts it. */
export const vrrpStart: Rule = (node, { version }) =>
  startedInstances(node, version).flatMap((started) => {
    checkMinimum(started);
    checkAddresses(started);
    checkAuthentication(started);
    checkTransport(started);
    checkPreemption(started);
    checkStrict(started);
    checkTimersAndVmac(started);
    return started.findings;
  });
