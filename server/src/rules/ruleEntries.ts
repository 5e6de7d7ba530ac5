/** Entries of virtual_rules and static_rules (vrrp_iprule.c, alloc_rule). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import { readInteger } from '../model/values.ts';
import type { ListKeyword, Option, Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';

import { findOption, INTERFACE_LENGTH, isTooLong, listsOf, readNumber, suggestOption } from './entries.ts';
import { liveBlocks } from './names.ts';
import { isNoName, isNoRealm, readPrefix, TOS, wrongLength } from './routeValues.ts';

export const RULE_CODES = catalogue('keepalived', {
  'rule-invalid': ['error', 'A word of a routing rule is wrong, or its action: the rule is dropped.'],
  'rule-option-ignored': ['error', 'An option of a routing rule has a wrong value: it is ignored.'],
  'rule-value-missing': ['error', 'An option of a routing rule has no value: keepalived refuses to start.'],
  'rule-without-preference': ['warning', 'A routing rule has no preference: keepalived chooses one.'],
  'rule-protocol': ['warning', 'A tracked routing rule has a protocol of its own: it is reset.'],
});

const U32_MAX = 4_294_967_295;
const I32_MAX = 2_147_483_647;
const ACTIONS = ['nop', 'blackhole', 'unreachable', 'prohibit'];
const NO_ACTIONS = ['unicast', 'local', 'nat', 'broadcast', 'brd', 'anycast', 'multicast', 'xresolve', 'throw'];
const OWN_PROTOCOL = '18';
const TABLES = ['main', 'local', 'default'];
/** Numbers are cut to so many values. */
const CUT = 2 ** 32;
const RANGE = /^\s*\d+-\d+/;

interface RoutingRule {
  readonly entry: Directive;
  readonly options: readonly Option[];
  readonly version: Version;
  readonly findings: Finding[];
  family?: 4 | 6 | 'any';
  action?: Word;
  preference?: number;
  target?: number;
  /** An option that goes with a table only. */
  tableOption?: Word;
  protocol?: Word;
  untracked?: true;
}

type Problem =
  | {
      readonly code: keyof typeof RULE_CODES;
      readonly word: Word;
      readonly message: string;
      readonly fixes?: readonly Fix[];
    }
  | undefined;

const invalid = (word: Word, why: string): Problem => ({
  code: 'rule-invalid',
  word,
  message: `${why}: keepalived drops this rule.`,
});

const missing = (word: Word): Problem => ({
  code: 'rule-value-missing',
  word,
  message: `"${word.text}" needs a value: keepalived stops reading here and refuses to start.`,
});

const MIXED = 'A rule is IPv4 or IPv6, not both';

function joins(rule: RoutingRule, family: 4 | 6 | undefined): boolean {
  // Once a family is known, `default` does not fit it.
  if (rule.family === undefined || (rule.family === 'any' && family === undefined)) {
    rule.family = family ?? 'any';
    return true;
  }
  if (rule.family === 'any') {
    rule.family = family!;
    return true;
  }
  return rule.family === family;
}

function readRule(rule: RoutingRule): Problem {
  const { words } = rule.entry;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    const name = word.text;
    const { option, instead } = findOption(rule.options, name, rule.version);
    if (option && (name === 'inet' || name === 'inet6')) {
      if (!joins(rule, name === 'inet' ? 4 : 6)) return invalid(word, MIXED);
      // keepalived skips the word behind it, whatever it is (2.2.7 and later).
      i++;
      continue;
    }
    if (!option) {
      if (instead) return invalid(word, `"${name}" is called "${instead}" since 2.0.3`);
      if (NO_ACTIONS.includes(name)) return invalid(word, `"${name}" is no action of a rule`);
      const { hint, fixes } = suggestOption(rule.entry, word, rule.options, rule.version);
      const { code, message } = invalid(word, `"${name}" is no option of a rule`)!;
      return { code, word, message: message + hint, fixes };
    }
    if (name === 'type') {
      const action = words[i + 1];
      if (!action) return missing(word);
      if (!ACTIONS.includes(action.text) && action.text !== 'goto') {
        return invalid(action, `"${action.text}" is no action of a rule`);
      }
      continue;
    }
    if (name === 'no_track') rule.untracked = true;
    if (ACTIONS.includes(name) || name === 'l3mdev') {
      if (rule.action) return invalid(word, `"${rule.action.text}" and "${name}" exclude each other`);
      rule.action = word;
    }
    if (!option.value) continue;
    const value = words[++i];
    if (!value) return missing(word);
    const problem = readOption(rule, word, value);
    if (problem) return problem;
  }
  return checkAction(rule);
}

/** Numbers may have a sign, and what is beyond 32 bits is cut off them: 0 alone is none. */
function isNoTable(text: string): boolean {
  const [, digits] = /^[-+]?(\d+|0x[\da-f]+)$/i.exec(text) ?? [];
  return digits === undefined ? isNoName(text, TABLES) : Number(digits) % (U32_MAX + 1) === 0;
}

function readOption(rule: RoutingRule, word: Word, value: Word): Problem {
  const name = word.text;
  const text = value.text;
  const number = readNumber(text);
  const ignore = (why: string): Problem => {
    const message = `${why}: keepalived ignores this option.`;
    rule.findings.push(report(RULE_CODES['rule-option-ignored'], placeOf(rule.entry, value), message));
    return undefined;
  };
  switch (name) {
    case 'from':
    case 'to': {
      const prefix = readPrefix(text);
      if (!prefix) return invalid(value, `"${text}" is no network`);
      if (!joins(rule, prefix.family)) return invalid(value, MIXED);
      const wrong = wrongLength(value);
      if (wrong) rule.findings.push(report(RULE_CODES['rule-option-ignored'], placeOf(rule.entry, value), wrong));
      return undefined;
    }
    case 'iif':
    case 'oif':
    case 'dev':
      if (isTooLong(text)) {
        const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
        rule.findings.push(report(RULE_CODES['rule-invalid'], placeOf(rule.entry, value), message));
      }
      return undefined;
    case 'table':
    case 'lookup':
      if (isNoTable(text)) return invalid(value, `There is no table ${text}`);
      if (rule.action) return invalid(word, `"${rule.action.text}" and "${name}" exclude each other`);
      rule.action = word;
      return undefined;
    case 'goto':
      rule.target = readInteger(text, 0, U32_MAX)!;
      if (rule.target === undefined) return invalid(value, `"${text}" is not a number from 0 to ${U32_MAX}`);
      if (rule.action) return invalid(word, `"${rule.action.text}" and "${name}" exclude each other`);
      rule.action = word;
      return undefined;
    case 'preference':
    case 'order':
    case 'priority':
      if (number === undefined || number > U32_MAX)
        return invalid(value, `"${text}" is not a number from 0 to ${U32_MAX}`);
      rule.preference = number;
      return undefined;
    case 'tos':
    case 'dsfield':
      if (number === undefined && !TOS.includes(text)) return invalid(value, `"${text}" is no number`);
      return (number ?? 0) % CUT > 255 ? invalid(value, `${text} is beyond 255`) : undefined;
    case 'fwmark':
      return /^(0x[\da-f]+|\d+)(\/(0x[\da-f]+|\d+))?$/i.test(text)
        ? undefined
        : invalid(value, `"${text}" is no firewall mark, e.g. 0x5/0xff`);
    case 'realms':
      rule.tableOption = word;
      if (isNoRealm(text)) return invalid(value, `"${text}" are no realms, e.g. 5 or 5/6`);
      return joins(rule, 4) ? undefined : invalid(word, '"realms" is for IPv4 only');
    case 'suppress_prefixlength':
    case 'sup_pl':
      rule.tableOption = word;
      return readInteger(text, 0, I32_MAX) === undefined ? invalid(value, `"${text}" is not a number`) : undefined;
    case 'suppress_ifgroup':
    case 'sup_group':
      rule.tableOption = word;
      if (number === undefined && isNoName(text, [])) return invalid(value, `"${text}" is no group of interfaces`);
      return undefined;
    case 'tunnel-id':
      return /^\d+$/.test(text) ? undefined : invalid(value, `"${text}" is not a number`);
    case 'uidrange':
      return RANGE.test(text) ? undefined : invalid(value, `"${text}" is no range of users, e.g. 1000-1999`);
    case 'protocol':
      if (readInteger(text, 0, 255) === undefined) return ignore(`"${text}" is not a number from 0 to 255`);
      rule.protocol = value;
      return undefined;
    case 'ipproto':
      if (number === undefined && isNoName(text, [])) return ignore(`"${text}" is no protocol`);
      return (number ?? 0) > 255 ? ignore(`${text} is beyond 255`) : undefined;
    case 'sport':
    case 'dport':
      return RANGE.test(text)
        ? undefined
        : ignore(`"${text}" is no range of ports; a single one is written ${text}-${text}`);
    default:
      return undefined;
  }
}

function checkAction({ entry, action, target, preference, tableOption }: RoutingRule): Problem {
  const [first] = entry.words;
  if (!action) return invalid(first, 'A rule needs an action, e.g. "table 100" or "blackhole"');
  if (target !== undefined) {
    if (preference === undefined) return invalid(action, '"goto" needs a preference in the same rule');
    if (preference >= target) return invalid(action, `"goto ${target}" leads back from preference ${preference}`);
  }
  const toTable = ['table', 'lookup', 'l3mdev'].includes(action.text);
  if (tableOption && !toTable) return invalid(tableOption, `"${tableOption.text}" goes with a table only`);
  return undefined;
}

function checkKept({ entry, preference, protocol, untracked, findings }: RoutingRule): void {
  if (protocol && protocol.text !== OWN_PROTOCOL && !untracked) {
    const message =
      'A rule that is watched carries the protocol 18 (keepalived): the one given here is reset. Add no_track to keep it.';
    findings.push(report(RULE_CODES['rule-protocol'], placeOf(entry, protocol), message));
  }
  if (preference !== undefined) return;
  const message =
    'This rule has no preference: keepalived counts down from 16384, so its place among the other rules depends on their order. Add "preference" and a number.';
  findings.push(report(RULE_CODES['rule-without-preference'], headerOf(entry), message));
}

/** Whether keepalived exits at this entry, because a word lacks its value. */
export const ruleStops = (entry: Directive, { options }: ListKeyword, version: Version): boolean =>
  !entry.block &&
  !entry.words.some(isOpaque) &&
  readRule({ entry, options, version, findings: [] })?.code === 'rule-value-missing';

/** Everything that is wrong with one entry. */
export function checkRule(entry: Directive, { options }: ListKeyword, version: Version): readonly Finding[] {
  const rule: RoutingRule = { entry, options, version, findings: [] };
  const problem = readRule(rule);
  if (problem) {
    const { code, word, message, fixes = [] } = problem;
    rule.findings.push(report(RULE_CODES[code], placeOf(entry, word), message, fixes.length ? { fixes } : {}));
  } else checkKept(rule);
  return rule.findings;
}

export const ruleEntries: Rule = (node, { version }) => {
  const settings = [...node.settings, ...liveBlocks(node, 'vrrp_instance').flatMap(({ children }) => children)];
  return listsOf(settings, 'virtual_rules', 'static_rules').flatMap(({ entries, keyword }) =>
    entries.flatMap((entry) => checkRule(entry, keyword, version)),
  );
};
