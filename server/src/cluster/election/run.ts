/**
 * keepalived's state machine for all instances of a cluster at once (vrrp_scheduler.c; vrrp.c, vrrp_state_backup and
 * vrrp_state_master_rx; vrrp_sync.c). Adverts are not played one by one: between two events a MASTER's adverts are there
 * all the time, and only the age of the last one when they end is a matter of chance: `phase` says which.
 */
import { compareAddresses } from '../../model/addresses.ts';
import { compareVersions } from '../../schema/index.ts';
import { areConnected, type ClusterState, OFF, type RouterState, trackedKey } from './clusterState.ts';
import type { Machine } from './machine.ts';
import type { Router } from './routers.ts';
import { downTimer, skew } from './timing.ts';
import { clampPriority, contribution, isFault, type Tracker } from './trackers.ts';

/** Chance at its best (0: the last advert is a whole interval old when it matters) and at its worst (1: it just came). */
export type Phase = 0 | 1;

const OWNER = 255;
/** Before, an address owner that hears another one goes down to 254 at once and gives way, whatever the addresses. */
const HIGHER_OWNER_WINS_FROM = '2.3.3';
/** A cluster that changes more often than this does not come to rest: groups that pull each other. */
const MOST_CHANGES = 10_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A cluster while an event is under way. */
export interface Run {
  /** Seconds go by in which nothing of interest happens. */
  wait(seconds: number): void;
  /** What has failed or been cut off is another now. */
  change(conditions: Partial<Pick<ClusterState, 'failed' | 'disabled' | 'partitions' | 'left'>>): void;
  /** keepalived starts on a node. */
  start(node: number): void;
  /** keepalived ends on a node; with a goodbye its MASTERs announce priority 0. */
  end(node: number, goodbye: boolean): void;
  /** Instances leave the configuration of a node that goes on; MASTERs announce priority 0. */
  retire(routers: readonly Router[]): void;
  /** The state of this moment. */
  now(): ClusterState;
  /** Lets all timers run out. */
  settle(): ClusterState;
}

export function createRun(machine: Machine, before: ClusterState, phase: Phase): Run {
  const { routers, heard, listeners, groups, parts } = machine;
  const { all } = routers;
  const lowersOwners = compareVersions(routers.version, HIGHER_OWNER_WINS_FROM) < 0;
  const groupOf = ({ index }: Router): readonly Router[] => groups[index]!;
  const states: Mutable<RouterState>[] = before.routers.map((state) => ({
    ...state,
    heldSince: -Infinity,
    changedAt: -Infinity,
  }));
  const of = ({ index }: Router): Mutable<RouterState> => states[index]!;
  const isRunning = [...before.isRunning];
  let conditions: ClusterState = before;
  let time = 0;
  let turns = states.reduce((most, { turn }) => Math.max(most, turn), 0);

  const isWell = ({ what, name }: Tracker, node: number): boolean =>
    conditions.failed.size === 0 || !conditions.failed.has(trackedKey(what, name, node));
  const activeTrackers = ({ trackers, node }: Router): readonly Tracker[] =>
    conditions.disabled.size === 0
      ? trackers
      : trackers.filter(({ what, name }) => !conditions.disabled.has(trackedKey(what, name, node)));
  const hasFault = (router: Router): boolean =>
    groupOf(router).some(
      (member) =>
        member.foreignSource !== undefined ||
        activeTrackers(member).some((tracker) => isFault(tracker, isWell(tracker, member.node))),
    );
  const priorityOf = (router: Router): number => {
    const base = of(router).isLowered ? OWNER - 1 : router.is.priority;
    const sum = activeTrackers(router).reduce(
      (total, each) => total + contribution(each, isWell(each, router.node)),
      0,
    );
    return of(router).isLowered ? base : clampPriority(base, sum);
  };
  const setTimer = (router: Router, timer: 'dead timer' | 'skew', from: number): void => {
    const { is, priority, masterInterval } = { ...router, ...of(router) };
    const extra = skew(is, priority, masterInterval);
    const seconds = timer === 'skew' ? extra : downTimer(is, priority, masterInterval);
    Object.assign(of(router), { due: from + seconds, waited: { timer, masterInterval, skew: extra } });
  };
  const mastersFor = (router: Router): readonly Router[] =>
    heard[router.index]!.filter((other) => of(other).state === 'MASTER' && areConnected(other, router, conditions));

  const becomeBackup = (router: Router): void => {
    const state = of(router);
    if (state.state === 'MASTER') Object.assign(state, { changedAt: time, turn: ++turns });
    Object.assign(state, { state: 'BACKUP', waits: false, preemptAt: undefined, masterInterval: router.is.advertInt });
    setTimer(router, 'dead timer', time);
  };
  const becomeMaster = (router: Router): void => {
    Object.assign(of(router), {
      state: 'MASTER',
      due: Infinity,
      waits: false,
      masterInterval: router.is.advertInt,
      turn: ++turns,
      changedAt: time,
    });
  };
  /** Priority 0: whoever hears it waits for the skew only. */
  const sayGoodbye = (router: Router): void => {
    for (const other of listeners[router.index]!) {
      if (of(other).state !== 'BACKUP') continue;
      if (!areConnected(router, other, conditions)) continue;
      setTimer(other, 'skew', time);
    }
  };
  const leave = (router: Router, state: 'OFF' | 'FAULT', goodbye: boolean): void => {
    const own = of(router);
    const wasMaster = own.state === 'MASTER';
    const { turn, priority, isLowered, changedAt } = own;
    const change = wasMaster ? { turn: ++turns, changedAt: time } : { turn, changedAt };
    Object.assign(own, OFF, { state, priority, isLowered, ...change });
    if (wasMaster && goodbye) sayGoodbye(router);
  };

  /** Priorities and FAULT follow what is tracked. */
  const reassess = (): void => {
    for (const router of all) {
      const state = of(router);
      if (state.state === 'OFF') continue;
      const priority = priorityOf(router);
      if (state.state === 'BACKUP' && state.due !== Infinity && priority !== state.priority) {
        const change =
          skew(router.is, priority, state.masterInterval) - skew(router.is, state.priority, state.masterInterval);
        state.due = Math.max(time, state.due + change);
      }
      state.priority = priority;
      const fault = hasFault(router);
      if (fault && state.state !== 'FAULT') leave(router, 'FAULT', true);
      else if (!fault && state.state === 'FAULT') becomeBackup(router);
    }
  };
  /** An address owner that starts does not wait, unless its sync group has members that own nothing. */
  const comeUp = (router: Router): void => {
    becomeBackup(router);
    const isOwner = groupOf(router).every(({ is }) => is.priority === OWNER && is.state === 'MASTER');
    if (isOwner) Object.assign(of(router), { due: time, waited: undefined });
  };

  /** Whether a MASTER's adverts keep a backup from becoming one. */
  const holds = (master: Router, router: Router): boolean => {
    const state = of(router);
    if (of(master).priority >= state.priority) {
      state.preemptAt = undefined;
      return true;
    }
    if (!router.is.preempts) return true;
    if (router.is.preemptDelay === 0) return false;
    if (state.preemptAt === undefined) {
      state.heldSince = nextAdvert(master);
      state.preemptAt = state.heldSince + router.is.preemptDelay;
    }
    return time < state.preemptAt;
  };
  /** A new MASTER announces itself at once. */
  const nextAdvert = (master: Router): number =>
    of(master).changedAt === time ? time : time + phase * master.is.advertInt;
  const follow = (router: Router): void => {
    const state = of(router);
    const masters = mastersFor(router);
    // Whoever starts as an address owner does not listen first.
    if (state.due !== Infinity && state.waited === undefined) return;
    const isNew = state.due !== Infinity || state.waits;
    const holder = masters.filter((master) => holds(master, router)).at(0);
    if (holder) {
      if (isNew) state.heldSince = nextAdvert(holder);
      Object.assign(state, { due: Infinity, waits: false });
      if (router.is.version === 3) state.masterInterval = holder.is.advertInt;
    } else if (state.due === Infinity && !state.waits) {
      setTimer(router, 'dead timer', lastAdvert(state));
    }
  };
  /** One that comes at this very moment may just have been too late, or not. */
  const lastAdvert = ({ heldSince, masterInterval }: RouterState): number => {
    if (heldSince === -Infinity) return time - (1 - phase) * masterInterval;
    const adverts = (time - heldSince) / masterInterval;
    return heldSince + (phase === 1 ? Math.floor(adverts) : Math.ceil(adverts) - 1) * masterInterval;
  };

  /** Of two MASTERs that hear each other the lower priority gives way, then the lower address. */
  const beats = (other: Router, router: Router): boolean => {
    const [theirs, own] = [of(other), of(router)];
    if (theirs.priority !== own.priority) return theirs.priority > own.priority;
    return own.priority === OWNER && lowersOwners ? theirs.turn > own.turn : isHigher(other, router);
  };
  /** `meetAt`: MASTERs of before the event meet with the next advert only. */
  const giveWay = (router: Router, meetAt: number): boolean => {
    const winner = mastersFor(router).find((other) => beats(other, router));
    if (!winner || (time < meetAt && of(router).changedAt < 0 && of(winner).changedAt < 0)) return false;
    if (of(router).priority === OWNER && lowersOwners) {
      Object.assign(of(router), { isLowered: true, priority: OWNER - 1 });
    }
    for (const member of groupOf(router)) if (of(member).state === 'MASTER') becomeBackup(member);
    return true;
  };

  const expire = (router: Router): void => {
    const group = groupOf(router);
    const isReady = (member: Router): boolean => member === router || of(member).waits || of(member).state === 'MASTER';
    if (group.every(isReady)) {
      for (const member of group) if (of(member).state !== 'MASTER') becomeMaster(member);
    } else Object.assign(of(router), { due: Infinity, waits: true });
  };

  const meet = (part: readonly Router[], meetAt: number): void => {
    for (let changed = true; changed; ) {
      changed = false;
      for (const router of part) if (of(router).state === 'MASTER' && giveWay(router, meetAt)) changed = true;
    }
  };
  const nextTime = (part: readonly Router[], meetAt: number): number => {
    let next = meetAt > time ? meetAt : Infinity;
    for (const router of part) {
      const { state, due, preemptAt } = of(router);
      if (state !== 'BACKUP') continue;
      if (due < next) next = due;
      if (due === Infinity && preemptAt !== undefined && preemptAt > time && preemptAt < next) next = preemptAt;
    }
    return next;
  };
  const settlePart = (part: readonly Router[]): void => {
    const meetAt = time + phase * part.reduce((longest, { is }) => Math.max(longest, is.advertInt), 0);
    for (let changes = 0; changes < MOST_CHANGES; changes++) {
      meet(part, meetAt);
      for (const router of part) if (of(router).state === 'BACKUP') follow(router);
      const next = nextTime(part, meetAt);
      if (next === Infinity) return;
      time = next;
      const expired = part.filter((router) => of(router).state === 'BACKUP' && of(router).due <= time);
      // Of those whose timers end at the same moment the higher address stays.
      if (expired.length) expire(expired.reduce((highest, router) => (isHigher(router, highest) ? router : highest)));
    }
  };

  return {
    wait(seconds) {
      time += seconds;
    },
    change(next) {
      conditions = { ...conditions, ...next };
      reassess();
    },
    start(node) {
      if (isRunning[node]) return;
      isRunning[node] = true;
      const fresh = routers.ofNode[node]!.filter((router) => of(router).state === 'OFF');
      for (const router of fresh) Object.assign(of(router), OFF, { priority: priorityOf(router), state: 'FAULT' });
      for (const router of fresh) if (!hasFault(router)) comeUp(router);
      reassess();
    },
    end(node, goodbye) {
      isRunning[node] = false;
      for (const router of routers.ofNode[node]!) leave(router, 'OFF', goodbye);
    },
    retire(gone) {
      for (const router of gone) leave(router, 'OFF', true);
    },
    now: () => ({ ...conditions, routers: states, isRunning }),
    settle() {
      const began = time;
      for (const part of parts) {
        time = began;
        settlePart(part);
      }
      return { ...conditions, routers: states, isRunning };
    },
  };
}

/** Addresses that are not known count in the order of the nodes. */
function isHigher(a: Router, b: Router): boolean {
  const order = a.source !== undefined && b.source !== undefined ? compareAddresses(a.source, b.source) : 0;
  return order === 0 ? a.node > b.node : order > 0;
}
