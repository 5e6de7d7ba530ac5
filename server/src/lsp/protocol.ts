/**
 * The requests and notifications between our client and our server that the Language Server Protocol does not have.
 * Both sides import this file; it is the only one of the server that the client may see.
 */

/** Sent to the client whenever the pairing or the findings of a file may have changed: feeds the status bar. */
export const StatusNotification = 'keepalived/status';
export interface FileStatus {
  uri: string;
  /** Name of the node this file is, e.g. `ngx1`. */
  node: string;
  /** The other nodes of the cluster, empty for a lone file. */
  peers: { name: string; uri: string }[];
  /** Why the files belong together, in words: "both serve 192.168.10.111". */
  reason?: string;
  findings: { error: number; warning: number; information: number; hint: number };
}

/** Virtual router IDs that no configuration in the workspace uses, ascending. */
export const FreeVirtualRouterIdsRequest = 'keepalived/freeVirtualRouterIds';
export interface FreeVirtualRouterIdsParams {
  count: number;
}

/** Writes nothing: answers with the files of a new pair, which the client saves. */
export const ScaffoldPairRequest = 'keepalived/scaffoldPair';
export type PairLayout = 'master-backup' | 'master-master';
export interface ScaffoldPairParams {
  layout: PairLayout;
  nodes: [ScaffoldNode, ScaffoldNode];
  /** One instance per address: first node MASTER of the odd ones; in `master-backup` of all. */
  addresses: { address: string; virtualRouterId: number }[];
  interface: string;
  /** 1 to 8 bytes without blanks, quotes, `#` or `!`. */
  authPass: string;
  /** Adds a vrrp_script that checks nginx and tracks it. */
  healthCheck: boolean;
}
export interface ScaffoldNode {
  name: string;
  /** SSH destination, as ssh takes it. */
  host: string;
}
export interface ScaffoldedFile {
  /** Relative to the folder that is chosen for the pair, with `/`. */
  path: string;
  text: string;
}
