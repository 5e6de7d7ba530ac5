/**
 * Lines that keepalived takes for something else than they are meant to be, because a brace above is wrong: what it says
 * of them then. The mistake itself has a finding (structure.ts).
 */
import { report } from '../model/catalogue.ts';
import { type Directive, headerOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Reading } from '../model/reading.ts';
import { walk } from '../model/settings.ts';
import type { ListKeyword, Version } from '../schema/index.ts';
import { readAddressEntry } from './addressEntries.ts';
import { ARGUMENTS, checkStatement } from './arguments.ts';
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
  return [...findings, ...stopped(reading, node)];
};

/** Where keepalived exits at a line that is another keyword in the tree, as a list of an instance that it takes for a block. */
function stopped({ stop, lines, taken }: Reading, node: Node): Finding[] {
  const directive = stop && lines[stop.line]?.directive;
  const keyword = directive && taken.get(directive);
  if (!directive || !keyword || keyword === 'entry' || keyword.kind === 'list') return [];
  const written = [...walk(node.settings)].find((setting) => setting.directive === directive);
  if (!written || written.keyword === keyword) return [];
  const message = `keepalived takes this \`${keyword.name}\` for one of another block, because of a mistake above, and misses a word behind it: it stops here and does not start.`;
  return [report(ARGUMENTS['missing-argument'], headerOf(directive), message)];
}
