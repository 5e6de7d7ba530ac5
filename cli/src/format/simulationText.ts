/** The failover matrix for people, in a terminal: who owns what while all is up, and after each failure. */
import type { Colors, Formatter } from 'picocolors/types.js';
import { printable, wrap } from '../../../server/src/index.ts';
import { filesInWords, pairingInWords } from '../pairing.ts';
import type { Simulation, SimulationReport } from '../simulation.ts';
import { type Cell, type Column, type Note, type Row, type Table, tableOf } from './simulationTable.ts';
import {
  addressesInWords,
  cellInWords,
  explanation,
  groupInWords,
  noteInWords,
  ownersInWords,
  pairsInWords,
} from './simulationWords.ts';

const INDENT = '  ';
const GAP = '  ';
/** Longer ones get a line of their own. */
const LONGEST_NAME = 40;

/** `width`: columns of the terminal, which the table is broken for; only a single column may be wider. */
export function formatSimulationText({ simulations }: SimulationReport, colors: Colors, width: number): string {
  const several = simulations.length > 1;
  return simulations
    .map((simulation) => {
      const title = several ? [colors.bold(printable(filesInWords(simulation.pairing)))] : [];
      return [...title, ...linesOf(simulation, colors, width)].map((line) => `${line}\n`).join('');
    })
    .join('\n');
}

function linesOf(simulation: Simulation, colors: Colors, width: number): string[] {
  const { pairing, chosen } = simulation;
  const table = tableOf(simulation);
  const paired = wrap(printable(pairingInWords(pairing, 'name')), width, '');
  if (table.columns.length === 0) return [...paired, 'There is no virtual address here.'];
  const sections = [
    paired,
    [colors.bold('All up'), ...ownership(table, colors, width)],
    grid(chosen ? 'Scenario' : 'Failure', table.rows, table.columns, colors, width),
    ...pairsOf(table, colors, width),
    ...(table.notes.length
      ? [[colors.bold('Why'), ...table.notes.flatMap((note) => noteOf(note, colors, width))]]
      : []),
  ];
  return sections.filter(({ length }) => length > 0).flatMap((section, i) => (i === 0 ? section : ['', ...section]));
}

/** A line for each fate: its owner, the virtual router, the addresses. */
function ownership({ columns, allUp }: Table, colors: Colors, width: number): string[] {
  const lines = columns.flatMap(({ group, addresses }, i) => {
    const cell = allUp.cells[i];
    if (!cell) return [];
    return {
      cell,
      owner: printable(ownersInWords(cell.outcome)),
      group: printable(group ? groupInWords(group) : ''),
      addresses,
    };
  });
  const [ownerWidth, groupWidth] = [widest(lines.map(({ owner }) => owner)), widest(lines.map(({ group }) => group))];
  return lines.flatMap(({ cell, owner, group, addresses }) => {
    const before = INDENT.length + ownerWidth + GAP.length + groupWidth + GAP.length;
    const [first = '', ...rest] = wrap(printable(addresses.join(', ')), width, ' '.repeat(before));
    const head = `${INDENT}${painterOf(cell, colors)(owner.padEnd(ownerWidth))}${GAP}${group.padEnd(groupWidth)}${GAP}`;
    return [head + first.trimStart(), ...rest];
  });
}

function pairsOf({ pairs, columns }: Table, colors: Colors, width: number): string[][] {
  if (!pairs) return [];
  const { worse, rows } = pairs;
  const left = worse - rows.length;
  const more = left > 0 ? [`${INDENT}and ${left} more, which --format json has`] : [];
  return [
    [`${colors.bold('Pairs of failures')}: ${pairsInWords(pairs)}`, ...grid('', rows, columns, colors, width), ...more],
  ];
}

/** Rows against columns; columns that do not fit beside each other come below, with the names again. */
function grid(
  title: string,
  rows: readonly Row[],
  columns: readonly Column[],
  colors: Colors,
  width: number,
): string[] {
  if (rows.length === 0) return [];
  const names = rows.map(({ name }) => printable(name));
  const nameWidth = Math.min(LONGEST_NAME, widest([title, ...names]));
  const heads = columns.map(({ addresses }) => printable(addressesInWords(addresses, 1)));
  const texts = rows.map(({ cells }) => cells.map((cell) => (cell ? printable(cellInWords(cell).join(' ')) : '-')));
  const widths = heads.map((head, i) => widest([head, ...texts.map((cells) => cells[i]!)]));
  const line = (name: string, cells: readonly string[]): string => `${INDENT}${[name, ...cells].join(GAP)}`.trimEnd();
  return chunksOf(widths, width - INDENT.length - nameWidth).flatMap((chunk, nth) => {
    const pad = (text: string, i: number): string => (i === chunk.at(-1) ? text : text.padEnd(widths[i]!));
    return [
      line(
        colors.bold((nth === 0 ? title : '').padEnd(nameWidth)),
        chunk.map((i) => colors.dim(pad(heads[i]!, i))),
      ),
      ...rows.flatMap(({ cells }, r) => {
        const name = names[r]!;
        const painted = chunk.map((i) => painterOf(cells[i], colors)(pad(texts[r]![i]!, i)));
        return name.length > nameWidth
          ? [`${INDENT}${name}`, line(' '.repeat(nameWidth), painted)]
          : [line(name.padEnd(nameWidth), painted)];
      }),
    ];
  });
}

/** Indices of columns, as many together as fit. */
function chunksOf(widths: readonly number[], room: number): number[][] {
  const chunks: number[][] = [];
  let left = 0;
  for (const [i, width] of widths.entries()) {
    left -= GAP.length + width;
    const chunk = chunks.at(-1);
    if (chunk && left >= 0) chunk.push(i);
    else {
      chunks.push([i]);
      left = room - GAP.length - width;
    }
  }
  return chunks;
}

function noteOf(note: Note, colors: Colors, width: number): string[] {
  const paint = note.outcome.owners.length === 1 ? colors.green : colors.red;
  return [
    ...wrap(printable(noteInWords(note)), width, INDENT).map(paint),
    ...explanation(note.outcome).flatMap((text) => wrap(printable(text), width, INDENT.repeat(2))),
  ];
}

function painterOf(cell: Cell | undefined, colors: Colors): Formatter {
  if (!cell) return colors.dim;
  if (cell.verdict !== 'owned') return (text) => colors.bold(colors.red(text));
  return cell.moved ? colors.green : String;
}

const widest = (texts: readonly string[]): number => Math.max(...texts.map(({ length }) => length));
