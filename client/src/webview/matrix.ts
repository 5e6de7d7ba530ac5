/** The table: what fails against who owns what then. */
import type { Cell, Row, Table } from '../features/failoverMessages.ts';
import { h, picture } from './dom.ts';
import { MOVED, PLAY, UNFOLD, VERDICTS } from './icons.ts';

/** `isUnfolded`: the rows with several failures are to be seen. */
export function matrix(table: Table, isUnfolded: boolean): HTMLElement {
  const { heading, hint, corner, groups, columns, rows, more, bare } = table;
  const body = (list: readonly Row[], hidden: boolean): HTMLElement =>
    h('tbody', { hidden }, ...list.map((each) => row(each, columns)));
  return h(
    'section',
    { class: 'matrix', 'aria-label': heading },
    h('h2', {}, heading),
    h(
      'div',
      { class: 'scroll' },
      h(
        'table',
        { role: 'grid', 'aria-label': heading },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { class: 'corner', rowspan: 2, scope: 'col' }, corner),
            ...groups.map(({ text, detail, span }) =>
              h('th', { colspan: span, scope: 'colgroup' }, text, h('span', { class: 'detail' }, detail)),
            ),
          ),
          h('tr', {}, ...columns.map(columnHeader)),
        ),
        body(rows, false),
        h('tbody', { hidden: more === undefined }, unfold(more?.summary ?? '', isUnfolded, columns.length + 1)),
        body(more?.rows ?? [], !isUnfolded),
      ),
    ),
    h('p', { class: 'explain quiet', 'aria-hidden': 'true' }, hint),
    h('p', { class: 'quiet', hidden: bare === undefined }, bare),
  );
}

const columnHeader = (addresses: readonly string[]): HTMLElement =>
  h('th', { scope: 'col', class: 'address' }, ...addresses.map((address) => h('div', {}, address)));

const unfold = (summary: string, isUnfolded: boolean, span: number): HTMLElement =>
  h(
    'tr',
    {},
    h(
      'th',
      { colspan: span, scope: 'rowgroup' },
      h(
        'button',
        { type: 'button', class: 'unfold', 'aria-expanded': String(isUnfolded), tabindex: -1 },
        picture(UNFOLD, 'fold'),
        h('span', {}, summary),
      ),
    ),
  );

const row = ({ label, play, current, cells }: Row, columns: Table['columns']): HTMLElement =>
  h(
    'tr',
    { 'aria-current': current && 'true' },
    h(
      'th',
      { scope: 'row' },
      h(
        'button',
        { type: 'button', class: 'play', tabindex: -1, 'data-play': JSON.stringify(play) },
        picture(PLAY),
        h('span', { class: 'label' }, ...label.map((event, index) => h('span', {}, index > 0 && '→ ', event))),
      ),
    ),
    ...cells.map((each, index) => h('td', {}, cell(each, `${label.join(' → ')}, ${columns[index]?.join(', ')}`))),
  );

const cell = ({ verdict, text, detail, moved, reason, outcome }: Cell, where: string): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      class: 'cell',
      tabindex: -1,
      'data-verdict': verdict,
      'data-moved': moved,
      'data-explain': `${where}: ${[text, detail].filter(Boolean).join(', ')}. ${reason}`,
      'data-open': JSON.stringify(outcome),
      'aria-label': `${[text, detail].filter(Boolean).join(', ')}. ${reason}`,
    },
    picture(verdict === 'owned' ? (moved ? MOVED : '') : VERDICTS[verdict]),
    h(
      'span',
      { class: 'label' },
      h('span', { class: 'text' }, text),
      detail !== undefined && h('span', { class: 'detail' }, detail),
    ),
  );
