import type { Node, VrrpInstance } from '../model/node.ts';
import type { Version } from '../schema/index.ts';

/** A node with its name in the cluster: from keepalived-ha.json, or the part of its path that tells it from others. */
export interface Member {
  readonly name: string;
  readonly node: Node;
  /** Where it is reached, as ssh takes it: from keepalived-ha.json. */
  readonly host?: string;
}

/** Nodes that belong together. A lone node is a cluster of one. */
export interface Cluster {
  readonly members: readonly Member[];
  /** What says so: keepalived-ha.json, a comment, a setting, evidence in the files themselves, or somebody who compares them. */
  readonly source: 'file' | 'comment' | 'setting' | 'evidence' | 'comparison' | 'alone';
  /** The keepalived-ha.json that names them. */
  readonly clusterFile?: string;
  /** In words: "both serve 192.168.10.111". Missing for a node that is alone because nothing speaks for a peer. */
  readonly reason?: string;
  /** The release that keepalived-ha.json names. */
  readonly keepalivedVersion?: Version;
}

/** One node's instance in a group. */
export interface Participant {
  readonly member: Member;
  readonly instance: VrrpInstance;
}

/** Instances on several nodes that share addresses: one virtual router, or meant to be one. */
export interface Group {
  readonly participants: readonly Participant[];
}
