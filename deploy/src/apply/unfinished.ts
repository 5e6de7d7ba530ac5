/** Deployments that did not come to their end: the tool was killed, or the way to a host was cut for good. */
import { Failure } from '../failure.ts';
import type { Operator, Unfinished } from '../operator.ts';
import type { Work } from '../undertaking.ts';
import { type DeploymentRecord, readRecords } from './records.ts';
import { restore } from './restore.ts';

/** By node. */
export type Pending = ReadonlyMap<string, DeploymentRecord>;

export async function pendingOn({ hosts, signal }: Work): Promise<Pending> {
  const records = await Promise.all(hosts.map((host) => readRecords(host, { signal })));
  const pending = hosts.flatMap(({ node }, i) => {
    const own = records[i]!.pending;
    return own ? [[node.name, own] as const] : [];
  });
  return new Map(pending);
}

/** `Since 2026-11-25T15:40:48Z a deployment by admin@desk has not come to its end on ngx1 and ngx2`. */
export function pendingInWords(pending: Pending): string {
  const [first] = pending.values();
  const nodes = [...pending.keys()].join(' and ');
  return `since ${first?.since} a deployment by ${first?.by} has not come to its end on ${nodes}`;
}

/** What to do about it. Rejects with a `Failure` where the operator leaves it as it is. */
export async function settlementOf(pending: Pending, operator: Operator): Promise<'finish' | 'restore'> {
  const unfinished = [...pending].map(([node, { since, by, files }]): Unfinished => ({ node, since, by, files }));
  const choice = await operator.settles(unfinished);
  if (choice === undefined)
    throw new Failure(`${pendingInWords(pending)}; finish it, or restore what was there before it`);
  return choice;
}

/** Puts all of them back; rejects where not all hosts could be. */
export async function restorePending(pending: Pending, { hosts, recorder, result }: Work): Promise<void> {
  const ids = new Set([...pending.values()].map(({ id }) => id));
  for (const recordId of ids) {
    const own = hosts.filter(({ node }) => pending.get(node.name)?.id === recordId);
    const inTurn = own.some(({ node }) => pending.get(node.name)?.needsRestart);
    const stranded = await restore({ hosts: own, recordId, recorder, inTurn });
    result.stranded = [...result.stranded, ...stranded];
  }
  if (result.stranded.length > 0) throw new Failure('not every host could be put back');
  result.rolledBack = true;
}
