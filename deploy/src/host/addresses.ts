/** Who has which virtual address, as the hosts themselves say it. */
import { canonical, type Owners } from '../foretold.ts';
import type { Host, HostCall } from './host.ts';

export const LIST_ADDRESSES = 'exec ip -o addr show';

/** Of a line that `ip -o addr` or `ip -o monitor address` prints: the address, and the device that it is on. */
export function addressIn(line: string): { address: string; device: string } | undefined {
  const [, device = '', address] = /^(?:Deleted )?\d+:\s+(\S+)\s+inet6?\s+([^\s/]+)/.exec(line) ?? [];
  return address === undefined ? undefined : { address: canonical(address), device };
}

/** Asks every host. `addresses` are those that count, canonical; each has an entry. */
export async function readOwners(
  hosts: readonly Host[],
  addresses: readonly string[],
  call?: HostCall,
): Promise<Owners> {
  const held = await Promise.all(hosts.map((host) => host.ask(LIST_ADDRESSES, [], call)));
  const onHosts = held.map((text) => new Set(text.split('\n').map((line) => addressIn(line)?.address)));
  const ownersOf = (address: string): string[] =>
    hosts.filter((_, i) => onHosts[i]!.has(address)).map(({ node }) => node.name);
  return new Map(addresses.map((address) => [address, ownersOf(address)]));
}
