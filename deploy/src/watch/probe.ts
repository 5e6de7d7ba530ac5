/** Asks the pages of the inventory all the time while something happens to the hosts. */
import { Failure } from '../failure.ts';
import { canonical } from '../foretold.ts';
import { readPage, requestPage } from '../http.ts';
import type { HttpCheck } from '../inventory.ts';
import type { Pair } from '../pair.ts';
import type { Probe } from '../report/report.ts';
import { addressesOf } from '../verify/checks.ts';
import { answeringNode } from '../verify/pages.ts';
import { now } from './clock.ts';

export interface Probing {
  /** Milliseconds between two requests to an address. */
  readonly interval: number;
  /** Milliseconds after which an answer counts as missing. */
  readonly limit: number;
  /** Those that have come to their end, in the order of sending. */
  probes(): readonly Probe[];
  stop(): Promise<void>;
}

/** Milliseconds. */
const INTERVAL = 50;
/** Up to here a late answer is one of a busy machine. */
const SHORTEST_LIMIT = 600;
/**
 * Below the second after which a lost SYN is sent again (RFC 6298 section 2.1): that would hide a short gap. Also where
 * nothing could be measured.
 */
export const LONGEST_LIMIT = 900;
/** A page may take this many times as long as when nothing was the matter. */
const PATIENCE = 3;
const UNDISTURBED = 5;
/** Bytes of a page that are read. */
const LARGEST_PAGE = 1024 * 1024;

/** The checks of virtual addresses, which they name as the configurations do. */
export function probedChecks(pair: Pair): HttpCheck[] {
  const addresses = new Map(addressesOf(pair).map((address) => [canonical(address), address]));
  return pair.inventory.checks.flatMap((check) => {
    const address = addresses.get(canonical(check.address));
    return address === undefined ? [] : [{ ...check, address }];
  });
}

/**
 * Each address is asked every 50 ms, whether the answers before have come or not, on a connection of its own. It is well
 * while all its pages are. Certificates must be valid for what the URLs say. `limit` in milliseconds.
 */
export function startProbing(checks: readonly HttpCheck[], limit: number): Probing {
  const stopped = new AbortController();
  const probes: Probe[] = [];
  const pending = new Set<Promise<void>>();

  const ask = async (address: string, pages: readonly HttpCheck[]): Promise<void> => {
    const at = now();
    const answers = await Promise.all(pages.map((page) => askPage(page, limit, stopped.signal)));
    if (stopped.signal.aborted) return;
    const node = answers.find((answer) => answer.node !== null)?.node ?? null;
    probes.push({ at, address, ok: answers.every(({ problem }) => problem === undefined), node });
  };
  const byAddress = Map.groupBy(checks, ({ address }) => address);
  const askAll = (): void => {
    for (const [address, pages] of byAddress) {
      const asking = ask(address, pages).finally(() => pending.delete(asking));
      pending.add(asking);
    }
  };
  const timer = setInterval(askAll, INTERVAL);
  askAll();
  return {
    interval: INTERVAL,
    limit,
    probes: () => probes.sort((a, b) => a.at - b.at),
    async stop() {
      clearInterval(timer);
      stopped.abort();
      await Promise.all(pending);
    },
  };
}

/**
 * Milliseconds after which an answer counts as missing, measured while nothing is the matter. Rejects with a `Failure`
 * where a page is not well then.
 */
export async function measureLimit(checks: readonly HttpCheck[], signal: AbortSignal): Promise<number> {
  const undisturbed = await Promise.all(checks.map((check) => measure(check, signal)));
  return Math.min(LONGEST_LIMIT, Math.max(SHORTEST_LIMIT, PATIENCE * Math.max(0, ...undisturbed)));
}

/** Of the slowest of some answers. */
async function measure(check: HttpCheck, signal: AbortSignal): Promise<number> {
  let slowest = 0;
  for (let count = 0; count < UNDISTURBED; count++) {
    const began = performance.now();
    const { problem } = await askPage(check, LONGEST_LIMIT, signal);
    signal.throwIfAborted();
    if (problem !== undefined) {
      throw new Failure(`${check.url} is not well before anything has happened (${problem}); nothing was stopped`);
    }
    slowest = Math.max(slowest, performance.now() - began);
  }
  return slowest;
}

interface PageAnswer {
  /** Undefined where all is well. */
  readonly problem?: string;
  readonly node: string | null;
}

/** `limit` in milliseconds. Never rejects. */
function askPage(check: HttpCheck, limit: number, signal: AbortSignal): Promise<PageAnswer> {
  return new Promise((resolve) => {
    const fail = (problem: string): void => resolve({ problem, node: null });
    const request = requestPage(check.url, signal, (response) => {
      readPage(response, LARGEST_PAGE, (text) => resolve(judge(check, response.statusCode ?? 0, text)));
      response.once('close', () => fail('the answer was cut off'));
    });
    request.on('error', ({ message }) => fail(message));
    // What has arrived while this process was busy is read first: it came in time.
    const tooLate = setTimeout(() => setImmediate(() => request.destroy(new Error(`no answer in ${limit} ms`))), limit);
    request.once('close', () => clearTimeout(tooLate));
  });
}

function judge(check: HttpCheck, status: number, text: string): PageAnswer {
  const node = answeringNode(check, text) ?? null;
  if (status >= 400) return { problem: `HTTP status ${status}`, node };
  const isKnown = node !== null || Object.keys(check.answers).length === 0;
  return isKnown ? { node } : { problem: 'what it says is the text of no node', node };
}
