/** The files of a new pair, mirrored between the nodes. Pure: the editor or the command line saves them. */

export type PairLayout = 'master-backup' | 'master-master';

export interface ScaffoldNode {
  /** Also the name of the node's folder. */
  name: string;
  /** SSH destination, as ssh takes it. */
  host: string;
}

export interface ScaffoldAddress {
  /** IPv4 or IPv6 literal, with or without a prefix length. */
  address: string;
  /** 1 to 255, another one for each address. */
  virtualRouterId: number;
}

export interface ScaffoldPairParams {
  layout: PairLayout;
  nodes: [ScaffoldNode, ScaffoldNode];
  /** One VRRP instance each. In `master-master` the nodes take turns at being MASTER, the first node begins. */
  addresses: ScaffoldAddress[];
  interface: string;
  /** 1 to 8 printable ASCII characters without blanks, quotes, braces, `#`, `!`, `$` or `\`. Unused for IPv6. */
  authPass: string;
  /** Adds a vrrp_script that asks whether nginx runs, and gives the address away when it does not. */
  healthCheck: boolean;
}

export interface ScaffoldedFile {
  /** Relative to the folder that is chosen for the pair, with `/`. */
  path: string;
  text: string;
}

/** The number that everyone starts from; those below come last. */
const FIRST_VIRTUAL_ROUTER_ID = 51;
const LAST_VIRTUAL_ROUTER_ID = 255;

/**
 * Up to `count` virtual router IDs (1 to 255) that are not in `used`, from 51 upwards and then from 1; fewer when so
 * many are not left.
 */
export function freeVirtualRouterIds(used: Iterable<number>, count: number): number[] {
  const taken = new Set(used);
  const usual = range(FIRST_VIRTUAL_ROUTER_ID, LAST_VIRTUAL_ROUTER_ID);
  const lower = range(1, FIRST_VIRTUAL_ROUTER_ID - 1);
  return [...usual, ...lower].filter((id) => !taken.has(id)).slice(0, count);
}

/** keepalived.conf of both nodes, and the keepalived-ha.json that ties them together. */
export function scaffoldPair(params: ScaffoldPairParams): ScaffoldedFile[] {
  return [
    ...params.nodes.map((node, index) => ({ path: configPath(node), text: nodeConfig(params, node, index) })),
    { path: 'keepalived-ha.json', text: clusterFile(params) },
  ];
}

function nodeConfig(params: ScaffoldPairParams, node: ScaffoldNode, nodeIndex: number): string {
  const owned = params.addresses.filter((_, index) => ownerOf(params.layout, index) === nodeIndex);
  const awaited = params.addresses.filter((_, index) => ownerOf(params.layout, index) !== nodeIndex);
  const duties = [
    ...owned.map(({ address }) => `owns ${address}`),
    ...awaited.map(({ address }) => `waits for ${address}`),
  ];
  const blocks = [
    `# ${node.name}: ${duties.join(', ')}\n${globalDefs(params, node)}`,
    ...(params.healthCheck ? [NGINX_CHECK] : []),
    ...params.addresses.map((_, index) => instance(params, index, nodeIndex)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function globalDefs(params: ScaffoldPairParams, node: ScaffoldNode): string {
  // Neighbours that missed the takeover learn the new owner within 5 s, instead of at the end of their ARP entry.
  const lines = [`router_id ${node.name}`, 'vrrp_garp_master_refresh 5'];
  if (params.healthCheck) lines.push('enable_script_security', 'script_user root');
  return block('global_defs', lines);
}

/**
 * systemctl stands at this path, owned by root, on every distribution with systemd, which script security asks for.
 * No weight: a failing check puts the instance in FAULT, so that the address moves whatever the priorities are.
 */
const NGINX_CHECK = block('vrrp_script chk_nginx', [
  'script "/usr/bin/systemctl is-active --quiet nginx"',
  'interval 2',
  'fall 2',
  'rise 2',
]);

function instance(params: ScaffoldPairParams, index: number, nodeIndex: number): string {
  const { address, virtualRouterId } = params.addresses[index]!;
  const isMaster = ownerOf(params.layout, index) === nodeIndex;
  const backupPriority = params.layout === 'master-master' ? 99 : 90;
  const isIpv6 = address.includes(':');
  const lines = [
    `state ${isMaster ? 'MASTER' : 'BACKUP'}`,
    `interface ${params.interface}`,
    `virtual_router_id ${virtualRouterId}`,
    `priority ${isMaster ? 100 : backupPriority}`,
    'advert_int 1',
    // IPv6 needs VRRP version 3, which has no authentication (RFC 5798, section 9).
    ...(isIpv6 ? ['version 3'] : [block('authentication', ['auth_type PASS', `auth_pass ${params.authPass}`])]),
    block('virtual_ipaddress', [address]),
    ...(params.healthCheck ? [block('track_script', ['chk_nginx'])] : []),
  ];
  return block(`vrrp_instance VI_${index + 1}`, lines);
}

function clusterFile(params: ScaffoldPairParams): string {
  const nodes = params.nodes.map((node) => [node.name, clusterNode(node)]);
  const programs = params.healthCheck ? ['nginx', 'keepalived'] : ['keepalived'];
  const cluster = { nodes: Object.fromEntries(nodes), packages: programs, services: programs };
  return `${JSON.stringify(cluster, null, 2)}\n`;
}

function clusterNode(node: ScaffoldNode): { config: string; host: string; become?: 'sudo' } {
  const user = /^([^@]+)@/.exec(node.host)?.[1];
  const needsSudo = user !== undefined && user !== 'root';
  return { config: configPath(node), host: node.host, ...(needsSudo ? { become: 'sudo' } : {}) };
}

function configPath(node: ScaffoldNode): string {
  return `${node.name}/keepalived.conf`;
}

/** Index of the node that is to be MASTER of the address at `addressIndex`. */
function ownerOf(layout: PairLayout, addressIndex: number): number {
  return layout === 'master-master' ? addressIndex % 2 : 0;
}

function block(header: string, lines: string[]): string {
  const body = lines.join('\n').replace(/^/gm, '    ');
  return `${header} {\n${body}\n}`;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
