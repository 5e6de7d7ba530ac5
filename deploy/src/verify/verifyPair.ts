/** Holds a pair that is at rest against what was foretold; changes nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Version } from '../../../server/src/index.ts';
import { canonical, restNow, restsOf } from '../foretold.ts';
import type { Host } from '../host/host.ts';
import type { Check } from '../report/report.ts';
import type { Work } from '../undertaking.ts';
import { addressesOf, judge } from './checks.ts';
import { type Look, look } from './look.ts';
import { askPage, type Page } from './pages.ts';

/** What a deployment that has just changed something knows of it, by node. */
export interface Deployed {
  /** Seconds since 1970 by the host's clock, from when on its journal counts. */
  readonly since: ReadonlyMap<string, number>;
  /** keepalived's main process. */
  readonly pids: ReadonlyMap<string, string>;
}

/** Milliseconds that a page, or a neighbour's entry, may need to follow an address that has just moved. */
const PATIENCE = 5000;
const AGAIN = 500;

/** The recorder gets the checks. Answers with null, or what is not as foretold. */
export async function verifyPair(work: Work, version: Version, deployed?: Deployed): Promise<string | null> {
  const { recorder, signal } = work;
  const begun = performance.now();
  let checks = await lookOnce(work, version, deployed);
  while (checks.some(({ ok }) => !ok) && performance.now() - begun < PATIENCE) {
    await sleep(AGAIN, undefined, { signal });
    checks = await lookOnce(work, version, deployed);
  }
  for (const check of checks) recorder.check(check);
  const failed = checks.filter(({ ok }) => !ok);
  return failed.length === 0 ? null : failed.map(inWords).join('\n');
}

const inWords = ({ name, node, evidence }: Check): string => `${node === '' ? '' : `${node}: `}${name}: ${evidence}`;

async function lookOnce(
  { pair, hosts, signal }: Work,
  version: Version,
  deployed: Deployed | undefined,
): Promise<readonly Check[]> {
  const { inventory } = pair;
  const addresses = addressesOf(pair).map(canonical);
  const urls = inventory.checks.map(({ url }) => url);
  const lookAt = async (host: Host): Promise<[string, Look]> => {
    const { name } = host.node;
    const since = deployed?.since.get(name);
    const wanted = { services: inventory.services, addresses, urls, ...(since !== undefined && { since }) };
    return [name, await look(host, wanted, { signal })];
  };
  const [looks, pages] = await Promise.all([
    Promise.all(hosts.map(lookAt)),
    Promise.all(urls.map(async (url): Promise<[string, Page]> => [url, await askPage(url, signal)])),
  ]);
  const holding = (address: string): string[] =>
    looks.flatMap(([name, { addresses: held }]) => (held.has(address) ? [name] : []));
  const owners = new Map(addresses.map((address) => [address, holding(address)]));
  const { rest, isStaying } = restNow(restsOf(pair.cluster, version), owners);
  const pids = deployed?.pids ?? new Map<string, string>();
  return judge(pair, { looks: new Map(looks), pages: new Map(pages), rest, isStaying, pids });
}
