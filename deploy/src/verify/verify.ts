/** `verify`: holds hosts against what is foretold; changes nothing. */
import type { Undertaking } from '../operator.ts';
import type { Pair } from '../pair.ts';
import type { Report } from '../report/report.ts';
import { releaseOn } from '../survey.ts';
import { undertake } from '../undertaking.ts';
import { verifyPair } from './verifyPair.ts';

/** Never rejects. */
export const verify = (pair: Pair, undertaking: Undertaking): Promise<Report> =>
  undertake(pair, undertaking, { locks: false }, async (work) => await verifyPair(work, await releaseOn(work)));
