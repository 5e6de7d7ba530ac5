/** Asks the pages of the inventory from this machine. */
import { readPage, requestPage } from '../http.ts';
import type { HttpCheck } from '../inventory.ts';

/** Milliseconds that one page may take. */
const LONGEST_PAGE = 3000;
/** Bytes of a page that count. */
const LARGEST_PAGE = 64 * 1024;

export type Page = { readonly text: string } | { readonly problem: string };

/** An answer that leads elsewhere counts as it is, as it does where nodes ask each other. Never rejects. */
export function askPage(url: string, signal: AbortSignal): Promise<Page> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LONGEST_PAGE)]);
  return new Promise((resolve) => {
    const fail = (problem: string): void => resolve({ problem });
    const request = requestPage(url, limit, (response) => {
      const status = response.statusCode ?? 0;
      readPage(response, LARGEST_PAGE, (text) => (status < 400 ? resolve({ text }) : fail(`HTTP status ${status}`)));
      response.once('close', () => fail('the answer was cut off'));
    });
    request.on('error', ({ message }) => fail(limit.aborted ? `no answer in ${LONGEST_PAGE / 1000} s` : message));
  });
}

/** The node whose text a page contains; of several the one with the longest text. */
export function answeringNode({ answers }: HttpCheck, text: string): string | undefined {
  const found = Object.entries(answers).filter(([, answer]) => text.includes(answer));
  return found.sort(([, a], [, b]) => b.length - a.length)[0]?.[0];
}
