/**
 * The requests and notifications between our client and our server that the Language Server Protocol does not have.
 * Both sides import this file; it is the only one of the server that the client may see.
 */

import type { WorkspaceEdit } from 'vscode-languageserver';
import type { PairProblem } from '../features/pairChanges.ts';
/** What a client may say of itself as `initializationOptions`, beside the settings. */
export interface InitializationOptions {
  /** A command of the client that takes the URI of a file: code lenses run it. Without it they are only read. */
  failoverMatrixCommand?: string;
  /** The URI of a folder with a page for each code, `CODE.md`: findings link to it. */
  rulePages?: string;
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

/** FailoverMatrixParams to FailoverMatrix; null for a file that is part of no configuration. */
export const FailoverMatrixRequest = 'keepalived/failoverMatrix';
export interface FailoverMatrixParams {
  /** Of any file of the cluster. */
  uri: string;
}

/** PlayScenarioParams to PlayedScenario; null for a file that is part of no configuration. */
export const PlayScenarioRequest = 'keepalived/playScenario';
export interface PlayScenarioParams {
  uri: string;
  /** Events joined by `,`, in their order: `down:ngx1,script:chk_nginx@ngx2,up:ngx1`. */
  scenario: string;
}

/**
 * FailoverMatrixParams: the last FailoverMatrix given for this file may no longer hold. Sent once for each one given;
 * asking again asks to be told again.
 */
export const FailoverMatrixOutdatedNotification = 'keepalived/failoverMatrixOutdated';

export type {
  FailoverEvent,
  FailoverGroup,
  FailoverMatrix,
  FailoverOutcome,
  FailoverPlace,
  FailoverScenario,
  PlayedScenario,
} from './failoverMatrix.ts';

/** PairCandidatesParams to PairCandidates, null for a file that is no configuration of its own. */
export const PairCandidatesRequest = 'keepalived/pairCandidates';
export interface PairCandidatesParams {
  uri: string;
}
export interface PairCandidates {
  /** Name of the node this file is. */
  node: string;
  /** keepalived-ha.json names it: a comment would not count. */
  decided: boolean;
  /** Its peers first, then what serves an address with it, then what lies nearest. */
  candidates: { uri: string; path: string; isPeer: boolean; pairedWith: string[] }[];
}

/** PairChangeParams to PairChange. Writes nothing: the client applies the edit. */
export const PairChangeRequest = 'keepalived/pairChange';
export interface PairChangeParams {
  uri: string;
  /** None: the file is to stand alone, which only a comment can say. */
  peers: string[];
  write: 'cluster-file' | 'comment';
}
/** `file` is the one that changes, or that stands in the way. */
export type PairChange = { edit: WorkspaceEdit; file: string } | { problem: PairProblem; file: string };
export type { PairProblem } from '../features/pairChanges.ts';

/** The scheme of documents that show another node's configuration. Nothing is read from disk for them. */
export const PEER_SCHEME = 'keepalived-peer';

/**
 * ComparePeerParams to PeerComparison, null where the file belongs to no configuration. The peer is an open document of
 * the scheme above. Until it is closed, both files have the findings across the two, beside those of the workspace.
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
