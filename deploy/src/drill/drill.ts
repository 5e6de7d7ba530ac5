/** `drill`: lets each node fail in turn, and holds what happens against what was foretold. */
import type { Version } from '../../../server/src/index.ts';
import { timesOf } from '../apply/settle.ts';
import { pendingInWords, pendingOn } from '../apply/unfinished.ts';
import { Failure } from '../failure.ts';
import { agree, canonical, nodesInWords, type Owners, type Rest, restsOf, restWith } from '../foretold.ts';
import { readOwners } from '../host/addresses.ts';
import type { Host } from '../host/host.ts';
import { KEEPALIVED } from '../inventory.ts';
import type { Operator, Undertaking } from '../operator.ts';
import type { Pair } from '../pair.ts';
import type { DrillRow, Probe, Report } from '../report/report.ts';
import { releaseOn } from '../survey.ts';
import { undertake, type Work } from '../undertaking.ts';
import { addressesOf } from '../verify/checks.ts';
import { now } from '../watch/clock.ts';
import { watchOwners } from '../watch/owners.ts';
import { measureLimit, probedChecks, startProbing } from '../watch/probe.ts';
import { type TimelineEvent, timelineOf } from '../watch/timeline.ts';
import { announcement } from './announcement.ts';
import { type Course, courseOf, type Stroke, slowest } from './course.ts';
import { type Choice, disturbancesOf, type Target } from './disturbances.ts';
import lookScript from './look.sh';
import { MARGIN, playStroke, type Stage } from './play.ts';

export interface DrillOptions extends Undertaking, Choice {}

export interface DrillContext extends Choice, Pick<Work, 'pair' | 'hosts' | 'recorder' | 'signal' | 'result'> {
  readonly version: Version;
  readonly operator: Operator;
  /** Seconds after which a host helps itself; without it as many as the drill needs and more. */
  readonly guardSeconds?: number;
}

/**
 * Lets each node fail and come back, as long as the addresses are served as foretold; the recorder has a row for every
 * address and event. Before anybody has agreed to it nothing is stopped. Whatever ends it, what was stopped is started again first; nodes where that cannot be done are in
 * `result.stranded`, and start it by themselves. Rejects with a `Failure`; `result.timeline` is there in any case.
 */
export async function runDrill(context: DrillContext): Promise<void> {
  const { pair, hosts, version, recorder, operator, signal, result } = context;
  const disturbances = disturbancesOf(pair, context);
  const addresses = addressesOf(pair);
  await Promise.all(
    hosts.map((host) =>
      recorder.step(host.node.name, 'look', () =>
        lookAt(host, disturbances.find(({ node }) => node === host.node.name)!.target, signal),
      ),
    ),
  );
  const rest = restOf(pair, version, await readOwners(hosts, addresses.map(canonical), { signal }));
  const course = courseOf(pair.cluster, rest, disturbances, version);
  const seconds = course.strokes.map((stroke) => context.guardSeconds ?? helpsItselfAfter(stroke));
  if (!(await operator.allowsInterruption(announcement(course, seconds)))) {
    throw new Failure('the interruption was not allowed: nothing was stopped');
  }
  signal.throwIfAborted();

  const began = now();
  const watch = await watchOwners(hosts, addresses.map(canonical), signal);
  const initial = watch.changes.length;
  const events: TimelineEvent[] = [];
  const keepTimeline = (probes: readonly Probe[]): void => {
    const ended = now();
    result.timeline = timelineOf({ began, ended, addresses, initial, changes: watch.changes, probes, events });
  };
  try {
    if (!agree(watch.owners(), course.before)) throw new Failure('the addresses have just moved: nothing was stopped');
    const checks = probedChecks(pair);
    const probing = startProbing(checks, await measureLimit(checks, signal));
    try {
      const { quiet } = timesOf(pair.cluster, version);
      const stage: Stage = { ...context, course, watch, probing, events, quiet, from: now() };
      for (const [i, stroke] of course.strokes.entries()) {
        if (await playStroke(stage, stroke, seconds[i]!)) continue;
        // More than was agreed to.
        const left = course.strokes.slice(i + 1).map(({ disturbance }) => disturbance.node);
        if (left.length > 0)
          recorder.note(`${left.join(' and ')} was left alone: addresses were not served as foretold.`);
        break;
      }
      await standsAsForetold(context, course);
    } finally {
      await probing.stop();
      keepTimeline(probing.probes());
    }
  } finally {
    if (result.timeline === null) keepTimeline([]);
    await watch.stop();
  }
}

async function lookAt(host: Host, target: Target, signal: AbortSignal): Promise<void> {
  const words =
    target.kind === 'service'
      ? [...new Set([KEEPALIVED, target.service])].map((name) => `service=${name}`)
      : [`service=${KEEPALIVED}`, ...target.interfaces.map((name) => `interface=${name}`)];
  const problems = (await host.ask(lookScript, words, { signal })).trim();
  if (problems !== '') throw new Failure(`${problems.replaceAll('\n', '; ')}: nothing was stopped`, host.node.name);
}

function restOf({ cluster }: Pair, version: Version, owners: Owners): Rest {
  const rests = restsOf(cluster, version);
  const rest = restWith(rests, owners);
  if (rest) return rest;
  const wrong = rests[0]!.outcomes.filter(
    ({ address, owners: foretold }) => (owners.get(canonical(address)) ?? []).join() !== foretold.join(),
  );
  const words = wrong.map(
    ({ address, owners: foretold }) =>
      `${address} is on ${nodesInWords(owners.get(canonical(address)) ?? [])}, not on ${nodesInWords(foretold)}`,
  );
  throw new Failure(`the pair is not as foretold (${words.join('; ')}): verify it first; nothing was stopped`);
}

/** Seconds; well beyond what the drill needs, since a service that starts in the middle of it would spoil it. */
function helpsItselfAfter({ disturbance: { target }, down }: Stroke): number {
  const needed = slowest(down) + MARGIN / 1000;
  // Without a way to the host, this is how long its network is away.
  if (target.kind === 'network') return Math.ceil(Math.max(10, needed + 3));
  return Math.ceil(Math.max(30, 2 * needed));
}

async function standsAsForetold({ hosts, recorder, signal }: DrillContext, { after, strokes }: Course): Promise<void> {
  const owners = await readOwners(hosts, [...after.keys()], { signal });
  for (const { address } of strokes[0]!.down) {
    const [real, foretold] = [owners, after].map((each) => nodesInWords(each.get(canonical(address)) ?? []));
    recorder.check({
      name: 'address on its owner',
      node: '',
      address,
      ok: real === foretold,
      evidence: `after the drill ${address} is on ${real}${real === foretold ? '' : `, not on ${foretold}`}`,
    });
  }
}

/** Never rejects. Whatever it has stopped runs again when it is done. */
export const drill = (pair: Pair, options: DrillOptions): Promise<Report> =>
  undertake(pair, options, { locks: true, isolates: options.failure === 'network' }, async (work) => {
    const pending = await pendingOn(work);
    if (pending.size > 0)
      throw new Failure(`${pendingInWords(pending)}; finish it, or restore what was there before it`);
    await runDrill({ ...options, ...work, version: await releaseOn(work) });
    const failed = work.recorder.rows.filter(({ ok }) => !ok);
    return failed.length === 0 ? null : failed.map(rowInWords).join('\n');
  });

const rowInWords = ({ node, action, address, evidence }: DrillRow): string =>
  `${node}: ${action}: ${address}: ${evidence}`;
