/** Every keyword and every option of the schema: once as keepalived wants it, then with whatever can be wrong with it. */
import { type Keyword, type ListKeyword, ROOT, type Value, type Version } from '../../server/src/schema/index.ts';
import { createRandom } from '../support/random.ts';
import { GLOBALS, objects, wellFormed, within } from './blocks.ts';
import type { Case } from './cases.ts';
import {
  argumentsOf,
  entryOf,
  isOption,
  type Line,
  line,
  optionText,
  render,
  startWriting,
  type Writing,
} from './statements.ts';

/** Words that this kind of value does not take. */
function wrongWords(value: Value): string[] {
  switch (value.kind) {
    case 'integer':
      return ['x', '5x', ...(value.max < 1e12 ? [String(value.max + 1)] : ['-5']), String(value.min - 1)];
    case 'decimal':
      return ['x', '1.2345678', ...(value.max < 1e12 ? [String(value.max + 1)] : ['-5']), '-1'];
    case 'boolean':
      return ['perhaps', 'ON'];
    case 'choice':
      return ['wrong', `${value.values[0]}x`, value.values[0]!.toLowerCase()];
    case 'interface':
      return ['an_interface_too_long'];
    case 'address':
      return ['10.0.0.256', 'host', value.family === 6 ? '10.0.0.1' : 'fe80::1'];
    case 'text':
    case 'definition':
      return value.maxLength ? ['a'.repeat(value.maxLength + 1)] : [];
    case 'reference':
      return ['nobody'];
    case 'either':
      return value.values.flatMap(wrongWords).slice(0, 3);
    default:
      return [];
  }
}

/** Users and groups are not made up: that they are unknown is not the configuration's fault. */
const hasOwner = (keyword: Keyword): boolean => keyword.arguments.some(({ value }) => value.kind === 'user');

type Variant = readonly [name: string, lines: readonly Line[]];

function variants(keyword: Keyword, path: readonly string[], writing: Writing): Variant[] {
  const right = wellFormed(keyword, path, writing);
  const rest = right.body ? { body: right.body } : {};
  const args = argumentsOf(keyword, path.at(-1) ?? '', writing).split(' ');
  const mandatory = keyword.arguments.filter(({ optional, option }) => !optional && !option);
  const all: Variant[] = [
    ['right', [right]],
    ['twice', [right, keyword.arguments.length > 0 ? wellFormed(keyword, path, writing) : right]],
    ['surplus', [{ text: `${right.text} ${hasOwner(keyword) ? 'root root' : 'more'}`, ...rest }]],
  ];
  if (mandatory.length > 0 || keyword.missingArgumentExits) all.push(['missing', [{ text: keyword.name, ...rest }]]);
  for (const [index, argument] of keyword.arguments.entries()) {
    for (const word of wrongWords(argument.value)) {
      const words = argument.option
        ? [...args.filter(Boolean), argument.option, word]
        : [...args.slice(0, index), word, ...args.slice(index + 1)];
      all.push([`${argument.label} ${word}`, [{ text: `${keyword.name} ${words.join(' ')}`.trim(), ...rest }]]);
    }
  }
  if (keyword.kind === 'block') all.push(['empty', [{ text: right.text, body: [] }]]);
  if (keyword.kind === 'list')
    all.push(['empty', [{ text: right.text, body: [] }]], ...entryVariants(keyword, right, writing));
  return all;
}

function entryVariants(list: ListKeyword, { text }: Line, writing: Writing): Variant[] {
  const withEntries = (...entries: string[]): readonly Line[] => [line(text, entries)];
  const entry = (...options: string[]): string => entryOf(list, options, writing);
  const options = list.options.filter((option) => isOption(option, writing.version));
  return [
    ['two entries', withEntries(entry(), entry())],
    ['surplus in an entry', withEntries(entry('more'))],
    ...list.entry.flatMap(({ value, label }) =>
      wrongWords(value).map((word): Variant => [`entry ${label} ${word}`, withEntries(word, entry())]),
    ),
    ...options.flatMap((option): Variant[] => {
      const { name, value } = option;
      const right = optionText(option, writing);
      return [
        [`option ${right}`, withEntries(entry(right))],
        [`option ${name} twice`, withEntries(entry(right, right))],
        ...(value
          ? [
              [`option ${name} without a value`, withEntries(entry(name))] as const,
              ...wrongWords(value).map(
                (word): Variant => [`option ${name} ${word}`, withEntries(entry(`${name} ${word}`))],
              ),
            ]
          : []),
      ];
    }),
  ];
}

/** Keywords that keepalived must not meet on this machine: they would have it look at other namespaces and files. */
const AVOIDED: ReadonlySet<string> = new Set(['net_namespace', 'net_namespace_ipvs', 'use_pid_dir']);

export function schemaCases(version: Version): Case[] {
  const cases: Case[] = [];
  const visit = (keywords: ReadonlyMap<string, Keyword>, path: readonly string[]): void => {
    for (const keyword of keywords.values()) {
      if (AVOIDED.has(keyword.name)) continue;
      const place = [...path, keyword.name];
      const names = variants(keyword, path, startedWith(version).writing).map(([name]) => name);
      for (const [nth, name] of names.entries()) {
        const { writing, around } = startedWith(version);
        const [, lines] = variants(keyword, path, writing)[nth]!;
        const globals = path[0] === 'global_defs' ? [] : [line('global_defs', GLOBALS)];
        const text = render([...globals, ...around, ...within(path, lines, writing)]);
        cases.push({ family: `keywords: ${place[0]}`, name: `${place.join('/')}: ${name}`, text });
      }
      if (keyword.kind === 'block') visit(keyword.keywords, place);
    }
  };
  visit(ROOT, []);
  return cases;
}

function startedWith(version: Version): { writing: Writing; around: Line[] } {
  const writing = startWriting(createRandom(1), version);
  return { writing, around: objects(writing) };
}
