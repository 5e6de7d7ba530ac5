/** What becomes of every instance's addresses, in one line above it: who is MASTER, and who takes over how fast. */
import type { Cluster, Member } from '../cluster/cluster.ts';
import type { VrrpState } from '../cluster/election/clusterState.ts';
import { type AddressOutcome, atRest, elect } from '../cluster/election.ts';
import { readAddress } from '../model/addresses.ts';
import { headerOf } from '../model/directive.ts';
import type { VrrpInstance } from '../model/node.ts';
import { type Place, type Range, rangeOf } from '../model/place.ts';
import type { Version } from '../schema/index.ts';
import type { Document, JudgedCluster, Language } from './document.ts';
import { type LensWords, lensWordsIn } from './lensWords.ts';

export interface CodeLens {
  readonly range: Range;
  readonly title: string;
  /** Why it is so. The election's own words, which are English. */
  readonly tooltip: string;
}

/** Above the instances that stand in this file. A lone node has none: there is nobody to take over. */
export function codeLenses(
  { file, tree }: Pick<Document, 'file' | 'tree'>,
  clusters: readonly JudgedCluster[],
  language: Language,
): CodeLens[] {
  const words = lensWordsIn(language);
  const lines = clusters
    .flatMap((judged) => linesIn(judged, file, words))
    .map((line) => ({ ...line, range: rangeOf(tree, line.place) }));
  const byStart = Map.groupBy(lines, ({ range: { start } }) => `${start.line}:${start.column}`);
  return [...byStart.values()].flatMap((sharing) => {
    // Where several nodes read the same lines, each has its own.
    const isShared = sharing.some(({ node }) => node !== sharing[0]!.node);
    return sharing.map(({ range, node, title, tooltip }) => ({
      range,
      title: isShared ? `${node}${words.colon}${title}` : title,
      tooltip,
    }));
  });
}

interface InstanceLine {
  readonly place: Place;
  readonly node: string;
  readonly title: string;
  readonly tooltip: string;
}

function linesIn({ cluster, version }: JudgedCluster, file: string, words: LensWords): InstanceLine[] {
  const { members } = cluster;
  if (members.length < 2) return [];
  const foretold = foretell(cluster, version);
  const { machine, state } = atRest(cluster, version);
  return members.flatMap((member, index) => {
    if (!member.node.expansion.files.includes(file)) return [];
    const states = new Map(
      machine.routers.ofNode[index]!.map(({ instance, index: router }) => [instance, state.routers[router]!.state]),
    );
    return member.node.instances.flatMap((instance): InstanceLine[] => {
      const place = headerOf(instance.setting.directive);
      const fates = place.file === file ? fatesOf(instance, foretold) : [];
      if (fates.length === 0) return [];
      const title = titleOf(fates, member, states.get(instance), words);
      return [{ place, node: member.name, title, tooltip: tooltipOf(fates[0]!, words) }];
    });
  });
}

type Outcomes = ReadonlyMap<string, AddressOutcome>;

interface Foretold {
  /** By canonical address: while all nodes are up. */
  readonly allUp: Outcomes;
  /** Likewise, when this node goes down. */
  readonly without: (node: string) => Outcomes;
}

function foretell(cluster: Cluster, version: Version): Foretold {
  const without = new Map<string, Outcomes>();
  return {
    allUp: byAddress(elect(cluster, [], version).outcomes),
    without(node) {
      const outcomes = without.get(node) ?? byAddress(elect(cluster, [{ kind: 'down', node }], version).outcomes);
      without.set(node, outcomes);
      return outcomes;
    },
  };
}

const byAddress = (outcomes: readonly AddressOutcome[]): Outcomes =>
  new Map(outcomes.map((outcome) => [readAddress(outcome.address)?.canonical ?? outcome.address, outcome]));

/** What addresses of one instance have in common. */
interface Fate {
  readonly addresses: readonly string[];
  readonly now: AddressOutcome;
  /** When the only owner goes down; undefined where there are several, or none. */
  readonly then?: AddressOutcome;
}

function fatesOf({ addresses, excluded }: VrrpInstance, { allUp, without }: Foretold): Fate[] {
  const fates = new Map<string, Fate>();
  for (const { canonical, text } of [...addresses, ...excluded]) {
    const now = allUp.get(canonical);
    if (!now) continue;
    const [owner] = now.owners;
    const then = owner !== undefined && now.owners.length === 1 ? without(owner).get(canonical) : undefined;
    const key = JSON.stringify([now.owners, then?.owners, then?.seconds]);
    const known = fates.get(key)?.addresses ?? [];
    if (!known.includes(text)) fates.set(key, { addresses: [...known, text], now, ...(then && { then }) });
  }
  return [...fates.values()];
}

/** `state`: undefined where keepalived refuses to start. */
function titleOf(fates: readonly Fate[], { name }: Member, state: VrrpState | undefined, words: LensWords): string {
  const clauses = fates.map((fate) => clauseOf(fate, name, state, words));
  const masters = fates[0]!.now.owners.length;
  if (fates.every(({ now }) => now.owners.length > 1))
    return words.masters(masters) + words.colon + clauses.join(words.separator);
  const head = state === undefined ? words.notStarted : state === 'MASTER' ? words.master(name) : state;
  return [head, ...clauses].join(words.separator);
}

function clauseOf(
  { addresses: texts, now, then }: Fate,
  name: string,
  state: VrrpState | undefined,
  words: LensWords,
): string {
  const addresses = words.addresses(texts);
  const [owner] = now.owners;
  if (owner === undefined) return words.nobodyHolds(addresses);
  if (!then) return words.allHold(now.owners, addresses);
  if (state !== 'MASTER' && state !== 'BACKUP') return words.holds(owner, addresses);
  const { owners, seconds } = then;
  const isOwn = owners.length === 1 && owners[0] === name;
  return words.take({
    heirs: isOwn ? undefined : owners,
    addresses,
    seconds,
    fallen: state === 'MASTER' && owner === name ? undefined : owner,
  });
}

function tooltipOf({ now, then }: Fate, words: LensWords): string {
  const [owner] = now.owners;
  return [
    words.allUp(now.reason),
    ...(then && owner !== undefined ? [words.down(owner, then.reason, then.timing)] : []),
  ].join('\n');
}
