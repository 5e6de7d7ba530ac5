/** What a drill does to a node, in the words of the election. */
import type { ClusterEvent, Node } from '../../../server/src/index.ts';
import { Failure } from '../failure.ts';
import { isUnit, KEEPALIVED } from '../inventory.ts';
import type { Pair } from '../pair.ts';

export interface Disturbance {
  readonly node: string;
  readonly down: readonly ClusterEvent[];
  readonly up: readonly ClusterEvent[];
  readonly target: Target;
}

/** What is taken from the node. */
export type Target =
  | { readonly kind: 'service'; readonly service: string }
  | { readonly kind: 'network'; readonly interfaces: readonly string[] };

export interface Choice {
  readonly failure: 'keepalived' | 'service' | 'network';
  /** Which one stops; without it the first of the inventory that is not keepalived. */
  readonly service?: string;
}

/** One for each node, in their order. Throws a `Failure` where a drill of that kind would show nothing. */
export function disturbancesOf(pair: Pair, { failure, service }: Choice): Disturbance[] {
  switch (failure) {
    case 'keepalived':
      return pair.cluster.members.map(({ name }) => ({
        node: name,
        down: [{ kind: 'stop', node: name }],
        up: [{ kind: 'up', node: name }],
        target: { kind: 'service', service: KEEPALIVED },
      }));
    case 'service': {
      const chosen = chooseService(pair, service);
      return pair.cluster.members.map(({ name, node }) => ({
        node: name,
        ...failing(name, checksOf(node, chosen, name)),
        target: { kind: 'service', service: chosen },
      }));
    }
    case 'network':
      return pair.cluster.members.map(({ name, node }) => {
        const interfaces = interfacesOf(node, name);
        return {
          node: name,
          ...failing(
            name,
            interfaces.map((device) => ({ what: 'interface', name: device })),
          ),
          target: { kind: 'network', interfaces },
        };
      });
  }
}

type Tracked = Pick<Extract<ClusterEvent, { what: unknown }>, 'what' | 'name'>;

const failing = (node: string, tracked: readonly Tracked[]): Pick<Disturbance, 'down' | 'up'> => ({
  down: tracked.map((each) => ({ ...each, kind: 'fails', node })),
  up: tracked.map((each) => ({ ...each, kind: 'recovers', node })),
});

function chooseService({ inventory }: Pair, service: string | undefined): string {
  const chosen = service ?? inventory.services.find((name) => name !== KEEPALIVED);
  if (chosen === undefined) {
    throw new Failure('keepalived-ha.json names no service besides keepalived; say which one is to stop');
  }
  if (!isUnit(chosen)) throw new Failure(`"${chosen}" is no name of a service, such as nginx`);
  if (chosen.replace(/\.service$/, '') === KEEPALIVED) {
    throw new Failure('keepalived is no service that its own health checks look at; let keepalived itself fail');
  }
  return chosen;
}

/** Those that look at the service as far as their words tell, else all scripts: one of them must notice. */
function checksOf(node: Node, service: string, name: string): Tracked[] {
  const owners = [...node.instances, ...node.syncGroups];
  const scripts = owners.flatMap(({ trackedScripts }) => trackedScripts.map((track) => track.name.value));
  const processes = owners.flatMap(({ trackedProcesses }) => trackedProcesses.map((track) => track.name.value));
  const tracked = [
    ...node.scripts
      .filter((script) => scripts.includes(script.name.value))
      .map((object) => ({ what: 'script' as const, object })),
    ...node.processes
      .filter((process) => processes.includes(process.name.value))
      .map((object) => ({ what: 'process' as const, object })),
  ];
  const about = tracked.filter(({ object: { name: own, setting } }) =>
    [own.value, ...setting.children.flatMap(({ directive }) => directive.words.map(({ text }) => text))].some((text) =>
      text.includes(service.replace(/\.service$/, '')),
    ),
  );
  const noticing = about.length > 0 ? about : tracked.filter(({ what }) => what === 'script');
  if (noticing.length === 0) {
    throw new Failure(
      `no vrrp_instance tracks a script, so that no health check would notice that ${service} has stopped: ` +
        'its addresses would stay, without an answer. Track one (track_script) before you try this',
      name,
    );
  }
  return noticing.map(({ what, object }) => ({ what, name: object.name.value }));
}

function interfacesOf(node: Node, name: string): string[] {
  const interfaces = node.instances.flatMap((instance) => instance.interface?.value ?? []);
  if (interfaces.length === 0) throw new Failure('none of its vrrp_instances names an interface', name);
  const strange = interfaces.find((device) => !/^\w[\w.:-]*$/.test(device));
  if (strange !== undefined) throw new Failure(`"${strange}" is no name of an interface that we would touch`, name);
  return [...new Set(interfaces)];
}
