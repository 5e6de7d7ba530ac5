import type { CatalogueEntry } from '../model/catalogue.ts';
import type { Finding } from '../model/finding.ts';
import type { Cluster } from './cluster.ts';
import { CLUSTER_FILE_CODES } from './clusterFile.ts';
import { groupsOf } from './groups.ts';
import { ADDRESSES_CODES, checkAddresses } from './pairRules/addresses.ts';
import { ADVERTS_CODES, checkAdverts } from './pairRules/adverts.ts';
import { AUTHENTICATION_CODES, checkAuthentication } from './pairRules/authentication.ts';
import { type ClusterContext, type GroupRule, toEntries } from './pairRules/entry.ts';
import { checkPriorities, PRIORITY_CODES } from './pairRules/priority.ts';
import { checkRouterIds, ROUTER_ID_CODES } from './pairRules/routerId.ts';
import { checkStates, STATE_CODES } from './pairRules/state.ts';
import { checkTransport, TRANSPORT_CODES } from './pairRules/transport.ts';
import { checkVirtualRouterIds, VIRTUAL_ROUTER_ID_CODES } from './pairRules/virtualRouterId.ts';

/** All codes of findings across nodes. */
export const PAIR_CODES: Readonly<Record<string, CatalogueEntry>> = {
  ...CLUSTER_FILE_CODES,
  ...VIRTUAL_ROUTER_ID_CODES,
  ...AUTHENTICATION_CODES,
  ...PRIORITY_CODES,
  ...STATE_CODES,
  ...ADVERTS_CODES,
  ...ADDRESSES_CODES,
  ...TRANSPORT_CODES,
  ...ROUTER_ID_CODES,
};

const RULES: readonly GroupRule[] = [
  checkVirtualRouterIds,
  checkAuthentication,
  checkPriorities,
  checkStates,
  checkAdverts,
  checkAddresses,
  checkTransport,
];

/** What only shows when the nodes are held against each other. A finding stands in every file that takes part. */
export function checkCluster(cluster: Cluster, context: ClusterContext): Finding[] {
  if (cluster.members.length < 2) return [];
  const groups = groupsOf(cluster).map((group) => toEntries(group, context.version));
  return [
    ...groups.flatMap((entries) => RULES.flatMap((rule) => rule(entries, context))),
    ...checkRouterIds(cluster.members),
  ];
}
