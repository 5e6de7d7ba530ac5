// Plays a variant on real hosts and holds what they did against what the election foretold.
import { spawnSync } from 'node:child_process';
import type { Window } from '../../server/src/cluster/election/timing.ts';
import { type AddressOutcome, elect } from '../../server/src/cluster/election.ts';
import { eventText } from '../../server/src/cluster/scenario.ts';
import { readVersion, type Version } from '../../server/src/schema/index.ts';
import { findProgram } from '../support/requirements.ts';
import { act, filesOfHost } from './actions.ts';
import { foretell } from './foretell.ts';
import { type Lab, startLab } from './hosts.ts';
import { type Owners, readOwners, untilRest, type Watch, watchAddresses } from './owners.ts';
import type { Variant } from './variant.ts';

/** One address at rest, after the events so far. */
export interface Row {
  readonly scenario: string;
  readonly address: string;
  readonly predicted: readonly string[];
  readonly real: readonly string[];
  /** Seconds that the last event was said to take, and took. */
  readonly window: Window | null;
  readonly measured: number | null;
  readonly reason: string;
}

export interface Verdict {
  readonly rows: readonly Row[];
  /** What keepalived had said last, by host, when the first row was wrong; without secrets. */
  readonly journals: ReadonlyMap<string, string>;
}

/** Milliseconds beyond the longest timer that a busy machine may need. */
const MARGIN = 1000;
const PATIENCE = 90_000;
const JOURNAL_LINES = 40;

/** The hosts start one after the other, in their order, as the election has it. */
export async function play(variant: Variant): Promise<Verdict> {
  const { cluster, scenario, longestTimer } = foretell(variant);
  const version = installedVersion();
  const lab = await startLab(
    Object.fromEntries(Object.entries(variant.nodes).map(([name, config]) => [name, filesOfHost(name, config)])),
  );
  try {
    const watch = watchAddresses(lab);
    for (const host of lab.hosts) await host.boot();
    const rows: Row[] = [];
    let journals = new Map<string, string>();
    for (let count = 0; count <= scenario.length; count++) {
      const events = scenario.slice(0, count);
      const since = count === 0 ? undefined : await act(lab, events.at(-1)!, variant.reloads ?? {});
      await untilRest(watch, longestTimer * 1000 + MARGIN, PATIENCE);
      const { outcomes } = elect(cluster, events, version);
      const name = events.map(eventText).join(',') || 'all up';
      rows.push(...compare(name, outcomes, await readOwners(lab), (at) => took(at, watch, since)));
      if (journals.size === 0 && !rows.every(isFulfilled)) journals = await readJournals(lab, variant);
    }
    return { rows, journals };
  } finally {
    await lab.end();
  }
}

function installedVersion(): Version {
  const { stderr } = spawnSync(findProgram('keepalived')!, ['--version'], { encoding: 'utf8' });
  return readVersion(/v(\d+\.\d+\.\d+)/.exec(stderr)?.[1] ?? '')!;
}

/** An address that nobody expected is a row as well. */
function compare(
  scenario: string,
  outcomes: readonly AddressOutcome[],
  real: Owners,
  took: (address: string) => number | null,
): Row[] {
  const foretold = outcomes.map(({ address, owners, seconds, reason }) => ({
    scenario,
    address,
    predicted: owners,
    real: real.get(address) ?? [],
    window: seconds,
    measured: took(address),
    reason,
  }));
  const unexpected = [...real].filter(([address]) => !outcomes.some((outcome) => outcome.address === address));
  return [
    ...foretold,
    ...unexpected.map(([address, owners]) => ({
      scenario,
      address,
      predicted: [],
      real: owners,
      window: null,
      measured: null,
      reason: 'no virtual address of the files',
    })),
  ];
}

/** Seconds from the event until a host got it; where none did, until the last one had given it back. */
function took(address: string, { changes }: Watch, since: number | undefined): number | null {
  if (since === undefined) return null;
  const own = changes.filter((change) => change.address === address && change.at >= since);
  const last = own.findLast(({ gained }) => gained) ?? own.at(-1);
  return last ? (last.at - since) / 1000 : null;
}

async function readJournals({ hosts }: Lab, { nodes, reloads = {} }: Variant): Promise<Map<string, string>> {
  const texts = [...Object.values(nodes), ...Object.values(reloads)];
  const secrets = texts.flatMap((text) => [...text.matchAll(/auth_pass\s+(\S+)/g)].map(([, secret]) => secret!));
  const journals = new Map<string, string>();
  for (const host of hosts.filter(({ isOn }) => isOn)) {
    const args = ['--unit=keepalived', `--lines=${JOURNAL_LINES}`, '--no-pager', '--output=short-precise'];
    const text = await host.run('journalctl', args);
    journals.set(
      host.name,
      secrets.reduce((masked, secret) => masked.replaceAll(secret, '***'), text),
    );
  }
  return journals;
}

/** Tolerances in seconds, for the lab's own doings and a busy machine. */
const EARLY = 0.1;
const LATE = 1;

/** The owners are those foretold, and had it in the time foretold. */
export const isFulfilled = ({ predicted, real, window, measured }: Row): boolean =>
  predicted.join() === real.join() &&
  (window === null || (measured !== null && measured >= window[0] - EARLY && measured <= window[1] + LATE));
