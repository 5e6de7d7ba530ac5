/** One node of a cluster: a configuration file as seen under one config id, in typed objects. */
import type { Directive } from './directive.ts';
import type { Expansion } from './expand.ts';
import type { Located, Place } from './place.ts';
import type { Setting } from './settings.ts';

export interface Node {
  /** Its main file. */
  readonly file: string;
  readonly configId?: string;
  readonly expansion: Expansion;
  readonly settings: readonly Setting[];
  readonly globals: Globals;
  readonly instances: readonly VrrpInstance[];
  readonly syncGroups: readonly SyncGroup[];
  readonly scripts: readonly VrrpScript[];
  readonly processes: readonly TrackedObject[];
  readonly trackFiles: readonly TrackedObject[];
  readonly bfds: readonly TrackedObject[];
}

/** Global settings that decide over instances; defaults where nothing is said. */
export interface Globals {
  readonly routerId?: Located<string>;
  /** `vrrp_version`; 2 where nothing is said, but IPv6 instances use 3. */
  readonly version?: Located<number>;
  readonly strict?: Located<boolean>;
  readonly skipCheckAdvAddr?: Located<boolean>;
  /** Canonical, like multicastGroup6. */
  readonly multicastGroup4?: Located<string>;
  readonly multicastGroup6?: Located<string>;
  readonly checkUnicastSource?: Located<boolean>;
  readonly downTimerAdverts?: Located<number>;
  readonly v3ChecksumAsV2?: Located<boolean>;
  readonly scriptSecurity?: Located<boolean>;
  readonly scriptUser?: Located<string>;
  readonly dynamicInterfaces?: Located<boolean>;
  readonly defaultInterface?: Located<string>;
}

/** An entry of virtual_ipaddress or virtual_ipaddress_excluded. */
export interface VirtualAddress {
  readonly directive: Directive;
  /** As written, without the prefix length. */
  readonly text: string;
  readonly family: 4 | 6;
  /** Comparable form: equal where keepalived sees the same address. */
  readonly canonical: string;
  readonly prefix?: number;
  readonly device?: string;
  /** The address with its prefix length. */
  readonly place: Place;
}

/** An entry of a track_* list. */
export interface Track {
  readonly name: Located<string>;
  readonly weight?: Located<number>;
  readonly reverse: boolean;
}

export interface Authentication {
  readonly place: Place;
  readonly type?: Located<'PASS' | 'AH'>;
  /** As written; only the first 8 bytes count. */
  readonly pass?: Located<string>;
}

export interface UnicastPeer {
  readonly directive: Directive;
  readonly address: Located<string>;
  readonly canonical: string;
  /** min_ttl or max_ttl is given: keepalived then takes adverts from listed peers only. */
  readonly limitsTtl: boolean;
}

/** A vrrp_instance as written. What keepalived makes of it is in effective.ts. */
export interface VrrpInstance {
  readonly setting: Setting;
  readonly name: Located<string>;
  /** By the first statement that shows one. */
  readonly family?: 4 | 6;
  readonly state?: Located<'MASTER' | 'BACKUP'>;
  readonly interface?: Located<string>;
  /** 1 to 255 (RFC 5798 section 5.2.3). */
  readonly virtualRouterId?: Located<number>;
  /** 1 to 255; what lies outside counts as 100. */
  readonly priority?: Located<number>;
  /** Seconds, 0.01 to 255. */
  readonly advertInt?: Located<number>;
  readonly version?: Located<number>;
  readonly authentication?: Authentication;
  /** A block auth_hmac is there (2.4.0 and later). */
  readonly hmac?: Setting;
  readonly strict?: Located<boolean>;
  readonly accept?: Located<boolean>;
  readonly nopreempt?: Located<true>;
  /** Seconds, 0 to 1000. */
  readonly preemptDelay?: Located<number>;
  readonly downTimerAdverts?: Located<number>;
  readonly skipCheckAdvAddr?: Located<boolean>;
  readonly v3ChecksumAsV2?: Located<boolean>;
  /** unicast_src_ip or mcast_src_ip: keepalived keeps them in one field. */
  readonly sourceAddress?: Located<string>;
  /** Canonical; one of the instance's own family. */
  readonly multicastDestination?: Located<string>;
  /** unicast_peer stands there, even if it is empty. */
  readonly unicast: boolean;
  readonly peers: readonly UnicastPeer[];
  readonly checkUnicastSource: boolean;
  readonly addresses: readonly VirtualAddress[];
  readonly excluded: readonly VirtualAddress[];
  readonly useVmac: boolean;
  readonly trackedScripts: readonly Track[];
  readonly trackedInterfaces: readonly Track[];
  readonly trackedFiles: readonly Track[];
  readonly trackedProcesses: readonly Track[];
  readonly trackedBfds: readonly Track[];
  readonly dontTrackPrimary: boolean;
}

export interface SyncGroup {
  readonly setting: Setting;
  readonly name: Located<string>;
  readonly members: readonly Located<string>[];
  readonly trackingWeight: boolean;
  readonly trackedScripts: readonly Track[];
  readonly trackedInterfaces: readonly Track[];
  readonly trackedFiles: readonly Track[];
  readonly trackedProcesses: readonly Track[];
  readonly trackedBfds: readonly Track[];
}

/** Anything with a name that instances track by it. */
export interface TrackedObject {
  readonly setting: Setting;
  readonly name: Located<string>;
  readonly weight: number;
  readonly reverse: boolean;
}

export interface VrrpScript extends TrackedObject {
  /** The command with its arguments. */
  readonly command?: Located<string>;
  /** Seconds between two starts. */
  readonly interval: number;
  /** Seconds until a run counts as failed. */
  readonly timeout: number;
  readonly rise: number;
  readonly fall: number;
}
