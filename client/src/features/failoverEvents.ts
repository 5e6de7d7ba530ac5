import type { FailoverEvent, FailoverMatrix } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Icon, Toggle } from './failoverMessages.ts';
import {
  eventInWords,
  type NetworkEvent,
  type NodeEvent,
  networkEventInWords,
  nodeEventInWords,
} from './failoverWords.ts';

/** What the matrix tries alone: it can be switched on and off. */
export function failuresOf({ scenarios }: FailoverMatrix): { ofNodes: NodeEvent[]; ofNetwork: NetworkEvent[] } {
  const single = scenarios.flatMap(({ events }) => (events.length === 1 ? events : []));
  return {
    ofNodes: single.flatMap((event) => ('sides' in event ? [] : [event])),
    ofNetwork: single.flatMap((event) => ('sides' in event ? [event] : [])),
  };
}

/** Whether the node is off while this lasts, whatever else fails on it. */
export const turnsOff = ({ kind }: FailoverEvent): boolean => kind === 'down' || kind === 'stop' || kind === 'crash';

/** The text of the event that ends a failure. */
const recoveryOf = (failure: FailoverEvent): string =>
  'node' in failure && turnsOff(failure) ? `up:${failure.node}` : `up:${failure.text}`;

export const lasts = (failure: FailoverEvent, events: readonly string[]): boolean =>
  events.lastIndexOf(failure.text) > events.lastIndexOf(recoveryOf(failure));

/** A control that lets a failure happen, or ends it, after all that happened before. */
export function toggleOf(failure: FailoverEvent, events: readonly string[], enabled: boolean, t: Translate): Toggle {
  const active = lasts(failure, events);
  return {
    icon: iconOf(failure),
    label: 'sides' in failure ? networkEventInWords(failure, t) : nodeEventInWords(failure, t),
    fullLabel: eventInWords(failure, t),
    active,
    enabled: enabled || active,
    play: [...events, active ? recoveryOf(failure) : failure.text],
  };
}

function iconOf(failure: FailoverEvent): Icon {
  if (failure.kind === 'down') return 'power';
  if (failure.kind === 'stop') return 'stop';
  if ('sides' in failure) return 'partition';
  return 'what' in failure && failure.what === 'interface' ? 'interface' : 'check';
}
