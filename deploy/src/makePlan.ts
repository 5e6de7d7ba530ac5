/** Holds what is on the hosts against what belongs there. */
import type { RemoteFile } from './apply/fetch.ts';
import { KEEPALIVED } from './inventory.ts';
import type { Pair, Placement } from './pair.ts';
import type { FileChange, NodePlan, Plan, ServiceChange } from './plan.ts';
import { restartReason } from './restarts.ts';

/** What of a host decides over the plan. */
export interface Standing {
  readonly missingPackages: readonly string[];
  /** `known` is whether systemd has such a unit. */
  readonly services: ReadonlyMap<
    string,
    { readonly known: boolean; readonly active: boolean; readonly enabled: boolean }
  >;
  /** In the order of the pair's placements. */
  readonly files: readonly RemoteFile[];
  /** Addresses of the cluster that it has, canonical. */
  readonly owned: readonly string[];
}

export interface PlanOptions {
  /**
   * A deployment that did not come to its end is finished: keepalived may not have read yet what is there, and would
   * have had to restart for it, or to reload.
   */
  readonly finishing?: 'reload' | 'restart';
}

export function makePlan(pair: Pair, standings: ReadonlyMap<string, Standing>, { finishing }: PlanOptions = {}): Plan {
  const nodes = pair.inventory.nodes.map(({ name, host }): NodePlan => {
    const standing = standings.get(name)!;
    const placements = pair.placements.get(name)!;
    const files = placements.flatMap((placement, i) => changeOf(placement, standing.files[i]!) ?? []);
    const services = pair.inventory.services.flatMap((service) =>
      service === KEEPALIVED ? keepalivedChanges(files, standing, finishing) : serviceChanges(service, files, standing),
    );
    return { node: name, host, packages: standing.missingPackages, files, services };
  });
  const isEmpty = nodes.every(
    ({ packages, files, services }) => packages.length + files.length + services.length === 0,
  );
  return { nodes, order: isEmpty ? [] : orderOf(nodes, standings), isEmpty };
}

function changeOf({ source, content, mode, isConfig }: Placement, there: RemoteFile): FileChange | undefined {
  const wanted = mode?.replace(/^0(?=...)/, '');
  const modes =
    wanted !== undefined && there.mode !== undefined && there.mode.padStart(3, '0') !== wanted
      ? { before: there.mode.padStart(3, '0'), after: wanted }
      : undefined;
  if (there.content?.equals(content) && !modes) return undefined;
  return {
    target: there.path,
    source,
    isConfig,
    ...(there.content && { before: there.content }),
    after: content,
    ...(wanted !== undefined && { mode: wanted }),
    ...(modes && { modes }),
  };
}

/** A service reads its own folder below /etc; whatever else changes, it serves or reads anew by itself. */
function serviceChanges(name: string, files: readonly FileChange[], { services }: Standing): ServiceChange[] {
  const state = services.get(name);
  const own = files.find(({ target }) => target.startsWith(`/etc/${name}/`));
  return [
    ...(state?.enabled ? [] : [{ name, action: 'enable' as const, why: 'so that it starts with the host' }]),
    ...(!state?.active
      ? [{ name, action: 'start' as const, why: 'it is not active' }]
      : own
        ? [{ name, action: 'reload' as const, why: `it reads ${own.target}` }]
        : []),
  ];
}

function keepalivedChanges(
  files: readonly FileChange[],
  { services }: Standing,
  finishing: PlanOptions['finishing'],
): ServiceChange[] {
  const state = services.get(KEEPALIVED);
  const config = files.find(({ isConfig }) => isConfig);
  const restart = restartReason(config?.before?.toString('utf8'), config?.after?.toString('utf8'));
  const follows: Omit<ServiceChange, 'name'> | undefined = !state?.active
    ? { action: 'start', why: 'it is not active' }
    : restart !== undefined
      ? { action: 'restart', why: restart }
      : finishing
        ? { action: finishing, why: 'it may not have read yet what is there' }
        : files.length > 0
          ? { action: 'reload', why: 'it reads what is new, and keeps its addresses while it does' }
          : undefined;
  return [
    ...(state?.enabled
      ? []
      : [{ name: KEEPALIVED, action: 'enable' as const, why: 'so that it starts with the host' }]),
    ...(follows ? [{ name: KEEPALIVED, ...follows }] : []),
  ];
}

/**
 * In which order keepalived follows, and which nodes do so at the same time: those without addresses first, so that a
 * backup knows of a new address before it hears of it in an advert. Starts and restarts come one by one.
 */
export function followingOrder(
  nodes: readonly NodePlan[],
  standings: ReadonlyMap<string, Standing>,
): readonly (readonly NodePlan[])[] {
  const following = nodes
    .filter((node) => keepalivedAction(node) !== undefined)
    .toSorted((a, b) => standings.get(a.node)!.owned.length - standings.get(b.node)!.owned.length);
  if (following.some((node) => keepalivedAction(node) === 'restart')) return following.map((node) => [node]);
  const starting = following.filter((node) => keepalivedAction(node) === 'start');
  const reloading = following.filter((node) => keepalivedAction(node) === 'reload');
  const isBackup = ({ node }: NodePlan): boolean => standings.get(node)!.owned.length === 0;
  const groups = [reloading.filter(isBackup), reloading.filter((node) => !isBackup(node))];
  return [...starting.map((node) => [node]), ...groups.filter((group) => group.length > 0)];
}

export const keepalivedAction = ({ services }: NodePlan): 'start' | 'reload' | 'restart' | undefined => {
  const found = services.find(({ name, action }) => name === KEEPALIVED && action !== 'enable')?.action;
  return found === 'start' || found === 'reload' || found === 'restart' ? found : undefined;
};

function orderOf(nodes: readonly NodePlan[], standings: ReadonlyMap<string, Standing>): string[] {
  const packages = nodes.filter((node) => node.packages.length > 0);
  const others = nodes.some(({ services }) => services.some(({ name }) => name !== KEEPALIVED));
  const hasFiles = nodes.some(({ files }) => files.length > 0);
  return [
    ...(packages.length > 0
      ? [`Packages are installed on ${packages.map(({ node }) => node).join(', ')}. They stay, whatever comes.`]
      : []),
    'Every host keeps what it has now, so that it can be put back.',
    ...(hasFiles
      ? [
          'The new files are laid beside the old ones, and keepalived -t reads the configuration there, on all hosts before keepalived changes on any.',
        ]
      : []),
    ...(others ? ['The other services come before keepalived, whose checks may ask them.'] : []),
    ...followingInWords(nodes, standings),
    'Then the addresses must be where they are foretold, and everything that goes wrong until then is put back.',
  ];
}

function followingInWords(nodes: readonly NodePlan[], standings: ReadonlyMap<string, Standing>): string[] {
  const groups = followingOrder(nodes, standings);
  const names = groups.map((group) => group.map(({ node }) => node).join(' and ')).join(', then ');
  const actions = new Set(groups.flat().map(keepalivedAction));
  if (groups.length === 0) return [];
  if (actions.has('restart')) {
    return [`keepalived follows on ${names}: two restarts at once would leave nobody to serve.`];
  }
  return actions.has('reload')
    ? [
        `keepalived follows on ${names}, within 2 seconds: nodes that differ for longer do not hear each other and both become MASTER.`,
      ]
    : [`keepalived starts on ${names}; of nodes that start at the same moment each would become MASTER for a moment.`];
}
