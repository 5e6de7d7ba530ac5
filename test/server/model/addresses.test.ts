import { expect, test } from 'vitest';
import { readAddress } from '../../../server/src/model/addresses.ts';

test.each([
  ['192.168.10.111', { family: 4, canonical: '192.168.10.111' }],
  ['192.168.10.111/24', { family: 4, canonical: '192.168.10.111', prefix: 24 }],
  ['fd00:0::1', { family: 6, canonical: 'fd00:0:0:0:0:0:0:1' }],
  ['FD00::1/64', { family: 6, canonical: 'fd00:0:0:0:0:0:0:1', prefix: 64 }],
  ['::ffff:10.0.0.1', { family: 6, canonical: '0:0:0:0:0:ffff:a00:1' }],
  ['fe80::1%eth0', { family: 6, canonical: 'fe80:0:0:0:0:0:0:1' }],
])('%s is an address', (text, expected) => expect(readAddress(text)).toEqual(expected));

test.each([
  '192.168.10',
  '192.168.10.256',
  '010.0.0.1',
  '10.0.0.1/33',
  'fd00::1/129',
  '10.0.0.1/',
  'fd00::1::2',
  'ens33',
  '',
  '1.2.3.4.5',
  '0x7f.0.0.1',
])('%j is none', (text) => expect(readAddress(text)).toBeUndefined());
