/** One virtual address through time: who had it, below it what it answered, below that how long it did not. */
import type { DrillRow, Timeline } from '../report.ts';
import { probesOf, type Reign, reignsOf } from '../timeline.ts';
import { secondsInWords } from '../words.ts';
import { type Gap, gapsIn, LABEL_INDENT, totalInWords } from './gaps.ts';
import { levelsOf } from './labels.ts';
import { element, type Markup } from './markup.ts';
import { MARGIN, round, textAt, widthOf } from './parts.ts';
import { type Run, runsOf } from './probes.ts';
import type { Scale } from './scale.ts';
import { NODE_COLOURS } from './style.ts';

export interface Lane {
  readonly height: number;
  /** Where its last label ends. */
  readonly right: number;
  /** What it shows, in a sentence. */
  readonly words: string;
  draw(y: number): Markup;
}

const BAR = 22;
const PROBES_TOP = BAR + 4;
const ANSWERED = 6;
const UNANSWERED = 12;
const LABELS_TOP = PROBES_TOP + UNANSWERED + 6;
const LABEL = 17;
const FOOT = 14;
const NARROWEST_SHAPE = 2;
const MOST_LEVELS = 4;
const MOST_LABELS = 24;
const MOST_REIGNS_IN_WORDS = 12;

/** `names`: of the nodes, in the order of their colours. */
export function laneOf(
  timeline: Timeline,
  address: string,
  drill: readonly DrillRow[],
  names: readonly string[],
  scale: Scale,
): Lane {
  const reigns = reignsOf(timeline, address);
  const probes = probesOf(timeline, address);
  const gaps = gapsIn(timeline, address, drill, reigns, scale);
  const labelled = gaps.toSorted((a, b) => b.seconds - a.seconds).slice(0, MOST_LABELS);
  const levels = levelsOf(labelled, MOST_LEVELS);
  const depth = Math.max(0, ...levels.map((level) => (level ?? -1) + 1));
  const gapsInWords = totalInWords(gaps);
  const words = `${address}: ${reignsInWords(reigns, timeline.began)}; ${gapsInWords}.`;
  const runs = runsOf(probes, (at) => Math.floor(scale.x(at)));
  return {
    height: LABELS_TOP + depth * LABEL + FOOT,
    right: Math.max(0, ...labelled.map(({ x, width }, i) => (levels[i] === undefined ? 0 : x + width))),
    words,
    draw: (y) =>
      element(
        'g',
        { role: 'img', 'aria-label': words },
        textAt(MARGIN, y + BAR / 2, 'strong', address),
        textAt(MARGIN, y + BAR + 9, 'muted small', gapsInWords),
        ...reigns.flatMap((reign) => reignShapes(reign, names, scale, y)),
        ...probeShapes(runs, names, y + PROBES_TOP),
        ...labelled.flatMap((gap, i) => (levels[i] === undefined ? [] : gapShapes(gap, levels[i], y))),
      ),
  };
}

function reignsInWords(reigns: readonly Reign[], began: number): string {
  const told = reigns
    .slice(0, MOST_REIGNS_IN_WORDS)
    .map(({ from, owners }) => `${ownersInWords(owners)} from ${secondsInWords((from - began) / 1000)}`);
  const left = reigns.length - told.length;
  return [...told, ...(left ? [`and ${left} more changes`] : [])].join(', ');
}

const ownersInWords = (owners: readonly string[]): string => owners.join(' and ') || 'nobody';

/** Several owners share the height; their frame says that this is wrong, as does the frame where there is none. */
function reignShapes({ from, to, owners }: Reign, names: readonly string[], scale: Scale, y: number): Markup[] {
  const x = scale.x(from);
  const width = Math.max(NARROWEST_SHAPE, round(scale.x(to) - x));
  const title = element('title', {}, `${ownersInWords(owners)}, ${secondsInWords((to - from) / 1000)}`);
  if (owners.length === 0) {
    return [
      element(
        'rect',
        { class: 'bad nobody', x: x + 1, y: y + 1, width: Math.max(1, width - 2), height: BAR - 2 },
        title,
      ),
    ];
  }
  const height = round(BAR / owners.length);
  const bars = owners.flatMap((owner, i) => {
    const colour = colourOf(owner, names);
    const top = round(y + i * height);
    const fits = height >= 11 && widthOf(owner) + 10 <= width;
    return [
      element('rect', { class: `b${colour}`, x, y: top, width, height }, title),
      ...(fits ? [textAt(x + 6, top + height / 2, `${owners.length === 1 ? 'small' : 'tiny'} t${colour}`, owner)] : []),
    ];
  });
  if (owners.length === 1) return bars;
  return [...bars, element('rect', { class: 'frame wrong', x, y, width, height: BAR })];
}

const colourOf = (node: string, names: readonly string[]): number => Math.max(0, names.indexOf(node)) % NODE_COLOURS;

/** One path for each look. */
function probeShapes(runs: readonly Run[], names: readonly string[], y: number): Markup[] {
  const paths = new Map<string, { look: string; d: string }>();
  for (const [i, { from, to, ok, node }] of runs.entries()) {
    const next = runs[i + 1]?.from ?? to;
    const width = Math.max(NARROWEST_SHAPE, (ok ? to + 1 : next) - from);
    const look = !ok ? 'unanswered' : node === null ? 'answered' : `b${colourOf(node, names)}`;
    const title = !ok ? 'no answer' : node === null ? 'answered' : `answered by ${node}`;
    const d = `M${from} ${y}h${width}v${ok ? ANSWERED : UNANSWERED}h-${width}z`;
    paths.set(title, { look, d: (paths.get(title)?.d ?? '') + d });
  }
  return [...paths].map(([title, { look, d }]) => element('path', { class: look, d }, element('title', {}, title)));
}

function gapShapes({ x, end, text, look }: Gap, level: number, y: number): Markup[] {
  const top = y + LABELS_TOP - 3;
  const middle = y + LABELS_TOP + level * LABEL + LABEL / 2;
  return [
    element('path', { class: 'frame wrong', d: `M${Math.max(end, x + NARROWEST_SHAPE)} ${top}H${x}V${middle + 5}` }),
    textAt(x + LABEL_INDENT, middle, look, text),
  ];
}
