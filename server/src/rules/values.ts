/** Whether a word is what an argument takes, and how to say what it takes. Secrets are never quoted. */
import { readEndpoint } from '../model/endpoint.ts';
import { editDistance } from '../model/settings.ts';
import { readBoolean, readDecimal, readInteger } from '../model/values.ts';
import { compareVersions, type Unit, type Value, type Version } from '../schema/index.ts';

export type Fault =
  | 'not-a-number'
  | 'number-out-of-range'
  | 'too-many-decimals'
  | 'not-a-boolean'
  | 'unknown-value'
  | 'not-an-address'
  | 'wrong-address'
  | 'too-long';

export interface Misfit {
  readonly fault: Fault;
  /** What the word should be, to be put behind "must be"; a thing that it should not be for `too-long`. */
  readonly wanted: string;
  /** The word that was probably meant. */
  readonly likely?: string;
}

const UNITS: Readonly<Record<Unit, string>> = {
  s: ' seconds',
  ms: ' milliseconds',
  us: ' microseconds',
  bytes: ' bytes',
  adverts: ' adverts',
  hops: ' hops',
};

/** `eth0`, not longer than the kernel's IFNAMSIZ allows. */
const INTERFACE_LENGTH = 15;
/** Whatever a keyword may take, its number has to fit into 32 bits. */
const U32_MAX = 4_294_967_295;
const MULTICAST4 = /^2(?:2[4-9]|3\d)\./;
const MULTICAST6 = /^ff/i;
const encoder = new TextEncoder();

/** What an argument takes, in words: "a whole number from 1 to 255". */
export function describe(value: Value, version: Version): string {
  switch (value.kind) {
    case 'integer':
      return `a whole number ${rangeOf(value)}`;
    case 'decimal':
      return `a number ${rangeOf(value)}`;
    case 'boolean':
      return 'on, true, yes, off, false or no';
    case 'choice':
      return oneOf(choicesOf(value, version));
    case 'interface':
      return `the name of a network interface, at most ${INTERFACE_LENGTH} characters`;
    case 'address':
      return `an ${value.family ? `IPv${value.family}` : 'IP'} ${value.multicast ? 'multicast ' : ''}address`;
    case 'text':
      return value.maxLength ? `at most ${value.maxLength} bytes long` : 'a word';
    case 'definition':
      return value.maxLength ? `a name, at most ${value.maxLength} bytes long` : 'a name';
    case 'either':
      return value.values.map((one) => describe(one, version)).join(', or ');
    case 'script':
      return 'a command';
    case 'path':
      return 'a path';
    case 'user':
      return 'a user';
    case 'group':
      return 'a group';
    case 'reference':
      return `the name of a ${value.to}`;
  }
}

function rangeOf({ min, max, unit }: { min: number; max: number; unit?: Unit }): string {
  const of = unit ? UNITS[unit] : '';
  return max === Infinity ? `from ${min} up${of && `, in${of}`}` : `from ${min} to ${max}${of}`;
}

const oneOf = (words: readonly string[]): string =>
  words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : (words[0] ?? '');

type Choice = Extract<Value, { kind: 'choice' }>;

const choicesOf = ({ values, since }: Choice, version: Version): string[] =>
  values.filter((word) => !since?.[word] || compareVersions(since[word], version) <= 0);

/** What is wrong with a word, or `undefined` where it fits. The machine's own things (interfaces, users) always fit. */
export function misfit(word: string, value: Value, version: Version): Misfit | undefined {
  const fault = (kind: Fault, more: Partial<Misfit> = {}): Misfit => ({
    fault: kind,
    wanted: describe(value, version),
    ...more,
  });
  if ('before' in value && value.before && compareVersions(version, value.before.release) < 0) {
    return misfit(word, value.before.value, version);
  }
  switch (value.kind) {
    case 'integer':
      if (readInteger(word, -Infinity, Infinity) === undefined) return fault('not-a-number');
      // No sign, not even before 0.
      if (value.min >= 0 && /^\s*-/.test(word)) return fault('number-out-of-range');
      return readInteger(word, value.min, Math.min(value.max, U32_MAX)) === undefined
        ? fault('number-out-of-range')
        : undefined;
    case 'decimal': {
      const { min, max, places } = value;
      if (/^\s*-\d/.test(word)) return fault('number-out-of-range');
      const number = readDecimal(word, -Infinity, Infinity, places);
      if (number === undefined) return fault('not-a-number');
      if (readDecimal(word, min, max, places) === undefined) return fault('number-out-of-range');
      const decimals = word.split('.')[1]?.length ?? 0;
      return decimals > places ? fault('too-many-decimals', { likely: String(number) }) : undefined;
    }
    case 'boolean':
      if (readBoolean(word) !== undefined) return undefined;
      return fault('not-a-boolean', likely(word, ['on', 'true', 'yes', 'off', 'false', 'no']));
    case 'choice': {
      const words = choicesOf(value, version);
      const fits = value.ignoreCase ? words.some((one) => sameLetters(one, word)) : words.includes(word);
      return fits ? undefined : fault('unknown-value', likely(word, words));
    }
    case 'interface':
      return encoder.encode(word).length > INTERFACE_LENGTH ? fault('too-long') : undefined;
    case 'address':
      return misfitAddress(word, value, fault);
    case 'text':
    case 'definition':
      return encoder.encode(word).length > (value.maxLength ?? Infinity) ? fault('too-long') : undefined;
    case 'either': {
      const misfits = value.values.map((one) => misfit(word, one, version));
      if (misfits.includes(undefined)) return undefined;
      const nearest = misfits.find((one) => one?.fault === 'number-out-of-range') ?? misfits.find((one) => one?.likely);
      return nearest ? { ...nearest, wanted: describe(value, version) } : fault('unknown-value');
    }
    default:
      return undefined;
  }
}

const sameLetters = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** The one of these words that was probably meant by another. */
export const likelyOf = (word: string, words: readonly string[]): string | undefined =>
  words.find((one) => sameLetters(one, word)) ??
  words.find((one) => one.length > 2 && editDistance(one, word) <= Math.floor(one.length / 3));

/** "Did you mean", to be put behind a message; empty where none of these words resembles it. */
export function hintOf(word: string, words: readonly string[]): string {
  const meant = likelyOf(word, words);
  return meant === undefined ? '' : ` Did you mean "${meant}"?`;
}

function likely(word: string, words: readonly string[]): { likely?: string } {
  const meant = likelyOf(word, words);
  return meant === undefined ? {} : { likely: meant };
}

/** keepalived cuts a prefix length or a range off where none belongs, and knows no zone (lib/utils.c, inet_stosockaddr). */
function misfitAddress(
  word: string,
  { family, multicast }: Extract<Value, { kind: 'address' }>,
  fault: (kind: Fault) => Misfit,
): Misfit | undefined {
  const address = readEndpoint(word, undefined);
  if (!address) return fault('not-an-address');
  if (family && address.family !== family) return fault('wrong-address');
  const isMulticast = (address.family === 4 ? MULTICAST4 : MULTICAST6).test(word);
  return multicast && !isMulticast ? fault('wrong-address') : undefined;
}
