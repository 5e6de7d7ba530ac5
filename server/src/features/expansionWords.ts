/** What is said of definitions and generators, in both languages. */
import type { Language } from './document.ts';

export interface ExpansionWords {
  readonly becomes: (use: string) => string;
  readonly values: (use: string) => string;
  readonly definition: (name: string) => string;
  readonly used: (count: number) => string;
  readonly undefined: (use: string) => string;
  readonly elsewhere: (use: string) => string;
  readonly makes: (count: number) => string;
  readonly nothing: string;
  readonly onNode: (configId: string) => string;
  readonly empty: string;
  /** keepalived's own definitions. */
  readonly predefined: Readonly<Record<string, string>>;
}

const en: ExpansionWords = {
  becomes: (use) => `${use} becomes`,
  values: (use) => `${use} becomes, line after line,`,
  definition: (name) => `Definition of ${name}`,
  used: (count) => (count === 0 ? 'It is not used.' : `It is put in at ${count} ${count === 1 ? 'place' : 'places'}.`),
  undefined: (use) => `${use}: nothing above defines this name, so keepalived leaves it as it is.`,
  elsewhere: (use) => `${use}: a definition, but keepalived does not read this line here.`,
  makes: (count) => `Makes ${count} ${count === 1 ? 'line' : 'lines'}:`,
  nothing: 'Makes no lines here.',
  onNode: (configId) => `On ${configId}:`,
  empty: 'nothing',
  predefined: {
    _PWD: 'The folder of the file that is being read.',
    _INSTANCE: "The config id: keepalived's option -i, or the host's name up to the first dot.",
    _RANDOM:
      'A number that keepalived draws when it reads the line: `${_RANDOM}`, `${_RANDOM MIN}` or `${_RANDOM MIN MAX}`, from 0 to 32767 where no bound is given.',
    _HASH: 'The character `#`, which would begin a comment.',
    _BANG: 'The character `!`, which would begin a comment.',
    _ENV: 'The value of an environment variable of keepalived: `${_ENV NAME}`; nothing where it is not set.',
  },
};

const zh: ExpansionWords = {
  becomes: (use) => `${use} 展开为`,
  values: (use) => `${use} 逐行展开为`,
  definition: (name) => `${name} 的定义`,
  used: (count) => (count === 0 ? '未被使用。' : `共在 ${count} 处展开。`),
  undefined: (use) => `${use}：上文没有定义该名称，keepalived 会原样保留。`,
  elsewhere: (use) => `${use}：已有定义，但 keepalived 在此处不读取这一行。`,
  makes: (count) => `生成 ${count} 行：`,
  nothing: '此处不生成任何行。',
  onNode: (configId) => `在 ${configId} 上：`,
  empty: '空',
  predefined: {
    _PWD: '正在读取的文件所在的目录。',
    _INSTANCE: '配置标识：keepalived 的 -i 选项；未指定时为主机名中第一个点之前的部分。',
    _RANDOM:
      'keepalived 读取该行时抽取的随机数：`${_RANDOM}`、`${_RANDOM 最小值}` 或 `${_RANDOM 最小值 最大值}`，未给出界限时为 0 到 32767。',
    _HASH: '字符 `#`，直接书写会开始注释。',
    _BANG: '字符 `!`，直接书写会开始注释。',
    _ENV: 'keepalived 进程的环境变量的值：`${_ENV 变量名}`；变量未设置时为空。',
  },
};

const WORDS: Readonly<Record<Language, ExpansionWords>> = { en, zh };

export const expansionWordsIn = (language: Language): ExpansionWords => WORDS[language];
