import {
  type Argument,
  compareVersions,
  type Keyword,
  lookup,
  type Option,
  ROOT,
  type Value,
  type Version,
} from '../../../server/src/schema/index.ts';

/** A keyword, an option or a value that has a meaning of its own, and where it stands. */
export interface Word {
  readonly path: readonly string[];
  readonly kind: 'keyword' | 'option' | 'value';
  /** What must be there for it: a release, and what is known only so long; that of what it stands in included. */
  readonly since?: Version | 'next';
  readonly until?: Version;
  /** Compile-time switches beyond those of its keyword. */
  readonly build?: string;
}

type Life = Omit<Word, 'path' | 'kind'>;

/** Nothing is older than what it stands in. */
function within(outer: Life, since: Word['since'], build?: string): Life {
  const isOlder =
    since && since !== 'next' && outer.since && outer.since !== 'next' && compareVersions(since, outer.since) < 0;
  return { ...outer, ...(since && !isOlder && { since }), ...(build && { build }) };
}

const choices = (value: Value, life: Life): [string, Life][] => {
  if (value.kind === 'either') return value.values.flatMap((each) => choices(each, life));
  if (value.kind !== 'choice') return [];
  return value.values.map((word) => [word, within(life, value.since?.[word], value.build?.[word])]);
};

const valueWords = (value: Value | undefined, path: readonly string[], life: Life): Word[] =>
  value ? choices(value, life).map(([word, own]) => ({ path: [...path, word], kind: 'value', ...own })) : [];

function argumentWords(argument: Argument, path: readonly string[], outer: Life): Word[] {
  const { option, value, since, build } = argument;
  const life = within(outer, since, build);
  if (option === undefined) return valueWords(value, path, life);
  const inner = [...path, option];
  return [{ path: inner, kind: 'option', ...life }, ...valueWords(value, inner, life)];
}

function optionWords(option: Option, path: readonly string[], outer: Life): Word[] {
  const { name, behind, between = [], value, since, until, build } = option;
  const inner = [...path, ...(behind ? [behind] : []), name];
  const life = { ...within(outer, since, build), ...(until && { until: until.release }) };
  return [
    { path: inner, kind: 'option', ...life },
    ...between.map((word): Word => ({ path: [...inner, word], kind: 'option', ...life })),
    ...valueWords(value, inner, life),
  ];
}

function wordsOf(keyword: Keyword, above: readonly string[], outer: Life): Word[] {
  const path = [...above, keyword.name];
  const life = within(outer, keyword.since);
  const args = [...keyword.arguments, ...(keyword.kind === 'list' ? keyword.entry : [])];
  return [
    { path, kind: 'keyword', ...life },
    ...args.flatMap((argument) => argumentWords(argument, path, life)),
    ...(keyword.kind === 'list' ? keyword.options.flatMap((option) => optionWords(option, path, life)) : []),
    ...(keyword.kind === 'block' ? [...keyword.keywords.values()].flatMap((child) => wordsOf(child, path, life)) : []),
  ];
}

/** Everything that keepalived knows by its word, in the order of the tables. */
export const WORDS: readonly Word[] = [...ROOT.values()].flatMap((keyword) => wordsOf(keyword, [], {}));

const NAMES: Readonly<Record<string, string>> = { virtual_server: '10.0.0.1 80', real_server: '10.0.0.2 80' };

/** The line of a keyword, and its braces with what stands between them. */
export function written({ name, kind, arguments: [first] }: Keyword, inner = ''): string {
  const line = `${name} ${NAMES[name] ?? (first ? 'x' : '')}`;
  return kind === 'statement' ? `${line}\n` : `${line} {\n${inner}}\n`;
}

/** A configuration that leads through these blocks down to the text. */
export const nested = (path: readonly string[], text: string): string =>
  path.reduceRight((inner, _, index) => written(lookup(path.slice(0, index + 1))!, inner), text);
