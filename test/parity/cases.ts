/** The configurations that both read: one for every keyword and option, generated ones, and those with one mistake. */
import type { Version } from '../../server/src/schema/index.ts';
import { createRandom } from '../support/random.ts';
import { generate } from './generator.ts';
import { MUTATIONS, type Mutation, mutate } from './mutator.ts';

export interface Case {
  /** What it is counted under. */
  readonly family: string;
  readonly name: string;
  readonly text: string;
  /** keepalived must have nothing to say. */
  readonly valid?: true;
}

const KINDS = Object.keys(MUTATIONS) as Mutation[];

/** A generated configuration for each number, as it is and with one mistake. */
export function generatedCases(seed: number, count: number, version: Version): Case[] {
  return Array.from({ length: count }, (_, nth): Case[] => {
    const random = createRandom(seed * 1_000_003 + nth);
    const text = generate(random, version);
    const mutation = KINDS[nth % KINDS.length]!;
    return [
      { family: 'generated', name: `generated ${nth}`, text, valid: true },
      { family: `mutated: ${mutation}`, name: `mutated ${nth}, ${mutation}`, text: mutate(text, mutation, random) },
    ];
  }).flat();
}
