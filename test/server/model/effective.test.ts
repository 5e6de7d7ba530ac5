import { expect, it } from 'vitest';
import { effective } from '../../../server/src/model/effective.ts';
import { toNode } from '../../../server/src/model/toNode.ts';
import type { Version } from '../../../server/src/schema/index.ts';
import { memoryFiles } from '../../support/memory.ts';

function of(lines: string, release?: Version) {
  const files = memoryFiles({ '/k': `vrrp_instance VI_1 {\n${lines}\n}\n` });
  const node = toNode('/k', { files });
  return effective(node.instances[0]!, node, release);
}
const PASS = 'authentication {\nauth_type PASS\nauth_pass 1111\n}';
const HMAC = 'auth_hmac {\nkey 1 0123456789abcdef0123456789abcdef\nactive_key 1\n}';
const list = (name: string, ...addresses: string[]) => `${name} {\n${addresses.join('\n')}\n}`;

it('authenticates with a password beside auth_hmac where the release does not know that', () => {
  const types = (['2.2.7', '2.4.0'] as const).map((release) => of(`${PASS}\n${HMAC}`, release).authentication?.type);
  expect(types).toEqual(['PASS', undefined]);
});

it('has the family of the first statement that shows one; excluded addresses show none', () => {
  const six = list('virtual_ipaddress', 'fd00::1');
  expect(of(six).family).toBe(6);
  expect(of(list('virtual_ipaddress_excluded', 'fd00::1')).family).toBe(4);
  expect(of(`unicast_src_ip 192.168.10.11\n${six}`).family).toBe(4);
  expect(of(`${list('unicast_peer', 'ngx2', 'fd00::2')}\n${list('virtual_ipaddress', '10.0.0.1')}`).family).toBe(6);
  expect(of('native_ipv6').family).toBe(6);
});
