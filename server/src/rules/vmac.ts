/** use_vmac and use_ipvlan: names, MAC addresses and addresses of virtual interfaces (vrrp_parser.c). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { named, type Setting } from '../model/settings.ts';
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { readHost, readNumber } from './entries.ts';
import { liveBlocks } from './names.ts';
import { endOf } from './scripts.ts';
import { type Examined, type InstanceCheck, remove, tell, UNICAST_KEYWORDS } from './started.ts';

export const VMAC_CODES = {
  ...catalogue('host', {
    'vmac-option-useless': ['warning', 'A setting that only counts with use_vmac, or goes without it: it is cleared.'],
    'ipvlan-address-missing': ['error', 'use_ipvlan with IPv4 and without an address: the instance stays in FAULT.'],
  }),
  ...catalogue('keepalived', {
    'vmac-word-ignored': [
      'error',
      'A name, MAC address or mode of a virtual interface is wrong, or given twice: it is ignored.',
    ],
    'vmac-word-missing': [
      'error',
      '"name" or "group" of a virtual interface without a word: keepalived refuses to start.',
    ],
    'vmac-needs-xmit-base': ['warning', 'use_vmac with unicast peers and without vmac_xmit_base: it is set.'],
    'vmac-needs-interface': ['error', 'use_vmac or use_ipvlan with unicast and without interface: it is cleared.'],
  }),
};

const INTERFACE_LENGTH = 15;
const MODES = ['bridge', 'private', 'vepa'];
/** Words that introduce a value, or stand alone; before 2.3.0 they are names. */
const OPTIONS_SINCE = { since: '2.3.0' } as const;
/** Before, two instances may have a virtual interface of one name. */
const USERS_COMPARED_SINCE = { since: '2.2.0' } as const;
/** Before, the end of an instance says nothing of its virtual interface. */
const END_CHECKED_SINCE = { since: '2.1.0' } as const;
/** Before, unicast peers and a virtual interface never go together. */
const WITH_UNICAST_SINCE = { since: '2.2.0' } as const;
/** Before, only peers make an instance one of unicast. */
const KEYWORDS_COUNT_SINCE = { since: '2.2.5' } as const;

/** Five octets leave the last one to the virtual router ID. */
function wrongMac(text: string): string | undefined {
  // What stands behind the sixth one is not looked at.
  if (!/^[\da-f]{1,2}(:[\da-f]{1,2}){4}(:?|:[\da-f]{1,2}(:[\da-f:]*)?)$/i.test(text)) return 'is no MAC address';
  const octets = text.split(':').map((octet) => Number.parseInt(octet, 16));
  if (octets[0]! & 1) return 'is a multicast address';
  const rfc = [0x00, 0x00, 0x5e, 0x00].every((octet, i) => octets[i] === octet) && (octets[4] === 1 || octets[4] === 2);
  return rfc ? 'is the one of RFC 5798, which is used without being named' : undefined;
}

const words: Rule = (node, { version }) => {
  const users = new Map<string, string>();
  return liveBlocks(node, 'vrrp_instance').flatMap((instance) => {
    const findings: Finding[] = [];
    const given = new Set<string>();
    for (const { directive } of named(instance.children, 'use_vmac', 'use_ipvlan')) {
      findings.push(...readWords(directive, instance.directive.words[1]!.text, users, given, version));
    }
    return [...findings, ...atEnd(instance, version)];
  });
};

/** Whether keepalived exits for want of the word behind `name` or `group`. */
export function vmacStops({ words: [, ...words] }: Directive, version: Version): boolean {
  if (!isKnownSince(OPTIONS_SINCE, version)) return false;
  for (let i = 0; i < words.length; i++) {
    if (words[i]!.text !== 'name' && words[i]!.text !== 'group') continue;
    if (++i === words.length) return true;
  }
  return false;
}

function readWords(
  directive: Directive,
  owner: string,
  users: Map<string, string>,
  given: Set<string>,
  version: Version,
): Finding[] {
  const findings: Finding[] = [];
  const ipvlan = directive.words[0].text === 'use_ipvlan';
  const say = (word: Word, why: string): void => {
    const message = `${word.text} ${why}: keepalived ignores it.`;
    findings.push(report(VMAC_CODES['vmac-word-ignored'], placeOf(directive, word), message));
  };
  const once = (what: string, word: Word): boolean => {
    if (!given.has(what)) return Boolean(given.add(what));
    say(word, `is a second ${what}`);
    return false;
  };
  const options = isKnownSince(OPTIONS_SINCE, version);
  // Before 2.3.0 use_vmac looks at two words only.
  const words = directive.words.slice(1, options || ipvlan ? undefined : 3);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (isOpaque(word)) continue;
    if (options && word.text === 'netlink_notify_msg') continue;
    if (options && (word.text === 'group' || word.text === 'name') && i === words.length - 1) {
      const message = `"${word.text}" needs a word behind it: keepalived stops here and does not start.`;
      findings.push(report(VMAC_CODES['vmac-word-missing'], placeOf(directive, word), message));
    } else if (options && word.text === 'group') {
      const group = words[++i]!;
      if (readNumber(group.text) === undefined && group.text !== 'default') {
        say(group, 'is no number, and no group of interfaces unless this machine names one so');
      }
    } else if (ipvlan && MODES.includes(word.text)) {
      once('mode', word);
    } else if (ipvlan && readHost(word.text.split('/', 1)[0]!)) {
      once('address', word);
    } else if (!ipvlan && word.text.includes(':')) {
      const wrong = wrongMac(word.text);
      if (wrong) say(word, wrong);
      else once('MAC address', word);
    } else {
      const name = options && word.text === 'name' ? words[++i] : word;
      if (name) readName(name, once, say, owner, users, version);
    }
  }
  return findings;
}

function readName(
  name: Word,
  once: (what: string, word: Word) => boolean,
  say: (word: Word, why: string) => void,
  owner: string,
  users: Map<string, string>,
  version: Version,
): void {
  if (!once('name', name)) return;
  const user = users.get(name.text);
  if (name.text.length > INTERFACE_LENGTH) say(name, 'is longer than 15 characters');
  else if (user !== undefined && isKnownSince(USERS_COMPARED_SINCE, version))
    say(name, `is the virtual interface of ${user} already`);
  else users.set(name.text, owner);
}

/** keepalived notices these at the end of the block. */
function atEnd(instance: Setting, version: Version): Finding[] {
  const { children } = instance;
  const statement = named(children, 'use_vmac', 'use_ipvlan').at(-1)?.directive;
  if (!statement || !isKnownSince(END_CHECKED_SINCE, version)) return [];
  const unicast = isKnownSince(KEYWORDS_COUNT_SINCE, version) ? UNICAST_KEYWORDS : ['unicast_peer'];
  if (!named(children, ...unicast).length) return [];
  const related = [{ place: headerOf(statement), message: `${statement.words[0].text} stands here` }];
  if (!isKnownSince(WITH_UNICAST_SINCE, version)) {
    const message = `Before 2.2.0 ${statement.words[0].text} does not go with unicast peers: keepalived clears it.`;
    return [report(VMAC_CODES['vmac-needs-interface'], endOf(instance), message, { related })];
  }
  if (!named(children, 'interface').length) {
    const message = `${statement.words[0].text} with unicast needs an interface: keepalived clears it.`;
    return [report(VMAC_CODES['vmac-needs-interface'], endOf(instance), message, { related })];
  }
  if (named(children, 'vmac_xmit_base').length) return [];
  const message =
    'Unicast adverts leave by the interface below the virtual one: keepalived sets vmac_xmit_base. Add it to say so.';
  return [report(VMAC_CODES['vmac-needs-xmit-base'], endOf(instance), message, { related })];
}

/** Settings that go with a virtual interface, or do not. */
function checkOptions(started: Examined): void {
  const { children, families } = started;
  const vmac = named(children, 'use_vmac').length > 0;
  const ipvlan = named(children, 'use_ipvlan').at(-1)?.directive;
  if (!vmac) {
    tell(
      started,
      VMAC_CODES['vmac-option-useless'],
      'vmac_xmit_base',
      'vmac_xmit_base counts with use_vmac only: keepalived clears it.',
      remove('Remove vmac_xmit_base'),
    );
  }
  if (vmac || ipvlan) {
    tell(
      started,
      VMAC_CODES['vmac-option-useless'],
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
      VMAC_CODES['ipvlan-address-missing'],
      'use_ipvlan',
      'use_ipvlan needs an IPv4 address of its own: without one the instance stays in FAULT and never serves its addresses.',
    );
  }
}

/** What stands behind use_vmac and use_ipvlan. */
export const vmacWords: Rule = words;

/** Settings that go with a virtual interface, or without one. */
export const vmac: InstanceCheck = checkOptions;
