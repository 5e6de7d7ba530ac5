/** The example pairs, and what one wrong change to one node's file leads to. */
import { describe, expect, test } from 'vitest';
import type { Texts } from '../../support/memory.ts';
import { allPairFindings, exampleTexts, pairFindings, whatAndWhere } from './support.ts';

const AUTHENTICATION = /\n {4}authentication \{[^}]*\}/;

/** Changes the first match in a file; which node, and what it must lead to. */
const CHANGES: readonly [name: string, node: 'ngx1' | 'ngx2', from: string | RegExp, to: string, code: string][] = [
  ['VRID 51 to 61', 'ngx2', 'virtual_router_id 51', 'virtual_router_id 61', 'pair-vrid-mismatch'],
  ['VRID 51 to 61', 'ngx1', 'virtual_router_id 51', 'virtual_router_id 61', 'pair-vrid-mismatch'],
  ['VRID 51 to that of the other group', 'ngx2', 'virtual_router_id 51', 'virtual_router_id 52', 'pair-vrid-mismatch'],
  ['another auth_pass', 'ngx2', 'auth_pass 1111', 'auth_pass 2222', 'pair-auth-mismatch'],
  ['another auth_pass', 'ngx1', 'auth_pass 1111', 'auth_pass 2222', 'pair-auth-mismatch'],
  ['no authentication', 'ngx2', AUTHENTICATION, '', 'pair-auth-mismatch'],
  ['no authentication', 'ngx1', AUTHENTICATION, '', 'pair-auth-mismatch'],
  ['another auth_type', 'ngx2', 'auth_type PASS', 'auth_type AH', 'pair-auth-mismatch'],
  ['priority 99 to 100', 'ngx2', 'priority 99', 'priority 100', 'pair-priority-equal'],
  ['priority 99 to 150', 'ngx2', 'priority 99', 'priority 150', 'pair-priority-inverted'],
  ['advert_int 1 to 2', 'ngx2', 'advert_int 1', 'advert_int 2', 'pair-advert-mismatch'],
  ['advert_int 1 to 2', 'ngx1', 'advert_int 1', 'advert_int 2', 'pair-advert-mismatch'],
  ['another address', 'ngx2', '192.168.10.111\n', '192.168.10.113\n', 'pair-addresses-mismatch'],
  ['another address', 'ngx1', '        192.168.10.111\n', '        192.168.10.113\n', 'pair-addresses-mismatch'],
  [
    'one address more',
    'ngx2',
    '        192.168.10.111\n',
    '        192.168.10.111\n        192.168.10.113\n',
    'pair-addresses-mismatch',
  ],
  ['BACKUP to MASTER', 'ngx2', 'state BACKUP', 'state MASTER', 'pair-state-masters'],
  ['version 3', 'ngx2', 'advert_int 1', 'advert_int 1\n    version 3', 'pair-version-mismatch'],
  ['version 3 for all', 'ngx1', 'router_id', 'vrrp_version 3\n    router_id', 'pair-version-mismatch'],
  [
    'unicast',
    'ngx2',
    'advert_int 1',
    'advert_int 1\n    unicast_peer {\n        192.168.10.11\n    }',
    'pair-transport-mismatch',
  ],
];

/** In master-master: the text that is changed last stands in the comment of line 1 too. */
const change = (text: string, from: string | RegExp, to: string): string => {
  const [first = '', ...rest] = text.split('\n');
  const changed = rest.join('\n').replace(from, to);
  expect(changed).not.toBe(rest.join('\n'));
  return [first, changed].join('\n');
};

/** Applies the first preferred fix until there is none left, in one group after the other. */
function followPreferred(texts: Texts): Texts {
  const { findings, apply } = pairFindings(texts);
  const fix = findings.flatMap(({ fixes = [] }) => fixes).find(({ preferred }) => preferred);
  return fix ? followPreferred(apply(fix)) : texts;
}

describe.each([false, true])('the example pairs, with a cluster file: %s', (withClusterFile) => {
  test.each([
    ['master-master', ['ngx1', 'ngx1', 'ngx2', 'ngx2']],
    ['master-backup', ['ngx1', 'ngx2']],
  ])('%s has nothing above information: as the tutorial that it is taken from, it checks no service', (name, nodes) => {
    const { findings } = allPairFindings(exampleTexts(name, withClusterFile));
    expect(findings.map(({ severity, code }) => `${severity} ${code}`)).toEqual(
      nodes.map(() => 'information pair-unhealthy-blind'),
    );
    expect(findings.map(({ place }) => place.file.split('/').at(-2)).sort()).toEqual(nodes);
  });

  test.each(CHANGES)('%s on %s', (_, node, from, to, code) => {
    const texts = exampleTexts('master-master', withClusterFile);
    const file = `/ws/${node}/keepalived.conf`;
    const changed = { ...texts, [file]: change(texts[file]!, from, to) };
    const { findings, apply } = pairFindings(changed);
    expect(whatAndWhere(findings)).toEqual([`${code} ngx1/keepalived.conf`, `${code} ngx2/keepalived.conf`]);
    for (const finding of findings) {
      expect(finding.related?.length).toBe(1);
      expect(finding.related![0]!.place.file).not.toBe(finding.place.file);
      expect(finding.message).not.toMatch(/1111|2222/);
    }
    // Whatever is offered takes findings away, and following what is preferred leaves none.
    const fixes = findings.flatMap((finding) => finding.fixes ?? []);
    for (const fix of fixes) expect(pairFindings(apply(fix)).findings.length).toBeLessThan(findings.length);
    expect(pairFindings(followPreferred(changed)).findings).toEqual([]);
  });
});
