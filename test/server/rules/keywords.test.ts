import { describe, expect, it } from 'vitest';
import type { Version } from '../../../server/src/schema/index.ts';
import { applyEdits, memoryFiles } from '../../support/memory.ts';
import { check, codesOf, describeCases, expectMarked, instance } from './marked.ts';

const messageOf = (text: string, version?: Version): string => check(text, version)[0]!.finding.message;

describeCases('keywords', [
  ['unknown-keyword', instance('‹prioriti› 100'), instance('priority 100')],
  ['unknown-keyword', instance('‹Priority› 100'), instance('priority 100')],
  ['unknown-keyword', '‹foo› {\nbar 1\n}\n', ''],
  ['unknown-keyword', '‹$X› = 1\n', '$X=1\n'],
  ['newer-than-target', 'global_defs {\n‹use_symlink_paths›\n}\n', 'global_defs {\n}\n'],
  ['undefined-definition', instance('priority ‹${PRIO}›'), `$PRIO=100\n${instance('priority ${PRIO}')}`],
  ['byte-order-mark', '‹\uFEFFglobal_defs› {\n}\n', 'global_defs {\n}\n'],
  ['deprecated-keyword', instance('‹linkbeat_use_polling›'), instance('')],
  ['old-spelling', 'global_defs {\n‹lvs_process_name› x\n}', 'global_defs {\nchecker_process_name x\n}'],
]);

describe('an unknown keyword', () => {
  it('names the likely one and offers it', () => {
    const text = instance('prioriti 100');
    const [{ finding }] = check(text) as [ReturnType<typeof check>[number]];
    expect(finding.message).toContain('Did you mean `priority`?');
    const files = memoryFiles({ '/node/keepalived.conf': text });
    const after = applyEdits({ '/node/keepalived.conf': text }, files, finding.fixes![0]!.edits);
    expect(after['/node/keepalived.conf']).toBe(instance('priority 100'));
  });

  it('says where it belongs', () => {
    expect(messageOf(instance('router_id ngx1'))).toContain('It belongs in global_defs.');
    expect(messageOf('auth_type PASS\n')).toContain('It belongs in authentication.');
    expect(messageOf(instance('net_namespace x'))).toContain('It belongs at the top level.');
  });

  it('is one finding, whatever follows from it', () => {
    const mistyped = instance('').replace('vrrp_instance', 'vrrp_instnce');
    const [{ finding }, ...others] = check(mistyped) as [ReturnType<typeof check>[number]];
    expect([finding.code, others]).toEqual(['unknown-keyword', []]);
    expect(finding.message).toContain('Did you mean `vrrp_instance`?');
  });

  it('leaves the block to be checked as what it was meant to be', () => {
    const text = instance('priority ‹300›').replace('vrrp_instance', 'vrrp_instnce');
    expectMarked('number-out-of-range', text);
  });

  it('is not repeated for the lines of a block that nobody knows', () => {
    expect(codesOf('foo {\nbar 1\nbaz {\nqux\n}\n}\n')).toEqual(['unknown-keyword']);
  });
});

describe('the release', () => {
  it('decides what is known', () => {
    const text = 'global_defs {\nuse_symlink_paths\n}\n';
    expect(codesOf(text, '2.2.8')).toEqual(['newer-than-target']);
    expect(codesOf(text, '2.3.0')).toEqual([]);
    expect(messageOf(text, '2.2.7')).toContain('keepalived 2.3.0');
  });
});

describe('definitions', () => {
  it('are reported once for each name', () => {
    const text = instance('priority ${PRIO}\nadvert_int ${INT}\npreempt_delay ${PRIO}');
    expect(codesOf(text)).toEqual(['undefined-definition', 'undefined-definition']);
  });

  it('of keepalived itself and of generated lines are not missed', () => {
    expect(codesOf('global_defs {\nrouter_id ${_INSTANCE}\nstartup_script_timeout ${_RANDOM 1 9}\n}\n')).toEqual([]);
    expect(codesOf(`~SEQ(N, 1, 3) static_ipaddress { 10.0.0.\${N} dev eth0 }\n`)).toEqual([]);
  });
});
