/** The inventory: each pair as a group, with everything in which pairs differ. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { DEFAULT_VERSION } from '../../../server/src/index.ts';
import { canonical, ownersOf, restsOf } from '../foretold.ts';
import { type InventoryNode, KEEPALIVED } from '../inventory.ts';
import { readDestination } from '../ssh/destination.ts';
import type { NamedPair } from './names.ts';
import { literal, toYaml } from './yaml.ts';

const HEADER = '# Written by keepalived-ha export ansible.\n\n';

/** `folder`, absolute, is where the playbook will be: paths of files are relative to it. */
export const inventoryOf = (pairs: readonly NamedPair[], folder: string): string => {
  const groups = pairs.map((named): [string, object] => [named.group, groupOf(named, folder)]);
  return HEADER + toYaml({ all: { children: Object.fromEntries(groups) } });
};

function groupOf({ pair, hosts }: NamedPair, folder: string): object {
  const { inventory, cluster, secrets } = pair;
  const addressesOf = (owners: ReadonlyMap<string, readonly string[]>, name: string): string[] =>
    [...owners].filter(([, nodes]) => nodes.includes(name)).map(([address]) => asShown(address));
  const rests = restsOf(cluster, cluster.keepalivedVersion ?? DEFAULT_VERSION).map(({ outcomes }) =>
    ownersOf(outcomes),
  );
  return {
    hosts: Object.fromEntries(inventory.nodes.map((node) => [hosts.get(node.name), hostOf(node, folder)])),
    vars: {
      keepalived_packages: inventory.packages,
      // Besides keepalived itself.
      keepalived_services: inventory.services.filter((service) => service !== KEEPALIVED),
      keepalived_has_secrets: secrets.length > 0,
      keepalived_addresses: [...rests[0]!.keys()].map(asShown),
      keepalived_foretold: rests.map((owners) =>
        Object.fromEntries([...hosts].map(([name, host]) => [host, addressesOf(owners, name)])),
      ),
      keepalived_checks: inventory.checks.map(({ url, address, answers }) => ({
        url: literal(url),
        address: asShown(canonical(address)),
        answers: Object.fromEntries(
          Object.entries(answers).map(([name, answer]) => [hosts.get(name)!, literal(answer)]),
        ),
      })),
    },
  };
}

function hostOf({ host, become, config, target, files }: InventoryNode, folder: string): object {
  const { user, host: machine, port } = readDestination(host);
  const sourceOf = (path: string) => literal(relativeTo(folder, path));
  const folders = new Set([target, ...files.map((file) => file.target)].map(posix.dirname));
  return {
    ansible_host: literal(machine),
    ...(user !== undefined && { ansible_user: literal(user) }),
    ...(port !== undefined && { ansible_port: port }),
    ...(become === 'sudo' && { ansible_become: true }),
    keepalived_source: sourceOf(config),
    keepalived_target: literal(target),
    keepalived_folders: [...folders].map(literal),
    keepalived_files: files.map(({ source, target, mode }) => ({
      source: sourceOf(source),
      target: literal(target),
      ...(mode !== undefined && { mode: mode.padStart(4, '0') }),
    })),
  };
}

/** With `/`, also from Windows. Links among the folders lead elsewhere than their names say. */
function relativeTo(folder: string, path: string): string {
  const real = join(realpathSync(dirname(path)), basename(path));
  return relative(folder, real).split(sep).join('/');
}

/** As `ip addr` shows it: IPv6 with its longest run of zeros left out (RFC 5952 section 4.2). */
const asShown = (address: string): string =>
  address.includes(':') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
