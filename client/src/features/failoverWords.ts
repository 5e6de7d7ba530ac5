import type { FailoverEvent, FailoverOutcome } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Verdict } from './failoverMessages.ts';

export type NodeEvent = Exclude<FailoverEvent, { sides: unknown }>;
export type NetworkEvent = Extract<FailoverEvent, { sides: unknown }>;

/** `ngx1: power cut`. */
export const eventInWords = (event: FailoverEvent, t: Translate): string =>
  'sides' in event ? networkEventInWords(event, t) : `${event.node}: ${nodeEventInWords(event, t)}`;

export function networkEventInWords({ kind, sides }: NetworkEvent, t: Translate): string {
  const apart = sides.map((side) => side.join(', ')).join(' | ');
  return kind === 'partition' ? t('partition {0}', apart) : t('partition {0} heals', apart);
}

/** What happens to a node, without its name: `power cut`. */
export function nodeEventInWords(event: NodeEvent, t: Translate): string {
  switch (event.kind) {
    case 'down':
      return t('power cut');
    case 'stop':
      return t('keepalived stopped');
    case 'crash':
      return t('keepalived killed');
    case 'up':
      return t('back again');
    case 'disabled':
      return t('script {0} does not run', event.name);
    case 'recovers':
      return t('{0} recovers', event.name);
    case 'fails':
      return objectFails(event.what, event.name, t);
  }
}

function objectFails(what: (NodeEvent & { kind: 'fails' })['what'], name: string, t: Translate): string {
  switch (what) {
    case 'script':
      return t('script {0} fails', name);
    case 'interface':
      return t('interface {0} down', name);
    case 'process':
      return t('process {0} gone', name);
    case 'file':
      return t('file {0} tells a failure', name);
    case 'bfd':
      return t('BFD session {0} down', name);
  }
}

export const verdictOf = ({ owners }: FailoverOutcome): Verdict =>
  owners.length === 0 ? 'nobody' : owners.length === 1 ? 'owned' : 'split';

/** `two masters`. */
export const mastersInWords = ({ owners }: FailoverOutcome, t: Translate): string =>
  owners.length === 2 ? t('two masters') : t('{0} masters', owners.length);

/** `2.6–3.6 s`; `0.6 s` where best and worst look the same; `at once`. */
export function secondsInWords([best, worst]: readonly [number, number], t: Translate): string {
  const [low, high] = [best.toFixed(1), worst.toFixed(1)];
  if (high === '0.0') return t('at once');
  return low === high ? t('{0} s', low) : t('{0}–{1} s', low, high);
}

/** `ngx2 takes over: 2.6–3.6 s`. */
export function outcomeInWords(outcome: FailoverOutcome, t: Translate): string {
  const { owners, seconds } = outcome;
  const names = owners.join(', ');
  if (owners.length === 0) return t('nobody owns it');
  if (owners.length > 1) return `${mastersInWords(outcome, t)}: ${names}`;
  return seconds ? t('{0} takes over: {1}', names, secondsInWords(seconds, t)) : t('{0} owns it', names);
}
