// `npm run docs`: writes docs/reference, a page for every block in each language, from the schema and its texts.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Labels, labelsIn } from '../server/src/features/labels.ts';
import { kindsOf } from '../server/src/features/roles.ts';
import { choiceFacts, factsOf, optionFacts, shortValue, signatureOf } from '../server/src/features/signature.ts';
import { type DocumentationLanguage, documentation, documentationPlaces, sections } from '../server/src/schema/docs.ts';
import {
  type Argument,
  type Keyword,
  lookup,
  type Option,
  ROOT,
  type Value,
  type Version,
} from '../server/src/schema/index.ts';
import { root, step } from './steps.ts';

const pages = join(root, 'docs/reference');
const LANGUAGES: readonly DocumentationLanguage[] = ['en', 'zh'];
/** The newest release: what it does not know comes later than all there are. */
const NEWEST: Version = '2.4.3';
const TOP_LEVEL = 'top_level';
/** A block or list with more than this inside has a page of its own. */
const SMALL = 8;

interface Chrome {
  readonly home: string;
  readonly topLevel: string;
  readonly beforeTheGrammar: readonly (readonly [title: string, words: readonly string[]])[];
  readonly inside: string;
  readonly more: (link: string) => string;
  readonly definedBy: (label: string, link: string) => string;
  readonly note: string;
}

const INCLUDES = ['include', 'includer', 'includem', 'includew', 'includeb', 'includea'];
const DEFINITIONS = ['$', '_PWD', '_INSTANCE', '_RANDOM', '_HASH', '_BANG', '_ENV'];
const LINES = ['@', '@^', '~SEQ', '~SEQx', '~LST'];

const CHROME: Readonly<Record<DocumentationLanguage, Chrome>> = {
  en: {
    home: 'Reference',
    topLevel: 'Top level',
    beforeTheGrammar: [
      ['Other files', INCLUDES],
      ['Definitions', DEFINITIONS],
      ['Lines for some nodes, lines that repeat', LINES],
    ],
    inside: 'Inside',
    more: (link) => `What stands inside: ${link}.`,
    definedBy: (label, link) => `**${label}**: defined by ${link}`,
    note: 'Made by `npm run docs` from server/src/schema.',
  },
  zh: {
    home: '参考手册',
    topLevel: '顶层',
    beforeTheGrammar: [
      ['引入其他文件', INCLUDES],
      ['定义', DEFINITIONS],
      ['按节点生效和重复的行', LINES],
    ],
    inside: '目录',
    more: (link) => `块内内容见 ${link}。`,
    definedBy: (label, link) => `**${label}**：由 ${link} 定义`,
    note: '由 `npm run docs` 根据 server/src/schema 生成。',
  },
};

type Path = readonly string[];

const innerCount = (keyword: Keyword): number =>
  keyword.kind === 'block' ? keyword.keywords.size : keyword.kind === 'list' ? keyword.options.length : 0;

/** Everything that has a page of its own, in the order of the tables. */
function pathsBelow(keywords: ReadonlyMap<string, Keyword>, above: Path): Path[] {
  return [...keywords.values()].flatMap((keyword) => {
    const path = [...above, keyword.name];
    const own = hasPage(keyword, path) ? [path] : [];
    return [...own, ...(keyword.kind === 'block' ? pathsBelow(keyword.keywords, path) : [])];
  });
}

const hasPage = (keyword: Keyword, path: Path): boolean =>
  keyword.kind !== 'statement' && (path.length === 1 || innerCount(keyword) > SMALL);

const fileOf = (path: Path): string => `${path.length > 0 ? path.join('-') : TOP_LEVEL}.md`;
const linkTo = (path: Path): string => `[\`${path.at(-1)}\`](${fileOf(path)})`;

/** Every page by its file name. */
export function makeReference(): Map<string, string> {
  const paths = pathsBelow(ROOT, []);
  const written = LANGUAGES.flatMap((language) => [
    [`${language}/${fileOf([])}`, topLevelPage(language)] as const,
    ...paths.map((path) => [`${language}/${fileOf(path)}`, pageOf(path, language)] as const),
  ]);
  return new Map([['README.md', index(paths)], ...written]);
}

function index(paths: readonly Path[]): string {
  const list = (language: DocumentationLanguage): string => {
    const { topLevel } = CHROME[language];
    const entries = paths.map((path) => {
      const indent = '  '.repeat(paths.filter((other) => isBelow(path, other)).length);
      return `${indent}- [\`${path.at(-1)}\`](${language}/${fileOf(path)})`;
    });
    return [`- [${topLevel}](${language}/${fileOf([])})`, ...entries].join('\n');
  };
  return joined([
    '# keepalived.conf',
    'Every keyword of keepalived 2.0 to 2.4.3: what it does, what it takes, and since when. keepalived.conf 的全部关键字：作用、参数和起始版本。',
    '## English',
    list('en'),
    '## 简体中文',
    list('zh'),
    `${CHROME.en.note} ${CHROME.zh.note}`,
  ]);
}

const isBelow = (path: Path, other: Path): boolean =>
  other.length < path.length && other.every((name, at) => name === path[at]);

function topLevelPage(language: DocumentationLanguage): string {
  const { topLevel, beforeTheGrammar, home } = CHROME[language];
  const statements = [...ROOT.values()].filter(({ kind }) => kind === 'statement');
  return joined([
    `# ${topLevel}`,
    `[${home}](../README.md)`,
    prose([], language),
    ...statements.flatMap((keyword) => keywordSection(keyword, [keyword.name], 2, language)),
    ...beforeTheGrammar.flatMap(([title, words]) => [
      `## ${title}`,
      ...words.flatMap((word) => [`### \`${word}\``, prose([word], language)]),
    ]),
  ]);
}

function pageOf(path: Path, language: DocumentationLanguage): string {
  const keyword = lookup(path)!;
  const above = path.map((_, at) => path.slice(0, at)).filter((each) => each.length > 0);
  const trail = [`[${CHROME[language].home}](../README.md)`, ...above.map((each) => linkOrName(each)), path.at(-1)];
  return joined([
    `# ${path.at(-1)}`,
    trail.join(' › '),
    ...explained(keyword, path, language),
    ...inside(keyword, path, 2, language),
  ]);
}

const linkOrName = (path: Path): string => (hasPage(lookup(path)!, path) ? linkTo(path) : `${path.at(-1)}`);

/** A keyword with what stands in it, or with the link to its own page. */
function keywordSection(keyword: Keyword, path: Path, level: number, language: DocumentationLanguage): string[] {
  const heading = `${'#'.repeat(level)} \`${keyword.name}\``;
  if (hasPage(keyword, path)) {
    return [heading, prose(path, language), CHROME[language].more(linkTo(path))];
  }
  return [heading, ...explained(keyword, path, language), ...inside(keyword, path, level + 1, language)];
}

/** How it is written, what it is for, and what is known about it. */
function explained(keyword: Keyword, path: Path, language: DocumentationLanguage): string[] {
  const labels = labelsIn(language);
  const args = keyword.kind === 'list' ? [...keyword.arguments, ...keyword.entry] : keyword.arguments;
  const facts = [
    ...factsOf(keyword, labels, NEWEST),
    ...args.flatMap(({ value, label }) => references(value, label, path, language)),
  ];
  return [
    `\`\`\`keepalived\n${signatureOf(keyword)}\n\`\`\``,
    prose(path, language),
    bullets(facts),
    bullets(args.flatMap((argument) => argumentWords(argument, path, language))),
  ];
}

function inside(keyword: Keyword, path: Path, level: number, language: DocumentationLanguage): string[] {
  if (keyword.kind === 'block') {
    const children = [...keyword.keywords.values()];
    const list = children.map(({ name }) => `[\`${name}\`](#${name.toLowerCase()})`).join(' · ');
    const contents = level === 2 && children.length > SMALL ? [`**${CHROME[language].inside}**: ${list}`] : [];
    return [...contents, ...children.flatMap((child) => keywordSection(child, [...path, child.name], level, language))];
  }
  return keyword.kind === 'list'
    ? keyword.options.flatMap((option) => optionSection(option, path, level, language))
    : [];
}

function optionSection(option: Option, path: Path, level: number, language: DocumentationLanguage): string[] {
  const { name, behind, value, between = [] } = option;
  const labels = labelsIn(language);
  const inner = [...path, ...(behind ? [behind] : []), name];
  const lock = between.length > 0 ? `[${between.join('|')}]` : '';
  const words = [behind && `${behind} …`, name, lock, value && (shortValue(value) ?? '…')];
  return [
    `${'#'.repeat(level)} \`${behind ? `${behind} … ` : ''}${name}\``,
    value ? `\`\`\`keepalived\n${words.filter(Boolean).join(' ')}\n\`\`\`` : '',
    prose(inner, language),
    bullets([...optionFacts(option, labels, NEWEST), ...(value ? references(value, name, path, language) : [])]),
    bullets(value ? valueWords(value, inner, path, labels, language) : []),
  ];
}

/** The words that an argument may be, each with what it means. */
function argumentWords(argument: Argument, path: Path, language: DocumentationLanguage): string[] {
  const { option, value } = argument;
  const labels = labelsIn(language);
  if (option === undefined) return valueWords(value, path, path, labels, language);
  const inner = [...path, option];
  return [`\`${option}\`: ${short(inner, path, language)}`, ...valueWords(value, inner, path, labels, language)];
}

const valueWords = (value: Value, path: Path, page: Path, labels: Labels, language: DocumentationLanguage): string[] =>
  kindsOf(value).flatMap((kind) => {
    if (kind.kind !== 'choice') return [];
    return kind.values
      .filter((word) => !/^[+-]\w/.test(word) && !isToldElsewhere([...path, word], language))
      .map((word) => {
        const facts = choiceFacts(kind, word, labels, NEWEST).map((fact) => ` ${fact}.`);
        return `\`${word}\`: ${short([...path, word], page, language)}${facts.join('')}`;
      });
  });

/** Values of a keyword that is only another name for one of a virtual server. */
function isToldElsewhere(path: Path, language: DocumentationLanguage): boolean {
  const found = documentationPlaces(path).find(([file, heading]) => sections(file, language).get(heading));
  return found?.[0] === 'virtual_server' && found[1] !== path.slice(1).join('/');
}

/** Without examples, to stand in a list. */
const short = (path: Path, page: Path, language: DocumentationLanguage): string =>
  prose(path, language, page).replace(/\n```[\s\S]*?\n```/g, '');

const prose = (path: Path, language: DocumentationLanguage, page: Path = path): string =>
  linked(documentation(path, language) ?? '', page);

/** Where that is defined what a value names. */
const references = (value: Value, label: string, page: Path, language: DocumentationLanguage): string[] =>
  kindsOf(value).flatMap((kind) =>
    kind.kind === 'reference' && kind.to !== page[0] ? [CHROME[language].definedBy(label, linkTo([kind.to]))] : [],
  );

/** Blocks of the top level that a text names lead to their pages; an example keeps its words. */
function linked(text: string, page: Path): string {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) =>
      part.startsWith('```')
        ? part
        : part.replace(/`(\w+)`/g, (code, name: string) => {
            const keyword = ROOT.get(name);
            return keyword && keyword.kind !== 'statement' && name !== page[0] ? linkTo([name]) : code;
          }),
    )
    .join('');
}

const bullets = (items: readonly string[]): string => items.map((item) => `- ${item}`).join('\n');
const joined = (parts: readonly string[]): string => `${parts.filter(Boolean).join('\n\n')}\n`;

async function writePages(): Promise<void> {
  rmSync(pages, { recursive: true, force: true });
  for (const language of LANGUAGES) mkdirSync(join(pages, language), { recursive: true });
  for (const [name, text] of makeReference()) writeFileSync(join(pages, name), text);
}

if (import.meta.main) await step('Writing docs/reference', writePages);
