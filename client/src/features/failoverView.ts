import type {
  FailoverMatrix,
  FailoverOutcome,
  FailoverPlace,
  PlayedScenario,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { failuresOf, lasts, toggleOf, turnsOff } from './failoverEvents.ts';
import type { Chip, FailoverView, History, NodeCard, Outcome, OutcomeId, Scene, Table } from './failoverMessages.ts';
import { addressesInWords, groupOf, routerInWords, tableOf } from './failoverTable.ts';
import { eventInWords, mastersInWords, type NodeEvent, outcomeInWords, verdictOf } from './failoverWords.ts';

/** What is known of a cluster, and what is played on it. */
export interface Played {
  /** A file of the cluster. */
  uri: string;
  /** As scenarios write them. */
  events: readonly string[];
  /** Null where the file is part of no configuration, undefined where the server gave no answer. */
  matrix: FailoverMatrix | null | undefined;
  /** What the events led to; null while there are none. */
  outcome: PlayedScenario | null;
}

/** The page of the failover matrix. */
export function failoverView(played: Played, t: Translate): FailoverView {
  const { uri, events, matrix } = played;
  const memory = { uri, events: [...events] };
  const title = t('Failover Matrix');
  if (!matrix) {
    const problem =
      matrix === null
        ? t('This file is part of no keepalived configuration.')
        : t('The language server gives no answer. The command "Keepalived: Restart Language Server" may help.');
    return { title, heading: title, about: '', problem, memory };
  }
  const names = matrix.nodes.map(({ name }) => name);
  const view: FailoverView = {
    title: t('Failover: {0}', names.join(', ')),
    heading: names.join(' ⇄ '),
    about:
      names.length > 1
        ? (matrix.reason ?? '')
        : t('{0} has no peer in this workspace: nobody can take over from it.', names.join()),
    memory,
  };
  const table = tableOf(matrix, events, t);
  return table
    ? { ...view, scene: sceneOf(matrix, table, played, t) }
    : { ...view, problem: t('There is no virtual address that could move.') };
}

function sceneOf(matrix: FailoverMatrix, table: Table, played: Played, t: Translate): Scene {
  const { events } = played;
  const { ofNodes, ofNetwork } = failuresOf(matrix);
  const outcomes = outcomesOf(played);
  const chips = (isThere: (outcome: FailoverOutcome) => boolean): Chip[] =>
    outcomes.filter(isThere).flatMap((outcome) => chipsOf(outcome, matrix, t));
  return {
    nodes: matrix.nodes.map(({ name }) =>
      cardOf(
        name,
        chips(({ owners }) => owners.includes(name)),
        ofNodes.filter(({ node }) => node === name),
        events,
        t,
      ),
    ),
    network: {
      heading: t('Network'),
      failures: ofNetwork.map((failure) => toggleOf(failure, events, true, t)),
    },
    nobody: { heading: t('Nobody owns'), chips: chips(({ owners }) => owners.length === 0) },
    history: historyOf(played, t),
    outcome: outcomeOf(played, t),
    table,
  };
}

/** Of what is played; none where it could not be played. */
function outcomesOf({ matrix, outcome }: Played): readonly FailoverOutcome[] {
  if (!outcome) return matrix?.scenarios[0]?.outcomes ?? [];
  return 'problem' in outcome ? [] : outcome.outcomes;
}

function chipsOf(outcome: FailoverOutcome, { groups }: FailoverMatrix, t: Translate): Chip[] {
  const group = groupOf(outcome.addresses, groups);
  return outcome.addresses.map((address) => ({
    address,
    verdict: verdictOf(outcome),
    detail: group ? routerInWords(group, t) : '',
    ...(outcome.owners.length > 1 && { mark: mastersInWords(outcome, t) }),
  }));
}

function cardOf(
  name: string,
  chips: Chip[],
  failures: readonly NodeEvent[],
  events: readonly string[],
  t: Translate,
): NodeCard {
  const lasting = failures.filter((failure) => lasts(failure, events));
  const off = lasting.some(turnsOff);
  return {
    name,
    state: off ? 'off' : lasting.length > 0 ? 'failing' : 'up',
    stateText: off ? t('off') : lasting.length > 0 ? t('failing') : t('up'),
    chips,
    nothing: t('no address'),
    heading: t('Let it fail'),
    failures: failures.map((failure) => toggleOf(failure, events, !off, t)),
  };
}

function historyOf({ events, outcome }: Played, t: Translate): History {
  // What could not be read has no words of its own.
  const happened = outcome && 'events' in outcome ? outcome.events : [];
  return {
    heading: t('What happened'),
    events: events.map((event, index) => {
      const text = happened[index] ? eventInWords(happened[index], t) : event;
      return { text, removal: t('Take back: {0}', text), play: events.toSpliced(index, 1) };
    }),
    nothing: t('nothing yet, all nodes are up'),
    reset: t('Start over'),
  };
}

function outcomeOf(played: Played, t: Translate): Outcome {
  const { outcome } = played;
  return {
    heading: t('Who owns what'),
    ...(outcome && 'problem' in outcome && { problem: outcome.problem }),
    lines: outcomesOf(played).map((each, column) => ({
      addresses: addressesInWords(each.addresses, t).join(', '),
      verdict: verdictOf(each),
      text: outcomeInWords(each, t),
      reason: each.reason,
      ...(each.places.length > 0 && { open: t('Show the lines') }),
      outcome: { scenario: null, column },
    })),
  };
}

/** The lines that decide an outcome that the page shows. */
export function placesOf(played: Played, { scenario, column }: OutcomeId): readonly FailoverPlace[] {
  const outcomes = scenario === null ? outcomesOf(played) : (played.matrix?.scenarios[scenario]?.outcomes ?? []);
  return outcomes[column]?.places ?? [];
}
