/** Waits until the addresses are where they were foretold. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, type ClusterEvent, elect, type Version } from '../../../server/src/index.ts';
import { Failure } from '../failure.ts';
import { canonical, nodesInWords, type Owners, ownersOf, type Rest, restsOf, restWith } from '../foretold.ts';
import { addressIn, readOwners } from '../host/addresses.ts';
import type { Host } from '../host/host.ts';
import pollScript from './poll.sh';

export interface Settled {
  readonly rest: Rest;
  /** Seconds since 1970 by each host's clock, from when on all nodes had what is new. */
  readonly since: ReadonlyMap<string, number>;
}

interface Polled {
  readonly now: number;
  readonly addresses: ReadonlySet<string>;
}

/** Milliseconds between two looks. */
const AGAIN = 200;
/** Milliseconds beyond what is foretold, for busy hosts and slow ways to them. */
const MARGIN = 5000;

export interface Times {
  /** Until nodes that do not hear each other would show it. */
  readonly quiet: number;
  /** Until a node that has started has taken back what is its own. */
  readonly comeback: number;
  /** Until all is at rest, at the latest. */
  readonly longest: number;
}

/** Milliseconds from the last change on. */
export function timesOf(cluster: Cluster, version: Version): Times {
  const worst = (events: readonly ClusterEvent[]): number =>
    Math.max(0, ...elect(cluster, events, version).outcomes.map(({ seconds }) => seconds?.[1] ?? 0));
  const names = cluster.members.map(({ name }) => name);
  const takeover = Math.max(...names.map((node) => worst([{ kind: 'down', node }])));
  const comeback = Math.max(
    ...names.map((node) =>
      worst([
        { kind: 'stop', node },
        { kind: 'up', node },
      ]),
    ),
  );
  return { quiet: takeover * 1000, comeback: comeback * 1000, longest: (takeover + comeback) * 1000 + MARGIN };
}

/**
 * Two nodes that reject each other's adverts look well for as long as a backup is patient: only then it counts that the
 * addresses are where they belong. Rejects with a `Failure` that says what is where instead.
 */
export async function untilSettled(
  hosts: readonly Host[],
  cluster: Cluster,
  version: Version,
  signal: AbortSignal,
): Promise<Settled> {
  const rests = restsOf(cluster, version);
  const addresses = rests[0]!.outcomes.map(({ address }) => canonical(address));
  const { quiet, longest } = timesOf(cluster, version);
  const begun = performance.now();
  let since: ReadonlyMap<string, number> | undefined;
  let before: Rest | undefined;
  for (;;) {
    const polled = await Promise.all(hosts.map((host) => poll(host, signal)));
    // The second of the change itself may still hold what the nodes said while they differed.
    since ??= new Map(hosts.map(({ node }, i) => [node.name, polled[i]!.now + 1]));
    const owners = ownersIn(hosts, polled, addresses);
    const rest = restWith(rests, owners);
    const passed = performance.now() - begun;
    // Twice in a row: an address on its way is where it belongs for a moment, too.
    if (rest && rest === before && passed >= quiet) return { rest, since };
    if (passed > longest + quiet) throw new Failure(complaint(owners, rests[0]!));
    before = rest;
    await sleep(AGAIN, undefined, { signal });
  }
}

/**
 * Waits, after one node has restarted and while the others may still differ from it, until it has come to rest, with what
 * it takes back, and every address is somewhere: the next one to restart shall have nothing but its own to let go of.
 */
export async function untilServing(
  hosts: readonly Host[],
  cluster: Cluster,
  version: Version,
  signal: AbortSignal,
): Promise<void> {
  const addresses = restsOf(cluster, version)[0]!.outcomes.map(({ address }) => canonical(address));
  const { quiet, comeback, longest } = timesOf(cluster, version);
  const begun = performance.now();
  for (;;) {
    const polled = await Promise.all(hosts.map((host) => poll(host, signal)));
    const deserted = [...ownersIn(hosts, polled, addresses)].filter(([, { length }]) => length === 0);
    const passed = performance.now() - begun;
    if (deserted.length === 0 && passed >= Math.max(quiet, comeback) + AGAIN) return;
    if (passed > longest) throw new Failure(`no node has ${deserted.map(([address]) => address).join(', ')} any more`);
    await sleep(AGAIN, undefined, { signal });
  }
}

/** Waits until the addresses of hosts that were put back are as they should be; answers with what there is then. */
export async function untilServed(
  hosts: readonly Host[],
  addresses: readonly string[],
  isGood: (owners: Owners) => boolean,
  longest: number,
): Promise<Owners> {
  const begun = performance.now();
  for (;;) {
    const owners = await readOwners(hosts, addresses);
    if (isGood(owners) || performance.now() - begun > longest) return owners;
    await sleep(AGAIN);
  }
}

async function poll(host: Host, signal: AbortSignal): Promise<Polled> {
  const [now = '', state = '', ...lines] = (await host.ask(pollScript, [], { signal })).split('\n');
  if (state !== 'active' && state !== 'reloading') {
    const { out } = await host.run('journalctl --quiet --unit=keepalived --lines=5 --output=cat --no-pager', [], {
      signal,
    });
    throw new Failure(
      `keepalived is ${state}, and does not serve any more. It said last: ${out.trim()}`,
      host.node.name,
    );
  }
  return { now: Number(now), addresses: new Set(lines.flatMap((line) => addressIn(line)?.address ?? [])) };
}

const ownersIn = (hosts: readonly Host[], polled: readonly Polled[], addresses: readonly string[]): Owners =>
  new Map(
    addresses.map((address) => [
      address,
      hosts.filter((_, i) => polled[i]!.addresses.has(address)).map(({ node }) => node.name),
    ]),
  );

function complaint(owners: Owners, { outcomes }: Rest): string {
  const foretold = ownersOf(outcomes);
  const wrong = outcomes.filter(({ address }) => {
    const key = canonical(address);
    return (owners.get(key) ?? []).join() !== (foretold.get(key) ?? []).join();
  });
  return wrong
    .map(
      ({ address, owners: wanted }) =>
        `${address} is on ${nodesInWords(owners.get(canonical(address)) ?? [])}, not on ${nodesInWords(wanted)} as foretold`,
    )
    .join('; ');
}
