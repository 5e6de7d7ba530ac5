/** A cluster through a series of events. Each one begins when the cluster has come to rest after the one before. */

import type { Version } from '../../schema/index.ts';
import type { Cluster } from '../cluster.ts';
import type { ClusterEvent } from '../scenario.ts';
import { type ClusterState, decidersOf, nothingRuns, ownersOf, trackedKey } from './clusterState.ts';
import { hearingOf } from './hearing.ts';
import { type Machine, machineOf } from './machine.ts';
import { type Moment, reloaded } from './reload.ts';
import { type Router, routersOf, type ServedAddress } from './routers.ts';
import { createRun, type Phase, type Run } from './run.ts';
import { ACTING, detection, STARTING, type Window } from './timing.ts';

/** The cluster at rest, and what the last event did. */
export interface Play {
  readonly machine: Machine;
  readonly state: ClusterState;
  /** By address, canonical: how long the last event moved it about, where it did and someone owns it in the end. */
  readonly windows: ReadonlyMap<string, Window>;
}

export const machineFor = (cluster: Cluster, version: Version): Machine => {
  const routers = routersOf(cluster, version);
  return machineOf(routers, hearingOf(routers));
};

/** Seconds between the starts of two nodes: no priority weighs less (1/256 of 0.01 s), so that only equals feel it. */
const ONE_AFTER_THE_OTHER = 1e-6;

/** All nodes are up: they started together, in their order, so that of equals the first is MASTER. */
export function allUp(cluster: Cluster, version: Version): Play {
  const machine = machineFor(cluster, version);
  const run = createRun(machine, nothingRuns(machine.routers), 0);
  for (const [node, refusal] of machine.routers.refusals.entries()) {
    if (!refusal) run.start(node);
    run.wait(ONE_AFTER_THE_OTHER);
  }
  return { machine, state: run.settle(), windows: new Map() };
}

export function playOn(before: Play, event: ClusterEvent): Play {
  const ends = ([0, 1] as const).map((phase) => happen(before, event, phase));
  const { machine, state } = ends[0]!;
  const windows = new Map<string, Window>();
  for (const [address, served] of machine.routers.addresses) {
    if (ends.every((end) => isUntouched(served, before, end))) continue;
    const owners = ownersOf(address, machine.routers, state);
    const same = sameList(owners, ownersOf(address, before.machine.routers, before.state));
    const times = ends.map((end) => settledAt(address, before, end));
    const isQuiet = same && times.every((time) => time === undefined);
    if (owners.length > 0 && !isQuiet) windows.set(address, [times[0] ?? 0, (times[1] ?? 0) + ACTING]);
  }
  return { machine, state, windows };
}

/** What most events come to for most addresses: no instance became MASTER or ceased to be it. */
const isUntouched = ({ routers }: ServedAddress, before: Moment, { machine, state }: Moment): boolean =>
  machine === before.machine &&
  before.state.left.size + state.left.size === 0 &&
  routers.every(({ index }) => state.routers[index]!.changedAt < 0);

/** When the last node got or lost the address, if only for a while; undefined where none did. */
function settledAt(address: string, before: Moment, { machine, state }: Moment): number | undefined {
  const had = new Set(ownersOf(address, before.machine.routers, before.state));
  const has = new Set(ownersOf(address, machine.routers, state));
  const { routers } = machine.routers.addresses.get(address)!;
  const isAlone = (router: Router): boolean => routers.every((other) => other === router || other.node !== router.node);
  const times = [...decidersOf(routers, state.routers)]
    // Where two instances of a node serve it, one may have had it all the time.
    .filter(([node, router]) => had.has(node) !== has.has(node) || isAlone(router))
    .map(([, { index }]) => state.routers[index]!.changedAt);
  const latest = Math.max(...times);
  return latest < 0 ? undefined : latest;
}

const sameList = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

/** A node that is not in the cluster leaves everything as it is. */
function happen(before: Play, event: ClusterEvent, phase: Phase): Moment {
  const { machine } = before;
  const nodes = machine.routers.cluster.members.map(({ name }) => name);
  if (event.kind === 'reload') return reloaded(before, nodes.indexOf(event.node), event.config, phase);
  const run = createRun(machine, before.state, phase);
  if ('sides' in event) {
    // In whatever order they are named: what is healed must be what was cut.
    const sides = event.sides
      .map((side) => side.map((name) => nodes.indexOf(name)).sort((a, b) => a - b))
      .sort(([a = 0], [b = 0]) => a - b);
    const text = JSON.stringify(sides);
    const others = before.state.partitions.filter((partition) => JSON.stringify(partition) !== text);
    run.change({ partitions: event.kind === 'heal' ? others : [...others, sides] });
  } else {
    const node = nodes.indexOf(event.node);
    if (node >= 0) happenOn(node, event, { run, before, phase });
  }
  return { machine, state: run.settle() };
}

interface Happening {
  readonly run: Run;
  readonly before: Play;
  readonly phase: Phase;
}

type NodeEvent = Exclude<ClusterEvent, { sides: unknown } | { kind: 'reload' }>;

function happenOn(node: number, event: NodeEvent, { run, before: { machine, state }, phase }: Happening): void {
  const own = machine.routers.ofNode[node]!;
  const left = new Map(state.left);
  left.delete(node);
  switch (event.kind) {
    case 'up':
      run.change({ left });
      run.wait(phase * STARTING);
      if (!machine.routers.refusals[node]) run.start(node);
      break;
    case 'stop':
    case 'down':
      run.change({ left });
      run.end(node, event.kind === 'stop');
      break;
    case 'crash': {
      const held = own.filter(({ index }) => state.routers[index]!.state === 'MASTER');
      if (state.isRunning[node])
        run.change({
          left: left.set(
            node,
            held.flatMap(({ addresses }) => addresses),
          ),
        });
      run.end(node, false);
      break;
    }
    case 'disabled':
      run.change({ disabled: new Set(state.disabled).add(trackedKey('script', event.name, node)) });
      break;
    default:
      run.wait(noticedAfter(event, own, state, node)[phase]);
      run.change({ failed: withFailure(state.failed, event, node) });
  }
}

type Failure = Extract<NodeEvent, { what: unknown }>;

/** A node that is down notices nothing; when it comes up it starts with what it finds. */
function noticedAfter(
  { what, name, kind }: Failure,
  own: readonly Router[],
  state: ClusterState,
  node: number,
): Window {
  const tracker = own.flatMap(({ trackers }) => trackers).find((each) => each.what === what && each.name === name);
  return tracker && state.isRunning[node] ? detection(tracker, kind === 'recovers') : [0, 0];
}

function withFailure(failed: ReadonlySet<string>, { what, name, kind }: Failure, node: number): Set<string> {
  const next = new Set(failed);
  if (kind === 'fails') next.add(trackedKey(what, name, node));
  else next.delete(trackedKey(what, name, node));
  return next;
}
