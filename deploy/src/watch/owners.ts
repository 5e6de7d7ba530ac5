/** Who gets and who loses which address, at the moment when it happens. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../failure.ts';
import type { Owners } from '../foretold.ts';
import { addressIn } from '../host/addresses.ts';
import type { Host } from '../host/host.ts';
import { lastLine } from '../ssh/problem.ts';
import { now } from './clock.ts';
import watchScript from './owners.sh';

/** An address that came to a node or went from it. */
export interface SeenChange {
  /** Milliseconds since 1970, by this machine's clock. */
  readonly at: number;
  /** Canonical. */
  readonly address: string;
  readonly node: string;
  readonly gained: boolean;
  /** It happened while the node was not heard; `at` is when it was heard last, or again. */
  readonly isLate: boolean;
}

export interface OwnerWatch {
  /** All so far; those that were there in the beginning come first. */
  readonly changes: readonly SeenChange[];
  /** As it is now; of a node that is silent, as it was. */
  owners(): Owners;
  /** Milliseconds since a node was heard. */
  silence(node: string): number;
  stop(): Promise<void>;
}

/** Milliseconds between two signs of life. */
const BEAT = 1000;
/** So many follow each other at once in the beginning: one of them comes on the shortest way, which clocks are compared by. */
const FIRST_BEATS = 20;
/** Milliseconds without one after which a node is tried on another way. */
export const SILENCE = 3000;
/** Milliseconds that a way to a host may take to be made. */
const CONNECTING = 15_000;
/** Milliseconds between two attempts. */
const AGAIN = 250;

/**
 * Done when every host has said what it has; rejects with a `Failure` where one does not. Afterwards a host may fall
 * silent: when it is back it is heard again. `addresses` are canonical.
 */
export async function watchOwners(
  hosts: readonly Host[],
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<OwnerWatch> {
  const changes: SeenChange[] = [];
  const watches = hosts.map((host) => watchHost(host, addresses, (change) => changes.push(change)));
  const stop = async (): Promise<void> => {
    await Promise.all(watches.map((watch) => watch.stop()));
  };
  try {
    await Promise.all(watches.map((watch) => watch.untilHeard(signal)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    changes,
    owners: () =>
      new Map(
        addresses.map((address) => [
          address,
          watches.filter(({ reader }) => reader.held.has(address)).map(({ name }) => name),
        ]),
      ),
    silence: (node) => now() - watches.find(({ name }) => name === node)!.reader.heardAt(),
    stop,
  };
}

function watchHost(host: Host, addresses: readonly string[], tell: (change: SeenChange) => void) {
  const { name } = host.node;
  const reader = readChanges(name, addresses, tell);
  const stopped = new AbortController();
  let said = '';

  /** Until its end, or until it has been silent for too long. */
  const once = async (): Promise<void> => {
    const began = now();
    let lists = 0;
    let isOver = false;
    const listening = host.listen(watchScript, [], (line) => {
      if (isOver) return;
      reader.hear(line, now());
      if (line === 'listed' && ++lists < FIRST_BEATS) listening.send('.');
    });
    const end = new AbortController();
    const beat = (): void => {
      listening.send('.');
      const heardAt = reader.heardAt();
      if (now() - (heardAt > began ? heardAt + SILENCE : began + CONNECTING) > 0) end.abort();
    };
    const timer = setInterval(beat, BEAT);
    beat();
    const given = AbortSignal.any([stopped.signal, end.signal]);
    await Promise.race([listening.ended, new Promise((resolve) => given.addEventListener('abort', resolve))]);
    clearInterval(timer);
    isOver = true;
    // Whatever hangs need not be waited for, unless it is all over.
    const ending = listening.end();
    if (stopped.signal.aborted) await ending;
    else if (!end.signal.aborted) said = lastLine((await listening.ended).said);
  };
  const running = (async () => {
    while (!stopped.signal.aborted) {
      await once();
      await sleep(AGAIN, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();

  return {
    name,
    reader,
    async untilHeard(signal: AbortSignal): Promise<void> {
      const began = now();
      while (!reader.isComplete()) {
        if (now() > began + CONNECTING)
          throw new Failure(`its addresses cannot be watched (${said || 'no answer'})`, name);
        await sleep(10, undefined, { signal });
      }
    },
    async stop(): Promise<void> {
      stopped.abort();
      await running;
    },
  };
}

/** Milliseconds in which a list may still be older than a change that was told before it. */
const OVERTAKEN = 500;
const NEVER = Number.NEGATIVE_INFINITY;

/** Makes changes out of what the script prints. */
export function readChanges(node: string, addresses: readonly string[], tell: (change: SeenChange) => void) {
  const held = new Set<string>();
  const changedAt = new Map<string, number>();
  const clock = readClock();
  let listing: Set<string> | undefined;
  let heardAt = NEVER;
  let silentSince: number | undefined;
  let isComplete = false;

  const change = (address: string, gained: boolean, at: number, isExact: boolean): void => {
    if (held.has(address) === gained) return;
    if (gained) held.add(address);
    else held.delete(address);
    changedAt.set(address, heardAt);
    const isLate = silentSince !== undefined && !isExact;
    // What it has lost meanwhile was of no use to anybody from the beginning.
    tell({ at: isLate && !gained ? silentSince! : at, address, node, gained, isLate });
  };

  return {
    held,
    /** Milliseconds since 1970. */
    heardAt: () => heardAt,
    /** It has said once what it has. */
    isComplete: () => isComplete,
    /** `at`: when the line came, in milliseconds since 1970. */
    hear(line: string, at: number): void {
      if (isComplete && at - heardAt > SILENCE) silentSince ??= heardAt;
      heardAt = at;
      const [, epoch] = /^listing (\S+)$/.exec(line) ?? [];
      if (epoch !== undefined) {
        clock.compare(Number(epoch) * 1000, at);
        listing = new Set();
      } else if (line === 'listed' && listing) {
        for (const address of addresses) {
          if (at - (changedAt.get(address) ?? NEVER) >= OVERTAKEN) change(address, listing.has(address), at, false);
        }
        listing = undefined;
        silentSince = undefined;
        isComplete = true;
      } else {
        const [, stamp = '', text = ''] = /^(?:\[(.+?)\] )?(.*)$/.exec(line) ?? [];
        const found = addressIn(text);
        if (!found || !addresses.includes(found.address)) return;
        if (stamp === '' && listing) listing.add(found.address);
        else change(found.address, !text.startsWith('Deleted '), ...clock.when(Date.parse(`${stamp}Z`), at));
      }
    },
  };
}

/**
 * A host says by its own clock when something happened. What it says reaches us later, now more and now less: the least
 * that its clock was ever seen to be behind is what the clocks differ by, but for the shortest way.
 */
function readClock() {
  let behind = Number.POSITIVE_INFINITY;
  return {
    /** Milliseconds since 1970, by its clock and by ours. */
    compare(theirs: number, ours: number): void {
      if (Number.isFinite(theirs)) behind = Math.min(behind, ours - theirs);
    },
    /** By our clock, and whether that is more than when we heard of it. */
    when(theirs: number, ours: number): [at: number, isExact: boolean] {
      const at = theirs + behind;
      return Number.isFinite(at) && at <= ours && at > ours - OLDEST ? [Math.round(at), true] : [ours, false];
    },
  };
}

/** Milliseconds: with clocks that are set meanwhile nothing can be said. */
const OLDEST = 60_000;
