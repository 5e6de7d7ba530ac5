import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import type { VirtualAddress } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { named } from '../../model/settings.ts';
import type { Cluster } from '../cluster.ts';
import { ownersOf } from '../election/clusterState.ts';
import { type Play, playOn } from '../election/play.ts';
import { explain } from '../election/reasons.ts';
import { atRest } from '../election.ts';
import { listed } from '../words.ts';
import { appendLines, sourceAt } from './edits.ts';
import { type ClusterContext, type Entry, instanceLine } from './entry.ts';

export const TAKEOVER_CODES = catalogue('pair', {
  'pair-no-takeover': ['warning', 'A node fails and leaves an address to nobody, although another node is well'],
});

/** Addresses that one node alone serves, though other nodes stand by for it. */
interface Lonely {
  readonly own: Entry;
  readonly addresses: readonly VirtualAddress[];
  /** One per node: its part of the same virtual router; where it has none, of another one that it shares. */
  readonly others: readonly Entry[];
  /** The others have part in the same virtual router. */
  readonly isShared: boolean;
}

/**
 * Plays the failure that shows it: the node that alone serves an address goes down. An address that two nodes serve finds
 * an owner as long as they hear each other and their sync groups agree; what is wrong there has findings of its own, and
 * so have lists of virtual_ipaddress that differ.
 */
export function checkTakeover(
  cluster: Cluster,
  groups: readonly (readonly Entry[])[],
  { version }: ClusterContext,
): Finding[] {
  const lonely = [...withoutCounterpart(groups), ...groups.flatMap(excludedOnOne)];
  if (lonely.length === 0) return [];
  const rest = atRest(cluster, version);
  const byNode = Map.groupBy(lonely, ({ own }) => own.name);
  return [...byNode].flatMap(([node, ofNode]) => {
    const down = playOn(rest, { kind: 'down', node });
    return ofNode.flatMap((each) => {
      const failure = withoutOwner(each, rest, down);
      return failure ? reportLonely(failure) : [];
    });
  });
}

/**
 * An instance that no other node has was forgotten there if its node has part in all the virtual routers that nodes share,
 * and these are at least as many as it has alone. Where a second node has instances of its own too, or the unicast peers
 * are none of those that its node has elsewhere, it is meant to be alone, or its counterparts are not known.
 */
function withoutCounterpart(groups: readonly (readonly Entry[])[]): Lonely[] {
  const alone = groups.flatMap(([entry, ...others]) => (entry && others.length === 0 ? [entry] : []));
  const [first] = alone;
  if (!first || alone.some(({ node }) => node !== first.node)) return [];
  const shared = groups.filter(({ length }) => length > 1);
  const own = shared.flatMap((entries) => entries.filter(({ node }) => node === first.node));
  if (own.length < shared.length || shared.length < alone.length) return [];
  const others = shared.flat().filter(({ node }) => node !== first.node);
  const perNode = [...new Map(others.toReversed().map((entry) => [entry.node, entry])).values()].toReversed();
  const peers = new Set(own.flatMap(({ instance }) => instance.peers.map(({ canonical }) => canonical)));
  return alone
    .filter(
      ({ instance }) => instance.peers.length === 0 || instance.peers.some(({ canonical }) => peers.has(canonical)),
    )
    .map((entry) => ({ own: entry, addresses: addressesOf(entry), others: perNode, isShared: false }));
}

/** Excluded addresses are not in the adverts: keepalived has nothing to compare. */
function excludedOnOne(entries: readonly Entry[]): Lonely[] {
  return entries.flatMap((own) => {
    if (own.instance.excluded.length === 0) return [];
    const others = entries.filter((entry) => entry !== own);
    const served = new Set(others.flatMap(addressesOf).map(({ canonical }) => canonical));
    const addresses = own.instance.excluded.filter(({ canonical }) => !served.has(canonical));
    return others.length > 0 && addresses.length > 0 ? [{ own, addresses, others, isShared: true }] : [];
  });
}

const addressesOf = ({ instance }: Entry): VirtualAddress[] => [...instance.addresses, ...instance.excluded];

interface Failure extends Lonely {
  /** Why nobody holds them, where it takes no failure. */
  readonly reason?: string;
}

/** Nodes on which keepalived refuses to start are not well; the file's own finding says why. */
function withoutOwner(lonely: Lonely, rest: Play, down: Play): Failure | undefined {
  const { cluster, refusals } = rest.machine.routers;
  const starts = ({ node }: Entry): boolean => !refusals[cluster.members.findIndex((member) => member.node === node)];
  const others = lonely.others.filter(starts);
  if (!starts(lonely.own) || others.length === 0) return undefined;
  const [first, ...more] = unowned(lonely, rest);
  if (first) {
    const { reason } = explain(first.canonical, [], rest, []);
    return { ...lonely, others, addresses: [first, ...more], reason };
  }
  const addresses = unowned(lonely, down);
  return addresses.length > 0 ? { ...lonely, others, addresses } : undefined;
}

const unowned = ({ addresses }: Lonely, { machine, state }: Play): VirtualAddress[] =>
  addresses.filter(({ canonical }) => ownersOf(canonical, machine.routers, state).length === 0);

/** In the file of the node that serves them, and in those of the nodes that do not. */
function reportLonely({ own, addresses, others, isShared, reason }: Failure): Finding[] {
  const texts = listed(addresses.map(({ text }) => text));
  const [it, stand, have, serve] = [
    addresses.length > 1 ? 'them' : 'it',
    ...(others.length > 1 ? ['stand', 'have', 'do not serve'] : ['stands', 'has', 'does not serve']),
  ];
  const names = listed(others.map(({ name }) => name));
  const lack = isShared
    ? `${names} ${serve} ${texts}, which virtual_ipaddress_excluded of ${own.name} has`
    : `${names} ${stand} by for ${own.name} elsewhere, but ${have} no instance for ${texts}`;
  const consequence = reason
    ? `even while all nodes are up, nobody holds ${it} (${reason.replace(/^nobody: /, '')})`
    : `when ${own.name} is down, nobody holds ${it}`;
  const message = `${lack}: ${consequence}.`;
  const code = TAKEOVER_CODES['pair-no-takeover'];
  const here = {
    place: isShared ? addresses[0]!.place : instanceLine(own),
    message: `${own.name} serves ${texts}`,
  };
  const fixes = isShared ? others.map((other) => serveToo(other, addresses, texts)) : [];
  return [
    report(code, here.place, message, {
      related: others.map((other) => ({
        place: placeIn(other, isShared),
        message: `${other.name} does not serve ${it}`,
      })),
      ...(fixes.flat().length && { fixes: fixes.flat() }),
    }),
    ...others.map((other, i) => {
      const own = (fixes[i] ?? []).map((fix): Fix => ({ ...fix, preferred: true }));
      return report(code, placeIn(other, isShared), message, { related: [here], ...(own.length && { fixes: own }) });
    }),
  ];
}

const excludedList = ({ instance }: Entry) =>
  named(instance.setting.children, 'virtual_ipaddress_excluded').at(-1)?.directive;

function placeIn(entry: Entry, isShared: boolean): Place {
  const list = isShared ? excludedList(entry) : undefined;
  return list ? headerOf(list) : instanceLine(entry);
}

function serveToo(entry: Entry, addresses: readonly VirtualAddress[], inWords: string): Fix[] {
  const lines = addresses.map(({ place }) => sourceAt(place));
  if (lines.some((line) => /[\s$]/.test(line))) return [];
  const list = excludedList(entry);
  const edits = list
    ? appendLines(list, lines)
    : appendLines(entry.instance.setting.directive, [
        'virtual_ipaddress_excluded {',
        ...lines.map((line) => `\t${line}`),
        '}',
      ]);
  return edits.length ? [{ title: `Serve ${inWords} on ${entry.name} too`, edits }] : [];
}
