/** What deploying, verifying, drilling and rolling back have in common: hosts, a recorder, and a report in any case. */
import { compareVersions, DEFAULT_VERSION, type Version } from '../../server/src/index.ts';
import { lockHosts } from './apply/lock.ts';
import { Failure, messageOf } from './failure.ts';
import type { Host } from './host/host.ts';
import { openHosts } from './host/hosts.ts';
import type { Undertaking } from './operator.ts';
import type { Pair } from './pair.ts';
import { createRecorder, type Recorder } from './report/recorder.ts';
import type { Report, Stranded, Timeline } from './report/report.ts';
import { createMask, type Mask } from './secrets.ts';

/** What a course of work has at hand, and what it leaves behind for the report. */
export interface Work {
  readonly pair: Pair;
  readonly hosts: readonly Host[];
  readonly recorder: Recorder;
  readonly mask: Mask;
  /** Aborted by the operator, or where a host or its lock is lost. */
  readonly signal: AbortSignal;
  /** How it ended, as far as that is more than `ok`. */
  readonly result: { rolledBack: boolean; stranded: readonly Stranded[]; timeline: Timeline | null };
}

export interface Kind {
  /** Nobody else may work on the hosts meanwhile. */
  readonly locks: boolean;
  /** It takes the way to a host away itself: that a connection, and the lock with it, is lost is no reason to end. */
  readonly isolates?: boolean;
}

/** Never rejects: whatever happens is in the report. The course answers with why it is not ok, or null. */
export async function undertake(
  pair: Pair,
  undertaking: Undertaking,
  { locks, isolates = false }: Kind,
  course: (work: Work) => Promise<string | null>,
): Promise<Report> {
  const { operator, signal } = undertaking;
  const mask = createMask(pair.secrets);
  const recorder = createRecorder((progress) => operator.hear(progress), mask.hide);
  const result: Work['result'] = { rolledBack: false, stranded: [], timeline: null };
  const problem = await work().catch((error: unknown) => (signal.aborted ? 'cancelled' : messageOf(error)));
  return {
    cluster: pair.name,
    ok: problem === null && recorder.checks.every(({ ok }) => ok) && recorder.rows.every(({ ok }) => ok),
    nodes: pair.inventory.nodes.map(({ name }) => name),
    steps: recorder.steps,
    checks: recorder.checks,
    drill: recorder.rows,
    notes: recorder.notes,
    problem: problem === null ? null : mask.hide(problem),
    ...result,
  };

  async function work(): Promise<string | null> {
    const { hosts, secrets, close } = await openHosts(pair.inventory.nodes, undertaking, recorder);
    mask.add(secrets);
    try {
      const lock = locks ? await recorder.step('', 'lock', () => lockHosts(hosts)) : undefined;
      const gone = [...hosts.map(({ connection }) => connection.lost), ...(lock ? [lock.lost] : [])];
      try {
        const either = AbortSignal.any([signal, ...(isolates ? [] : gone)]);
        return await course({ pair, hosts, recorder, mask, signal: either, result }).catch((error: unknown) => {
          const lost = hosts.filter(({ connection }) => connection.lost.aborted).map(({ node }) => node.name);
          if (signal.aborted || isolates) throw error;
          if (lost.length > 0) throw new Failure(`the connection to ${lost.join(' and ')} was lost`);
          if (lock?.lost.aborted)
            throw new Failure('a host does not hold our lock any more; somebody else may be at work on it');
          throw error;
        });
      } finally {
        await lock?.release();
      }
    } finally {
      await close();
    }
  }
}

/** The release to go by: the one that the inventory names, else the oldest that runs on the hosts. */
export function versionOf(pair: Pair, installed: readonly (Version | undefined)[]): Version {
  const known = installed.filter((version) => version !== undefined);
  return pair.cluster.keepalivedVersion ?? known.toSorted(compareVersions)[0] ?? DEFAULT_VERSION;
}
