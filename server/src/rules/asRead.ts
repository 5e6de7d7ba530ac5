import type { Directive } from '../model/directive.ts';
import type { Place } from '../model/place.ts';
import type { Item } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { ALL_AS_WRITTEN, readsAsWritten } from './lines.ts';

/**
 * Leaves out what is said of lines that keepalived takes for something else, because a brace or a block keyword above
 * is wrong: the mistake itself has a finding.
 */
export const asRead =
  (rules: readonly Rule[]): Rule =>
  (node, context) => {
    const findings = rules.flatMap((rule) => rule(node, context));
    const heeded = readsAsWritten(node, context.version);
    if (heeded === ALL_AS_WRITTEN) return findings;
    const unread = new Map<Item, Directive[]>();
    const visit = (directives: readonly Directive[]): void => {
      for (const directive of directives) {
        if (!heeded(directive)) {
          const others = unread.get(directive.item) ?? [];
          unread.set(directive.item, others);
          others.push(directive);
        }
        visit(directive.block?.body ?? []);
      }
    };
    visit(node.expansion.directives);
    for (const directives of unread.values()) directives.sort((a, b) => a.words[0].start - b.words[0].start);
    return findings.filter(({ place }) => !stands(place, unread.get(place.item) ?? []));
  };

/** Whether a place is in the words of one of these directives, which are in order. */
function stands({ start }: Place, directives: readonly Directive[]): boolean {
  let low = 0;
  let high = directives.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (directives[middle]!.words[0].start <= start) low = middle + 1;
    else high = middle;
  }
  const directive = directives[low - 1];
  return directive !== undefined && start < directive.words.at(-1)!.end;
}
