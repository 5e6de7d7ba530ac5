/** Parts of a picture that come below each other. Lengths are pixels. */
import { element, type Markup } from './svg.ts';

export interface Part {
  readonly height: number;
  draw(y: number): Markup;
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

const round = (length: number): number => Math.round(length * 10) / 10;

/** How wide a character becomes is the reader's font's to say: this is enough for common ones. */
const CHARACTER = 7.5;

export const widthOf = (text: string): number => [...text].length * CHARACTER;

export function shorten(text: string, most: number): string {
  const characters = [...text];
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`;
}
