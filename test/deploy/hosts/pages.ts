// What answers at the virtual addresses, as the client machine sees it.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import type { Lab } from '../../lab/hosts.ts';
import { readOwners } from '../../lab/owners.ts';

export interface Answer {
  /** Milliseconds since 1970, when it was asked. */
  readonly at: number;
  readonly address: string;
  /** Undefined where none came. */
  readonly page: string | undefined;
}

export interface Asking {
  /** All so far. */
  readonly answers: readonly Answer[];
  /** Done when all that was asked has been answered, or has not. */
  end(): Promise<readonly Answer[]>;
}

const ASKER = fileURLToPath(new URL('asker.ts', import.meta.url));

/** Asks each address again and again, so many milliseconds apart. */
export function askAgainAndAgain(lab: Lab, addresses: readonly string[], interval = 20): Asking {
  const asker = lab.startOnClient(process.execPath, [ASKER, `${interval}`, ...addresses]);
  const answers: Answer[] = [];
  asker.stderr.resume();
  createInterface(asker.stdout).on('line', (line) => answers.push(JSON.parse(line)));
  return {
    answers,
    async end() {
      asker.stdin.end();
      await once(asker, 'close');
      return answers;
    },
  };
}

/** Who has each address and what it answers, such as "ngx1: web1"; only what the hosts do not have by themselves. */
export async function served(lab: Lab): Promise<Record<string, string>> {
  const owners = await ownersOf(lab);
  const pages = await askAgainAndAgain(lab, Object.keys(owners), 0).end();
  return Object.fromEntries(pages.map(({ address, page }) => [address, `${owners[address]}: ${page?.trim()}`]));
}

const ownersOf = async (lab: Lab): Promise<Record<string, string>> =>
  Object.fromEntries([...(await readOwners(lab))].map(([address, names]) => [address, names.join(' + ')]));

/** The example pairs at rest. */
export const MASTER_MASTER = { '192.168.10.111': 'ngx1: web1', '192.168.10.112': 'ngx2: web2' };
export const MASTER_BACKUP = { '192.168.10.111': 'ngx1: web1' };

export async function untilServed(lab: Lab, wanted: Readonly<Record<string, string>>): Promise<void> {
  const owners = Object.fromEntries(
    Object.entries(wanted).map(([address, text]) => [address, text.replace(/:.*/, '')]),
  );
  const soon = { timeout: 60_000, interval: 200 };
  // Pages are asked for by a process of its own, each time.
  await vi.waitFor(async () => expect(await ownersOf(lab)).toEqual(owners), soon);
  await vi.waitFor(async () => expect(await served(lab)).toEqual(wanted), soon);
}
