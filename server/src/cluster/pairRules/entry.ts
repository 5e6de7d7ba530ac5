import { headerOf, isUnsettled } from '../../model/directive.ts';
import { type Effective, effective } from '../../model/effective.ts';
import type { Finding } from '../../model/finding.ts';
import type { Node, VrrpInstance } from '../../model/node.ts';
import type { Place } from '../../model/place.ts';
import { named, type Setting } from '../../model/settings.ts';
import type { Version } from '../../schema/index.ts';
import type { Group } from '../cluster.ts';
import { restingPriority } from '../election/resting.ts';
import { listed } from '../words.ts';

/** One node's instance in a group, with what keepalived makes of it. */
export interface Entry {
  /** The node's name. */
  readonly name: string;
  readonly node: Node;
  readonly instance: VrrpInstance;
  readonly effective: Effective;
  /** What it announces while everything it tracks is well. */
  readonly priority: number;
}

export interface ClusterContext {
  /** The release that the findings speak of. */
  readonly version: Version;
}

/** Holds the instances of one group against each other. */
export type GroupRule = (entries: readonly Entry[], context: ClusterContext) => readonly Finding[];

/** Holds all virtual routers of a cluster against each other; one that a node has alone is a list of one. */
export type ClusterRule = (routers: readonly (readonly Entry[])[], context: ClusterContext) => readonly Finding[];

export const toEntries = ({ participants }: Group, version: Version): Entry[] =>
  participants.map(({ member: { name, node }, instance }) => ({
    name,
    node,
    instance,
    effective: effective(instance, node, version),
    priority: restingPriority(instance, node, version),
  }));

/** Where something is said that stands nowhere: at the instance's own line. */
export const instanceLine = ({ instance }: Entry): Place => headerOf(instance.setting.directive);

/** Whether a value is known: not where it is missing behind its keyword, as in templates, or its definition is. */
export const isKnown = ({ instance }: Entry, keyword: string): boolean =>
  isValueKnown(instance.setting.children, keyword);

/** The same of a keyword of global_defs. */
export const isGlobalKnown = ({ node }: Entry, keyword: string): boolean =>
  isValueKnown(
    named(node.settings, 'global_defs').flatMap(({ children }) => children),
    keyword,
  );

function isValueKnown(settings: readonly Setting[], keyword: string): boolean {
  const last = named(settings, keyword).at(-1);
  const word = last?.directive.words[1];
  return word ? !isUnsettled(word) : (last?.keyword?.arguments ?? []).every(({ optional }) => optional);
}

/** The best of a group by what makes a node MASTER: its state, then its priority. */
export const leaderOf = (entries: readonly Entry[]): Entry =>
  entries.reduce((best, entry) => (rank(entry) > rank(best) ? entry : best));

const rank = ({ effective: { state }, priority }: Entry): number => (state === 'MASTER' ? 256 : 0) + priority;

const NAMED_AT_MOST = 3;

/** The addresses that more than one of the nodes serves, or, where none is, those of the first: "192.168.10.111". */
export function addressesOf(entries: readonly Entry[]): string {
  const counts = new Map<string, { text: string; nodes: number }>();
  for (const { instance } of entries) {
    for (const { canonical, text } of instance.addresses) {
      counts.set(canonical, { text, nodes: (counts.get(canonical)?.nodes ?? 0) + 1 });
    }
  }
  const shared = [...counts.values()].filter(({ nodes }) => nodes > 1);
  const texts = (shared.length ? shared : [...counts.values()]).map(({ text }) => text);
  if (texts.length === 0) return 'the virtual addresses';
  const rest = texts.length - NAMED_AT_MOST;
  return rest > 0 ? listed([...texts.slice(0, NAMED_AT_MOST), `${rest} more`]) : listed(texts);
}

/** What follows where some do not hear the others, which may well hear them. */
export function oneWay(speakers: readonly Entry[], deaf: readonly Entry[], entries: readonly Entry[]): string {
  if (deaf.some((listener) => speakers.some(({ priority }) => priority >= listener.priority)))
    return twoMasters(entries);
  const namesOf = (of: readonly Entry[]): string => listed(of.map(({ name }) => name));
  const [outrank, take, start] =
    deaf.length > 1 ? ['outrank', 'take', 'they start'] : ['outranks', 'takes', 'it starts'];
  return `${namesOf(deaf)} ${outrank} ${namesOf(speakers)} and ${take} ${addressesOf(entries)} whenever ${start}, nopreempt or not.`;
}

/** What follows where nodes do not hear each other. */
export const twoMasters = (entries: readonly Entry[]): string =>
  entries.length === 2
    ? `Both nodes will become MASTER and hold ${addressesOf(entries)}.`
    : `More than one node will become MASTER and hold ${addressesOf(entries)}.`;
