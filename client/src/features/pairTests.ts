/** What there is to be tried of a pair. */
import { addressesOf, type CheckKey, type Pair, verifyChecks } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { checkInWords } from './deployWords.ts';
import { checkId, rowId, type TestKind } from './testResults.ts';

export interface PairTest {
  readonly kind: TestKind;
  readonly id: string;
  readonly label: string;
}

/** Every check of a verification, and for a drill every address on every node that fails. */
export function testsOf(pair: Pair, t: Translate): PairTest[] {
  const addresses = addressesOf(pair);
  const failures = pair.inventory.nodes.flatMap(({ name: node }) => addresses.map((address) => ({ node, address })));
  return [
    ...verifyChecks(pair).map(
      (check): PairTest => ({ kind: 'verify', id: checkId(check), label: checkLabel(check, t) }),
    ),
    ...failures.map(
      ({ node, address }): PairTest => ({
        kind: 'drill',
        id: rowId({ node, address }),
        label: t('{0} fails: {1}', node, address),
      }),
    ),
  ];
}

/** Where first: the Test Explorer is narrow. */
const checkLabel = ({ name, node, address }: CheckKey, t: Translate): string =>
  [node, address, checkInWords(name, t)].filter(Boolean).join(': ');
