/** The words between those of the file: what keepalived makes of them. */

import type { Tracker } from '../cluster/election/trackers.ts';
import type { TrackedKind } from '../cluster/scenario.ts';
import type { Language } from './document.ts';

export interface HintWords {
  readonly separator: string;
  /** A priority, and what brings it about. */
  readonly priority: (value: number, tracker: Tracker, isWell: boolean) => string;
  readonly range: (lowest: number, highest: number, weights: number) => string;
  /** How the priority comes about that an object alone makes; it is 1 to 254, whatever the sum. */
  readonly arithmetic: (base: number, change: number, priority: number, tracker: Tracker, isWell: boolean) => string;
  readonly bounds: string;
  /** `- chk_file × 20`: to be read behind the priority. */
  readonly product: (file: Tracker) => string;
  readonly fileNumber: (name: string) => string;
  readonly fault: (tracker: Tracker) => string;
  readonly faultMeans: string;
  readonly becomes: (seconds: number) => string;
  readonly advertInt: (version: 2 | 3) => string;
  readonly ownerPriority: string;
  readonly ownerMeans: string;
  readonly cut: string;
  readonly cutMeans: string;
}

type Verbs = Readonly<Record<Exclude<TrackedKind, 'file'>, readonly [well: string, failed: string]>>;

/** Characters. A longer name helps nobody between two words. */
const LONGEST_NAME = 60;
const shortened = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);

const sumText = (base: number, change: number): string => `${base} ${change < 0 ? '-' : '+'} ${Math.abs(change)}`;

function product({ name, weight, reverse }: Tracker): string {
  const factor = Math.abs(weight);
  return `${weight < 0 === reverse ? '+' : '-'} ${shortened(name)}${factor === 1 ? '' : ` × ${factor}`}`;
}

const verbsEn: Verbs = {
  script: ['passes', 'fails'],
  interface: ['is up', 'is down'],
  process: ['runs', 'does not run'],
  bfd: ['is up', 'is down'],
};
const verbEn = (what: TrackedKind, isWell: boolean): string => (what === 'file' ? '' : verbsEn[what][isWell ? 0 : 1]);
const whenEn = (who: string, what: TrackedKind, isWell: boolean): string =>
  `${isWell ? 'while' : 'when'} ${who} ${verbEn(what, isWell)}`;

const en: HintWords = {
  separator: ', ',
  priority: (value, { name, what }, isWell) => `${value} ${whenEn(shortened(name), what, isWell)}`,
  range: (lowest, highest, weights) => `${lowest} to ${highest}, by ${weights} weights`,
  arithmetic: (base, change, priority, { name, what }, isWell) => {
    const counts = base + change === priority ? '' : `, which counts as ${priority},`;
    return `${sumText(base, change)} = ${base + change}${counts} ${whenEn(`${what} ${shortened(name)}`, what, isWell)}`;
  },
  bounds: 'What several change is added up, and counts as 1 to 254.',
  product,
  fileNumber: (name) => `${shortened(name)} is the number in that tracked file, 0 where there is none.`,
  fault: ({ what, reverse }) =>
    what === 'file' ? `FAULT while its number is ${reverse ? '0' : 'not 0'}` : `FAULT ${whenEn('it', what, reverse)}`,
  faultMeans: 'Weight 0: the instance gives its addresses away at once, and takes none while it lasts.',
  becomes: (seconds) => `becomes ${seconds} s`,
  advertInt: (version) =>
    version === 2
      ? 'VRRP version 2 announces whole seconds, 1 to 255.'
      : 'VRRP version 3 announces hundredths of a second, 0.01 to 40.95 s.',
  ownerPriority: 'priority 255',
  ownerMeans: 'No priority is set: with state MASTER keepalived takes 255, that of the address owner.',
  cut: 'cut off here',
  cutMeans: 'keepalived reads the first 8 bytes of auth_pass; what follows does not count.',
};

const verbsZh: Verbs = {
  script: ['成功', '失败'],
  interface: ['正常', '失效'],
  process: ['运行', '未运行'],
  bfd: ['正常', '中断'],
};
const whenZh = (what: TrackedKind, isWell: boolean): string =>
  what === 'file' ? '' : `${verbsZh[what][isWell ? 0 : 1]}时`;
const kindsZh: Readonly<Record<TrackedKind, string>> = {
  script: '脚本',
  interface: '网卡',
  process: '进程',
  bfd: 'BFD 会话',
  file: '文件',
};

const zh: HintWords = {
  separator: '，',
  priority: (value, { name, what }, isWell) => `${shortened(name)} ${whenZh(what, isWell)}为 ${value}`,
  range: (lowest, highest, weights) => `${lowest} 到 ${highest}，由 ${weights} 个权重决定`,
  arithmetic: (base, change, priority, { name, what }, isWell) => {
    const counts = base + change === priority ? '' : `，按 ${priority} 计`;
    return `${kindsZh[what]} ${shortened(name)} ${whenZh(what, isWell)}：${sumText(base, change)} = ${base + change}${counts}`;
  },
  bounds: '多个权重的变化相加，结果限制在 1 到 254。',
  product,
  fileNumber: (name) => `${shortened(name)} 是该跟踪文件中的数字，文件不存在时为 0。`,
  fault: ({ what, reverse }) =>
    what === 'file' ? `数字${reverse ? '' : '不'}为 0 时进入 FAULT` : `${whenZh(what, reverse)}进入 FAULT`,
  faultMeans: '权重为 0：实例立即让出地址，在此期间也不会接管。',
  becomes: (seconds) => `变为 ${seconds} 秒`,
  advertInt: (version) =>
    version === 2 ? 'VRRP 版本 2 只支持整秒，1 到 255。' : 'VRRP 版本 3 的单位是百分之一秒，0.01 到 40.95 秒。',
  ownerPriority: '优先级 255',
  ownerMeans: '没有写 priority：state MASTER 时 keepalived 使用 255，即地址所有者的优先级。',
  cut: '在此截断',
  cutMeans: 'keepalived 只读取 auth_pass 的前 8 个字节，其后的内容不起作用。',
};

const WORDS: Readonly<Record<Language, HintWords>> = { en, zh };

export const hintWordsIn = (language: Language): HintWords => WORDS[language];
