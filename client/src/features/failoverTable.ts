import type {
  FailoverGroup,
  FailoverMatrix,
  FailoverOutcome,
  FailoverScenario,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Cell, Row, Table } from './failoverMessages.ts';
import { eventInWords, mastersInWords, secondsInWords, verdictOf } from './failoverWords.ts';

/** Rows: what fails. Columns: the addresses, by their virtual routers. Undefined where there is no address. */
export function tableOf(
  { groups, scenarios }: FailoverMatrix,
  events: readonly string[],
  t: Translate,
): Table | undefined {
  const allUp = scenarios[0]?.outcomes ?? [];
  if (allUp.length === 0) return undefined;
  const rows = scenarios.map((scenario, index) => ({
    count: scenario.events.length,
    row: rowOf(scenario, index, allUp, events, t),
    isBad: scenario.outcomes.some((outcome) => verdictOf(outcome) !== 'owned'),
  }));
  const more = rows.filter(({ count }) => count > 1);
  const bare = groups.filter(({ addresses }) => addresses.length === 0);
  return {
    heading: t('Every failure'),
    hint: t('A cell leads to the lines that decide it, a row plays it above. Escape takes the last event back.'),
    corner: t('What happens'),
    groups: headersOf(groups, allUp, t),
    columns: allUp.map(({ addresses }) => addressesInWords(addresses, t)),
    rows: rows.filter(({ count }) => count < 2).map(({ row }) => row),
    ...(more.length > 0 && {
      more: {
        summary: t(
          'Two failures, one after the other: {0}; nobody or two masters in {1}',
          more.length,
          more.filter(({ isBad }) => isBad).length,
        ),
        rows: more.map(({ row }) => row),
      },
    }),
    ...(bare.length > 0 && {
      bare: t('Without a virtual address: {0}', bare.map((group) => groupInWords(group, t)).join('; ')),
    }),
  };
}

/** One header for neighbours of one virtual router. */
function headersOf(
  groups: readonly FailoverGroup[],
  columns: readonly FailoverOutcome[],
  t: Translate,
): Table['groups'] {
  const headers: { group: FailoverGroup | undefined; span: number }[] = [];
  for (const { addresses } of columns) {
    const group = groupOf(addresses, groups);
    const last = headers.at(-1);
    if (last && last.group === group) last.span++;
    else headers.push({ group, span: 1 });
  }
  return headers.map(({ group, span }) => ({
    text: group ? routerInWords(group, t) : '',
    detail: group ? instancesInWords(group) : '',
    span,
  }));
}

/** The virtual router that some of its addresses belong to. */
export const groupOf = ([first = '']: readonly string[], groups: readonly FailoverGroup[]): FailoverGroup | undefined =>
  groups.find(({ addresses }) => addresses.includes(first));

const MOST_NAMED = 3;

/** One a line; of many only the first. */
export function addressesInWords(addresses: readonly string[], t: Translate): string[] {
  if (addresses.length <= MOST_NAMED + 1) return [...addresses];
  return [...addresses.slice(0, MOST_NAMED), t('and {0} more', addresses.length - MOST_NAMED)];
}

/** `VRID 51, IPv4`. */
export const routerInWords = ({ vrid, family }: FailoverGroup, t: Translate): string =>
  vrid === undefined ? t('no VRID, IPv{0}', family) : t('VRID {0}, IPv{1}', vrid, family);

/** `VI_1`, or `VI_1 (ngx1), WEB (ngx2)` where the nodes call it differently. */
function instancesInWords({ instances }: FailoverGroup): string {
  const names = new Set(instances.map(({ instance }) => instance));
  if (names.size === 1) return [...names].join();
  return instances.map(({ node, instance }) => `${instance} (${node})`).join(', ');
}

const groupInWords = (group: FailoverGroup, t: Translate): string =>
  `${instancesInWords(group)}, ${routerInWords(group, t)}`;

function rowOf(
  { events, outcomes }: FailoverScenario,
  scenario: number,
  allUp: readonly FailoverOutcome[],
  played: readonly string[],
  t: Translate,
): Row {
  const texts = events.map(({ text }) => text);
  return {
    label: texts.length === 0 ? [t('All up')] : events.map((event) => eventInWords(event, t)),
    play: texts,
    current: texts.join() === played.join(),
    cells: outcomes.map((outcome, column): Cell => {
      const verdict = verdictOf(outcome);
      const detail =
        verdict === 'split' ? outcome.owners.join(', ') : outcome.seconds && secondsInWords(outcome.seconds, t);
      return {
        verdict,
        text:
          verdict === 'nobody' ? t('nobody') : verdict === 'split' ? mastersInWords(outcome, t) : outcome.owners.join(),
        ...(detail && { detail }),
        moved: outcome.owners.join() !== allUp[column]?.owners.join(),
        reason: outcome.reason,
        outcome: { scenario, column },
      };
    }),
  };
}
