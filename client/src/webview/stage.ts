/** The nodes as boxes, the addresses in the boxes of those who own them, and what can be let fail. */
import type { Chip, NodeCard, Scene, Toggle } from '../features/failoverMessages.ts';
import { h, picture } from './dom.ts';
import { FAILURES, STATES, VERDICTS } from './icons.ts';

export const stage = ({ nodes, network, nobody }: Scene): HTMLElement =>
  h(
    'div',
    { class: 'stage', 'data-many': nodes.length > 2, 'data-cut': network.failures.some(({ active }) => active) },
    ...nodes.map(card),
    network.failures.length > 0 &&
      h(
        'section',
        { class: 'network', 'aria-label': network.heading },
        h('h3', {}, network.heading),
        failures(network.failures),
      ),
    nobody.chips.length > 0 &&
      h(
        'section',
        { class: 'nobody', 'aria-label': nobody.heading },
        h('h2', {}, picture(VERDICTS.nobody), nobody.heading),
        chips(nobody.chips),
      ),
  );

const card = ({ name, state, stateText, chips: owned, nothing, heading, failures: toggles }: NodeCard): HTMLElement =>
  h(
    'section',
    { class: 'card', 'data-state': state, 'aria-label': `${name}: ${stateText}` },
    h('h2', {}, name, h('span', { class: 'state' }, picture(STATES[state]), stateText)),
    owned.length > 0 ? chips(owned) : h('p', { class: 'chips quiet' }, nothing),
    h('h3', {}, heading),
    failures(toggles),
  );

const chips = (list: readonly Chip[]): HTMLElement =>
  h(
    'ul',
    { class: 'chips' },
    ...list.map(({ address, verdict, detail, mark }) =>
      h(
        'li',
        { class: 'chip', 'data-address': address, 'data-owners': verdict },
        h('span', { class: 'address' }, address),
        h('span', { class: 'detail' }, detail),
        mark !== undefined && h('span', { class: 'mark' }, picture(VERDICTS.split), mark),
      ),
    ),
  );

const failures = (toggles: readonly Toggle[]): HTMLElement =>
  h(
    'div',
    { class: 'failures' },
    ...toggles.map(({ icon, label, fullLabel, active, enabled, play }) =>
      h(
        'button',
        {
          type: 'button',
          class: 'failure',
          'aria-pressed': String(active),
          'aria-label': fullLabel,
          disabled: !enabled,
          'data-play': JSON.stringify(play),
        },
        picture(active ? STATES.failing : FAILURES[icon]),
        h('span', {}, label),
      ),
    ),
  );
