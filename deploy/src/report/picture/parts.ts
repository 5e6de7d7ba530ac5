/** A picture that stands on its own, of parts that come below each other. Lengths are pixels. */
import { wrap } from '../../../../server/src/index.ts';
import { element, type Markup } from './markup.ts';
import { STYLE } from './style.ts';

export interface Part {
  readonly height: number;
  draw(y: number): Markup;
}

export interface Picture {
  readonly title: string;
  /** What is to be seen, for those who do not see it. */
  readonly description: string;
  readonly width: number;
  readonly parts: readonly Part[];
}

/** Around the parts. */
export const MARGIN = 24;

/** SVG without script, font or anything else to fetch. */
export function pictureOf({ title, description, width, parts }: Picture): string {
  const height = heightOf(parts) + 2 * MARGIN;
  const picture = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: 'graphics-document document',
      'aria-labelledby': 'title',
      'aria-describedby': 'description',
    },
    element('title', { id: 'title' }, title),
    element('desc', { id: 'description' }, description),
    element('style', {}, STYLE),
    element('rect', { class: 'paper', width, height }),
    ...below(parts, MARGIN),
  );
  return `${picture.markup}\n`;
}

/** From the middle of a line to the foot of its letters. */
const BASELINE = 4.5;

export const space = (height: number): Part => ({ height, draw: () => element('g', {}) });

/** `middle`: where the middle of the line is. */
export const textAt = (x: number, middle: number, look: string, text: string): Markup =>
  element('text', { x: round(x), y: round(middle + BASELINE), ...(look && { class: look }) }, text);

export const lineOf = (text: string, look: string, x: number, height: number): Part => ({
  height,
  draw: (y) => textAt(x, y + height / 2, look, text),
});

/** Letters of a heading, and strong ones, are wider. */
const WIDE: Readonly<Record<string, number>> = { heading: 1.35, strong: 1.1, alarm: 1.1 };

/** Lines that keep within a picture of that width. */
export function paragraph(text: string, look: string, width: number, indent = 0): Part[] {
  const most = Math.floor((width - 2 * MARGIN - indent) / (CHARACTER * (WIDE[look] ?? 1)));
  return wrap(text, most, '').map((each) => lineOf(each, look, MARGIN + indent, look === 'heading' ? 26 : 20));
}

type Sign = (x: number, y: number, look: string) => Markup;

const signOf =
  (path: string): Sign =>
  (x, y, look) =>
    element('path', { class: `sign ${look}`, d: `M${round(x)} ${round(y)}${path}` });

export const ARROW = signOf('m-6 0h12m-4-4l4 4l-4 4');
export const CROSS = signOf('m-5-5l10 10m0-10l-10 10');
export const TICK = signOf('m-6 0l4 5l8-10');
/** With an exclamation mark. */
export const TRIANGLE = signOf('m0-7l8 13h-16zm0 5v3.5m0 2.5v.1');

/** Parts as one group. */
export const stacked = (parts: readonly Part[], attributes: Readonly<Record<string, string>> = {}): Part => ({
  height: heightOf(parts),
  draw: (y) => element('g', attributes, ...below(parts, y)),
});

export const heightOf = (parts: readonly Part[]): number => parts.reduce((sum, { height }) => sum + height, 0);

export function below(parts: readonly Part[], top: number): Markup[] {
  let y = top;
  return parts.map((part) => {
    const drawn = part.draw(y);
    y += part.height;
    return drawn;
  });
}

export const round = (length: number): number => Math.round(length * 10) / 10;

/** How wide a character becomes is the reader's font's to say: this is enough for common ones. */
const CHARACTER = 7.5;

export const widthOf = (text: string): number => [...text].length * CHARACTER;

export function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
