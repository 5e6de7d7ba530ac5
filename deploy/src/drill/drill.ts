/** `drill`: lets each node fail in turn, and holds what happens against what was foretold. */
import type { Undertaking } from '../operator.ts';
import type { Pair } from '../pair.ts';
import type { Report } from '../report/report.ts';

export interface DrillOptions extends Undertaking {
  readonly failure: 'keepalived' | 'service' | 'network';
  /** Which one stops; without it the first of the inventory that is not keepalived. */
  readonly service?: string;
}

export async function drill(_pair: Pair, _options: DrillOptions): Promise<Report> {
  throw new Error('not written yet');
}
