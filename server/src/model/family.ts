/** The family of an instance: the first statement that shows one decides (vrrp_parser.c, vrrp_data.c). */
import { readAddress } from './addresses.ts';
import type { Setting } from './settings.ts';

/** Addresses of these make the instance theirs; those of virtual_ipaddress_excluded may be of any family. */
const SINGLE = ['unicast_src_ip', 'mcast_src_ip', 'mcast_dst_ip'];
const LISTS = ['unicast_peer', 'virtual_ipaddress'];

/** Undefined where nothing shows it: keepalived then takes the instance for IPv4. */
export function familyOf(children: readonly Setting[]): 4 | 6 | undefined {
  for (const { keyword, directive } of children) {
    if (!keyword) continue;
    if (keyword.name === 'native_ipv6') return 6;
    const entries = LISTS.includes(keyword.name) ? (directive.block?.body ?? []) : [];
    const words = SINGLE.includes(keyword.name)
      ? directive.words.slice(1, 2)
      : entries.map(({ words: [first] }) => first);
    for (const { text } of words) {
      const address = readAddress(text);
      if (address) return address.family;
    }
  }
  return undefined;
}
