import ipaddr from 'ipaddr.js';

export interface Address {
  readonly family: 4 | 6;
  /** Equal where two spellings are the same address. */
  readonly canonical: string;
  readonly prefix?: number;
}

/** Cheap, because most words are no addresses and the library says so with exceptions. */
const MAY_BE_ADDRESS = /^(?:\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(?:%[^/]*)?)(?:\/\d{1,3})?$/;

/** A literal address with an optional prefix length, as keepalived reads it (inet_pton: four decimal parts, or IPv6). */
export function readAddress(text: string): Address | undefined {
  if (!MAY_BE_ADDRESS.test(text)) return undefined;
  const [address = '', length] = text.split('/');
  const family = address.includes(':') ? 6 : 4;
  const [plain = ''] = address.split('%');
  const valid = family === 6 ? ipaddr.IPv6.isValid(address) : ipaddr.IPv4.isValidFourPartDecimal(address);
  const prefix = length === undefined ? undefined : Number(length);
  if (!valid || (prefix !== undefined && prefix > (family === 6 ? 128 : 32))) return undefined;
  // Four decimal parts without leading zeros have one spelling only.
  const canonical = family === 6 ? ipaddr.IPv6.parse(plain).toNormalizedString() : plain;
  return prefix === undefined ? { family, canonical } : { family, canonical, prefix };
}

/** Negative, 0 or positive as the first one is lower, equal or higher, both canonical; IPv4 below IPv6. */
export function compareAddresses(a: string, b: string): number {
  const [left, right] = [a, b].map((address) => ipaddr.parse(address).toByteArray());
  if (!left || !right || left.length !== right.length) return (left?.length ?? 0) - (right?.length ?? 0);
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? 0 : left[at]! - right[at]!;
}
