/**
 * In a network namespace: only the first of keepalived's processes reads the file before it is entered (core/main.c).
 * Where it does not exist, `keepalived -t` ends there without a word of anything else.
 */
import type { Directive } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import { named } from '../model/settings.ts';
import type { Item } from '../syntax/tree.ts';
import type { Rule } from './check.ts';

/** What the other processes would say is said on the host. */
export const inNamespace =
  (rules: readonly Rule[]): Rule =>
  (node, context) => {
    const findings = rules.flatMap((rule) => rule(node, context));
    if (!named(node.settings, 'net_namespace').length) return findings;
    const later = itemsReadLater(node);
    return findings.map((finding) => (later.has(finding.place.item) ? onHost(finding) : finding));
  };

const onHost = (finding: Finding): Finding =>
  finding.origin === 'keepalived' ? { ...finding, origin: 'host' } : finding;

/** The items of blocks that the first process skips. */
function itemsReadLater({ settings }: Node): ReadonlySet<Item> {
  const items = new Set<Item>();
  const add = ({ item, block }: Directive): void => {
    items.add(item);
    block?.body.forEach(add);
  };
  for (const { directive, keyword, meant } of settings) {
    const processes = (keyword ?? meant)?.processes;
    if (processes && !processes.includes('parent')) add(directive);
  }
  return items;
}
