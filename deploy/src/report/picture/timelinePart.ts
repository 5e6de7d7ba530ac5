/** A timeline as a picture: events above, a lane for each virtual address, seconds below. */
import type { Report, Timeline } from '../report.ts';
import { levelsOf } from './labels.ts';
import { type Lane, laneOf } from './lane.ts';
import { legend } from './legend.ts';
import { element, type Markup } from './markup.ts';
import { below, heightOf, MARGIN, type Part, round, shorten, textAt, widthOf } from './parts.ts';
import { type Scale, scaleOf } from './scale.ts';

export interface TimelinePicture {
  readonly parts: readonly Part[];
  readonly width: number;
  /** What is to be seen; a sentence for each address. */
  readonly words: readonly string[];
}

const LONGEST_EVENT = 60;
const MOST_LEVELS = 24;
const LEVEL = 17;
const AXIS = 24;
const GAP = 20;
const NARROWEST_NAME = 150;

export function timelinePicture(report: Report, timeline: Timeline): TimelinePicture {
  const { addresses, owners, probes } = timeline;
  const seen = [...owners, ...probes].flatMap(({ node }) => node ?? []);
  const names = [...new Set([...report.nodes, ...seen])];
  const nameWidth = Math.max(NARROWEST_NAME, ...addresses.map((address) => widthOf(address) * 1.1));
  const scale = scaleOf(timeline, Math.ceil(MARGIN + nameWidth + GAP));
  const lanes = addresses.map((address) => laneOf(timeline, address, report.drill, names, scale));
  const events = eventsOf(timeline, scale);
  const height = heightOf(lanes);
  const chart: Part = {
    height: events.height + height + AXIS,
    draw: (y) =>
      element(
        'g',
        {},
        ...axis(scale, y + events.height, height),
        ...events.draw(y, height),
        ...below(lanes, y + events.height),
      ),
  };
  return {
    parts: [legend(names, timeline, scale.right), chart],
    width: Math.ceil(Math.max(scale.right, events.right, ...lanes.map(({ right }) => right)) + MARGIN),
    words: lanes.map(({ words }: Lane) => words),
  };
}

function axis({ left, right, ticks }: Scale, top: number, height: number): Markup[] {
  const bottom = top + height;
  return [
    element('path', { class: 'axis', d: ticks.map(({ x }) => `M${x} ${top}V${bottom}`).join('') }),
    element('path', { class: 'axis', d: `M${left} ${bottom}H${right}` }),
    ...ticks.map(({ x, text }) => textAt(x, bottom + AXIS / 2, 'muted small middle', text)),
  ];
}

interface Events {
  readonly height: number;
  /** Where the last label ends. */
  readonly right: number;
  /** `below`: how far their lines go on. */
  draw(y: number, below: number): Markup[];
}

function eventsOf({ events, began }: Timeline, scale: Scale): Events {
  const labels = events.map(({ at, text }) => {
    const short = shorten(text, LONGEST_EVENT);
    return { x: scale.x(at), text: short, width: widthOf(short) + 5, title: `${seconds(at - began)}: ${text}` };
  });
  const levels = levelsOf(labels, MOST_LEVELS);
  const height = Math.max(0, ...levels.map((level) => (level ?? -1) + 1)) * LEVEL + 6;
  const right = Math.max(0, ...labels.map(({ x, width }, i) => (levels[i] === undefined ? 0 : x + width)));
  const draw = (y: number, more: number): Markup[] =>
    labels.map(({ x, text, title }, i) => {
      const level = levels[i];
      const top = y + height - 6 - ((level ?? -1) + 1) * LEVEL;
      return element(
        'g',
        {},
        element('title', {}, title),
        element('path', { class: 'happened', d: `M${x} ${round(top + 2)}V${y + height + more}` }),
        ...(level === undefined ? [] : [textAt(x + 5, top + LEVEL / 2, 'event', text)]),
      );
    });
  return { height, right, draw };
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;
