/** What the colours and shapes of a time line stand for. */
import type { Timeline } from '../report.ts';
import { element, type Markup } from './markup.ts';
import { below, MARGIN, type Part, space, textAt, widthOf } from './parts.ts';
import { NODE_COLOURS } from './style.ts';

interface Entry {
  readonly text: string;
  draw(x: number, y: number): Markup[];
}

const ROW = 22;
const SWATCH = 14;
const TEXT = 22;
const GAP = 18;

/** `right`: where its lines end. */
export function legend(names: readonly string[], { probes }: Timeline, right: number): Part {
  const rows: Entry[][] = [[]];
  let x = MARGIN;
  for (const entry of entriesOf(names, probes)) {
    if (x + widthOfEntry(entry) > right) {
      rows.push([]);
      x = MARGIN;
    }
    rows.at(-1)!.push(entry);
    x += widthOfEntry(entry);
  }
  const parts = [...rows.map(rowOf), space(10)];
  return { height: rows.length * ROW + 10, draw: (y) => element('g', { 'aria-hidden': 'true' }, ...below(parts, y)) };
}

function entriesOf(names: readonly string[], probes: Timeline['probes']): Entry[] {
  const box = (look: string, x: number, y: number, height: number): Markup =>
    element('rect', { class: look, x, y, width: SWATCH, height });
  const answers = probes.filter(({ ok }) => ok);
  return [
    ...names.map((text, i) => ({
      text,
      draw: (x: number, y: number) => [box(`b${i % NODE_COLOURS}`, x, y, SWATCH)],
    })),
    { text: 'nobody', draw: (x, y) => [box('bad nobody', x, y, SWATCH)] },
    {
      text: 'several at once',
      draw: (x, y) => [box('b0', x, y, 7), box('b1', x, y + 7, 7), box('frame wrong', x, y, SWATCH)],
    },
    ...(answers.some(({ node }) => node !== null)
      ? [
          {
            text: 'that node answered',
            draw: (x: number, y: number) => [box('b0', x, y + 4, 3), box('b1', x, y + 7, 3)],
          },
        ]
      : []),
    ...(answers.some(({ node }) => node === null)
      ? [{ text: 'some node answered', draw: (x: number, y: number) => [box('answered', x, y + 4, 6)] }]
      : []),
    ...(probes.length
      ? [{ text: 'no answer', draw: (x: number, y: number) => [box('unanswered', x, y + 1, 12)] }]
      : []),
  ];
}

const widthOfEntry = ({ text }: Entry): number => TEXT + widthOf(text) + GAP;

const rowOf = (entries: readonly Entry[]): Part => ({
  height: ROW,
  draw(y) {
    let x = MARGIN;
    const drawn = entries.flatMap((entry) => {
      const own = [...entry.draw(x, y + (ROW - SWATCH) / 2), textAt(x + TEXT, y + ROW / 2, 'small', entry.text)];
      x += widthOfEntry(entry);
      return own;
    });
    return element('g', {}, ...drawn);
  },
});
