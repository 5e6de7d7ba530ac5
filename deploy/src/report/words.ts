/** How the parts of a report are said, whichever way they are written down. */
import type { Window } from '../../../server/src/index.ts';
import type { Check, DrillRow, Report, Step } from './report.ts';

/** What has come of it, in a line: what was proved, or what failed and how the hosts are now. */
export function verdictOf(report: Report): string {
  const { ok, rolledBack, stranded } = report;
  if (ok) return rolledBack ? 'rolled back: every host is as it was before' : proofOf(report);
  const failed = [failuresIn(report.checks, 'checks'), failuresIn(report.drill, 'steps of the drill')].flat();
  const what = failed.length ? `failed: ${failed.join(', ')}` : report.problem === 'cancelled' ? 'cancelled' : 'failed';
  if (stranded.length) return `${what}; ${namesOf(stranded)} could not be put back`;
  return rolledBack ? `${what}; everything was put back` : what;
}

/** `verified: 2 addresses on their nodes, 8 checks`. */
function proofOf({ steps, checks, drill }: Report): string {
  const owned = new Set(checks.flatMap(({ name, address }) => (name === 'address on its owner' ? [address] : [])));
  const verified = [
    ...(owned.size
      ? [`${count(owned.size, 'address', 'addresses')} on ${owned.size === 1 ? 'its node' : 'their nodes'}`]
      : []),
    count(checks.length, 'check', 'checks'),
  ];
  const proofs = [
    ...(checks.length ? [`verified: ${verified.join(', ')}`] : []),
    ...(drill.length ? [`drilled: ${count(drill.length, 'event', 'events')} as foretold, ${longestGapOf(drill)}`] : []),
  ];
  return proofs.length ? proofs.join('; ') : `done: ${count(steps.length, 'step', 'steps')}`;
}

function longestGapOf(drill: readonly DrillRow[]): string {
  const longest = Math.max(0, ...drill.map(({ gapSeconds }) => gapSeconds ?? 0));
  return longest > 0 ? `longest gap ${secondsInWords(longest)}` : 'no gap';
}

function failuresIn(list: readonly { readonly ok: boolean }[], what: string): string[] {
  const failed = list.filter(({ ok }) => !ok).length;
  return failed ? [`${failed} of ${list.length} ${what}`] : [];
}

const namesOf = (nodes: Report['stranded']): string => nodes.map(({ node }) => node).join(', ');

const count = (number: number, one: string, several: string): string => `${number} ${number === 1 ? one : several}`;

/** `0.61 s`. */
export const secondsInWords = (seconds: number): string => `${seconds.toFixed(2)} s`;

/** `0.6 to 0.7 s`; `0 s` where there is to be none. */
export function windowInWords(window: Window): string {
  const [best, worst] = window.map((bound) => String(Math.round(bound * 100) / 100));
  return best === worst ? `${best} s` : `${best} to ${worst} s`;
}

/** `0.61 s, foretold 0.6 to 0.7 s`. */
export const gapInWords = (seconds: number, foretold: Window | null): string =>
  foretold ? `${secondsInWords(seconds)}, foretold ${windowInWords(foretold)}` : secondsInWords(seconds);

/** `ngx1: upload`. */
export const stepInWords = ({ node, name }: Step): string => [node, name].filter(Boolean).join(': ');

/** `ngx1: address on its owner (192.168.10.111)`. */
export const checkInWords = ({ name, node, address }: Check): string =>
  `${[node, name].filter(Boolean).join(': ')}${address && ` (${address})`}`;

/** `ngx1: stop keepalived`; so a timeline calls it too. */
export const eventInWords = ({ node, action }: Pick<DrillRow, 'node' | 'action'>): string => `${node}: ${action}`;

/** `ngx1: stop keepalived, 192.168.10.111 from ngx1 to ngx2`. */
export function rowInWords(row: DrillRow): string {
  const { address, from, to } = row;
  return `${eventInWords(row)}, ${address} ${from === to ? `stays on ${owner(to)}` : `from ${owner(from)} to ${owner(to)}`}`;
}

const owner = (owners: string): string => owners || 'nobody';

export const resultInWords = (ok: boolean): string => (ok ? 'ok' : 'FAILED');
