/** What is held against what was foretold: each a named check with its evidence. Pure. */
import { canonical, nodesInWords, type Rest } from '../foretold.ts';
import { type HttpCheck, KEEPALIVED } from '../inventory.ts';
import type { Pair } from '../pair.ts';
import type { Check, CheckName } from '../report/report.ts';
import type { Look } from './look.ts';
import { answeringNode, type Page } from './pages.ts';
import { rejectionsIn } from './rejections.ts';

/** All that was seen at one time. */
export interface Sight {
  readonly looks: ReadonlyMap<string, Look>;
  /** From this machine, by URL. */
  readonly pages: ReadonlyMap<string, Page>;
  /** The state that the pair is to be in. */
  readonly rest: Rest;
  /** Where addresses may also stay after a node was away: nopreempt. */
  readonly isStaying: boolean;
  /** keepalived's main process by node, as it was when a deployment had it read the configuration; empty without one. */
  readonly pids: ReadonlyMap<string, string>;
}

export type CheckKey = Pick<Check, 'name' | 'node' | 'address'>;

/** Every check that a verification of that pair makes, in its order. */
export function verifyChecks({ inventory, cluster }: Pair): CheckKey[] {
  const { checks, nodes } = inventory;
  const addresses = addressesOf({ cluster });
  const perNode = (name: CheckName): CheckKey[] => nodes.map((node) => ({ name, node: node.name, address: '' }));
  const perAddress = (name: CheckName, of: readonly string[]): CheckKey[] =>
    of.map((address) => ({ name, node: '', address }));
  const asked = addresses.filter((address) => checks.some((check) => canonical(check.address) === canonical(address)));
  return [
    ...perAddress('address on its owner', addresses),
    ...perNode('service active'),
    ...perNode('not restarted'),
    ...perNode('adverts accepted'),
    ...perAddress('HTTP from here', asked),
    ...(nodes.length > 1 ? perAddress('HTTP from the other node', asked) : []),
    ...(nodes.length > 1 ? perAddress('address resolves to its owner', addresses) : []),
  ];
}

/** As written, without prefix length. */
export const addressesOf = ({ cluster }: Pick<Pair, 'cluster'>): string[] => {
  const all = cluster.members.flatMap(({ node }) =>
    node.instances.flatMap(({ addresses, excluded }) => [...addresses, ...excluded]),
  );
  const texts = new Map(all.toReversed().map((address) => [address.canonical, address.text]));
  return [...texts.values()].toReversed();
};

export function judge(pair: Pair, sight: Sight): Check[] {
  return verifyChecks(pair).map((key) => ({ ...key, ...verdictOn(key, pair, sight) }));
}

type Verdict = Pick<Check, 'ok' | 'evidence'>;

function verdictOn({ name, node, address }: CheckKey, pair: Pair, sight: Sight): Verdict {
  switch (name) {
    case 'address on its owner':
      return onItsOwner(address, sight);
    case 'service active':
      return servicesActive(pair, sight.looks.get(node)!);
    case 'not restarted':
      return notRestarted(sight.looks.get(node)!, sight.pids.get(node));
    case 'adverts accepted':
      return advertsAccepted(sight.looks.get(node)!);
    case 'HTTP from here':
      return answersFor(address, pair, sight, [['this machine', (url) => sight.pages.get(url)]]);
    case 'HTTP from the other node': {
      const others = pair.inventory.nodes.filter((each) => !ownersFor(address, sight).includes(each.name));
      return answersFor(
        address,
        pair,
        sight,
        others.map((each) => [each.name, (url) => pageOf(sight.looks.get(each.name)!, url)]),
      );
    }
    case 'address resolves to its owner':
      return resolvesToItsOwner(address, sight);
  }
}

const ownersFor = (address: string, { rest }: Sight): readonly string[] =>
  rest.outcomes.find((outcome) => canonical(outcome.address) === canonical(address))?.owners ?? [];

function onItsOwner(address: string, sight: Sight): Verdict {
  const foretold = ownersFor(address, sight);
  const real = [...sight.looks].filter(([, { addresses }]) => addresses.has(canonical(address))).map(([name]) => name);
  const ok = foretold.join() === real.join();
  const stays = sight.isStaying ? '; it stays where it went, as nopreempt has it' : '';
  const reason = sight.rest.outcomes.find((outcome) => canonical(outcome.address) === canonical(address))?.reason ?? '';
  return {
    ok,
    evidence: ok
      ? `${address} is on ${nodesInWords(real)} and on no other node${stays}`
      : `${address} is on ${nodesInWords(real)}, not on ${nodesInWords(foretold)} (${reason})`,
  };
}

function servicesActive({ inventory }: Pair, { services }: Look): Verdict {
  const states = inventory.services.map((name) => ({ name, state: services.get(name)?.state ?? 'unknown' }));
  return {
    ok: states.every(({ state }) => state === 'active'),
    evidence: states.map(({ name, state }) => `${name} is ${state}`).join(', '),
  };
}

function notRestarted({ services }: Look, before: string | undefined): Verdict {
  const { pid = '0', restarts = 0, since = '' } = services.get(KEEPALIVED) ?? {};
  const changed = before !== undefined && before !== pid;
  return {
    ok: restarts === 0 && !changed && pid !== '0',
    evidence:
      pid === '0'
        ? 'keepalived does not run'
        : `process ${pid} since ${since}, ${restarts} automatic restarts${changed ? `; it was process ${before}` : ''}`,
  };
}

/** Lines of the journal that are shown. */
const MOST_LINES = 3;

function advertsAccepted({ journal, since }: Look): Verdict {
  const bad = rejectionsIn(journal);
  const from = new Date(since * 1000).toISOString().replace('.000', '');
  return {
    ok: bad.length === 0,
    evidence:
      bad.length === 0
        ? `${journal.length} lines since ${from}, none about a rejected advert`
        : `${bad.length} times since ${from}: ${[...new Set(bad)].slice(0, MOST_LINES).join('; ')}`,
  };
}

type Asker = readonly [from: string, answer: (url: string) => Page | undefined];

const pageOf = ({ pages }: Look, url: string): Page | undefined => {
  const text = pages.get(url);
  return text === undefined ? undefined : { text };
};

function answersFor(address: string, pair: Pair, sight: Sight, askers: readonly Asker[]): Verdict {
  const checks = pair.inventory.checks.filter((check) => canonical(check.address) === canonical(address));
  const owners = ownersFor(address, sight);
  const verdicts = askers.flatMap(([from, answer]) =>
    checks.map((check) => judgePage(check, owners, from, answer(check.url))),
  );
  return {
    ok: verdicts.every(({ ok }) => ok),
    evidence: verdicts.map(({ evidence }) => evidence).join('; ') || 'every node has it',
  };
}

function judgePage(check: HttpCheck, owners: readonly string[], from: string, page: Page | undefined): Verdict {
  const { url, answers } = check;
  if (page === undefined) return { ok: true, evidence: `not asked from ${from}: it has neither curl nor wget` };
  if ('problem' in page) return { ok: false, evidence: `${url} does not answer ${from}: ${page.problem}` };
  const wanted = owners.flatMap((owner) => answers[owner] ?? []);
  const node = answeringNode(check, page.text);
  if (wanted.length === 0 && node === undefined) return { ok: true, evidence: `${url} answers ${from}` };
  return wanted.some((text) => page.text.includes(text))
    ? { ok: true, evidence: `${url} answers ${from} with the page of ${node}` }
    : {
        ok: false,
        evidence: `${url} answers ${from} ${node === undefined ? 'without the text of any node' : `with the page of ${node}`}, not with that of ${nodesInWords(owners)}`,
      };
}

/** What the other nodes have as its link-layer address: where the last gratuitous ARP, or answer, came from. */
function resolvesToItsOwner(address: string, sight: Sight): Verdict {
  const key = canonical(address);
  const [owner] = ownersFor(address, sight);
  const own = owner === undefined ? undefined : sight.looks.get(owner);
  const device = own?.addresses.get(key);
  const mac = device === undefined ? undefined : own?.links.get(device);
  const seen = [...sight.looks].flatMap(([name, { neighbours }]) => {
    const found = neighbours.get(key);
    return name === owner || found === undefined ? [] : [{ name, found }];
  });
  if (mac === undefined)
    return { ok: false, evidence: `${nodesInWords(owner === undefined ? [] : [owner])} does not have it` };
  if (seen.length === 0) return { ok: true, evidence: 'not measurable: no other node has an entry for it' };
  const wrong = seen.filter(({ found }) => found !== mac);
  return {
    ok: wrong.length === 0,
    evidence:
      wrong.length === 0
        ? `${nodesInWords(seen.map(({ name }) => name))} sees it at ${mac}, the ${device} of ${owner}`
        : `${wrong.map(({ name, found }) => `${name} sees it at ${found}`).join(', ')}, but ${device} of ${owner} is ${mac}`,
  };
}
