/**
 * What keepalived makes of an instance after parsing (vrrp.c, chk_min_cfg and vrrp_complete_instance): defaults put in,
 * values forced. Two nodes meet with these, not with what is written.
 */
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Globals, Node, VrrpInstance } from './node.ts';

export interface Effective {
  readonly family: 4 | 6;
  readonly version: 2 | 3;
  readonly strict: boolean;
  /** What the node starts as; only priorities decide who stays MASTER. */
  readonly state: 'MASTER' | 'BACKUP';
  /** Base priority, 1 to 255, before weights. */
  readonly priority: number;
  /** Seconds between adverts; whole ones in version 2. */
  readonly advertInt: number;
  /** Undefined: adverts are not authenticated. `pass`: the 8 bytes that are compared, without padding. */
  readonly authentication?: { readonly type: 'PASS' | 'AH'; readonly pass: string };
  /** `unicast` only where a valid peer is named: without one keepalived falls back to multicast. */
  readonly transport: 'unicast' | 'multicast';
  /** Canonical. */
  readonly multicastGroup: string;
  /** Adverts from a source that is not among the peers are rejected. */
  readonly checksSource: boolean;
  /** Version 3 with IPv4 only: the checksum leaves out the IP header, and is not checked. */
  readonly v3ChecksumAsV2: boolean;
  readonly preempts: boolean;
  /** Seconds, 0 to 1000; 0 where it is cleared: with state MASTER, in strict mode, with nopreempt. */
  readonly preemptDelay: number;
  readonly downTimerAdverts: number;
}

/** Canonical (RFC 5798 sections 5.1.1.2 and 5.1.2.2). */
export const MULTICAST_GROUP_4 = '224.0.0.18';
export const MULTICAST_GROUP_6 = 'ff02:0:0:0:0:0:0:12';

const AUTH_PASS_BYTES = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The part of auth_pass that keepalived compares: its first 8 bytes (vrrp.h, sizeof auth_data). */
export const comparedPass = (pass: string): string => decoder.decode(encoder.encode(pass).slice(0, AUTH_PASS_BYTES));

/** auth_hmac takes the place of authentication; earlier releases do not know it. */
const HMAC_SINCE = { since: '2.4.0' } as const;

/** `release`: for authentication, which depends on it; where none is given, auth_hmac counts. */
export function effective(instance: VrrpInstance, node: Node, release?: Version): Effective {
  const { globals } = node;
  const family = instance.family ?? 4;
  const strict = instance.strict?.value ?? globals.strict?.value ?? false;
  const version = vrrpVersion(instance, globals, family, strict);
  const priority = instance.priority?.value ?? (instance.state?.value === 'MASTER' ? 255 : 100);
  const owner = priority === 255;
  const state = strict ? (owner ? 'MASTER' : 'BACKUP') : (instance.state?.value ?? (owner ? 'MASTER' : 'BACKUP'));
  const { type, pass } = instance.authentication ?? {};
  const hmac = instance.hmac !== undefined && (release === undefined || isKnownSince(HMAC_SINCE, release));
  const authenticated = version === 2 && !strict && !hmac && type !== undefined && pass !== undefined;
  // nopreempt is cleared where the state is MASTER or the priority 255.
  const preempts = !instance.nopreempt || state === 'MASTER' || owner;
  const delays = state !== 'MASTER' && !strict && preempts;
  return {
    family,
    version,
    strict,
    state,
    priority,
    advertInt: effectiveAdvertInt(instance.advertInt?.value ?? 1, version),
    ...(authenticated && { authentication: { type: type.value, pass: comparedPass(pass.value) } }),
    transport: instance.peers.length ? 'unicast' : 'multicast',
    multicastGroup:
      instance.multicastDestination?.value ??
      (family === 6
        ? (globals.multicastGroup6?.value ?? MULTICAST_GROUP_6)
        : (globals.multicastGroup4?.value ?? MULTICAST_GROUP_4)),
    checksSource:
      instance.peers.length > 0 &&
      (instance.checkUnicastSource ||
        globals.checkUnicastSource?.value === true ||
        instance.peers.some(({ limitsTtl }) => limitsTtl)),
    v3ChecksumAsV2:
      version === 3 && family === 4 && (instance.v3ChecksumAsV2?.value ?? globals.v3ChecksumAsV2?.value ?? false),
    preempts,
    preemptDelay: delays ? (instance.preemptDelay?.value ?? 0) : 0,
    downTimerAdverts: strict ? 3 : (instance.downTimerAdverts?.value ?? globals.downTimerAdverts?.value ?? 3),
  };
}

/** IPv6 is announced in version 3, unless the instance itself asks for 2 and is not strict (vrrp_complete_instance). */
function vrrpVersion({ version }: VrrpInstance, globals: Globals, family: 4 | 6, strict: boolean): 2 | 3 {
  const written = version?.value;
  if (family === 6) return written === 2 && !strict ? 2 : 3;
  return (written ?? globals.version?.value) === 3 ? 3 : 2;
}

/** Version 2 announces whole seconds, 1 to 255; version 3 hundredths, up to 40.95 s (RFC 5798 section 5.2.7). */
const effectiveAdvertInt = (seconds: number, version: 2 | 3): number =>
  version === 2
    ? Math.min(255, Math.max(1, Math.round(seconds)))
    : Math.min(40.95, Math.max(0.01, Math.round(seconds * 100) / 100));
