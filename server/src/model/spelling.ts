import { editDistance } from './settings.ts';

/** The word that another was probably meant to be: at most two letters differ, fewer in a short one. */
export function closestWord(word: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let distance = Math.min(2, Math.floor(word.length / 3)) + 1;
  for (const candidate of words) {
    if (Math.abs(candidate.length - word.length) >= distance) continue;
    const own = editDistance(word, candidate);
    if (own < distance) [best, distance] = [candidate, own];
  }
  return best;
}
