/** What happened, and what came of it. */
import type { History, Outcome, OutcomeLine } from '../features/failoverMessages.ts';
import { h, picture } from './dom.ts';
import { REMOVE, VERDICTS } from './icons.ts';

export const history = ({ heading, events, nothing, reset }: History): HTMLElement =>
  h(
    'section',
    { class: 'history', 'aria-label': heading },
    h('h2', {}, heading),
    events.length === 0 ? h('p', { class: 'quiet' }, nothing) : h('ol', {}, ...events.map(event)),
    events.length > 0 && h('button', { type: 'button', class: 'reset', 'data-play': '[]' }, reset),
  );

const event = ({ text, removal, play }: History['events'][number]): HTMLElement =>
  h(
    'li',
    {},
    h('span', {}, text),
    h(
      'button',
      { type: 'button', class: 'remove', 'aria-label': removal, title: removal, 'data-play': JSON.stringify(play) },
      picture(REMOVE),
    ),
  );

/** Read aloud when it changes. */
export const outcome = ({ heading, problem, lines }: Outcome): HTMLElement =>
  h(
    'section',
    { class: 'outcome', 'aria-label': heading, 'aria-live': 'polite' },
    h('h2', {}, heading),
    h('p', { class: 'problem', hidden: problem === undefined }, problem),
    h('ul', { hidden: lines.length === 0 }, ...lines.map(line)),
  );

const line = ({ addresses, verdict, text, reason, open, outcome: id }: OutcomeLine): HTMLElement =>
  h(
    'li',
    { 'data-verdict': verdict, 'aria-atomic': 'true' },
    picture(VERDICTS[verdict]),
    h(
      'div',
      {},
      h('p', {}, h('span', { class: 'address' }, addresses), h('span', { class: 'text' }, text)),
      h(
        'p',
        { class: 'quiet' },
        reason,
        open !== undefined && h('button', { type: 'button', class: 'link', 'data-open': JSON.stringify(id) }, open),
      ),
    ),
  );
