/** `verify`: holds hosts against what is foretold; changes nothing. */

import { readFacts } from '../host/facts.ts';
import type { Undertaking } from '../operator.ts';
import type { Pair } from '../pair.ts';
import { needsOf } from '../preflight/needs.ts';
import type { Report } from '../report/report.ts';
import { undertake, versionOf } from '../undertaking.ts';
import { verifyPair } from './verifyPair.ts';

/** Never rejects. */
export const verify = (pair: Pair, undertaking: Undertaking): Promise<Report> =>
  undertake(pair, undertaking, { locks: false }, async (work) => {
    const facts = await Promise.all(
      work.hosts.map((host) => readFacts(host, needsOf(pair, host.node), { signal: work.signal })),
    );
    return await verifyPair(
      work,
      versionOf(
        pair,
        facts.map(({ version }) => version),
      ),
    );
  });
