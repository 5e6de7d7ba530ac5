/** What a drill interrupts, for how long, and what brings it back: for whoever has to agree to it. */
import type { Window } from '../../../server/src/index.ts';
import { agree, canonical, nodesInWords } from '../foretold.ts';
import { type Course, type Expectation, foretoldGap, type Stroke } from './course.ts';

/** A sentence each. `seconds`: after which a host helps itself, by stroke. */
export function announcement({ strokes, before, after }: Course, seconds: readonly number[]): string[] {
  const stays = strokes[0]!.down.filter(({ address }) => !agreeOn(canonical(address), before, after));
  return [
    ...strokes.flatMap((stroke, i) => [opening(stroke, i), ...stroke.down.map(duringSentence), comeback(stroke)]),
    ...(agree(before, after) ? ['In the end every address is where it is now.'] : []),
    ...stays.map(
      ({ address }) =>
        `In the end ${address} is on ${nodesInWords(after.get(canonical(address)) ?? [])}, not where it is now.`,
    ),
    wayBack(strokes[0]!, Math.max(...seconds)),
  ];
}

const agreeOn = (address: string, before: Course['before'], after: Course['after']): boolean =>
  before.get(address)?.join() === after.get(address)?.join();

function opening({ disturbance: { node, target } }: Stroke, i: number): string {
  const then = i === 0 ? '' : 'Then ';
  return target.kind === 'service'
    ? `${then}${target.service} is stopped on ${node}.`
    : `${then}${target.interfaces.join(' and ')} of ${node} ${target.interfaces.length > 1 ? 'are' : 'is'} taken down.`;
}

function duringSentence(expectation: Expectation): string {
  const { address, from, to } = expectation;
  if (from.length === 0) return `${address} is on no node before.`;
  if (to.length === 0) return `${address} is on no node then, and does not answer until the way back.`;
  if (from.join() === to.join()) return `${address} stays on ${nodesInWords(from)}.`;
  return `${address} goes from ${nodesInWords(from)} to ${nodesInWords(to)} and does not answer for ${spanText(foretoldGap(expectation, false))}.`;
}

function comeback({ disturbance: { node, target }, up }: Stroke): string {
  const moves = up.filter(({ from, to }) => from.join() !== to.join());
  const what =
    target.kind === 'service' ? `${target.service} is started on ${node} again` : `The network of ${node} comes back`;
  const where = moves.map(
    ({ address, to, seconds }) => `${address} goes to ${nodesInWords(to)} within ${text(seconds?.[1] ?? 0)} s`,
  );
  return `${what}; ${where.join(', ') || 'no address moves'}.`;
}

const wayBack = ({ disturbance: { target } }: Stroke, seconds: number): string =>
  target.kind === 'service'
    ? `Nothing is stopped before the host itself has a timer that starts it again after ${seconds} s at the latest, whatever becomes of this machine.`
    : `The host itself brings its network back after ${seconds} s at the latest, whatever becomes of this machine.`;

const spanText = (window: Window | null): string => {
  if (window === null) return 'a time that cannot be foretold';
  const [best, worst] = window.map(text);
  return best === worst ? `${best} s` : `${best} to ${worst} s`;
};
const text = (seconds: number): string => String(Number(seconds.toFixed(2)));
