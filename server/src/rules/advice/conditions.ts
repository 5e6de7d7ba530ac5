/** Lines for a node that there is not. */
import { catalogue, report } from '../../model/catalogue.ts';
import { conditionsOf } from '../../model/configIds.ts';
import type { Finding } from '../../model/finding.ts';
import { closestWord } from '../../model/spelling.ts';
import type { Tree } from '../../syntax/tree.ts';

export const CONDITION_CODES = catalogue('advice', {
  'unreachable-condition': ['warning', 'An @id that no node of keepalived-ha.json has: its lines are for nobody.'],
});

/** `ids`: the config ids of all nodes that read the file; keepalived-ha.json must have named them. */
export function checkConditions(file: string, tree: Tree, ids: ReadonlySet<string>): Finding[] {
  const conditions = conditionsOf(tree);
  const named = new Set(conditions.map(({ condition }) => condition.id));
  const unnamed = [...ids].filter((id) => !named.has(id));
  return conditions
    .filter(({ condition }) => !ids.has(condition.id))
    .map(({ condition, item }) => {
      const { id, negated, start } = condition;
      const from = start + (negated ? 2 : 1);
      const place = { file, item, start: from, end: from + id.length };
      const meant = closestWord(id, unnamed);
      const message = `No node of this configuration has the config id ${id}; keepalived-ha.json names ${[...ids].join(', ')}.${meant ? ` Did you mean ${meant}?` : ''} ${negated ? 'Every node reads this line.' : 'No node reads this line.'}`;
      const fixes = meant
        ? [{ title: `Change to ${meant}`, edits: [{ place, text: meant }], preferred: true as const }]
        : [];
      return report(CONDITION_CODES['unreachable-condition'], place, message, { fixes });
    });
}
