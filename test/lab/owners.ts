// Who has which address, as the hosts themselves say it.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, Lab } from './hosts.ts';

/** Names of hosts, in the lab's order, by the addresses that they have besides their own. */
export type Owners = ReadonlyMap<string, readonly string[]>;

/** An address that came to a host or went from it. */
export interface Change {
  /** Milliseconds since 1970, as the kernel's message was taken. */
  readonly at: number;
  readonly host: string;
  readonly address: string;
  readonly gained: boolean;
}

export interface Watch {
  /** All so far, in their order for each host. */
  readonly changes: readonly Change[];
}

const ADDRESS = /\binet6? ([^\s/]+)/;

/** The address that a line of `ip -o` speaks of, unless it is one that the host has by itself. */
function virtualAddress(line: string, { ownAddresses }: Host): string | undefined {
  const [, address] = ADDRESS.exec(line) ?? [];
  if (address === undefined || ownAddresses.includes(address)) return undefined;
  return /^(127\.|::1$|fe80:)/.test(address) ? undefined : address;
}

/** Asks every host. One that is switched off has nothing. */
export async function readOwners({ hosts, keeper }: Lab): Promise<Owners> {
  const owners = new Map<string, string[]>();
  for (const host of hosts.filter(({ isOn }) => isOn)) {
    const addresses = await keeper.run('ip', ['-n', host.name, '-o', 'addr', 'show']);
    for (const line of addresses.split('\n')) {
      const address = virtualAddress(line, host);
      if (address !== undefined) owners.set(address, [...(owners.get(address) ?? []), host.name]);
    }
  }
  return owners;
}

/** Has the kernel of every host tell of each address that comes or goes, until the lab ends. */
export function watchAddresses({ hosts, keeper }: Lab): Watch {
  const changes: Change[] = [];
  for (const host of hosts) {
    const monitor = keeper.start('ip', ['-n', host.name, '-ts', '-o', 'monitor', 'address']);
    monitor.stderr.resume();
    createInterface(monitor.stdout).on('line', (line) => {
      const [, time = '', what = ''] = /^\[(.+?)\] (.*)$/.exec(line) ?? [];
      const address = virtualAddress(what, host);
      if (address === undefined) return;
      changes.push({ at: Date.parse(time), host: host.name, address, gained: !what.startsWith('Deleted ') });
    });
  }
  return { changes };
}

/** Waits until no address has come or gone for that long, in milliseconds, counted from now at the earliest. */
export async function untilRest({ changes }: Watch, quiet: number, patience: number): Promise<void> {
  const begin = Date.now();
  const restsFrom = (): number => Math.max(begin, changes.at(-1)?.at ?? 0) + quiet;
  while (Date.now() < restsFrom()) {
    if (Date.now() > begin + patience) throw new Error(`The addresses are not at rest after ${patience / 1000} s.`);
    await sleep(Math.max(1, restsFrom() - Date.now()));
  }
}
