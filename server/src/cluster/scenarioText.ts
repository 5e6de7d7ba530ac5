/** Reads scenarios as a person writes them: `down:ngx1,script:chk_nginx@ngx2,up:ngx1`. */
import type { Node } from '../model/node.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterEvent, Scenario, TrackedKind } from './scenario.ts';
import { listed } from './words.ts';

/** A scenario, or what is wrong with its text: a sentence that says what, and what there is instead. */
export type ScenarioReading = { readonly scenario: Scenario } | { readonly problem: string };

/** The configuration that a `reload` names; undefined where it cannot be read. */
export type ConfigReader = (label: string, node: string) => Node | undefined;

const noConfigs: ConfigReader = () => undefined;

/** Reads events joined by `,`. Blanks around them do not count; an empty text is the scenario without events. */
export function readScenario(text: string, cluster: Cluster, configOf: ConfigReader = noConfigs): ScenarioReading {
  const scenario: ClusterEvent[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '' && text.trim() === '') continue;
    const event = readEvent(part, cluster, configOf);
    if (typeof event === 'string') return { problem: event };
    scenario.push(event);
  }
  return { scenario };
}

const NODE_EVENTS = ['down', 'stop', 'crash'] as const;
const TRACKED_KINDS: readonly TrackedKind[] = ['script', 'interface', 'process', 'file', 'bfd'];
const FORMS =
  'down:NODE, stop:NODE, crash:NODE, script:NAME@NODE (or interface, process, file, bfd), disabled:SCRIPT@NODE, ' +
  'partition:NODE|NODE, reload:NODE=FILE, and up: before any of them to recover';

/** An event, or the sentence that says why it is none. */
function readEvent(text: string, cluster: Cluster, configOf: ConfigReader): ClusterEvent | string {
  const [, kind = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  const nodeEvent = NODE_EVENTS.find((each) => each === kind);
  if (nodeEvent) return onNode(rest, cluster, (node) => ({ kind: nodeEvent, node }));
  const what = TRACKED_KINDS.find((each) => each === kind);
  if (what) return onTracked(what, rest, cluster, (name, node) => ({ kind: 'fails', what, name, node }));
  switch (kind) {
    case 'up':
      return readRecovery(rest, cluster);
    case 'disabled':
      return onTracked('script', rest, cluster, (name, node) => ({ kind: 'disabled', name, node }));
    case 'partition':
      return readPartition(rest, cluster);
    case 'reload':
      return readReload(rest, cluster, configOf);
    default:
      return `"${text}" is no event. Write ${FORMS}.`;
  }
}

function onNode(
  name: string,
  cluster: Cluster,
  toEvent: (node: string) => ClusterEvent | string,
): ClusterEvent | string {
  const names = cluster.members.map((member) => member.name);
  return names.includes(name) ? toEvent(name) : `There is no node "${name}". The nodes are ${listed(names)}.`;
}

/** `NAME@NODE`; the last `@` counts, a node's name may not hold one. */
function onTracked(
  what: TrackedKind,
  text: string,
  cluster: Cluster,
  toEvent: (name: string, node: string) => ClusterEvent,
): ClusterEvent | string {
  const at = text.lastIndexOf('@');
  if (at < 0) return `"${what}:${text}" does not say on which node: write ${what}:NAME@NODE.`;
  const name = text.slice(0, at);
  return onNode(text.slice(at + 1), cluster, (node) => {
    const known = namesOn(what, node, cluster);
    if (known.includes(name)) return toEvent(name, node);
    const there = known.length ? `There ${known.length > 1 ? 'are' : 'is'} ${listed(known)}.` : 'It has none.';
    return `${node} knows no ${what} "${name}". ${there}`;
  });
}

/** The objects of a kind that a node defines or tracks. */
function namesOn(what: TrackedKind, name: string, { members }: Cluster): string[] {
  const node = members.find((member) => member.name === name)!.node;
  const owners = [...node.instances, ...node.syncGroups];
  const named = {
    script: [...node.scripts.map((each) => each.name), ...owners.flatMap((owner) => names(owner.trackedScripts))],
    interface: [
      ...node.instances.flatMap((instance) => instance.interface ?? []),
      ...owners.flatMap((owner) => names(owner.trackedInterfaces)),
    ],
    process: [...node.processes.map((each) => each.name), ...owners.flatMap((owner) => names(owner.trackedProcesses))],
    file: [...node.trackFiles.map((each) => each.name), ...owners.flatMap((owner) => names(owner.trackedFiles))],
    bfd: [...node.bfds.map((each) => each.name), ...owners.flatMap((owner) => names(owner.trackedBfds))],
  };
  return [...new Set(named[what].map(({ value }) => value))];
}

const names = <T>(tracks: readonly { readonly name: T }[]): T[] => tracks.map(({ name }) => name);

/** `up:` takes a node, or the whole event that it undoes, or only what the event spoke of. */
function readRecovery(text: string, cluster: Cluster): ClusterEvent | string {
  if (cluster.members.some(({ name }) => name === text)) return { kind: 'up', node: text };
  const [, kind = '', rest = ''] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (NODE_EVENTS.some((each) => each === kind)) return onNode(rest, cluster, (node) => ({ kind: 'up', node }));
  const kinds = TRACKED_KINDS.filter((each) => each === kind);
  const tries = kinds.length ? kinds : text.includes('@') ? TRACKED_KINDS : [];
  for (const what of tries) {
    const subject = kinds.length ? rest : text;
    const event = onTracked(what, subject, cluster, (name, node) => ({ kind: 'recovers', what, name, node }));
    if (typeof event !== 'string' || what === tries.at(-1)) return event;
  }
  const sides = kind === 'partition' ? rest : text;
  if (!sides.includes('|')) return onNode(text, cluster, (node) => ({ kind: 'up', node }));
  const event = readPartition(sides, cluster);
  return typeof event !== 'string' && event.kind === 'partition' ? { kind: 'heal', sides: event.sides } : event;
}

function readPartition(text: string, cluster: Cluster): ClusterEvent | string {
  const sides = text.split('|').map((side) => side.split('+').map((name) => name.trim()));
  if (sides.length < 2) return `"partition:${text}" has one side only: write partition:NODE|NODE, or NODE+NODE|NODE.`;
  for (const name of sides.flat()) {
    const problem = onNode(name, cluster, () => '');
    if (problem) return problem;
  }
  const twice = sides.flat().find((name, i, all) => all.indexOf(name) !== i);
  return twice === undefined ? { kind: 'partition', sides } : `"${twice}" stands on two sides of the partition.`;
}

function readReload(text: string, cluster: Cluster, configOf: ConfigReader): ClusterEvent | string {
  const at = text.indexOf('=');
  if (at < 0) return `"reload:${text}" does not say what is read: write reload:NODE=FILE.`;
  const label = text.slice(at + 1);
  return onNode(text.slice(0, at), cluster, (node) => {
    const config = configOf(label, node);
    return config ? { kind: 'reload', node, config, label } : `"${label}" cannot be read.`;
  });
}
