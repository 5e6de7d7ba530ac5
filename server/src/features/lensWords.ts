/** The words of the line above an instance. */
import type { Window } from '../cluster/election/timing.ts';
import { listed } from '../cluster/words.ts';
import type { Language } from './document.ts';

export interface LensWords {
  /** Between two parts of the line. */
  readonly separator: string;
  /** Between two masters, or a node's name, and what is said about them. */
  readonly colon: string;
  readonly master: (node: string) => string;
  readonly notStarted: string;
  readonly masters: (count: number) => string;
  readonly allHold: (nodes: readonly string[], addresses: string) => string;
  readonly holds: (node: string, addresses: string) => string;
  readonly nobodyHolds: (addresses: string) => string;
  readonly take: (takeover: Takeover) => string;
  readonly addresses: (texts: readonly string[]) => string;
  readonly allUp: (reason: string) => string;
  readonly down: (node: string, reason: string, timing: string | null) => string;
}

export interface Takeover {
  /** None where nobody takes over; undefined where it is the node that the line is about. */
  readonly heirs: readonly string[] | undefined;
  readonly addresses: string;
  readonly seconds: Window | null;
  /** Who goes down; undefined where that has been said. */
  readonly fallen: string | undefined;
}

/** More addresses than this are counted. */
const NAMED_AT_MOST = 3;

const bothOrAll = (nodes: readonly string[]): string => (nodes.length === 2 ? 'both ' : nodes.length > 2 ? 'all ' : '');

/** Tenths of a second: `2.6 to 3.6`. */
const windowText = ([best, worst]: Window, to: string): string =>
  [...new Set([best.toFixed(1), worst.toFixed(1)])].join(to);

const en: LensWords = {
  separator: '; ',
  colon: ': ',
  master: (node) => `MASTER while ${node} is up`,
  notStarted: 'keepalived does not start here',
  masters: (count) => (count === 2 ? 'Two masters' : `${count} masters`),
  allHold: (nodes, addresses) => `${listed(nodes)} ${bothOrAll(nodes)}hold ${addresses} (they do not hear each other)`,
  holds: (node, addresses) => `${node} holds ${addresses}`,
  nobodyHolds: (addresses) => `nobody holds ${addresses}`,
  take: ({ heirs, addresses, seconds, fallen }) => {
    const who = !heirs ? [] : heirs.length === 0 ? ['nobody'] : [listed(heirs)];
    const takes = heirs && heirs.length > 1 ? `${bothOrAll(heirs)}take` : 'takes';
    const time = seconds ? [`in ${windowText(seconds, ' to ')} s`] : [];
    return [...who, takes, addresses, ...time, ...(fallen ? [`when ${fallen} goes down`] : [])].join(' ');
  },
  addresses: (texts) => {
    const rest = texts.length - NAMED_AT_MOST;
    return listed(rest > 0 ? [...texts.slice(0, NAMED_AT_MOST), `${rest} more`] : texts);
  },
  allUp: (reason) => `All up: ${reason}.`,
  down: (node, reason, timing) => `${node} down: ${reason}.${timing ? ` It takes ${timing}.` : ''}`,
};

const zh: LensWords = {
  separator: '；',
  colon: '：',
  master: (node) => `${node} 正常时为 MASTER`,
  notStarted: 'keepalived 无法在此启动',
  masters: (count) => (count === 2 ? '两个 MASTER' : `${count} 个 MASTER`),
  allHold: (nodes, addresses) => `${nodes.join('、')} 同时持有 ${addresses}（彼此收不到通告）`,
  holds: (node, addresses) => `${node} 持有 ${addresses}`,
  nobodyHolds: (addresses) => `没有节点持有 ${addresses}`,
  take: ({ heirs, addresses, seconds, fallen }) => {
    const when = fallen ? `${fallen} 宕机后` : '';
    if (heirs?.length === 0) return `${when}没有节点接管 ${addresses}`;
    const who = heirs ? `${when && ' '}${heirs.join('、')} ` : '';
    const time = seconds ? `经 ${windowText(seconds, ' 到 ')} 秒` : '';
    return `${when}${who}${time}${heirs && heirs.length > 1 ? '同时接管' : '接管'} ${addresses}`;
  },
  addresses: (texts) =>
    texts.length > NAMED_AT_MOST
      ? `${texts.slice(0, NAMED_AT_MOST).join('、')} 等 ${texts.length} 个地址`
      : texts.join('、'),
  allUp: (reason) => `全部正常：${reason}。`,
  down: (node, reason, timing) => `${node} 宕机：${reason}。${timing ? `用时：${timing}。` : ''}`,
};

const WORDS: Readonly<Record<Language, LensWords>> = { en, zh };

export const lensWordsIn = (language: Language): LensWords => WORDS[language];
