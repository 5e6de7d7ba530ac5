/** Holds a pair that is at rest against what was foretold; changes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Version } from '../../../server/src/index.ts';
import { canonical, type Owners, ownersOf, type Rest, restsOf, restWith } from '../foretold.ts';
import { readOwners } from '../host/addresses.ts';
import type { Host } from '../host/host.ts';
import type { Pair } from '../pair.ts';
import type { Recorder } from '../report/recorder.ts';
import type { Check } from '../report/report.ts';
import { addressesOf, judge } from './checks.ts';
import { look } from './look.ts';
import { askPage } from './pages.ts';

export interface Verification {
  readonly pair: Pair;
  readonly hosts: readonly Host[];
  readonly version: Version;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
  /** Where a deployment has just changed something: since when, and which process of keepalived. */
  readonly after?: { readonly since: ReadonlyMap<string, number>; readonly pids: ReadonlyMap<string, string> };
}

/** Milliseconds that a page, or a neighbour's entry, may need to follow an address that has just moved. */
const PATIENCE = 5000;
const AGAIN = 500;

/** The checks, also those that failed; the recorder has them. */
export async function verifyPair(verification: Verification): Promise<readonly Check[]> {
  const { recorder, signal } = verification;
  const begun = performance.now();
  let checks = await lookOnce(verification);
  while (checks.some(({ ok }) => !ok) && performance.now() - begun < PATIENCE) {
    await sleep(AGAIN, undefined, { signal });
    checks = await lookOnce(verification);
  }
  for (const check of checks) recorder.check(check);
  return checks;
}

async function lookOnce({ pair, hosts, version, signal, after }: Verification): Promise<readonly Check[]> {
  const { cluster, inventory } = pair;
  const addresses = addressesOf(pair).map(canonical);
  const owners = await readOwners(hosts, addresses, { signal });
  const { rest, isStaying } = restNow(restsOf(cluster, version), owners);
  const foretold = ownersOf(rest.outcomes);
  const askedBy = (name: string): string[] =>
    inventory.checks.filter((check) => !foretold.get(canonical(check.address))?.includes(name)).map(({ url }) => url);
  const [looks, pages] = await Promise.all([
    Promise.all(
      hosts.map(async (host) => {
        const { name } = host.node;
        const since = after?.since.get(name);
        const wanted = { services: inventory.services, addresses, urls: askedBy(name), ...(since !== undefined && { since }) };
        return [name, await look(host, wanted, { signal })] as const;
      }),
    ),
    Promise.all(inventory.checks.map(async ({ url }) => [url, await askPage(url, signal)] as const)),
  ]);
  return judge(pair, {
    looks: new Map(looks),
    pages: new Map(pages),
    rest,
    isStaying,
    ...(after && { pids: after.pids }),
  });
}

/** The state that the pair is in, where it is one that it may be in; else the one that rank decides. */
export function restNow(rests: readonly Rest[], owners: Owners): { rest: Rest; isStaying: boolean } {
  const rest = restWith(rests, owners) ?? rests[0]!;
  return { rest, isStaying: rest !== rests[0] };
}
