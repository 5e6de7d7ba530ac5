/** Has keepalived follow on all nodes. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, messageOf } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { followingOrder, keepalivedAction, type Standing } from '../makePlan.ts';
import type { NodePlan, Plan } from '../plan.ts';
import { STATE } from './lock.ts';
import type { Preparation } from './prepare.ts';
import switchScript from './switch.sh';

export interface Following {
  readonly preparations: readonly Preparation[];
  readonly plan: Plan;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Told when keepalived is about to follow on a node. */
  readonly tell: (node: string, action: string) => void;
  /** Between two restarts: until the node that has restarted serves again. */
  readonly untilServing: () => Promise<void>;
}

/** Milliseconds that nodes may differ; after some more of them a backup does not hear its master any more. */
const LONGEST_DIFFERENCE = 2000;

/**
 * Milliseconds between two starts. Nodes that start at the same time become MASTER at the same time, and the one that
 * gives way may have sent the last gratuitous ARP: then nobody reaches the address for seconds.
 */
const BETWEEN_STARTS = 700;

/** Answers with the main process of keepalived by node, as it is from then on. */
export async function follow(following: Following): Promise<ReadonlyMap<string, string>> {
  const { preparations, plan, standings, tell, untilServing } = following;
  const pids = new Map<string, string>();
  const followOn = async (node: NodePlan): Promise<void> => {
    const { host, recorder, recordId, signal } = preparations.find((each) => each.host.node.name === node.node)!;
    signal.throwIfAborted();
    const action = keepalivedAction(node)!;
    tell(node.node, `${action} keepalived`);
    const config = node.files.find(({ isConfig }) => isConfig)?.target ?? '';
    // Once begun it comes to its end: half of it cannot be told from all of it.
    const command = (): Promise<string> => ask(host, [STATE, recordId, action, config]);
    pids.set(node.node, await recorder.step(host.node.name, `${action} keepalived`, command));
  };

  const groups = followingOrder(plan.nodes, standings);
  const begun = performance.now();
  for (const [i, group] of groups.entries()) {
    const attempts = await Promise.allSettled(group.map(followOn));
    const failures = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [messageOf(attempt.reason)] : []));
    if (failures.length > 0) throw new Failure(failures.join('\n'));
    if (i === groups.length - 1) break;
    const action = keepalivedAction(group[0]!);
    if (action === 'restart') await untilServing();
    if (action === 'start') await sleep(BETWEEN_STARTS);
  }
  const took = performance.now() - begun;
  if (took > LONGEST_DIFFERENCE && groups.flat().every((node) => keepalivedAction(node) === 'reload')) {
    const seconds = (took / 1000).toFixed(1);
    preparations[0]?.recorder.note(`The nodes changed ${seconds} s apart: both may have been MASTER for a moment.`);
  }
  return pids;
}

async function ask(host: Host, args: readonly string[]): Promise<string> {
  const { code, out, err } = await host.run(switchScript, args, { timeout: 60_000 });
  if (code === 0) return out.trim();
  throw new Failure(`keepalived could not ${args[2]} (${err.trim() || `exit code ${code}`})`, host.node.name);
}
