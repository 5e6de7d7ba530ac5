import type { CatalogueEntry } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { Cluster } from './cluster.ts';
import { CLUSTER_FILE_CODES } from './clusterFile.ts';
import { PAIRING_COMMENT_CODES } from './pairing/pairingComment.ts';
import { ADDRESSES_CODES, checkAddresses } from './pairRules/addresses.ts';
import { ADVERTS_CODES, checkAdverts } from './pairRules/adverts.ts';
import { AUTHENTICATION_CODES, checkAuthentication } from './pairRules/authentication.ts';
import { CHECKSUM_CODES, checkChecksums } from './pairRules/checksum.ts';
import { COLLISION_CODES, checkCollisions } from './pairRules/collision.ts';
import type { ClusterContext, ClusterRule, Entry, GroupRule } from './pairRules/entry.ts';
import { checkFamilies, FAMILY_CODES } from './pairRules/family.ts';
import { checkHealth, HEALTH_CODES } from './pairRules/health.ts';
import { checkHmac, HMAC_CODES } from './pairRules/hmac.ts';
import { checkMulticast, MULTICAST_CODES } from './pairRules/multicast.ts';
import { checkPeers, PEERS_CODES } from './pairRules/peers.ts';
import { checkPreemption, PREEMPTION_CODES } from './pairRules/preemption.ts';
import { checkPriorities, PRIORITY_CODES } from './pairRules/priority.ts';
import { checkRouterIds, ROUTER_ID_CODES } from './pairRules/routerId.ts';
import { checkSources, SOURCES_CODES } from './pairRules/sources.ts';
import { checkStates, STATE_CODES } from './pairRules/state.ts';
import { checkSyncGroups, SYNC_CODES } from './pairRules/sync.ts';
import { checkTakeover, TAKEOVER_CODES } from './pairRules/takeover.ts';
import { checkTimers, TIMERS_CODES } from './pairRules/timers.ts';
import { checkTracking, TRACKING_CODES } from './pairRules/tracking.ts';
import { checkTransport, TRANSPORT_CODES } from './pairRules/transport.ts';
import { checkVirtualRouterIds, VIRTUAL_ROUTER_ID_CODES } from './pairRules/virtualRouterId.ts';
import { virtualRoutersOf } from './pairRules/virtualRouters.ts';
import { checkWeights, WEIGHTS_CODES } from './pairRules/weights.ts';

/** All codes of findings across nodes. */
export const PAIR_CODES: Readonly<Record<string, CatalogueEntry>> = {
  ...CLUSTER_FILE_CODES,
  ...PAIRING_COMMENT_CODES,
  ...VIRTUAL_ROUTER_ID_CODES,
  ...COLLISION_CODES,
  ...FAMILY_CODES,
  ...AUTHENTICATION_CODES,
  ...HMAC_CODES,
  ...PRIORITY_CODES,
  ...STATE_CODES,
  ...ADVERTS_CODES,
  ...ADDRESSES_CODES,
  ...TRANSPORT_CODES,
  ...MULTICAST_CODES,
  ...PEERS_CODES,
  ...SOURCES_CODES,
  ...TIMERS_CODES,
  ...CHECKSUM_CODES,
  ...PREEMPTION_CODES,
  ...SYNC_CODES,
  ...TRACKING_CODES,
  ...WEIGHTS_CODES,
  ...TAKEOVER_CODES,
  ...HEALTH_CODES,
  ...ROUTER_ID_CODES,
};

const GROUP_RULES: readonly GroupRule[] = [
  checkVirtualRouterIds,
  checkAuthentication,
  checkHmac,
  checkPriorities,
  checkStates,
  checkAdverts,
  checkAddresses,
  checkTransport,
  checkMulticast,
  checkPeers,
  checkSources,
  checkTimers,
  checkChecksums,
  checkPreemption,
  checkTracking,
  checkWeights,
  checkHealth,
];

const CLUSTER_RULES: readonly ClusterRule[] = [checkCollisions, checkSyncGroups];

/** What only shows when the nodes are held against each other. A finding stands in every file that takes part. */
export function checkCluster(cluster: Cluster, context: ClusterContext): Finding[] {
  if (cluster.members.length < 2) return [];
  const routers = virtualRoutersOf(cluster, context.version);
  return [
    ...routers.filter(({ length }) => length > 1).flatMap((entries) => checkGroup(entries, context)),
    ...CLUSTER_RULES.flatMap((rule) => rule(routers, context)),
    ...checkTakeover(cluster, routers, context),
    ...checkRouterIds(cluster.members),
  ].map(withoutItself);
}

/** Where two nodes share a file, what is said of the one may stand where the other's does. */
function withoutItself(finding: Finding): Finding {
  const { place, related } = finding;
  const elsewhere = related?.filter((other) => other.place.item !== place.item || other.place.start !== place.start);
  return elsewhere?.length === related?.length ? finding : { ...finding, ...(elsewhere && { related: elsewhere }) };
}

/** Nodes of different families never meet: all else they differ in only follows from it. */
function checkGroup(entries: readonly Entry[], context: ClusterContext): readonly Finding[] {
  const families = checkFamilies(entries);
  return families.length ? families : GROUP_RULES.flatMap((rule) => rule(entries, context));
}
