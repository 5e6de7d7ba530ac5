/** What the preflight wants to know of a node's host. */
import type { Needs } from '../host/facts.ts';
import type { InventoryNode } from '../inventory.ts';
import type { Pair } from '../pair.ts';
import { includesOf } from './includes.ts';
import { NEEDED_PROGRAMS } from './packages.ts';
import { virtualAddressesOf } from './routers.ts';
import { interpreterOf } from './scripts.ts';
import { DEFAULT_USER } from './scriptUsers.ts';
import { namesOf, scriptUsesOf } from './scriptUses.ts';
import { foldersOf } from './space.ts';

export function needsOf(pair: Pair, node: InventoryNode): Needs {
  const config = pair.cluster.members.find(({ name }) => name === node.name)?.node;
  const placements = pair.placements.get(node.name) ?? [];
  const programs = config ? scriptUsesOf(config).map(({ program }) => program) : [];
  const interpreters = placements
    .filter(({ target }) => programs.includes(target))
    .flatMap(({ content }) => interpreterOf(content) ?? []);
  const probes = config
    ? virtualAddressesOf(config)
        // Nobody else answers on the loopback, which does without neighbours.
        .filter(({ device }) => device !== 'lo')
        .map(({ device, canonical: address }) => ({ device, address }))
    : [];
  return {
    packages: pair.inventory.packages,
    services: [...pair.inventory.services, 'systemd-networkd'],
    programs: unique([...NEEDED_PROGRAMS, ...programs.filter((name) => !name.includes('/')), ...interpreters]),
    scripts: unique(programs.filter((name) => name.startsWith('/'))),
    users: config ? unique([DEFAULT_USER, ...namesOf(config.settings, 'user')]) : [],
    groups: config ? namesOf(config.settings, 'group') : [],
    probes,
    includes: config ? unique(includesOf(config, placements).map(({ there }) => there)) : [],
    folders: foldersOf(placements),
  };
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
