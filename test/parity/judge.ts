/** Lets keepalived and our rules read configurations, and holds the one against the other. */
import type { Case } from './cases.ts';
import { compare, type Difference, findingsOf } from './compare.ts';
import { type Explained, explanationOf, lineOf } from './explained.ts';
import type { Keepalived, Message } from './keepalived.ts';

export interface JudgedDifference extends Difference {
  /** The line, or nothing where the difference has none. */
  readonly text: string;
  readonly explained?: Explained;
}

export interface Judged {
  readonly of: Case;
  readonly agreed: number;
  readonly differences: readonly JudgedDifference[];
  /** What keepalived says of a configuration that ought to be in order. */
  readonly unexpected: readonly Message[];
}

export async function judge(of: Case, keepalived: Keepalived): Promise<Judged> {
  const { file, version } = keepalived;
  const verdict = await keepalived.judge(of.text);
  const { agreed, differences } = compare(verdict, findingsOf(file, of.text, version));
  return {
    of,
    agreed,
    differences: differences.map((difference) => {
      const explained = explanationOf(difference, of, version);
      return { ...difference, text: lineOf(of.text, difference), ...(explained && { explained }) };
    }),
    unexpected: of.valid ? verdict.messages : [],
  };
}

/** Every keepalived takes the next case as soon as it is free. */
export async function judgeAll(
  cases: readonly Case[],
  keepaliveds: readonly Keepalived[],
  tell: (judged: Judged) => void = () => {},
): Promise<Judged[]> {
  const judged: Judged[] = [];
  let next = 0;
  const work = async (keepalived: Keepalived): Promise<void> => {
    for (let nth = next++; nth < cases.length; nth = next++) {
      judged[nth] = await judge(cases[nth]!, keepalived);
      tell(judged[nth]!);
    }
  };
  await Promise.all(keepaliveds.map(work));
  return judged;
}

export interface Tally {
  agreed: number;
  missed: number;
  false: number;
  explained: number;
}

const nothing = (): Tally => ({ agreed: 0, missed: 0, false: 0, explained: 0 });

/** Of the lines that either speaks of, how many both do, in percent. What is explained is no agreement. */
export const agreement = ({ agreed, missed, false: wrong, explained }: Tally): number => {
  const all = agreed + missed + wrong + explained;
  return all > 0 ? (100 * agreed) / all : 100;
};

export function tally(judged: readonly Judged[]): Tally {
  const sum = nothing();
  for (const { agreed, differences } of judged) {
    sum.agreed += agreed;
    for (const { kind, explained } of differences) sum[explained ? 'explained' : kind] += 1;
  }
  return sum;
}
