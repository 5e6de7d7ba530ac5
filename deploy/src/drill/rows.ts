/** Holds what was seen of an event against what was foretold. Pure. */
import type { Window } from '../../../server/src/index.ts';
import { canonical, nodesInWords, type Owners } from '../foretold.ts';
import type { DrillAction, DrillRow, Probe } from '../report/report.ts';
import { gapOf, type ProbedGap, sharpened, timeWith } from '../watch/gap.ts';
import type { SeenChange } from '../watch/owners.ts';
import { type Expectation, foretoldGap } from './course.ts';

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
const ALLOWANCE = 0.1;
/** Seconds in which two nodes may have an address while it goes from one to the other. */
const OVERLAP = 1;

/** What was found of one thing. */
interface Finding {
  readonly ok: boolean;
  /** Where there is something to say. */
  readonly words?: string | undefined;
}

export function rowOf(expectation: Expectation, sight: Sight): DrillRow {
  const { address, from } = expectation;
  const { node, action, unheard } = sight;
  const isWithin = ({ at }: { readonly at: number }): boolean => at >= sight.from && at <= sight.to;
  const changes = sight.changes.filter((each) => each.address === canonical(address) && isWithin(each));
  const probes = sight.probes.filter((each) => each.address === address && isWithin(each));
  const seen = heard(sight.owners.get(canonical(address)) ?? [], sight);
  const ownerless = ownerlessTime(expectation, changes, sight);
  const gap =
    probes.length > 0
      ? sharpened(gapOf(probes, sight.from, sight.to, sight.interval), ownerless)
      : { seconds: ownerless, least: ownerless, most: ownerless, asked: 0, failed: 0 };
  const foretold = foretoldGap(expectation, sight.comesBack);
  const findings = [
    ownersFinding(expectation, seen, sight),
    moveFinding(expectation, changes, sight),
    gapFinding(gap, foretold, sight),
    answerFinding(expectation, probes.at(-1)),
    sharingFinding(expectation, changes, sight),
    { ok: true, words: unheard.length > 0 ? `${nodesInWords(unheard)} could not be asked` : undefined },
  ];
  return {
    node,
    action,
    address,
    from: from.join(' + '),
    to: seen.join(' + '),
    gapSeconds: Math.round(gap.seconds * 1000) / 1000,
    foretold,
    ok: findings.every(({ ok }) => ok),
    evidence: findings.flatMap(({ words }) => words ?? []).join('; '),
  };
}

function ownersFinding({ to }: Expectation, seen: readonly string[], sight: Sight): Finding {
  const ok = seen.join() === heard(to, sight).join();
  return { ok, words: ok ? undefined : `it is on ${nodesInWords(seen)}, not on ${nodesInWords(to)}` };
}

/** How long it does not answer says when it moved; a return costs nothing, and has to be timed. */
function moveFinding(expectation: Expectation, changes: readonly SeenChange[], { at, comesBack }: Sight): Finding {
  const { from, to, seconds } = expectation;
  if (seconds === null || from.join() === to.join()) return { ok: true };
  const moved = movedAt(expectation, changes);
  if (moved === undefined) return { ok: !comesBack };
  const after = (moved - at) / 1000;
  return {
    ok: !comesBack || isWithinWindow(after, after, seconds),
    words: `it moved after ${text(after)} s (foretold: ${text(seconds[0])} to ${text(seconds[1])} s)`,
  };
}

function gapFinding({ asked, failed, least, most }: ProbedGap, foretold: Window | null, { interval }: Sight): Finding {
  const ok = foretold === null || isWithinWindow(least, most, foretold);
  if (asked === 0) return { ok, words: 'no page is asked for: the gap is the time without an owner' };
  const all = `${asked} requests, one every ${interval} ms, were`;
  if (failed === 0) return { ok, words: `all of ${all} answered` };
  return { ok, words: `${failed} of ${all} not answered: ${text(least)} to ${text(most)} s` };
}

const isWithinWindow = (least: number, most: number, [best, worst]: Window): boolean =>
  least <= worst + ALLOWANCE && most >= best - ALLOWANCE;

function answerFinding({ to }: Expectation, last: Probe | undefined): Finding {
  if (last === undefined) return { ok: true };
  if (!last.ok) return { ok: to.length === 0, words: 'in the end nobody answers' };
  if (last.node === null) return { ok: true };
  return { ok: to.length === 0 || to.includes(last.node), words: `in the end ${last.node} answers` };
}

function sharingFinding({ from, to }: Expectation, changes: readonly SeenChange[], sight: Sight): Finding {
  if (to.length > 1) return { ok: true };
  const shared = timeWith((owners) => owners > 1, heard(from, sight), changes, sight.from, sight.to);
  return shared <= OVERLAP ? { ok: true } : { ok: false, words: `two nodes had it for ${text(shared)} s` };
}

/** Seconds. A node that is not heard has lost what it had when that began, as far as anybody can use it. */
function ownerlessTime({ from }: Expectation, changes: readonly SeenChange[], sight: Sight): number {
  const gone = sight.unheard.map((node) => ({ at: sight.at, node, gained: false }));
  return timeWith((owners) => owners === 0, from, [...gone, ...changes], sight.from, sight.to);
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

const text = (seconds: number): string => seconds.toFixed(2);
