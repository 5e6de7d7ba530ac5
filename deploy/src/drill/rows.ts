/** Holds what was seen of an event against what was foretold. Pure. */
import { canonical, type Owners } from '../foretold.ts';
import type { DrillAction, DrillRow, Probe } from '../report/report.ts';
import { type Expectation, foretoldGap } from './course.ts';
import { gapOf, type ProbedGap, sharpened, timeWith } from './gap.ts';
import type { SeenChange } from './watch.ts';

/** An event, and what was seen from shortly before it on. Times are milliseconds since 1970. */
export interface Sight {
  readonly node: string;
  readonly action: DrillAction;
  /** It is the way back. */
  readonly comesBack: boolean;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** In the order of sending. */
  readonly probes: readonly Probe[];
  /** Milliseconds between two probes. */
  readonly interval: number;
  readonly changes: readonly SeenChange[];
  /** As they are in the end. */
  readonly owners: Owners;
  /** Nodes that could not be asked. */
  readonly unheard: readonly string[];
}

/** Seconds: what a busy machine here, or a slow way to a host, may add. */
export const ALLOWANCE = 0.1;
/** Seconds in which two nodes may have an address while it goes from one to the other. */
const OVERLAP = 1;

export function rowOf(expectation: Expectation, sight: Sight): DrillRow {
  const { address, from, to, seconds } = expectation;
  const { node, action, comesBack, at } = sight;
  const changes = sight.changes.filter(
    (change) => change.address === canonical(address) && change.at >= sight.from && change.at <= sight.to,
  );
  const probes = sight.probes.filter((probe) => probe.address === address);
  const foretold = foretoldGap(expectation, comesBack);
  const ownerless = ownerlessTime(expectation, changes, sight);
  const gap =
    probes.length > 0
      ? sharpened(gapOf(probes, sight.from, sight.to, sight.interval), ownerless)
      : { seconds: ownerless, least: ownerless, most: ownerless, asked: 0, failed: 0 };
  const isGapRight = foretold === null || (gap.least <= foretold[1] + ALLOWANCE && gap.most >= foretold[0] - ALLOWANCE);

  const seen = (sight.owners.get(canonical(address)) ?? []).filter((name) => !sight.unheard.includes(name));
  const areOwnersRight = seen.join() === to.filter((name) => !sight.unheard.includes(name)).join();

  const moved = movedAt(expectation, changes);
  const after = moved === undefined ? undefined : (moved - at) / 1000;
  // That it does not answer for a while says when it moved; a return costs nothing, and has to be timed.
  const isInTime =
    !comesBack ||
    seconds === null ||
    (after !== undefined && after >= seconds[0] - ALLOWANCE && after <= seconds[1] + ALLOWANCE);

  const last = probes.findLast((probe) => probe.at <= sight.to);
  const answering = last?.ok ? last.node : null;
  const isAnswerRight = answering === null || to.length === 0 || to.includes(answering);

  const shared =
    to.length > 1 ? 0 : timeWith((owners) => owners > 1, heard(from, sight), changes, sight.from, sight.to);
  const isUndivided = shared <= OVERLAP;

  const evidence = [
    areOwnersRight ? undefined : `it is on ${named(seen)}, not on ${named(to)}`,
    after === undefined || seconds === null
      ? undefined
      : `it moved after ${text(after)} s (foretold: ${text(seconds[0])} to ${text(seconds[1])} s)`,
    probes.length > 0 ? requestsText(gap, sight) : 'no page is asked for: the gap is the time without an owner',
    last && !last.ok ? 'in the end nobody answers' : undefined,
    answering === null ? undefined : `in the end ${answering} answers`,
    isUndivided ? undefined : `two nodes had it for ${text(shared)} s`,
    sight.unheard.length > 0 ? `${named(sight.unheard)} could not be asked` : undefined,
  ];
  return {
    node,
    action,
    address,
    from: from.join(' + '),
    to: seen.join(' + '),
    gapSeconds: Math.round(gap.seconds * 1000) / 1000,
    foretold,
    ok: isGapRight && areOwnersRight && isInTime && isAnswerRight && isUndivided,
    evidence: evidence.filter((part) => part !== undefined).join('; '),
  };
}

/** Seconds. A node that is not heard has lost what it had when that began, as far as anybody can use it. */
function ownerlessTime({ from }: Expectation, changes: readonly SeenChange[], sight: Sight): number {
  const gone = sight.unheard.map((node) => ({ at: sight.at, node, gained: false }));
  return timeWith((owners) => owners === 0, from, [...gone, ...changes], sight.from, sight.to);
}

function requestsText({ asked, failed, least, most }: ProbedGap, { interval }: Sight): string {
  if (failed === 0) return `all of ${asked} requests, one every ${interval} ms, were answered`;
  return `${failed} of ${asked} requests, one every ${interval} ms, were not answered: ${text(least)} to ${text(most)} s`;
}

const heard = (names: readonly string[], { unheard }: Sight): string[] =>
  names.filter((name) => !unheard.includes(name));

/** When a new owner got it; where that was not heard, when an old one lost it. */
function movedAt({ from, to }: Expectation, changes: readonly SeenChange[]): number | undefined {
  const timely = changes.filter(({ isLate }) => !isLate);
  const gain = timely.findLast(({ node, gained }) => gained && to.includes(node) && !from.includes(node));
  const loss = timely.findLast(({ node, gained }) => !gained && from.includes(node) && !to.includes(node));
  return (gain ?? loss)?.at;
}

const named = (names: readonly string[]): string => names.join(' and ') || 'no node';
const text = (seconds: number): string => seconds.toFixed(2);
