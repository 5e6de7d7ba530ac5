/**
 * A node reads another configuration and goes on (vrrp.c, vrrp_exist, clear_diff_vrrp and restore_vrrp_state;
 * vrrp_scheduler.c, vrrp_init_state).
 */
import type { Node } from '../../model/node.ts';
import type { Cluster } from '../cluster.ts';
import { type ClusterState, OFF } from './clusterState.ts';
import { hearingOf } from './hearing.ts';
import { type Machine, machineOf } from './machine.ts';
import { type Router, routersOf } from './routers.ts';
import { createRun, type Phase } from './run.ts';

export interface Moment {
  readonly machine: Machine;
  readonly state: ClusterState;
}

/**
 * What is the same virtual router on the same interface stays MASTER; everything else begins as BACKUP. A MASTER that is
 * gone says goodbye. Where keepalived refuses the new configuration it ends, and its addresses stay behind.
 */
export function reloaded(before: Moment, node: number, config: Node, phase: Phase): Moment {
  const machine = withConfig(before.machine, node, config);
  const isRunning = before.state.isRunning[node] === true;
  const refuses = machine.routers.refusals[node] !== undefined;
  const state = isRunning && !refuses ? withoutVanished(before, machine, node, phase) : before.state;
  const run = createRun(machine, carriedOver({ ...before, state }, machine, node), phase);
  if (isRunning && !refuses) run.start(node);
  if (isRunning && refuses) run.change({ left: new Map(state.left).set(node, heldBy(before, node)) });
  return { machine, state: run.settle() };
}

function withConfig({ routers: { cluster, version } }: Machine, node: number, config: Node): Machine {
  const members = cluster.members.map((member, i) => (i === node ? { ...member, node: config } : member));
  const changed: Cluster = { ...cluster, members };
  const routers = routersOf(changed, version);
  return machineOf(routers, hearingOf(routers));
}

const isMaster = ({ index }: Router, { routers }: ClusterState): boolean => routers[index]!.state === 'MASTER';

const heldBy = ({ machine: { routers }, state }: Moment, node: number): string[] =>
  routers.ofNode[node]!.filter((router) => isMaster(router, state)).flatMap(({ addresses }) => addresses);

const isSame = (a: Router, b: Router): boolean =>
  a.instance.virtualRouterId?.value === b.instance.virtualRouterId?.value &&
  a.instance.interface?.value === b.instance.interface?.value &&
  a.is.family === b.is.family &&
  a.is.transport === b.is.transport &&
  (a.is.transport === 'unicast' ? a.source === b.source : a.is.multicastGroup === b.is.multicastGroup);

function withoutVanished({ machine, state }: Moment, next: Machine, node: number, phase: Phase): ClusterState {
  const run = createRun(machine, state, phase);
  const stays = (router: Router): boolean => next.routers.ofNode[node]!.some((other) => isSame(router, other));
  run.retire(machine.routers.ofNode[node]!.filter((router) => !stays(router)));
  return run.now();
}

/** The states of the other nodes' instances, and of those that are still MASTER here; `start` begins the rest. */
function carriedOver({ machine, state }: Moment, next: Machine, node: number): ClusterState {
  const routers = next.routers.all.map((router) => {
    const old = machine.routers.ofNode[router.node]!.find((other) =>
      router.node === node ? isSame(other, router) : other.instance === router.instance,
    );
    const known = old && state.routers[old.index]!;
    return known && (router.node !== node || known.state === 'MASTER') ? known : OFF;
  });
  return { ...state, routers, isRunning: state.isRunning.map((runs, i) => runs && i !== node) };
}
