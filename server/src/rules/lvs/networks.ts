import ipaddr from 'ipaddr.js';
import type { Address } from '../../model/addresses.ts';

const bytesOf = ({ canonical }: Pick<Address, 'canonical'>): number[] => ipaddr.parse(canonical).toByteArray();

/** Whether nothing is set behind the first `length` bits: the address is that of a network. */
export const prefixBitsAreFree = (address: Address, length: number): boolean =>
  bytesOf(address).every((byte, i) => (byte & (0xff >> Math.min(8, Math.max(0, length - 8 * i)))) === 0);

/** fe80::/10: an address that means something on one link only (RFC 4291 section 2.5.6). */
export const isLinkLocal = (address: Pick<Address, 'canonical' | 'family'>): boolean => {
  const [first = 0, second = 0] = address.family === 6 ? bytesOf(address) : [];
  return first === 0xfe && (second & 0xc0) === 0x80;
};
