/** Entries of virtual_ipaddress, virtual_ipaddress_excluded and static_ipaddress (vrrp_ipaddress.c, alloc_ipaddress). */
import type { Address } from '../model/addresses.ts';
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { named } from '../model/settings.ts';
import { readInteger } from '../model/values.ts';
import type { Option, Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { removeStatement, replaceWord } from './edits.ts';
import { findOption, INTERFACE_LENGTH, isTooLong, listsOf, readHost, readNumber, suggestOption } from './entries.ts';
import { liveBlocks } from './names.ts';
import { perBlock } from './perBlock.ts';
import { hintOf, likelyOf } from './values.ts';

export const ADDRESS_CODES = catalogue('keepalived', {
  'address-invalid': ['error', 'An entry of an address list does not begin with an IP address: the entry is dropped.'],
  'address-prefix-invalid': [
    'warning',
    'The prefix length of an address is no number in its range: the longest is used.',
  ],
  'address-same-line': ['error', 'Two addresses stand on one line: only the first is read.'],
  'address-option-unknown': ['error', 'A word behind an address is no option: it is ignored.'],
  'address-option-value': [
    'error',
    'An option of an address has a wrong value, or none: it, or the entry, is left out.',
  ],
  'address-option-conflict': ['error', 'Options of an address exclude each other, or do not fit its family.'],
});

/** Scopes that keepalived knows without a file of names. */
export const SCOPES = ['global', 'nowhere', 'host', 'link', 'site'];
const SCOPE_MAX = 255;
const LABEL_MAX = 15;
const U32_MAX = 4_294_967_295;
const LONGEST_WITH_BROADCAST = 30;

export interface AddressEntry {
  /** Missing where keepalived drops the entry. */
  readonly address?: Address;
  readonly options: ReadonlySet<string>;
  readonly device?: string;
  readonly findings: readonly Finding[];
}

/** Reads one entry as keepalived does, word by word. */
export function readAddressEntry(entry: Directive, options: readonly Option[], version: Version): AddressEntry {
  const [first, ...rest] = entry.words;
  const findings: Finding[] = [];
  const seen = new Set<string>();
  const say = (code: keyof typeof ADDRESS_CODES, word: Word, message: string, fixes?: Finding['fixes']): void => {
    findings.push(report(ADDRESS_CODES[code], placeOf(entry, word), message, fixes?.length ? { fixes } : {}));
  };
  const dropped = (): AddressEntry => ({ options: seen, findings });

  const [text = '', length] = splitPrefix(first.text);
  const address = readHost(text);
  if (!address) {
    const fixes = removeStatement(entry, 'Remove this entry');
    say('address-invalid', first, `"${first.text}" is not an IP address: keepalived drops this entry.`, fixes);
    return dropped();
  }
  const longest = address.family === 6 ? 128 : 32;
  let prefix = longest;
  if (length !== undefined && length !== '') {
    const read = readInteger(length, 0, longest);
    prefix = read ?? longest;
    if (read === undefined) {
      const message = `The prefix length "${length}" is not a number from 0 to ${longest}: keepalived uses /${longest}, which covers this one address only.`;
      say('address-prefix-invalid', { ...first, start: first.end - length.length }, message);
    }
  }

  let device: string | undefined;
  let peer = false;
  let broadcast: { word: Word; computed: boolean } | undefined;
  for (let i = 0; i < rest.length; i++) {
    const word = rest[i]!;
    const { option, instead } = findOption(options, word.text, version);
    if (!option) {
      if (readHost(splitPrefix(word.text)[0]!)) {
        const message = `${word.text} stands on the line of ${first.text}, so keepalived reads it as an option and ignores it: the address is never set. Give every address a line of its own.`;
        const before = entry.item.text.slice(0, entry.start);
        const indent = before.slice(before.lastIndexOf('\n') + 1).match(/^[ \t]*/)![0];
        const gap = { start: (rest[i - 1] ?? first).end, end: word.start };
        const fixable = /^[ \t]+$/.test(entry.item.text.slice(gap.start, gap.end)) && before.includes('\n');
        const edits = [{ place: placeOf(entry, gap), text: `\n${indent}` }];
        say('address-same-line', word, message, fixable ? [{ title: 'Put it on a line of its own', edits }] : []);
      } else {
        const { hint, fixes } = instead
          ? {
              hint: ` It is called "${instead}" since 2.0.3.`,
              fixes: replaceWord(entry, word, instead, `Change to ${instead}`),
            }
          : suggestOption(entry, word, options, version);
        const message = `"${word.text}" is no option of an address: keepalived ignores this word.${hint}`;
        say('address-option-unknown', word, message, fixes);
      }
      continue;
    }
    seen.add(option.name);
    if (!option.value) continue;
    const value = rest[++i];
    if (!value) {
      say('address-option-value', word, `"${word.text}" needs a value: keepalived drops ${first.text} altogether.`);
      return dropped();
    }
    switch (option.name) {
      case 'dev':
        if (device !== undefined) {
          const message = `${first.text} names a device twice: keepalived drops the address.`;
          say('address-option-conflict', word, message);
          return dropped();
        }
        device = value.text;
        if (isTooLong(device)) {
          const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
          say('address-option-value', value, message);
        }
        break;
      case 'scope': {
        const scope = readNumber(value.text);
        if (scope !== undefined ? scope > SCOPE_MAX : !SCOPES.includes(value.text)) {
          const message = `"${value.text}" is no scope (0 to ${SCOPE_MAX}, ${SCOPES.join(', ')}): keepalived ignores it, unless rt_scopes of this machine names it.${hintOf(value.text, SCOPES)}`;
          const likely = likelyOf(value.text, SCOPES);
          say(
            'address-option-value',
            value,
            message,
            likely ? replaceWord(entry, value, likely, `Change to ${likely}`) : [],
          );
        }
        break;
      }
      case 'label':
        if (value.text.length > LABEL_MAX) {
          const message = `The label "${value.text}" is longer than 15 characters: keepalived drops ${first.text}.`;
          say('address-option-value', value, message);
          return dropped();
        }
        break;
      case 'brd':
      case 'broadcast':
        if (address.family === 6) {
          const message = `IPv6 has no broadcast addresses: keepalived drops ${first.text}. Remove "${word.text}".`;
          say('address-option-conflict', word, message);
          return dropped();
        }
        if (!['+', '-'].includes(value.text) && readHost(value.text)?.family !== 4) {
          const message = `"${value.text}" is no broadcast address: keepalived drops ${first.text}.`;
          say('address-option-value', value, message);
          return dropped();
        }
        broadcast = { word, computed: value.text === '+' || value.text === '-' };
        break;
      case 'peer': {
        const other = readHost(value.text);
        if (peer) {
          say('address-option-conflict', word, `${first.text} has two peers: keepalived ignores ${value.text}.`);
        } else if (!other) {
          say('address-option-value', value, `"${value.text}" is no IP address: keepalived ignores this peer.`);
        } else if (other.family !== address.family) {
          const message = `The peer ${value.text} is not of the family of ${first.text}: keepalived ignores it.`;
          say('address-option-conflict', value, message);
        } else {
          if (prefix !== longest) {
            const message = `${first.text} has a peer, so keepalived ignores its prefix length.`;
            say('address-option-conflict', value, message);
          }
          peer = true;
          prefix = longest;
        }
        break;
      }
      case 'preferred_lft':
        if (value.text !== 'forever' && readInteger(value.text, 0, U32_MAX) === undefined) {
          const message = `"${value.text}" is neither a number of seconds nor "forever": keepalived ignores it.`;
          say('address-option-value', value, message);
        }
        break;
    }
  }

  if (broadcast && peer) {
    const message = `${first.text} has a peer, so keepalived ignores its broadcast address.`;
    say('address-option-conflict', broadcast.word, message);
  } else if (broadcast?.computed && prefix > LONGEST_WITH_BROADCAST) {
    const message = `A network of /${prefix} has no broadcast address: keepalived sets none.`;
    say('address-option-conflict', broadcast.word, message);
  }
  if (address.family === 6) {
    for (const word of rest.filter(({ text: option }) => option === 'scope' || option === 'label')) {
      const value = rest[rest.indexOf(word) + 1];
      if (word.text === 'scope' && !isNarrowScope(value?.text ?? '')) continue;
      say('address-option-conflict', word, `IPv6 addresses take no ${word.text}: keepalived ignores it.`);
    }
  }
  return { address, options: seen, findings, ...(device !== undefined && { device }) };
}

/** Anything but `global`, as far as keepalived knows the scope without a file of names. */
const isNarrowScope = (text: string): boolean =>
  ['site', 'link', 'host', 'nowhere'].includes(text) || (readNumber(text) ?? 0) > 0;

function splitPrefix(text: string): [string, string?] {
  const slash = text.indexOf('/');
  return slash < 0 ? [text] : [text.slice(0, slash), text.slice(slash + 1)];
}

const LISTS = ['virtual_ipaddress', 'virtual_ipaddress_excluded', 'static_ipaddress'];

const entriesOfBlock = perBlock((block, version) =>
  listsOf([block, ...block.children], ...LISTS).flatMap(({ entries, keyword }) =>
    entries.flatMap((entry) => readAddressEntry(entry, keyword.options, version).findings),
  ),
);

/** Every list of addresses of the node. Families and duplicates within an instance are checked in families.ts. */
export const addressEntries: Rule = (node, { version }) =>
  entriesOfBlock([...named(node.settings, ...LISTS), ...liveBlocks(node, 'vrrp_instance')], version);
