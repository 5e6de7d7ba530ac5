/** Many pairs, some of them at the same time. */
import type { Pair } from './pair.ts';
import type { Report } from './report/report.ts';
import { readDestination } from './ssh/destination.ts';

export interface FleetOptions {
  /** Pairs that are under way at the same time; 1 or more. */
  readonly parallel: number;
  /** One pair's failure does not keep the others from being begun. */
  readonly keepGoing: boolean;
  /** Once aborted, no further pair is begun. Those under way are told, and are waited for. */
  readonly signal: AbortSignal;
}

export interface FleetResult {
  /** Of all pairs, in their order. */
  readonly reports: readonly Report[];
  /** Their reports say so too. */
  readonly notBegun: readonly Pair[];
}

/** A pair that is under way always comes to its own end, whatever becomes of the others. `action` never rejects. */
export async function runFleet(
  pairs: readonly Pair[],
  { parallel, keepGoing, signal }: FleetOptions,
  action: (pair: Pair, signal: AbortSignal) => Promise<Report>,
): Promise<FleetResult> {
  const reports = new Map<Pair, Report>();
  const waiting = [...pairs];
  let stops = false;
  const work = async (): Promise<void> => {
    while (!stops && !signal.aborted) {
      const pair = waiting.shift();
      if (!pair) return;
      const report = await action(pair, signal);
      reports.set(pair, report);
      stops ||= !report.ok && !keepGoing;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, pairs.length) }, work));
  const why = signal.aborted ? 'it was cancelled' : 'another pair has failed';
  return { reports: pairs.map((pair) => reports.get(pair) ?? reportOfNone(pair, why)), notBegun: waiting };
}

const reportOfNone = ({ name, inventory }: Pair, why: string): Report => ({
  cluster: name,
  ok: false,
  rolledBack: false,
  nodes: inventory.nodes.map((node) => node.name),
  steps: [],
  checks: [],
  drill: [],
  notes: [],
  problem: `not begun, because ${why}`,
  stranded: [],
  timeline: null,
});

/** Hosts that two pairs name; a sentence each. They would be changed by both at the same time. */
export function sharedHosts(pairs: readonly Pair[]): string[] {
  const nodes = pairs.flatMap(({ inventory }) => inventory.nodes.map((node) => ({ ...node, file: inventory.file })));
  const byHost = Map.groupBy(nodes, ({ host }) => placeOf(host));
  return [...byHost.values()].flatMap(([first, ...others]) =>
    others
      .filter(({ file }) => file !== first!.file)
      .map(
        ({ name, host, file }) =>
          `${host} is ${first!.name} of ${first!.file} and ${name} of ${file}; a host can belong to one pair only`,
      ),
  );
}

/** The same for every user who may log in there. */
function placeOf(destination: string): string {
  const { host, port = 22 } = readDestination(destination);
  return `${host.toLowerCase()} ${port}`;
}
