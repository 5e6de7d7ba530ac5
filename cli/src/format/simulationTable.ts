/** The failover matrix as a table: what has to be shown, whichever way it is drawn. */
import { type AddressOutcome, eventText, type MatrixGroup, type MatrixScenario } from '../../../server/src/index.ts';
import { type Simulation, struckNodes, type Verdict, verdictOf } from '../simulation.ts';
import { explanation } from './simulationWords.ts';

/** Addresses that share every fate, and the virtual router that they belong to. */
export interface Column {
  readonly addresses: readonly string[];
  readonly group: MatrixGroup | undefined;
}

export interface Cell {
  readonly outcome: AddressOutcome;
  readonly verdict: Verdict;
  /** Others own the addresses than while all is up. */
  readonly moved: boolean;
}

export interface Row {
  readonly name: string;
  /** One for each column; undefined where the addresses are not configured, as before or after a reload. */
  readonly cells: readonly (Cell | undefined)[];
}

/** What several cells have in common and is said once. */
export interface Note {
  readonly scenarios: readonly string[];
  readonly addresses: readonly string[];
  readonly outcome: AddressOutcome;
}

/** Pairs of failures that end worse than either alone, although a healthy node is left. */
export interface Pairs {
  readonly tried: number;
  readonly worse: number;
  /** The first of them. */
  readonly rows: readonly Row[];
}

const MOST_PAIRS = 20;

export interface Table {
  readonly columns: readonly Column[];
  readonly allUp: Row;
  /** Single failures, or the scenarios that were asked for. */
  readonly rows: readonly Row[];
  /** Missing where no pairs were tried. */
  readonly pairs?: Pairs;
  readonly notes: readonly Note[];
}

export function tableOf({ matrix, chosen }: Simulation): Table {
  const [allUp, ...others] = matrix.scenarios.map(withAddresses);
  if (!allUp) return { columns: [], allUp: { name: '', cells: [] }, rows: [], notes: [] };
  const columns = columnsOf([allUp, ...others], matrix.groups);
  const rowOf = ({ name, byAddress }: Outcomes): Row => ({
    name,
    cells: columns.map(({ addresses: [first = ''] }) => {
      const outcome = byAddress.get(first);
      const before = allUp.byAddress.get(first)?.owners ?? [];
      return outcome && { outcome, verdict: verdictOf(outcome), moved: outcome.owners.join() !== before.join() };
    }),
  });
  const pairs = chosen ? [] : others.filter(({ scenario }) => scenario.length > 1);
  const singles = chosen ? others : others.filter(({ scenario }) => scenario.length <= 1);
  const rows = singles.map(rowOf);
  const table = { columns, allUp: rowOf(allUp), rows };
  if (pairs.length === 0) return { ...table, notes: notesOf([table.allUp, ...rows], columns, chosen) };
  const alone = new Map(singles.map((single) => [single.name, single]));
  const worse = pairs.filter((pair) => endsWorse(pair, alone, matrix.groups));
  const shown = worse.slice(0, MOST_PAIRS).map(rowOf);
  return {
    ...table,
    pairs: { tried: pairs.length, worse: worse.length, rows: shown },
    notes: notesOf([table.allUp, ...rows, ...shown], columns, chosen),
  };
}

interface Outcomes extends MatrixScenario {
  readonly byAddress: ReadonlyMap<string, AddressOutcome>;
}

const withAddresses = (scenario: MatrixScenario): Outcomes => ({
  ...scenario,
  byAddress: new Map(scenario.outcomes.map((outcome) => [outcome.address, outcome])),
});

function columnsOf(scenarios: readonly Outcomes[], groups: readonly MatrixGroup[]): Column[] {
  const groupOf = new Map(groups.flatMap(({ addresses }, i) => addresses.map((address) => [address, i] as const)));
  const columns = new Map<string, { addresses: string[]; group: MatrixGroup | undefined }>();
  for (const address of new Set(scenarios.flatMap(({ byAddress }) => [...byAddress.keys()]))) {
    const nth = groupOf.get(address);
    const fate = scenarios.map(({ byAddress }) => {
      const outcome = byAddress.get(address);
      return outcome ? `${outcome.owners.join('+')} ${outcome.seconds?.join('-')}` : '';
    });
    const key = [nth, ...fate].join('\n');
    const column = columns.get(key);
    if (column) column.addresses.push(address);
    else columns.set(key, { addresses: [address], group: nth === undefined ? undefined : groups[nth] });
  }
  return [...columns.values()];
}

/** What one of the two does alone has a row of its own; that nobody is left when every node is struck needs none. */
function endsWorse(
  { scenario, outcomes }: Outcomes,
  alone: ReadonlyMap<string, Outcomes>,
  groups: readonly MatrixGroup[],
): boolean {
  const struck = struckNodes(scenario);
  return outcomes.some((outcome) => {
    const verdict = verdictOf(outcome);
    const { address } = outcome;
    if (verdict === 'owned') return false;
    if (verdict === 'nobody') {
      const serving = groups.filter(({ addresses }) => addresses.includes(address));
      if (!serving.some(({ instances }) => [...instances.keys()].some((node) => !struck.has(node)))) return false;
    }
    return scenario.every((event) => {
      const before = alone.get(eventText(event))?.byAddress.get(address);
      return !before || verdictOf(before) !== verdict;
    });
  });
}

/** The reasons for what ends badly; for scenarios that were asked for, all reasons. */
function notesOf(rows: readonly Row[], columns: readonly Column[], chosen: boolean): Note[] {
  const notes = new Map<string, { scenarios: string[]; addresses: readonly string[]; outcome: AddressOutcome }>();
  for (const { name, cells } of rows) {
    const fates = new Map<string, { addresses: string[]; outcome: AddressOutcome }>();
    for (const [i, cell] of cells.entries()) {
      if (!cell || (cell.verdict === 'owned' && !chosen)) continue;
      const { outcome } = cell;
      const fate = [outcome.owners.join('+'), ...explanation(outcome)].join('\n');
      const { addresses } = fates.get(fate) ?? { addresses: [] };
      fates.set(fate, { addresses: [...addresses, ...columns[i]!.addresses], outcome });
    }
    for (const [fate, { addresses, outcome }] of fates) {
      const key = `${fate}\n${addresses.join()}`;
      const note = notes.get(key);
      if (note) note.scenarios.push(name);
      else notes.set(key, { scenarios: [name], addresses, outcome });
    }
  }
  return [...notes.values()];
}
