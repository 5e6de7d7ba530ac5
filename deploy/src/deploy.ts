/** `deploy`: from two files here to two hosts that do what was foretold. */
import type { Undertaking } from './operator.ts';
import type { Pair } from './pair.ts';
import type { Report } from './report/report.ts';

export interface DeployOptions extends Undertaking {
  /** Ends with the plan. */
  readonly dryRun?: boolean;
}

export async function deploy(_pair: Pair, _options: DeployOptions): Promise<Report> {
  throw new Error('not written yet');
}

/** Holds the hosts against what is foretold; changes nothing. */
export async function verify(_pair: Pair, _options: Undertaking): Promise<Report> {
  throw new Error('not written yet');
}

/** Puts the hosts back to what they were before the last deployment. */
export async function rollback(_pair: Pair, _options: Undertaking): Promise<Report> {
  throw new Error('not written yet');
}
