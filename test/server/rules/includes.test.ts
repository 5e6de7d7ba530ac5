import { describe, expect, it } from 'vitest';
import { toNode } from '../../../server/src/model/toNode.ts';
import { checkNode } from '../../../server/src/rules/check.ts';
import { applyEdits, memoryFiles, type Texts } from '../../support/memory.ts';

const MAIN = '/etc/keepalived/keepalived.conf';

const check = (text: string, more: Texts = {}, configId?: string) => {
  const texts = { [MAIN]: text, ...more };
  const files = memoryFiles(texts);
  const node = toNode(MAIN, { files, ...(configId !== undefined && { configId }) });
  const findings = checkNode(node, { version: '2.2.7', files });
  return { findings, fixed: () => applyEdits(texts, files, findings[0]!.fixes![0]!.edits)[MAIN] };
};
const said = (text: string, more: Texts = {}, configId?: string): string[] =>
  check(text, more, configId).findings.map(({ code, origin, severity }) => `${code} ${origin} ${severity}`);

const HERE = { '/etc/keepalived/d/a.conf': '$X=1\n' };

describe('what an include names', () => {
  it.each([
    ['is there', 'include d/a.conf\n', []],
    ['is there, matched by a wildcard', 'includea d/*.conf\n', []],
    ['is missing', 'include nope.conf\n', ['include-missing keepalived warning']],
    ['is missing, which counts as an error', 'includem nope.conf\n', ['include-missing keepalived error']],
    [
      'is missing, but only what cannot be read is an error',
      'includer nope.conf\n',
      ['include-missing keepalived warning'],
    ],
    ['is a wildcard without a match', 'include d/*.nope\n', ['include-not-found advice information']],
    ['is a wildcard without a match, which counts', 'includew d/*.nope\n', ['include-missing keepalived error']],
    ['is in a folder that is missing', 'include e/*.conf\n', ['include-missing keepalived warning']],
    ['is a folder', 'include d\n', ['include-skipped keepalived warning']],
    ['is a folder, which counts', 'includer d\n', ['include-skipped keepalived error']],
    ['lies elsewhere on the host', 'include /srv/x.conf\n', ['include-not-found advice information']],
    ['lies beside the configuration', 'include /etc/keepalived/x.conf\n', ['include-missing keepalived warning']],
    ['is only known on the host', 'include ${_INSTANCE}.conf\n', []],
  ])('%s', (_, text, expected) => expect(said(text, HERE)).toEqual(expected));

  it('counts as include_check says, from where it stands', () => {
    const set = (words: string): string[] =>
      said(`global_defs {\ninclude_check ${words}\n}\ninclude nope.conf\n`, HERE);
    expect(set('')).toEqual(['include-missing keepalived error']);
    expect(set('match')).toEqual(['include-missing keepalived error']);
    expect(set('read')).toEqual(['include-missing keepalived warning']);
    expect(said('include nope.conf\nglobal_defs {\ninclude_check\n}\n')).toEqual([
      'include-missing keepalived warning',
    ]);
  });

  it('is taken literally, quotes included', () => {
    const { findings, fixed } = check('include "d/a.conf"\n', HERE);
    expect(findings.map(({ code }) => code)).toEqual(['include-missing']);
    expect(findings[0]!.message).toContain('quotes');
    expect(fixed()).toBe('include d/a.conf\n');
  });
});

it('names that a file which is not to be seen may define are not called undefined', () => {
  const codes = (text: string) => check(text).findings.map(({ code }) => code);
  expect(codes('global_defs {\nrouter_id ${NAME}\n}\n')).toEqual(['undefined-definition']);
  expect(codes('include /srv/names.conf\nglobal_defs {\nrouter_id ${NAME}\n}\n')).toEqual(['include-not-found']);
});

it('a file that includes itself is reported where it does so', () => {
  const { findings } = check('include b.conf\n', { '/etc/keepalived/b.conf': 'include keepalived.conf\n' });
  expect(findings.map(({ code, place }) => [code, place.file])).toEqual([['include-cycle', '/etc/keepalived/b.conf']]);
});

it('an include that does not begin its line is read twice', () => {
  const instance = 'vrrp_instance A {\ninterface eth0\nvirtual_router_id 1\nvirtual_ipaddress {\n10.0.0.1\n}\n}\n';
  const more = { '/etc/keepalived/a.conf': instance };
  expect(said('include a.conf\n', more)).toEqual([]);
  expect(said('@x include a.conf\n', more, 'x')).toEqual([
    'include-read-twice advice warning',
    'block-duplicate keepalived error',
  ]);
});
