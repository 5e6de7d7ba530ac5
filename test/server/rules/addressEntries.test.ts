import { expect, it } from 'vitest';
import { applyEdits, memoryFiles } from '../../support/memory.ts';
import { check, codesOf, describeCases, expectMarked } from './marked.ts';

const list = (entry: string): string => `static_ipaddress {\n    ${entry}\n}\n`;

describeCases('entries of address lists', [
  ['address-invalid', list('‹192.168.10.256›'), list('192.168.10.255 dev eth0')],
  ['address-invalid', list('‹fe80::1%eth0/64›'), list('fe80::1/64 dev eth0')],
  ['address-prefix-invalid', list('192.168.10.1/‹33› dev eth0'), list('192.168.10.1/32 dev eth0')],
  ['address-same-line', list('192.168.10.1/24 ‹192.168.10.2/24›'), list('192.168.10.1\n192.168.10.2')],
  ['address-option-unknown', list('192.168.10.1 dev eth0 ‹lable›'), list('192.168.10.1 label eth0:1')],
  ['address-option-unknown', list('192.168.10.1 ‹no-track›'), list('192.168.10.1 no_track')],
  [
    'address-option-unknown',
    list('192.168.10.1 ‹use_vmac›'),
    'vrrp_instance A {\nvirtual_ipaddress {\n192.168.10.1 use_vmac\n}\n}',
  ],
  ['address-option-value', list('192.168.10.1 ‹dev›'), list('192.168.10.1 dev eth0')],
  ['address-option-value', list('192.168.10.1 label ‹eth0:sixteenchars›'), list('192.168.10.1 label eth0:1')],
  ['address-option-value', list('192.168.10.1 scope ‹256›'), list('192.168.10.1 scope 253')],
  ['address-option-value', list('192.168.10.1/24 brd ‹192.168.10›'), list('192.168.10.1/24 brd 192.168.10.255')],
  ['address-option-value', list('192.168.10.1 preferred_lft ‹always›'), list('192.168.10.1 preferred_lft forever')],
  ['address-option-value', list('192.168.10.1 peer ‹192.168.10.2/24›'), list('192.168.10.1 peer 192.168.10.2')],
  ['address-option-conflict', list('192.168.10.1 dev eth0 ‹dev› eth1'), list('192.168.10.1 dev eth0')],
  ['address-option-conflict', list('192.168.10.1/32 ‹brd› +'), list('192.168.10.1/24 brd +')],
  ['address-option-conflict', list('2001:db8::1/64 ‹brd› +'), list('192.168.10.1/24 brd +')],
  ['address-option-conflict', list('2001:db8::1/64 ‹scope› link'), list('2001:db8::1/64 scope global')],
  ['address-option-conflict', list('2001:db8::1/64 ‹label› x'), list('2001:db8::1/64')],
  ['address-option-conflict', list('192.168.10.1 peer ‹2001:db8::2›'), list('2001:db8::1 peer 2001:db8::2')],
  ['address-option-conflict', list('192.168.10.1/24 peer ‹192.168.10.2›'), list('192.168.10.1 peer 192.168.10.2')],
]);

it('puts a second address on a line of its own', () => {
  const [finding] = expectMarked('address-same-line', list('10.0.0.1/24   ‹10.0.0.2/24›'));
  const texts = { '/node/keepalived.conf': list('10.0.0.1/24   10.0.0.2/24') };
  const fixed = applyEdits(texts, memoryFiles(texts), finding!.fixes![0]!.edits);
  expect(fixed['/node/keepalived.conf']).toBe(list('10.0.0.1/24\n    10.0.0.2/24'));
  expect(codesOf(fixed['/node/keepalived.conf']!)).not.toContain('address-same-line');
});

it('judges no entry with a value that is only known on the host', () => {
  expect(check(list('${_RANDOM} dev')).map(({ finding }) => finding.code)).toEqual([]);
});
