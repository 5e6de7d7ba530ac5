/** What each word of a line is to the schema, and what may follow the last one. */
import { readAddress } from '../model/addresses.ts';
import { readBoolean } from '../model/values.ts';
import type { Argument, Keyword, ListKeyword, Option, Value } from '../schema/index.ts';
import type { Scope } from './scope.ts';

export type Role =
  /** The first word of a statement or block. */
  | { readonly kind: 'keyword'; readonly keyword: Keyword }
  /** A word that introduces a value or stands for itself, e.g. `dev`, `weight`, `-nodad`. */
  | { readonly kind: 'option'; readonly option: Option }
  | { readonly kind: 'value'; readonly value: Value; readonly label: string }
  | { readonly kind: 'unknown' };

export interface Expected {
  readonly values: readonly Value[];
  readonly options: readonly Option[];
  /** The option that waits for its value. */
  readonly of?: Option;
}

export interface Reading {
  /** One for each word. */
  readonly roles: readonly Role[];
  /** What may stand behind the last word. */
  readonly next: Expected;
  /** Where the documentation of these words begins: the blocks and the keyword. */
  readonly path: readonly string[];
}

const UNKNOWN: Role = { kind: 'unknown' };
const NOTHING: Expected = { values: [], options: [] };

/** Reads a line's words as a statement of a block, or as an entry of a list. */
export function readWords(words: readonly string[], scope: Scope): Reading {
  if (scope.list) return { ...readEntry(words, scope.list), path: scope.path };
  const [name, ...rest] = words;
  const keyword = name === undefined ? undefined : scope.keywords.get(name);
  if (!keyword) return { roles: words.map(() => UNKNOWN), next: NOTHING, path: scope.path };
  const { roles, next } = readArguments(rest, keyword.arguments, optionsOf(keyword.arguments));
  return { roles: [{ kind: 'keyword', keyword }, ...roles], next, path: [...scope.path, keyword.name] };
}

/** Arguments that a word introduces are options. */
const optionsOf = (args: readonly Argument[]): Option[] =>
  args.flatMap(({ option, value, since, build }) =>
    option === undefined ? [] : [{ name: option, value, ...(since && { since }), ...(build && { build }) }],
  );

function readEntry(words: readonly string[], list: ListKeyword): Omit<Reading, 'path'> {
  const [first] = list.entry;
  if (list.entries === 'words' && first) {
    const role: Role = { kind: 'value', value: first.value, label: first.label };
    return { roles: words.map(() => role), next: { values: [first.value], options: [] } };
  }
  return readArguments(words, list.entry, [...list.options, ...optionsOf(list.entry)]);
}

function readArguments(
  words: readonly string[],
  args: readonly Argument[],
  options: readonly Option[],
): Omit<Reading, 'path'> {
  const positional = args.filter(({ option }) => option === undefined);
  const roles: Role[] = [];
  let position = 0;
  let pending: Option | undefined;
  words.forEach((word, index) => {
    if (pending?.value) {
      if (pending.between?.includes(word)) {
        roles.push({ kind: 'option', option: pending });
        return;
      }
      roles.push({ kind: 'value', value: pending.value, label: pending.name });
      pending = undefined;
      return;
    }
    const option = findOption(options, word, words.slice(0, index));
    if (option) {
      roles.push({ kind: 'option', option });
      pending = option.value ? option : undefined;
      return;
    }
    // An optional word is known wherever it stands: `INTERFACE` of `use_vmac` would take any.
    const byWord = positional.find(
      (each) => each.optional && each.value.kind === 'choice' && accepts(each.value, word),
    );
    if (byWord) {
      roles.push({ kind: 'value', value: byWord.value, label: byWord.label });
      if (positional[position] === byWord && !byWord.repeats) position++;
      return;
    }
    while (
      position < positional.length &&
      positional[position]!.optional &&
      !accepts(positional[position]!.value, word)
    ) {
      position++;
    }
    const argument = positional[position];
    roles.push(argument ? { kind: 'value', value: argument.value, label: argument.label } : UNKNOWN);
    if (argument && !argument.repeats) position++;
  });
  if (pending?.value) return { roles, next: { values: [pending.value], options: [], of: pending } };
  const optionalFrom = positional.slice(position);
  const firstNeeded = optionalFrom.findIndex(({ optional }) => !optional);
  const possible = firstNeeded < 0 ? optionalFrom : optionalFrom.slice(0, firstNeeded + 1);
  const mayFollow = (option: Option): boolean =>
    !words.includes(option.name) &&
    (option.behind === undefined || words.includes(option.behind)) &&
    findOption(options, option.name, words) === option;
  return {
    roles,
    next: { values: possible.map(({ value }) => value), options: options.filter(mayFollow) },
  };
}

/** Of options with one name, that one whose other word stands in front. */
function findOption(options: readonly Option[], word: string, before: readonly string[]): Option | undefined {
  const candidates = options.filter(({ name }) => name === word);
  return candidates.find(({ behind }) => behind !== undefined && before.includes(behind)) ?? candidates[0];
}

/** Where the documentation of an option stands, below that of its list or keyword. */
export const optionPath = (path: readonly string[], { behind, name }: Option): string[] => [
  ...path,
  ...(behind === undefined ? [] : [behind]),
  name,
];

/** Whether a word can be this value; what cannot be told from its form alone may be anything. */
export function accepts(value: Value, text: string): boolean {
  switch (value.kind) {
    case 'integer':
    case 'decimal':
      return /^[+-]?[\d.]/.test(text);
    case 'boolean':
      return readBoolean(text) !== undefined;
    case 'choice':
      return value.values.some((word) =>
        value.ignoreCase ? word.toLowerCase() === text.toLowerCase() : word === text,
      );
    case 'address':
      return readAddress(text) !== undefined;
    case 'either':
      return value.values.some((each) => accepts(each, text));
    default:
      return true;
  }
}

/** The kinds a value may be, those inside `either` one by one. */
export const kindsOf = (value: Value): Value[] => (value.kind === 'either' ? value.values.flatMap(kindsOf) : [value]);
