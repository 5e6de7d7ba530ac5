/** How the parts of a simulation are said, whichever way they are drawn. */
import type { AddressOutcome, MatrixGroup, Window } from '../../../server/src/index.ts';
import { verdictOf } from '../simulation.ts';
import type { Cell, Note, Pairs } from './simulationTable.ts';

/** `ngx1`, `nobody`, `two masters: ngx1, ngx2`. */
export function ownersInWords(outcome: AddressOutcome): string {
  const [owner = 'nobody', ...others] = outcome.owners;
  return others.length === 0 ? owner : `${mastersInWords(outcome)}: ${outcome.owners.join(', ')}`;
}

const mastersInWords = ({ owners }: AddressOutcome): string => `${owners.length === 2 ? 'two' : owners.length} masters`;

/** `2.6-3.6 s`; `0.6 s` where best and worst are as good as the same. */
export function secondsInWords(seconds: Window): string {
  const [best, worst] = seconds.map((bound) => bound.toFixed(1));
  return `${best === worst ? best : `${best}-${worst}`} s`;
}

/** `VI_1, VRID 51`; all names where the nodes call it differently. */
export function groupInWords({ instances, vrid }: MatrixGroup): string {
  const names = [...new Set(instances.values())].join('/');
  return vrid === undefined ? names : `${names}, VRID ${vrid}`;
}

/** `192.168.10.111 and 2 more`. */
export const addressesInWords = (addresses: readonly string[], most: number): string => some(addresses, most, ', ');

function some(words: readonly string[], most: number, separator: string): string {
  const first = words.slice(0, most).join(separator);
  return words.length > most ? `${first} and ${words.length - most} more` : first;
}

/** `ngx2`, `2.6-3.6 s`. How soon a second master is there matters to nobody. */
export const cellInWords = ({ outcome, verdict }: Cell): string[] => [
  ownersInWords(outcome),
  ...(outcome.seconds && verdict === 'owned' ? [secondsInWords(outcome.seconds)] : []),
];

/** Why it is so, and what its time is made of. */
export const explanation = ({ owners, reason, seconds, timing }: AddressOutcome): string[] => [
  reason,
  ...(seconds && timing && owners.length === 1 ? [`${secondsInWords(seconds)}: ${timing}`] : []),
];

const MOST_OF_NOTE = 4;

/** `down:ngx1: ngx2 owns 192.168.10.111`, `partition:ngx1|ngx2: two masters of 192.168.10.111: ngx1, ngx2`. */
export function noteInWords({ scenarios, addresses, outcome }: Note): string {
  const when = some(scenarios, MOST_OF_NOTE, '; ');
  const list = addressesInWords(addresses, MOST_OF_NOTE);
  if (verdictOf(outcome) !== 'split') return `${when}: ${ownersInWords(outcome)} owns ${list}`;
  return `${when}: ${mastersInWords(outcome)} of ${list}: ${outcome.owners.join(', ')}`;
}

/** `21 tried, 3 end worse than either failure alone`. */
export function pairsInWords({ tried, worse }: Pairs): string {
  const verdict = worse === 0 ? 'none ends' : worse === 1 ? '1 ends' : `${worse} end`;
  return `${tried} tried, ${verdict} worse than either failure alone`;
}
