/** Lets a node fail and come back, looks on, and puts it back whatever happens. */
import { setTimeout as sleep } from 'node:timers/promises';
import { byHand } from '../apply/restore.ts';
import { untilServed } from '../apply/settle.ts';
import { Failure, messageOf } from '../failure.ts';
import { agree, canonical, type Owners, restsOf, restWith } from '../foretold.ts';
import type { Host } from '../host/host.ts';
import type { DrillAction } from '../report/report.ts';
import { now } from '../watch/clock.ts';
import { type OwnerWatch, SILENCE } from '../watch/owners.ts';
import type { Probing } from '../watch/probe.ts';
import type { TimelineEvent } from '../watch/timeline.ts';
import { type Outage, outageOf } from './actions.ts';
import { type Course, type Expectation, type Stroke, slowest } from './course.ts';
import type { DrillContext } from './drill.ts';
import { rowOf, type Sight } from './rows.ts';

export interface Stage extends DrillContext {
  readonly course: Course;
  readonly watch: OwnerWatch;
  readonly probing: Probing;
  readonly events: TimelineEvent[];
  /** Milliseconds for which a backup is patient. */
  readonly quiet: number;
  /** Until when all is told in rows already, in milliseconds since 1970. */
  from: number;
}

/** Milliseconds beyond what is foretold until it is said not to have happened. */
export const MARGIN = 3000;
/** Milliseconds that are looked at where nothing is to move. */
const MOMENT = 1000;
/** Milliseconds that keepalived needs for its start. */
const STARTING = 500;
/** Milliseconds after which a host that says nothing is lost. */
const LOST = 6000;
const AGAIN = 20;

/**
 * Answers whether the addresses were served as foretold; `seconds`: after them the host helps itself. Rejects when what was
 * begun is put back.
 */
export async function playStroke(stage: Stage, { disturbance, down, up }: Stroke, seconds: number): Promise<boolean> {
  const { node, target } = disturbance;
  const host = stage.hosts.find((each) => each.node.name === node)!;
  const outage = outageOf(host, target, [...stage.course.before.keys()], seconds);
  const { names } = outage;
  const away = target.kind === 'network' ? node : undefined;
  const before = down.map((each) => ({ ...each, to: each.from }));
  if (!standsAs(stage, before)) throw new Failure(`the addresses are not at rest: ${node} was left alone`);
  let isDown = false;
  try {
    const begin = (): Promise<number> => {
      isDown = true;
      return outage.begin();
    };
    const end = async (): Promise<number> => {
      const at = await outage.end();
      isDown = false;
      return at;
    };
    const wasServed = await happen(stage, { node, action: names.down, comesBack: false, away }, down, begin);
    const isServed = await happen(stage, { node, action: names.up, comesBack: true, away }, up, end);
    return wasServed && isServed;
  } catch (error) {
    await putBack(stage, host, outage, isDown ? seconds : undefined);
    throw error;
  }
}

interface Event {
  readonly node: string;
  readonly action: DrillAction;
  /** It is the way back. */
  readonly comesBack: boolean;
  /** A node that cannot be asked meanwhile. */
  readonly away: string | undefined;
}

/** An event, and all that comes of it: whether the addresses are served as foretold in the end. */
async function happen(
  stage: Stage,
  { node, action, comesBack, away }: Event,
  expectations: readonly Expectation[],
  act: () => Promise<number>,
): Promise<boolean> {
  const { recorder, probing, watch, events, hosts, signal, quiet } = stage;
  const at = await recorder.step(node, action, act);
  events.push({ at, node, text: `${node}: ${action}` });

  // An address that is not to come back is given the time in which it would.
  const least = at + (comesBack ? quiet + STARTING : MOMENT);
  const deadline = Math.max(least, at + slowest(expectations) * 1000 + MARGIN);
  const isHeard = (): boolean => !comesBack || away === undefined || watch.silence(away) < SILENCE;
  const isServed = (): boolean => isHeard() && standsAs(stage, expectations) && answersAs(stage, expectations);
  while (now() < least || (now() < deadline && !isServed())) {
    const lost = hosts.find((host) => host.node.name !== away && watch.silence(host.node.name) > LOST);
    if (lost) throw new Failure('it does not say anything any more', lost.node.name);
    await sleep(AGAIN, undefined, { signal });
  }
  const to = now();
  const [owners, unheard, wasServed] = [watch.owners(), unheardOf(stage), isServed()];
  // Requests that are under way come to their end.
  await sleep(probing.limit + probing.interval, undefined, { signal });

  const sight: Sight = {
    ...{ node, action, comesBack, at, from: stage.from, to, owners, unheard },
    ...{ probes: probing.probes(), interval: probing.interval, changes: watch.changes },
  };
  for (const expectation of expectations) recorder.row(rowOf(expectation, sight));
  stage.from = to;
  return wasServed;
}

const unheardOf = ({ hosts, watch }: Stage): string[] =>
  hosts.map(({ node }) => node.name).filter((name) => watch.silence(name) > SILENCE);

function standsAs(stage: Stage, expectations: readonly Expectation[]): boolean {
  const unheard = unheardOf(stage);
  const owners = stage.watch.owners();
  const visible = (names: readonly string[] = []): string => names.filter((name) => !unheard.includes(name)).join();
  return expectations.every(({ address, to }) => visible(owners.get(canonical(address))) === visible(to));
}

function answersAs({ probing }: Stage, expectations: readonly Expectation[]): boolean {
  const probes = probing.probes();
  return expectations.every(({ address, to }) => {
    const last = probes.findLast((probe) => probe.address === address);
    return last === undefined || to.length === 0 || (last.ok && (last.node === null || to.includes(last.node)));
  });
}

/** `seconds`: it is down, and the host helps itself after them. Says in a note what has come of it; never rejects. */
async function putBack(stage: Stage, host: Host, outage: Outage, seconds: number | undefined): Promise<void> {
  const { pair, version, hosts, course, recorder, result, quiet } = stage;
  const { name } = host.node;
  try {
    if (seconds !== undefined) await recorder.step(name, outage.names.up, () => outage.end());
  } catch (error) {
    result.stranded = [{ node: name, commands: byHand(host, outage.byHand) }];
    const why = messageOf(error);
    recorder.note(`${name} could not be put back (${why}): it helps itself ${seconds} s after "${outage.names.down}".`);
    return;
  }
  try {
    const rests = restsOf(pair.cluster, version);
    const isAtRest = (owners: Owners): boolean => restWith(rests, owners) !== undefined;
    const owners = await recorder.step('', 'addresses at rest', () =>
      untilServed(hosts, [...course.before.keys()], isAtRest, 2 * quiet + MARGIN),
    );
    result.rolledBack = isAtRest(owners);
    const ending = agree(owners, course.before)
      ? 'the pair stands as before'
      : isAtRest(owners)
        ? 'the pair is at rest, though not as before'
        : 'the pair is not at rest: verify it';
    recorder.note(`${name} is put back, and ${ending}.`);
  } catch (error) {
    recorder.note(`${name} is put back; where the addresses are is not known (${messageOf(error)}).`);
  }
}
