/** The failover matrix as a picture that stands on its own: no script, no font, nothing to fetch. */
import {
  ARROW,
  CROSS,
  element,
  lineOf,
  MARGIN,
  type Markup,
  NODE_COLOURS,
  type Part,
  paragraph,
  pictureOf,
  shorten,
  space,
  stacked,
  TRIANGLE,
  textAt,
  widthOf,
} from '../../../deploy/src/index.ts';
import { filesInWords, pairingInWords } from '../pairing.ts';
import { type Simulation, type SimulationReport, verdictOf } from '../simulation.ts';
import { type Cell, type Column, type Note, type Row, type Table, tableOf } from './simulationTable.ts';
import { cellInWords, explanation, groupInWords, noteInWords, pairsInWords } from './simulationWords.ts';

const ROW = 34;
const CELL = 26;
const GAP = 10;
/** Room for a sign or an arrow in a cell, and for its edges. */
const SIGN = 26;
const NARROWEST_CELL = 120;
const NARROWEST = 720;
const LONGEST_NAME = 44;
const MOST_ADDRESSES = 4;

interface Layout {
  readonly table: Table;
  readonly nodes: readonly string[];
  readonly nameWidth: number;
  readonly cells: readonly { readonly x: number; readonly width: number }[];
  readonly width: number;
}

export function formatSimulationSvg({ simulations }: SimulationReport): string {
  const layouts = simulations.map(layoutOf);
  const width = Math.max(NARROWEST, ...layouts.map((layout) => layout.width));
  const nameOf = (simulation: Simulation): string =>
    simulations.length > 1 ? filesInWords(simulation.pairing) : simulation.matrix.nodes.join(', ');
  const parts = simulations.flatMap((simulation, i) => [
    ...paragraph(nameOf(simulation), 'heading', width),
    ...partsOf(simulation, { ...layouts[i]!, width }),
  ]);
  const clusters = simulations.map(({ pairing }) => pairingInWords(pairing, 'name'));
  return pictureOf({
    title: 'Failover matrix',
    description: `Who owns each virtual address while all is up, and when something fails: ${clusters.join('; ')}.`,
    width,
    parts,
  });
}

function layoutOf(simulation: Simulation): Layout {
  const table = tableOf(simulation);
  const rows = [table.allUp, ...table.rows, ...(table.pairs?.rows ?? [])];
  const nameWidth =
    Math.max(...rows.map(({ name }) => widthOf(shorten(name, LONGEST_NAME))), widthOf('Scenario')) + GAP;
  let x = MARGIN + nameWidth;
  const cells = table.columns.map((column, i) => {
    const texts = rows.map(({ cells: row }) => (row[i] ? widthOf(cellInWords(row[i]).join('  ')) + SIGN + 2 * GAP : 0));
    const width = Math.ceil(Math.max(NARROWEST_CELL, ...headOf(column).map(widthOf), ...texts));
    const cell = { x, width };
    x += width + GAP;
    return cell;
  });
  return { table, nodes: simulation.matrix.nodes, nameWidth, cells, width: Math.ceil(x - GAP + MARGIN) };
}

function partsOf(simulation: Simulation, layout: Layout): Part[] {
  const { columns, allUp, rows, pairs, notes } = layout.table;
  const { nodes } = layout;
  const paired = paragraph(pairingInWords(simulation.pairing, 'name'), 'muted', layout.width);
  if (columns.length === 0) return [...paired, lineOf('There is no virtual address here.', '', MARGIN, 48)];
  const rowParts = (list: readonly Row[]): Part[] => list.map((row) => rowPart(row, layout));
  const first = [
    headerPart(columns, simulation.chosen ? 'Scenario' : 'Failure', layout),
    ...rowParts([allUp, ...rows]),
  ];
  const parts = [
    ...paired,
    legendPart(nodes),
    space(GAP),
    stacked(first, { role: 'table', 'aria-label': `Who owns what, of ${nodes.join(', ')}` }),
  ];
  if (pairs) parts.push(space(2 * GAP), lineOf(`Pairs of failures: ${pairsInWords(pairs)}`, 'strong', MARGIN, 28));
  if (pairs?.rows.length) {
    parts.push(stacked(rowParts(pairs.rows), { role: 'table', 'aria-label': 'Who owns what after two failures' }));
  }
  if (notes.length) parts.push(space(2 * GAP), lineOf('Why', 'strong', MARGIN, 28));
  return [...parts, ...notes.flatMap((note) => noteParts(note, layout.width)), space(MARGIN)];
}

/** What the colours and the signs stand for. */
function legendPart(nodes: readonly string[]): Part {
  const entries: readonly [text: string, swatch: (x: number, middle: number) => Markup[]][] = [
    ...nodes.map((name, i): (typeof entries)[number] => [
      name,
      (x, middle) => [
        element('rect', { class: `n${i % NODE_COLOURS} moved`, x, y: middle - 7, width: 14, height: 14, rx: 4 }),
      ],
    ]),
    ['nobody owns it', (x, middle) => [CROSS(x + 7, middle, 'wrong')]],
    ['two masters', (x, middle) => [TRIANGLE(x + 7, middle, 'wrong')]],
  ];
  return {
    height: 30,
    draw(y) {
      let x = MARGIN;
      return element(
        'g',
        { 'aria-hidden': 'true' },
        ...entries.flatMap(([text, swatch]) => {
          const drawn = [...swatch(x, y + 15), textAt(x + 22, y + 15, 'small', text)];
          x += widthOf(text) + 22 + 2 * GAP;
          return drawn;
        }),
      );
    },
  };
}

const headOf = ({ addresses, group }: Column): string[] => [
  ...(group ? [groupInWords(group)] : []),
  ...addresses.slice(0, MOST_ADDRESSES),
  ...(addresses.length > MOST_ADDRESSES ? [`and ${addresses.length - MOST_ADDRESSES} more`] : []),
];

function headerPart(columns: readonly Column[], title: string, { cells }: Layout): Part {
  const heads = columns.map(headOf);
  const height = Math.max(...heads.map(({ length }) => length)) * 18 + GAP;
  return {
    height,
    draw: (y) =>
      element(
        'g',
        { role: 'row' },
        element('g', { role: 'columnheader' }, textAt(MARGIN, y + height - GAP - 9, 'muted small', title)),
        ...heads.map((lines, i) =>
          element(
            'g',
            { role: 'columnheader' },
            ...lines.map((text, nth) => {
              const look = columns[i]!.group && nth === 0 ? 'muted small' : 'strong';
              return textAt(cells[i]!.x, y + height - GAP - 9 - (lines.length - 1 - nth) * 18, look, text);
            }),
          ),
        ),
        rule(y + height - 1, cells),
      ),
  };
}

function rowPart(row: Row, layout: Layout): Part {
  const { table, nodes, cells } = layout;
  const draw = (y: number): Markup =>
    element(
      'g',
      { role: 'row' },
      element(
        'g',
        { role: 'rowheader' },
        element('title', {}, row.name),
        textAt(MARGIN, y + ROW / 2, row === table.allUp ? 'strong' : 'event', shorten(row.name, LONGEST_NAME)),
      ),
      ...row.cells.map((cell, i) => cellAt(cell, cells[i]!, y + (ROW - CELL) / 2, nodes)),
      rule(y + ROW - 1, cells),
    );
  return { height: ROW, draw };
}

function cellAt(
  cell: Cell | undefined,
  { x, width }: { x: number; width: number },
  y: number,
  nodes: readonly string[],
): Markup {
  const middle = y + CELL / 2;
  if (!cell) return element('g', { role: 'cell' }, textAt(x + GAP, middle, 'muted', '-'));
  const { outcome, verdict, moved } = cell;
  const [owners = '', seconds] = cellInWords(cell);
  const owned = verdict === 'owned';
  const colour = Math.max(0, nodes.indexOf(outcome.owners[0] ?? '')) % NODE_COLOURS;
  const look = owned ? `n${colour} ${moved ? 'moved' : 'stays'}` : `bad ${verdict}`;
  const sign = verdict === 'nobody' ? CROSS : verdict === 'split' ? TRIANGLE : moved ? ARROW : undefined;
  return element(
    'g',
    { role: 'cell' },
    element('title', {}, explanation(outcome).join('; ')),
    element('rect', { class: look, x, y, width, height: CELL, rx: 6 }),
    ...(sign ? [sign(x + 16, middle, owned ? `e${colour}` : 'wrong')] : []),
    textAt(x + (sign ? SIGN + 4 : GAP), middle, owned ? (moved ? 'strong' : '') : 'alarm', owners),
    ...(seconds === undefined ? [] : [textAt(x + width - GAP, middle, 'muted small end', seconds)]),
  );
}

/** As wide as the table. */
function rule(y: number, cells: Layout['cells']): Markup {
  const { x, width } = cells.at(-1)!;
  return element('path', { class: 'rule', d: `M${MARGIN} ${y + 0.5}H${x + width}` });
}

const noteParts = (note: Note, width: number): Part[] => [
  ...paragraph(noteInWords(note), verdictOf(note.outcome) === 'owned' ? 'strong' : 'alarm', width),
  ...explanation(note.outcome).flatMap((text) => paragraph(text, '', width, GAP)),
  space(GAP),
];
