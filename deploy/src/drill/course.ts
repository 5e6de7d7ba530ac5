/** What a drill will do and see, foretold before anything is touched. */
import type { AddressOutcome, Cluster, ClusterEvent, Version, Window } from '../../../server/src/index.ts';
import { agree, canonical, foretell, type Owners, ownersOf, type Rest } from '../foretold.ts';
import type { Disturbance } from './disturbances.ts';

/** What becomes of one address when something happens. */
export interface Expectation {
  /** As written. */
  readonly address: string;
  /** Who has it before and after, by name. */
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** Seconds until it is so; null where nothing moves, or nobody has it then. */
  readonly seconds: Window | null;
}

/** A node fails and comes back. */
export interface Stroke {
  readonly disturbance: Disturbance;
  readonly down: readonly Expectation[];
  readonly up: readonly Expectation[];
}

export interface Course {
  readonly strokes: readonly Stroke[];
  readonly before: Owners;
  /** The same as before, wherever the election allows it. */
  readonly after: Owners;
}

/**
 * Every node in turn. With nopreempt it matters who is the first: of the orders that begin with another node each, the
 * first that ends as it began.
 */
export function courseOf(cluster: Cluster, rest: Rest, disturbances: readonly Disturbance[], version: Version): Course {
  const orders = disturbances.map((_, i) => [...disturbances.slice(i), ...disturbances.slice(0, i)]);
  const courses = orders.map((order) => play(cluster, rest, order, version));
  return courses.find(({ before, after }) => agree(before, after)) ?? courses[0]!;
}

function play(cluster: Cluster, rest: Rest, disturbances: readonly Disturbance[], version: Version): Course {
  let now = rest;
  const happen = (events: readonly ClusterEvent[]): Expectation[] => {
    const outcomes = outcomesOf(cluster, now, events, version);
    const from = ownersOf(now.outcomes);
    now = { history: [...now.history, ...events], outcomes };
    return outcomes.map(({ address, owners, seconds }) => ({
      address,
      from: from.get(canonical(address)) ?? [],
      to: owners,
      seconds,
    }));
  };
  const strokes = disturbances.map(
    (disturbance): Stroke => ({ disturbance, down: happen(disturbance.down), up: happen(disturbance.up) }),
  );
  return { strokes, before: ownersOf(rest.outcomes), after: ownersOf(now.outcomes) };
}

/**
 * Several events happen at once, and whichever is noticed first decides: an address moves at the earliest as if that were
 * the one that moves it soonest, at the latest as if it were the one that does so last.
 */
function outcomesOf(
  cluster: Cluster,
  rest: Rest,
  events: readonly ClusterEvent[],
  version: Version,
): readonly AddressOutcome[] {
  const orders = events.length > 1 ? [events, events.toReversed()] : [events];
  const plays = orders.map((order) => order.map((_, i) => foretell(cluster, rest, order.slice(0, i + 1), version)));
  return plays[0]!.at(-1)!.map((outcome, i) => {
    const windows = plays
      .map((steps) => steps.map((step) => step[i]!.seconds).findLast((window) => window !== null))
      .filter((window) => window !== undefined);
    const seconds: Window | null =
      windows.length === 0 || outcome.owners.length === 0
        ? null
        : [Math.min(...windows.map(([best]) => best)), Math.max(...windows.map(([, worst]) => worst))];
    return { ...outcome, seconds };
  });
}

/** Seconds of the slowest move. */
export const slowest = (expectations: readonly Expectation[]): number =>
  Math.max(0, ...expectations.map(({ seconds }) => seconds?.[1] ?? 0));

/** Upper bound in seconds of what a return by preemption costs: neighbours learn the new owner, requests under way fail. */
export const HANDOVER = 0.05;

/** Seconds without an answer; null where that cannot be foretold: nobody has the address before or after. */
export function foretoldGap({ from, to, seconds }: Expectation, comesBack: boolean): Window | null {
  if (from.length === 0 || to.length === 0) return null;
  const moves = from.join() !== to.join();
  if (moves && comesBack) return [0, HANDOVER];
  if (moves) return seconds;
  return [0, seconds?.[1] ?? 0];
}
