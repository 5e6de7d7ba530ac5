/** Asks the pages of the inventory from this machine. */
import { messageOf } from '../failure.ts';
import type { HttpCheck } from '../inventory.ts';

/** Milliseconds that one page may take. */
const LONGEST_PAGE = 3000;
/** Characters of a page that count. */
const LARGEST_PAGE = 64 * 1024;

export type Page = { readonly text: string } | { readonly problem: string };

export async function askPage(url: string, signal: AbortSignal): Promise<Page> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PAGE)]);
    // A new connection each time: one that is kept open may lead to a node that has lost the address.
    const response = await fetch(url, { signal: limit, headers: { connection: 'close' } });
    const text = (await response.text()).slice(0, LARGEST_PAGE);
    return response.ok ? { text } : { problem: `HTTP status ${response.status}` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { problem: messageOf(cause) };
  }
}

/** The node whose text a page contains; of several the one with the longest text. */
export function answeringNode({ answers }: HttpCheck, text: string): string | undefined {
  const found = Object.entries(answers).filter(([, answer]) => text.includes(answer));
  return found.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
