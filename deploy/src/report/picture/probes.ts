/** Thousands of requests as few shapes: neighbours that are alike run together. */
import type { Probe } from '../report.ts';

/** Columns are pixels; both ends belong to it. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly ok: boolean;
  readonly node: string | null;
}

/** Requests that are further apart stand alone. */
const JOINED = 5;

/** `probes` in their order. Where several are in one column, the first counts, and one without an answer most. */
export function runsOf(probes: readonly Probe[], columnOf: (at: number) => number): Run[] {
  const runs: Run[] = [];
  for (const { at, ok, node } of probes) {
    const column = columnOf(at);
    const last = runs.at(-1);
    const alike = last?.ok === ok && last.node === node;
    if (last && alike && (!ok || column - last.to <= JOINED)) runs[runs.length - 1] = { ...last, to: column };
    else if (last?.to !== column || (!ok && last.ok)) runs.push({ from: column, to: column, ok, node });
  }
  return runs;
}
