/** The words of hovers and completions that are not documentation of one keyword. */
import type { ObjectKind, Unit } from '../schema/index.ts';
import type { Language } from './document.ts';
import { inChinese } from './phrases.ts';

export interface Labels {
  readonly range: (min: string, max: string) => string;
  readonly atLeast: (min: string) => string;
  readonly values: string;
  readonly unit: string;
  readonly units: Readonly<Record<Unit, string>>;
  readonly default: string;
  readonly since: string;
  readonly next: string;
  readonly newer: (version: string) => string;
  readonly until: string;
  readonly deprecated: string;
  readonly instead: (keyword: string) => string;
  readonly required: string;
  readonly build: string;
  readonly rangeLabel: string;
  readonly separator: string;
  readonly comma: string;
  /** The words of a default, or of what takes the place of something. */
  readonly phrase: (english: string) => string;
  readonly length: string;
  readonly atMost: (bytes: number) => string;
  readonly withoutArgument: string;
  readonly exits: string;
  readonly crashes: string;
  readonly definedAt: (what: string, where: string) => string;
  readonly definedTwice: (count: number) => string;
  readonly notDefined: (what: string) => string;
  readonly kinds: Readonly<Record<ObjectKind, string>>;
}

const en: Labels = {
  rangeLabel: 'Range',
  range: (min, max) => `${min} to ${max}`,
  atLeast: (min) => `${min} or more`,
  values: 'Values',
  unit: 'Unit',
  units: { s: 'seconds', ms: 'milliseconds', us: 'microseconds', bytes: 'bytes', adverts: 'adverts', hops: 'hops' },
  default: 'Default',
  since: 'Since',
  next: 'the release after 2.4.3',
  newer: (version) => `keepalived ${version} does not know it yet`,
  until: 'Last known to',
  deprecated: 'Deprecated',
  instead: (keyword) => `use ${keyword}`,
  required: 'Required',
  build: 'Only in a keepalived built with',
  separator: ': ',
  comma: ', ',
  phrase: (english) => english,
  length: 'Length',
  atMost: (bytes) => `at most ${bytes} bytes`,
  withoutArgument: 'Without an argument',
  exits: 'keepalived exits at once (code 2)',
  crashes: 'keepalived crashes',
  definedAt: (what, where) => `${what}, defined in ${where}.`,
  definedTwice: (count) => `There are ${count} definitions of this name.`,
  notDefined: (what) => `${what}: not defined in this configuration.`,
  kinds: {
    vrrp_instance: 'VRRP instance',
    vrrp_sync_group: 'VRRP sync group',
    vrrp_script: 'Tracked script',
    vrrp_track_process: 'Tracked process',
    track_file: 'Tracked file',
    bfd_instance: 'BFD instance',
    track_group: 'Track group',
    virtual_server_group: 'Virtual server group',
  },
};

const zh: Labels = {
  rangeLabel: '范围',
  range: (min, max) => `${min} 到 ${max}`,
  atLeast: (min) => `不小于 ${min}`,
  values: '取值',
  unit: '单位',
  units: { s: '秒', ms: '毫秒', us: '微秒', bytes: '字节', adverts: '个通告', hops: '跳' },
  default: '默认值',
  since: '起始版本',
  next: '2.4.3 之后的版本',
  newer: (version) => `keepalived ${version} 尚不支持`,
  until: '最后支持的版本',
  deprecated: '已弃用',
  instead: (keyword) => `请改用${/^\p{Script=Han}/u.test(keyword) ? '' : ' '}${keyword}`,
  required: '必填',
  build: '仅当 keepalived 编译时启用',
  separator: '：',
  comma: '，',
  phrase: inChinese,
  length: '长度',
  atMost: (bytes) => `最多 ${bytes} 字节`,
  withoutArgument: '缺少参数时',
  exits: 'keepalived 立即退出（退出码 2）',
  crashes: 'keepalived 崩溃',
  definedAt: (what, where) => `${what}，定义于 ${where}。`,
  definedTwice: (count) => `该名称有 ${count} 处定义。`,
  notDefined: (what) => `${what}：此配置中没有定义。`,
  kinds: {
    vrrp_instance: 'VRRP 实例',
    vrrp_sync_group: 'VRRP 同步组',
    vrrp_script: '跟踪脚本',
    vrrp_track_process: '跟踪进程',
    track_file: '跟踪文件',
    bfd_instance: 'BFD 实例',
    track_group: '跟踪组',
    virtual_server_group: '虚拟服务器组',
  },
};

const LABELS: Readonly<Record<Language, Labels>> = { en, zh };

export const labelsIn = (language: Language): Labels => LABELS[language];
