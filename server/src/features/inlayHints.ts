/** What keepalived makes of what is written, where that is not to be seen: between the words of the file. */
import { priorityRange, weightedTrackersOf } from '../cluster/election/resting.ts';
import { clampPriority, type Tracker, trackersOf } from '../cluster/election/trackers.ts';
import { isUnsettled } from '../model/directive.ts';
import { effective } from '../model/effective.ts';
import type { Node, VrrpInstance } from '../model/node.ts';
import { offsetIn, type Place, type Position, positionIn, type Range } from '../model/place.ts';
import { named } from '../model/settings.ts';
import type { Version } from '../schema/index.ts';
import type { Tree } from '../syntax/tree.ts';
import { countedPass } from './authPass.ts';
import { type Document, type JudgedCluster, type Language, nodesWith } from './document.ts';
import { type HintWords, hintWordsIn } from './hintWords.ts';
import { spotAt } from './scope.ts';

export interface InlayHint {
  readonly position: Position;
  readonly label: string;
  readonly tooltip: string;
}

/** Those in a range of this file, its ends included. */
export function inlayHints(
  { file, tree }: Pick<Document, 'file' | 'tree'>,
  clusters: readonly JudgedCluster[],
  range: Range,
  language: Language,
): InlayHint[] {
  const words = hintWordsIn(language);
  const remarks = clusters.flatMap(({ cluster, version }) =>
    nodesWith(file, cluster).flatMap((node) =>
      node.instances.flatMap((instance) => remarksOn(instance, { node, version, words, file, tree })),
    ),
  );
  const hints = remarks
    .filter(({ behind }) => behind.file === file)
    .map(({ behind, label, tooltip }) => ({ position: positionIn(tree, behind.item, behind.end), label, tooltip }))
    .filter(({ position }) => !isBefore(position, range.start) && !isBefore(range.end, position));
  // Nodes that read the same lines, and instances of one sync group, mostly say the same.
  const unique = new Map(hints.map((hint) => [JSON.stringify([hint.position, hint.label]), hint]));
  return [...unique.values()];
}

const isBefore = (a: Position, b: Position): boolean => a.line < b.line || (a.line === b.line && a.column < b.column);

interface Remark {
  /** It stands behind this. */
  readonly behind: Place;
  readonly label: string;
  readonly tooltip: string;
}

interface About {
  readonly node: Node;
  readonly version: Version;
  readonly words: HintWords;
  readonly file: string;
  readonly tree: Tree;
}

const remarksOn = (instance: VrrpInstance, about: About): Remark[] => [
  ...onPriority(instance, about),
  ...onState(instance, about),
  ...onAdvertInt(instance, about),
  ...onAuthPass(instance, about),
  ...trackersOf(instance, about.node, about.version).flatMap((tracker) => onTracker(tracker, about)),
];

/** Whether a value is known: not where its definition is not. */
const isKnown = ({ setting }: VrrpInstance, keyword: string): boolean =>
  !named(setting.children, keyword).some(({ directive }) => directive.words.some(isUnsettled));

/** An address owner keeps its 255, whatever is tracked. */
function onPriority(instance: VrrpInstance, { node, version, words }: About): Remark[] {
  if (!instance.priority || !isKnown(instance, 'priority')) return [];
  const base = effective(instance, node).priority;
  const weighted = weightedTrackersOf(instance, node, version);
  const files = trackersOf(instance, node, version).filter(({ what, weight }) => what === 'file' && weight !== 0);
  const [only] = weighted;
  const label = [
    ...(weighted.length === 1 && only
      ? [words.priority(clampPriority(base, only.change), only.tracker, only.whileWell)]
      : []),
    ...(weighted.length > 1 ? [words.range(...priorityRange(base, weighted), weighted.length)] : []),
    ...files.map(words.product),
  ];
  const tooltip = [
    ...weighted.map(({ change, tracker, whileWell }) =>
      words.arithmetic(base, change, clampPriority(base, change), tracker, whileWell),
    ),
    ...files.map(({ name }) => words.fileNumber(name)),
    ...(label.length > 1 || weighted.length > 1 ? [words.bounds] : []),
  ];
  if (label.length === 0) return [];
  return [{ behind: instance.priority.place, label: label.join(words.separator), tooltip: tooltip.join('\n') }];
}

function onState(instance: VrrpInstance, { words }: About): Remark[] {
  const { state, priority } = instance;
  if (state?.value !== 'MASTER' || priority || !isKnown(instance, 'state')) return [];
  return isKnown(instance, 'priority')
    ? [{ behind: state.place, label: words.ownerPriority, tooltip: words.ownerMeans }]
    : [];
}

function onAdvertInt(instance: VrrpInstance, { node, words }: About): Remark[] {
  const { advertInt: used, version } = effective(instance, node);
  const { advertInt } = instance;
  return advertInt && advertInt.value !== used
    ? [{ behind: advertInt.place, label: words.becomes(used), tooltip: words.advertInt(version) }]
    : [];
}

function onAuthPass({ authentication }: VrrpInstance, { words }: About): Remark[] {
  const counted = authentication?.pass && countedPass(authentication.pass);
  return counted ? [{ behind: counted, label: words.cut, tooltip: words.cutMeans }] : [];
}

/** Behind its whole entry. The instance's own interface has none. */
function onTracker(tracker: Tracker, { words, file, tree }: About): Remark[] {
  const { place, weight, isOwnInterface } = tracker;
  if (weight !== 0 || isOwnInterface || place.file !== file) return [];
  const { line } = spotAt(tree, offsetIn(tree, place.item, place.start));
  const end = line?.kind === 'statement' ? line.words.at(-1)!.end : place.end;
  return [{ behind: { ...place, end }, label: words.fault(tracker), tooltip: words.faultMeans }];
}
