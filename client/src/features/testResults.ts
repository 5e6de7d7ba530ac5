/** Which part of a report each test of the Test Explorer stands for. */
import type { CheckKey, Report } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { actionInWords } from './deployWords.ts';

export type TestKind = 'verify' | 'drill';

export interface TestResult {
  readonly id: string;
  readonly ok: boolean;
  /** What was seen, in lines. */
  readonly evidence: string;
}

export const checkId = ({ name, node, address }: CheckKey): string => ['verify', name, node, address].join('|');

export const rowId = ({ node, address }: { readonly node: string; readonly address: string }): string =>
  ['drill', node, address].join('|');

/** Of what a report has so far. A node's way down and its way back are one test. */
export function resultsOf({ checks, drill }: Pick<Report, 'checks' | 'drill'>, t: Translate): TestResult[] {
  const rows = Map.groupBy(drill, rowId);
  return [
    ...checks.map((check) => ({ id: checkId(check), ok: check.ok, evidence: check.evidence })),
    ...[...rows].map(([id, own]) => ({
      id,
      ok: own.every(({ ok }) => ok),
      evidence: own.map(({ action, evidence }) => `${actionInWords(action, t)}: ${evidence}`).join('\n'),
    })),
  ];
}
