/**
 * Lines that keepalived takes for something else than they are meant to be, because a brace above is wrong: what it says
 * of them then. The mistake itself has a finding (structure.ts).
 */
import type { Directive } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { ListKeyword, Version } from '../schema/index.ts';
import { readAddressEntry } from './addressEntries.ts';
import { checkStatement } from './arguments.ts';
import type { Rule } from './check.ts';
import { readingOf, readsAsWritten } from './lines.ts';
import { checkRoute } from './routeEntries.ts';
import { checkRule } from './ruleEntries.ts';

type EntryCheck = (entry: Directive, list: ListKeyword, version: Version) => readonly Finding[];

const checkAddress: EntryCheck = (entry, list, version) => readAddressEntry(entry, list.options, version).findings;

const ENTRY_CHECKS: Readonly<Record<string, EntryCheck>> = {
  virtual_ipaddress: checkAddress,
  virtual_ipaddress_excluded: checkAddress,
  static_ipaddress: checkAddress,
  virtual_routes: checkRoute,
  static_routes: checkRoute,
  virtual_rules: checkRule,
  static_rules: checkRule,
};

export const checkMisplaced: Rule = (node, { version }) => {
  const reading = readingOf(node, version);
  if (!reading) return [];
  const heeded = readsAsWritten(node, version);
  const findings: Finding[] = [];
  for (const [written, keyword] of reading.taken) {
    if (heeded(written)) continue;
    const { block, ...directive } = written;
    const list = reading.lists.get(written);
    if (list) findings.push(...(ENTRY_CHECKS[list.name]?.(directive, list, version) ?? []));
    else if (keyword !== 'entry' && keyword.kind === 'statement') {
      findings.push(...checkStatement({ directive, keyword, path: [], children: [] }, keyword, version));
    }
  }
  return findings;
};
