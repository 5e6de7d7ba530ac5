import { readAddress } from '../../model/addresses.ts';
import { catalogue, report } from '../../model/catalogue.ts';
import type { Finding } from '../../model/finding.ts';
import type { Node, SyncGroup, VrrpInstance } from '../../model/node.ts';
import { entriesOf, named } from '../../model/settings.ts';
import { syncGroupOf } from '../election/trackers.ts';
import { addressesOf, type Entry, instanceLine } from './entry.ts';

export const HEALTH_CODES = catalogue('pair', {
  'pair-unhealthy-blind': ['information', 'No node tracks anything: a service may die and the address stays'],
});

/**
 * VRRP itself only notices hosts and links that die. What is tracked but not defined has a finding of its own; a load
 * balancer's checkers look after what stands behind its addresses.
 */
export function checkHealth(entries: readonly Entry[]): Finding[] {
  if (entries.some(({ node, instance }) => tracksSomething(instance, node) || isBalancer(node))) return [];
  const address = addressesOf(entries);
  const message =
    `No node tracks a service: when what answers at ${address} dies on the MASTER, keepalived does not notice, and ` +
    `leaves ${address} there. Add a check of it (vrrp_script or vrrp_track_process), and track it on all nodes.`;
  return entries.map((own) =>
    report(HEALTH_CODES['pair-unhealthy-blind'], instanceLine(own), message, {
      related: entries
        .filter((entry) => entry !== own)
        .map((entry) => ({ place: instanceLine(entry), message: `${entry.name} tracks nothing either` })),
    }),
  );
}

/** Anything but its own interface, which it tracks anyhow. */
function tracksSomething(instance: VrrpInstance, node: Node): boolean {
  const group = syncGroupOf(instance, node);
  return [instance, ...(group ? [group] : [])].some((owner) =>
    tracksOf(owner).some(({ name }) => name.value !== instance.interface?.value),
  );
}

const tracksOf = (owner: VrrpInstance | SyncGroup) => [
  ...owner.trackedScripts,
  ...owner.trackedInterfaces,
  ...owner.trackedFiles,
  ...owner.trackedProcesses,
  ...owner.trackedBfds,
];

const balancers = new WeakMap<Node, boolean>();

/** Whether a virtual server of the node is at one of its virtual addresses; a firewall mark may stand for any. */
function isBalancer(node: Node): boolean {
  const known = balancers.get(node) ?? balances(node);
  balancers.set(node, known);
  return known;
}

function balances({ settings, instances }: Node): boolean {
  const own = new Set(
    instances.flatMap(({ addresses, excluded }) => [...addresses, ...excluded].map(({ canonical }) => canonical)),
  );
  const served = [
    ...named(settings, 'virtual_server').map(({ directive }) => directive.words[1]?.text ?? ''),
    ...entriesOf(settings, 'virtual_server_group').map(({ words }) => words[0].text),
  ];
  return served
    .filter((text) => text !== 'group')
    .some((text) => {
      const address = readAddress(text.replace(/[-/].*/, ''));
      return !address || own.has(address.canonical);
    });
}
