import { type Argument, type Keyword, type Option, ROOT, type Value } from '../../../server/src/schema/index.ts';

/** A keyword, an option or a value that has a meaning of its own, and where it stands. */
export interface Word {
  readonly path: readonly string[];
  readonly kind: 'keyword' | 'option' | 'value';
  readonly since?: string;
  readonly until?: string;
  readonly build?: string;
}

type Life = Omit<Word, 'path' | 'kind'>;

const choices = (value: Value, life: Life): [string, Life][] => {
  if (value.kind === 'either') return value.values.flatMap((each) => choices(each, life));
  if (value.kind !== 'choice') return [];
  return value.values.map((word) => {
    const since = value.since?.[word] ?? life.since;
    return [word, { ...life, ...(since && { since }) }];
  });
};

const valueWords = (value: Value | undefined, path: readonly string[], life: Life): Word[] =>
  value ? choices(value, life).map(([word, own]) => ({ path: [...path, word], kind: 'value', ...own })) : [];

function argumentWords(argument: Argument, path: readonly string[], life: Life): Word[] {
  const { option, value, since } = argument;
  const own = { ...life, ...(since && { since }) };
  if (option === undefined) return valueWords(value, path, own);
  const inner = [...path, option];
  return [{ path: inner, kind: 'option', ...own }, ...valueWords(value, inner, own)];
}

function optionWords(
  { name, behind, between = [], value, since, until, build }: Option,
  path: readonly string[],
): Word[] {
  const inner = [...path, ...(behind ? [behind] : []), name];
  const life = { ...(since && { since }), ...(until && { until: until.release }), ...(build && { build }) };
  return [
    { path: inner, kind: 'option', ...life },
    ...between.map((word): Word => ({ path: [...inner, word], kind: 'option', ...life })),
    ...valueWords(value, inner, life),
  ];
}

function wordsOf(keyword: Keyword, above: readonly string[], outer: Life): Word[] {
  const path = [...above, keyword.name];
  const since = keyword.since ?? outer.since;
  const life = { ...(since && { since }) };
  const args = [...keyword.arguments, ...(keyword.kind === 'list' ? keyword.entry : [])];
  return [
    { path, kind: 'keyword', ...life, ...(keyword.build && { build: keyword.build }) },
    ...args.flatMap((argument) => argumentWords(argument, path, life)),
    ...(keyword.kind === 'list' ? keyword.options.flatMap((option) => optionWords(option, path)) : []),
    ...(keyword.kind === 'block' ? [...keyword.keywords.values()].flatMap((child) => wordsOf(child, path, life)) : []),
  ];
}

/** Everything that keepalived knows by its word, in the order of the tables. */
export const WORDS: readonly Word[] = [...ROOT.values()].flatMap((keyword) => wordsOf(keyword, [], {}));
