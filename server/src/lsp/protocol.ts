/**
 * The requests and notifications between our client and our server that the Language Server Protocol does not have.
 * Both sides import this file; it is the only one of the server that the client may see.
 */

/** What a client may say of itself as `initializationOptions`, beside the settings. */
export interface InitializationOptions {
  /** A command of the client that takes the URI of a file: code lenses run it. Without it they are only read. */
  failoverMatrixCommand?: string;
}

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

/**
 * ComparePeerParams to PeerComparison, null where the file belongs to no configuration. The peer is an open document of
 * the scheme `keepalived-peer`: nothing is read from disk for it. Until it is closed, both files have the findings across
 * the two, beside those of the workspace.
 */
export const ComparePeerRequest = 'keepalived/comparePeer';
export interface ComparePeerParams {
  uri: string;
  peerUri: string;
  /** What the peer is called in messages: where it came from. */
  name: string;
}
export interface PeerComparison {
  /** Across the two nodes. */
  findings: FileStatus['findings'];
  /** What the peer includes: those files are not at hand and were left out. */
  unread: string[];
}

/** FreeVirtualRouterIdsParams to number[]: IDs that no configuration in the workspace uses, the best to take first. */
export const FreeVirtualRouterIdsRequest = 'keepalived/freeVirtualRouterIds';
export interface FreeVirtualRouterIdsParams {
  count: number;
}

/** ScaffoldPairParams to ScaffoldedFile[]. Writes nothing: the client saves the files. */
export const ScaffoldPairRequest = 'keepalived/scaffoldPair';
export type {
  PairLayout,
  ScaffoldAddress,
  ScaffoldedFile,
  ScaffoldNode,
  ScaffoldPairParams,
} from '../features/scaffold.ts';
