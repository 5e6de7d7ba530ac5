/** Keywords and options in short: how they are written and what is known about their values. */
import { type Argument, isKnownSince, type Keyword, type Option, type Value, type Version } from '../schema/index.ts';
import type { Labels } from './labels.ts';
import { kindsOf } from './roles.ts';

/** As one writes it: `advert_int SECONDS`, `use_vmac [INTERFACE] [name INTERFACE]`, `authentication { … }`. */
export function signatureOf(keyword: Keyword): string {
  const words = [keyword.name, ...keyword.arguments.map(writtenArgument)];
  if (keyword.kind === 'block') words.push('{ … }');
  if (keyword.kind === 'list')
    words.push('{', ...keyword.entry.map(writtenArgument), ...(keyword.options.length ? ['…'] : []), '}');
  return words.join(' ');
}

function writtenArgument({ label, optional, repeats, option }: Argument): string {
  const word = `${option === undefined || option === label ? '' : `${option} `}${label}${repeats ? '…' : ''}`;
  return optional ? `[${word}]` : word;
}

/** In one line of a completion list: `priority 1..255`, `state MASTER|BACKUP`. */
export function shortForm(keyword: Keyword): string {
  if (keyword.kind !== 'statement') return signatureOf(keyword);
  const words = keyword.arguments.map((argument) => {
    const written = shortValue(argument.value) ?? argument.label;
    const named = argument.option === undefined ? written : `${argument.option} ${written}`;
    return argument.optional ? `[${named}]` : named;
  });
  return [keyword.name, ...words].join(' ');
}

/** Undefined where the kind of value says less than its label. */
export function shortValue(value: Value): string | undefined {
  switch (value.kind) {
    case 'integer':
    case 'decimal': {
      const range = Number.isFinite(value.max) ? `${value.min}..${value.max}` : `${value.min}..`;
      return value.unit ? `${range} ${value.unit}` : range;
    }
    case 'boolean':
      return 'on|off';
    case 'choice':
      return value.values.join('|');
    case 'either': {
      const parts = value.values.map(shortValue);
      return parts.every((part) => part !== undefined) ? parts.join('|') : undefined;
    }
    default:
      return undefined;
  }
}

/** What is worth knowing beyond the words of the documentation, as lines of Markdown. */
export function factsOf(keyword: Keyword, labels: Labels, version: Version): string[] {
  const args = keyword.kind === 'list' ? keyword.entry : keyword.arguments;
  const several = args.length > 1;
  const { default: byDefault, required } = keyword;
  return [
    ...args.flatMap((argument) => [
      ...valueFacts(argument.value, labels, several ? argument.label : undefined),
      ...lifeFacts(argument, labels, version, argument.option ?? argument.label),
    ]),
    ...(byDefault === undefined ? [] : [fact(labels, labels.default, labels.phrase(byDefault))]),
    ...(required ? [`**${labels.required}**`] : []),
    ...missingFacts(keyword, labels),
    ...lifeFacts(keyword, labels, version),
  ];
}

function missingFacts({ missingArgumentExits, missingArgumentCrashes }: Keyword, labels: Labels): string[] {
  if (missingArgumentCrashes) return [fact(labels, labels.withoutArgument, labels.crashes)];
  return missingArgumentExits ? [fact(labels, labels.withoutArgument, labels.exits)] : [];
}

export function optionFacts(option: Option, labels: Labels, version: Version): string[] {
  return [
    ...(option.value ? valueFacts(option.value, labels) : []),
    ...lifeFacts(option, labels, version),
    ...(option.until ? [fact(labels, labels.until, instead(option.until.release, option.until.instead, labels))] : []),
  ];
}

/** Of one word among those that a value may be. */
export function choiceFacts(value: Value, word: string, labels: Labels, version: Version): string[] {
  if (value.kind !== 'choice') return [];
  const [since, build] = [value.since?.[word], value.build?.[word]];
  return lifeFacts({ ...(since && { since }), ...(build && { build }) }, labels, version);
}

const fact = (labels: Labels, name: string, text: string): string => `**${name}**${labels.separator}${text}`;

const instead = (text: string, keyword: string | undefined, labels: Labels): string =>
  keyword === undefined ? text : `${text}${labels.comma}${labels.instead(labels.phrase(keyword))}`;

/** `of`: the argument that this is about, where it is not the whole keyword. */
function lifeFacts(
  { since, deprecated, build }: Partial<Pick<Keyword, 'since' | 'deprecated' | 'build'>>,
  labels: Labels,
  version: Version,
  of?: string,
): string[] {
  const named = (name: string): string => (of === undefined ? name : `${name} (${of})`);
  const facts: string[] = [];
  if (since !== undefined) {
    const first = since === 'next' ? labels.next : `keepalived ${since}`;
    const known = isKnownSince({ since }, version);
    facts.push(fact(labels, named(labels.since), known ? first : `${first} (${labels.newer(version)})`));
  }
  if (deprecated) {
    facts.push(
      deprecated.instead === undefined
        ? `**${labels.deprecated}**`
        : fact(labels, labels.deprecated, labels.instead(labels.phrase(deprecated.instead))),
    );
  }
  if (build !== undefined) facts.push(fact(labels, named(labels.build), `\`${build}\``));
  return facts;
}

function valueFacts(value: Value, labels: Labels, label?: string): string[] {
  return kindsOf(value).flatMap((kind) => {
    const named = (name: string): string => (label === undefined ? name : `${name} (${label})`);
    if (kind.kind === 'choice') {
      const words = kind.values.map((word) => {
        const since = kind.since?.[word];
        return since === undefined ? `\`${word}\`` : `\`${word}\` (${since})`;
      });
      return [fact(labels, named(labels.values), words.join(', '))];
    }
    if ((kind.kind === 'text' || kind.kind === 'definition') && kind.maxLength !== undefined) {
      return [fact(labels, named(labels.length), labels.atMost(kind.maxLength))];
    }
    if (kind.kind === 'boolean') return [fact(labels, named(labels.values), '`on` `true` `yes` / `off` `false` `no`')];
    if (kind.kind !== 'integer' && kind.kind !== 'decimal') return [];
    const { min, max, unit } = kind;
    const range = Number.isFinite(max) ? labels.range(`${min}`, `${max}`) : labels.atLeast(`${min}`);
    return [
      fact(labels, named(labels.rangeLabel), range),
      ...(unit ? [fact(labels, named(labels.unit), labels.units[unit])] : []),
    ];
  });
}
