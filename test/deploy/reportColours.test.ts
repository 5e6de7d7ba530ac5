/** Colours of pictures, for whoever looks at them. */
import { expect, test } from 'vitest';
import { NODE_COLOURS, STYLE } from '../../deploy/src/report/picture/style.ts';

type Rgb = readonly [number, number, number];
type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira, Fernandes: A Physiologically-based Model for Simulation of Color Vision Deficiency (2009). */
const EYES: Readonly<Record<string, Matrix>> = {
  'all of us': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopes: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopes: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopes: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (matrix: Matrix, [r, g, b]: Rgb): Rgb => {
  const [x, y, z] = matrix.map((line) => line[0] * r + line[1] * g + line[2] * b);
  return [x!, y!, z!];
};

const linear = (hex: string): Rgb => {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  const line = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  return [line(r!), line(g!), line(b!)];
};
/** https://bottosson.github.io/posts/oklab/: equal distances look equally different; black and white are 1 apart. */
const oklab = (rgb: Rgb): Rgb => {
  const [l, m, s] = times(CONES, rgb).map((value) => Math.cbrt(Math.max(0, value)));
  return times(LAB, [l!, m!, s!]);
};
const CONES: Matrix = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const LAB: Matrix = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

const [light = '', dark = ''] = STYLE.split('@media (prefers-color-scheme:dark)');

const colourOf = (theme: string, name: string): string =>
  new RegExp(`\\.${name}\\{fill:(#[0-9a-f]{6})`).exec(theme)![1]!;
/** WCAG 2.2, relative luminance. */
const luminance = (hex: string): number => {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

const contrast = (a: string, b: string): number => {
  const [dim, bright] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (bright! + 0.05) / (dim! + 0.05);
};

const nodes = Array.from({ length: NODE_COLOURS }, (_, i) => i);
const themes = Object.entries({ light, dark });

test.each(Object.keys(EYES).flatMap((eyes) => themes.map(([name, theme]) => [eyes, name, theme] as const)))(
  'nodes look different to %s, %s',
  (eyes, _, theme) => {
    const seen = nodes.map((i) => oklab(times(EYES[eyes]!, linear(colourOf(theme, `b${i}`)))));
    for (const [i, a] of seen.entries()) {
      const distances = seen.slice(i + 1).map((b) => Math.hypot(...a.map((value, k) => value - b[k]!)));
      for (const distance of distances) expect(distance).toBeGreaterThan(0.09);
    }
  },
);

test.each(themes)('all is readable: %s', (_, theme) => {
  const paper = colourOf(theme, 'paper');
  for (const i of nodes) {
    // WCAG 2.2, 1.4.11 and 1.4.3.
    expect(contrast(colourOf(theme, `b${i}`), paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(colourOf(theme, `b${i}`), colourOf(theme, `t${i}`))).toBeGreaterThanOrEqual(4.5);
  }
  const inks = ['muted', 'unanswered'].map((name) => colourOf(theme, name));
  for (const ink of inks) expect(contrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
});
