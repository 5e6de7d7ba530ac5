import { describe, expect, it } from 'vitest';
import { rangeOf } from '../../../server/src/model/place.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import { applyEdits, memoryFiles } from '../../support/memory.ts';
import { codesOf, describeCases, instance } from './marked.ts';

const FIRST = instance('');
const SECOND = instance('', 'VI_2', 52);
const OPEN = FIRST.trimEnd().slice(0, -1);

/** Findings with the lines they explain, from 1. */
function explained(text: string): { code: string; lines: string }[] {
  const files = memoryFiles({ '/k': text });
  const tree = files.tree('/k')!;
  return checkNode(toNode('/k', { files }), { version: '2.2.7', files }).map(({ code, explains }) => ({
    code,
    lines: (explains ?? []).map((place) => rangeOf(tree, place).start.line + 1).join('-'),
  }));
}

/** The text after the first fix of the first finding. */
function fixed(text: string): string {
  const files = memoryFiles({ '/k': text });
  const [finding] = checkNode(toNode('/k', { files }), { version: '2.2.7', files });
  return applyEdits({ '/k': text }, files, finding!.fixes![0]!.edits)['/k']!;
}

describeCases('braces', [
  ['missing-brace', OPEN.replace(/^(\S+ \S+)/, '‹$1›'), FIRST],
  ['missing-brace', `${OPEN}${SECOND.replace(/^(\S+ \S+)/, '‹$1›')}`, FIRST + SECOND],
  [
    'missing-brace',
    instance('authentication {\nauth_type PASS\nauth_pass 1\n‹track_interface› {\neth1\n}'),
    instance('authentication {\nauth_type PASS\nauth_pass 1\n}'),
  ],
  [
    'missing-brace',
    instance('track_interface {\neth1\n‹virtual_ipaddress_excluded› {\n10.0.0.9\n}'),
    instance('track_interface {\neth1\n}'),
  ],
  [
    'missing-open-brace',
    instance('authentication\n‹auth_type PASS›\nauth_pass 1\n}\npriority 100'),
    instance('authentication\n\n{\nauth_type PASS\nauth_pass 1\n}\npriority 100'),
  ],
  [
    'missing-open-brace',
    'vrrp_instance A {\ntrack_interface\neth1\n}\n‹priority 100›\n}',
    instance('track_interface\n{ eth1 }'),
  ],
  ['unexpected-open-brace', instance('‹{›\npriority 100'), instance('priority 100')],
  ['unexpected-open-brace', instance('priority 100 ‹{›\n}\nadvert_int 1'), instance('priority 100')],
  ['unexpected-close-brace', `${FIRST}‹}›\n${SECOND}`, FIRST + SECOND],
  [
    'block-in-list',
    instance('track_interface {\neth1 ‹{›\nweight 5\n}\n}'),
    instance('track_interface { eth1 weight 5 }'),
  ],
]);

describe('what a lost brace explains', () => {
  it('stands for the lines that keepalived complains of, and has no companions', () => {
    expect(explained(OPEN + SECOND)).toEqual([{ code: 'missing-brace', lines: '8-8' }]);
    expect(explained(instance('authentication\nauth_type PASS\nauth_pass 1\n}\npriority 100'))).toEqual([
      { code: 'missing-open-brace', lines: '8-12' },
    ]);
  });

  it('gives every complaint to the nearest cause above it', () => {
    const text = instance('prioriti {\n}') + instance('prioriti {\n}', 'VI_2', 52);
    expect(explained(text)).toEqual([
      { code: 'unknown-keyword', lines: '7-9' },
      { code: 'unknown-keyword', lines: '16-18' },
    ]);
  });

  it('says nothing of braces that wait for the next line', () => {
    expect(codesOf(FIRST.replaceAll(' {', '\n\n  # here\n{'))).toEqual([]);
  });

  it('reads what an unknown @id leaves of a block as keepalived does', () => {
    expect(codesOf(`@other vrrp_instance X {\n@other state MASTER\n@other }\n${FIRST}`)).toEqual([]);
    expect(codesOf(`@other vrrp_instance X {\nstate MASTER\n}\n${FIRST}`)).toEqual([
      'unknown-keyword',
      'unexpected-close-brace',
    ]);
  });
});

describe('fixes of braces', () => {
  it.each([
    ['at the end of the file', OPEN.trimEnd(), `${OPEN.trimEnd()}\n}`],
    ['before the next block', `${OPEN.trimEnd()}\n${SECOND}`, `${OPEN.trimEnd()}\n}\n${SECOND}`],
    [
      'in the block that really lacks it',
      instance('    authentication {\n        auth_type PASS\n    track_interface {\n        eth1\n    }'),
      instance('    authentication {\n        auth_type PASS\n    }\n    track_interface {\n        eth1\n    }'),
    ],
    [
      'where the outer brace closed the inner block',
      `vrrp_instance A {\n  interface eth0\n  virtual_ipaddress {\n    10.0.0.1\n}\n${SECOND}`,
      `vrrp_instance A {\n  interface eth0\n  virtual_ipaddress {\n    10.0.0.1\n  }\n}\n${SECOND}`,
    ],
    ['a missing {', instance('authentication\nauth_type PASS\n}'), instance('authentication {\nauth_type PASS\n}')],
    ['a stray }', `${FIRST}}\n${SECOND}`, `${FIRST}\n${SECOND}`],
    ['braces that belong to nothing', instance('priority 100 {}'), instance('priority 100 ')],
  ])('%s', (_, broken, right) => {
    expect(fixed(broken)).toBe(right);
  });
});
