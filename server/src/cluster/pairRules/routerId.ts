import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import type { Member } from '../cluster.ts';
import { listed } from '../words.ts';
import { replaceWord } from './edits.ts';

export const ROUTER_ID_CODES = catalogue('pair', {
  'pair-router-id-same': ['hint', 'router_id is equal on two nodes: their mails and traps look alike'],
});

/** router_id is not on the wire (global_data.c): only mails and SNMP traps carry it. */
export function checkRouterIds(members: readonly Member[]): Finding[] {
  const same = new Map<string, Member[]>();
  for (const member of members) {
    const id = member.node.globals.routerId?.value;
    if (id !== undefined && !id.includes('$')) same.set(id, [...(same.get(id) ?? []), member]);
  }
  return [...same.values()].flatMap((alike) => {
    if (alike.length < 2) return [];
    return alike.map((own) => {
      const id = own.node.globals.routerId!;
      const others = alike.filter((member) => member !== own);
      const message =
        `router_id is ${id.value} on ${listed(others.map(({ name }) => name))} too: ` +
        'mails and SNMP traps do not tell which node sent them. VRRP itself does not care.';
      const edits = /^[\w.-]+$/.test(own.name) ? replaceWord(id.place, own.name) : [];
      return report(ROUTER_ID_CODES['pair-router-id-same'], id.place, message, {
        related: others.map(({ name, node }) => ({
          place: node.globals.routerId!.place,
          message: `${name}'s router_id`,
        })),
        ...(edits.length && { fixes: [{ title: `Use router_id ${own.name}`, edits }] }),
      });
    });
  });
}
