/** Has keepalived follow on all nodes. */
import { Failure } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { byAddresses, keepalivedAction, type Standing } from '../makePlan.ts';
import type { NodePlan, Plan } from '../plan.ts';
import { STATE } from './lock.ts';
import type { Preparation } from './prepare.ts';
import switchScript from './switch.sh';

export interface Following {
  readonly preparations: readonly Preparation[];
  readonly plan: Plan;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Between two restarts: until the addresses are where they are foretold. */
  readonly untilSettled: () => Promise<unknown>;
}

/** Milliseconds that two nodes may differ: after that a backup gives up hearing its master (facts: 5 s split the brain). */
const LONGEST_DIFFERENCE = 2000;

/**
 * Nodes without addresses first, all of them together; then those with addresses. Restarts come one after the other.
 * Answers with the milliseconds between the first and the last.
 */
export async function follow({ preparations, plan, standings, untilSettled }: Following): Promise<number> {
  const byNode = new Map(preparations.map((each) => [each.host.node.name, each]));
  const order = byAddresses(plan.nodes, standings).filter((node) => keepalivedAction(node) !== undefined);
  const restarting = order.some((node) => keepalivedAction(node) === 'restart');
  if (restarting) {
    for (const [i, node] of order.entries()) {
      await followOn(byNode.get(node.node)!, node);
      if (i < order.length - 1) await untilSettled();
    }
    return 0;
  }
  const isBackup = ({ node }: NodePlan): boolean => standings.get(node)!.owned.length === 0;
  const begun = performance.now();
  for (const group of [order.filter(isBackup), order.filter((node) => !isBackup(node))]) {
    const attempts = await Promise.allSettled(group.map((node) => followOn(byNode.get(node.node)!, node)));
    const failed = attempts.find((attempt) => attempt.status === 'rejected');
    if (failed) throw failed.reason;
  }
  const took = performance.now() - begun;
  if (took > LONGEST_DIFFERENCE) {
    preparations[0]?.recorder.note(
      `The nodes changed ${(took / 1000).toFixed(1)} s apart: two of them may have been MASTER for a moment.`,
    );
  }
  return took;
}

/** Once begun it comes to its end: half of it cannot be taken back without knowing which. */
async function followOn({ host, recorder, recordId, signal }: Preparation, node: NodePlan): Promise<void> {
  signal.throwIfAborted();
  const action = keepalivedAction(node)!;
  const config = node.files.find(({ isConfig }) => isConfig)?.target ?? '';
  await recorder.step(host.node.name, `${action} keepalived`, () => command(host, [STATE, recordId, action, config]));
}

async function command(host: Host, args: readonly string[]): Promise<void> {
  const { code, err } = await host.run(switchScript, args, { timeout: 60_000 });
  if (code === 0) return;
  throw new Failure(`keepalived could not ${args[2]} (${err.trim() || `exit code ${code}`})`, host.node.name);
}
