/** The words behind the options of routes and rules. */
import { report } from '../model/catalogue.ts';
import { type Directive, placeOf } from '../model/directive.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince, type Option, type Value } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { SCOPES } from './addressEntries.ts';
import { replaceWord } from './edits.ts';
import { isTooLong, rangeInWords, readHost, readNumber } from './entries.ts';
import { checkDevice, invalid, joins, MIXED, type Problem, ROUTE_CODES, type Route } from './route.ts';
import { likelyOf } from './values.ts';

/** The names of iproute2's rt_dsfield. */
export const TOS =
  'default lowdelay throughput reliability mincost EF AF11 AF12 AF13 AF21 AF22 AF23 AF31 AF32 AF33 AF41 AF42 AF43 CS1 CS2 CS3 CS4 CS5 CS6 CS7'.split(
    ' ',
  );
/** The largest numbers of options that also take names, which are looked up on the machine. */
const NUMBERED: ReadonlyMap<string, number> = new Map([
  ['tos', 255],
  ['dsfield', 255],
  ['scope', 255],
  ['protocol', 255],
  ['table', Infinity],
]);
/** Names among those that every machine knows. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  scope: SCOPES,
  table: ['main', 'local', 'default'],
  tos: TOS,
  dsfield: TOS,
};
/** Nobody has other names for these. */
const FIXED = ['scope', 'tos', 'dsfield'];
/** Numbers are cut to so many values. */
const CUT = 2 ** 32;
/** Times of a route, with the kernel's units in a millisecond. */
const TIMES: ReadonlyMap<string, number> = new Map([
  ['rtt', 8],
  ['rttvar', 4],
  ['rto_min', 1],
]);
const SHORTEST_TIME = 200;
const LONGEST_TIME = 120_000;
/** Before, such times were changed without a word. */
const TIMES_REPORTED_SINCE = { since: '2.2.8' } as const;
/** Wrong values of these are reported and left out; those of all others drop the route. */
const FORGIVEN = ['features', 'ttl-propagate'];

/** `default` stands for both families. */
type Prefix = { readonly family?: 4 | 6 };

/** A destination of a route, or a source or destination of a rule; undefined where it is none. */
export function readPrefix(text: string): Prefix | undefined {
  if (['default', 'any', 'all'].includes(text)) return {};
  if (text === 'default6') return { family: 6 };
  const address = readHost(text.split('/', 1)[0]!);
  return address && { family: address.family };
}

/** A wrong prefix length is reported; the longest one is used. */
export function wrongLength(word: Word): string | undefined {
  const [address = '', length] = word.text.split('/');
  const longest = address.includes(':') ? 128 : 32;
  if (!length || readInteger(length, 0, longest) !== undefined) return undefined;
  return `The prefix length "${length}" is not a number from 0 to ${longest}: keepalived uses /${longest}.`;
}

export function readOption(route: Route, word: Word, option: Option, value: Word, between: Word | undefined): Problem {
  const name = word.text;
  const { entry, findings } = route;
  if (option.deprecated?.reported) {
    const { instead } = option.deprecated;
    const message = `"${name}" is the old word for "${instead}": keepalived still reads it.`;
    const fixes = name === 'gw' ? replaceWord(entry, word, 'via', 'Change to via') : [];
    const tags = ['deprecated'] as const;
    findings.push(report(ROUTE_CODES['route-old-word'], placeOf(entry, word), message, { fixes, tags }));
  }
  switch (name) {
    case 'via':
    case 'gw': {
      const address = readHost(value.text);
      const said = between && (between.text === 'inet' ? 4 : 6);
      if (!joins(route, said)) return invalid(between!, MIXED);
      if (!address) return invalid(value, `"${value.text}" is no IP address`);
      return joins(route, address.family) ? undefined : invalid(value, MIXED);
    }
    case 'src': {
      const address = readHost(value.text);
      if (!address) return invalid(value, `"${value.text}" is no IP address`);
      return joins(route, address.family) ? undefined : invalid(value, MIXED);
    }
    case 'or':
      return readHost(value.text) ? undefined : invalid(value, `"${value.text}" is no IP address`);
    case 'from': {
      const prefix = readPrefix(value.text);
      if (prefix?.family !== 6) return invalid(value, '"from" takes an IPv6 network');
      return joins(route, 6) ? undefined : invalid(value, MIXED);
    }
    case 'dev':
    case 'oif':
      route.device = true;
      checkDevice(route, value);
      return undefined;
    case 'vrf':
      if (isTooLong(value.text)) return invalid(value, 'No interface has a name of more than 15 characters');
      break;
    case 'protocol':
      route.protocol = value;
      break;
    case 'pref':
    case 'expires':
      if (!joins(route, 6)) return invalid(word, `"${name}" is for IPv6 only`);
      break;
    case 'realms':
      if (isNoRealm(value.text)) return invalid(value, `"${value.text}" are no realms, e.g. 5 or 5/6`);
      if (!joins(route, 4)) return invalid(word, `"${name}" is for IPv4 only`);
      break;
  }
  const limit = NUMBERED.get(name);
  if (limit !== undefined) return readNumbered(entry, name, value, limit);
  const units = TIMES.get(name);
  if (units !== undefined) return readTime(route, name, value, units);
  if (accepts(option.value!, value.text)) return undefined;
  if (!FORGIVEN.includes(name))
    return invalid(value, `"${value.text}" is no value of "${name}"${rangeInWords(option.value!)}`);
  const message = `"${value.text}" is no value of "${name}"${rangeInWords(option.value!)}: keepalived ignores it.`;
  findings.push(report(ROUTE_CODES['route-option-ignored'], placeOf(entry, value), message));
  return undefined;
}

/** A number, or a name from a file of the machine: then only what resembles a name that all machines know is wrong. */
function readNumbered(entry: Directive, name: string, value: Word, limit: number): Problem {
  const number = readNumber(value.text);
  if (number !== undefined)
    return number % CUT > limit ? invalid(value, `${value.text} is beyond ${limit}`) : undefined;
  const names = NAMED[name] ?? [];
  if (FIXED.includes(name) ? names.includes(value.text) : !isNoName(value.text, names)) return undefined;
  const likely = likelyOf(value.text, names);
  const problem = invalid(value, `"${value.text}" is no ${name}${likely ? `, did you mean "${likely}"?` : ''}`);
  return likely && problem ? { ...problem, fixes: replaceWord(entry, value, likely, `Change to ${likely}`) } : problem;
}

/** Whether a word is a mistyped number or a mistyped one of these names, rather than a name of this machine. */
export const isNoName = (text: string, names: readonly string[]): boolean =>
  !names.includes(text) && (/^[-+.\d](?!\d*$)/.test(text) || likelyOf(text, names) !== undefined);

/** A whole number in the kernel's units, or one with `ms` or `s`; decimals only with `s`, three at most. */
function readTime({ entry, version, findings }: Route, name: string, value: Word, units: number): Problem {
  const [, whole, decimals = '', milli, unit] = /^(\d+)(\.\d*)?(m?)(s|secs?)?$/i.exec(value.text) ?? [];
  const malformed = whole === undefined || (milli && !unit) || (decimals && (milli || !unit));
  const number = Number(`${whole}${decimals}`) * (unit && !milli ? 1000 : 1);
  if (malformed || number > LONGEST_TIME * units) return invalid(value, `"${value.text}" is no time, e.g. 200ms`);
  const force = (message: string): void => {
    findings.push(report(ROUTE_CODES['route-time-forced'], placeOf(entry, value), message));
  };
  const ms = unit ? number : number / units;
  if (decimals.length > 4) force(`"${value.text}" has more than three decimals: keepalived rounds it.`);
  else if ((ms < SHORTEST_TIME || ms > LONGEST_TIME) && isKnownSince(TIMES_REPORTED_SINCE, version)) {
    const limit = ms < SHORTEST_TIME ? '200 ms' : '120 s';
    force(`"${name}" must be from 200 ms to 120 s, not ${value.text}: keepalived uses ${limit}.`);
  }
  return undefined;
}

function accepts(value: Value, text: string): boolean {
  switch (value.kind) {
    case 'integer':
      return readInteger(text, value.min, value.max) !== undefined;
    case 'choice':
      return value.values.includes(text);
    case 'either':
      return value.values.some((one) => accepts(one, text));
    default:
      return true;
  }
}

/** Two realms, or one; a name is one of this machine. */
export const isNoRealm = (text: string): boolean =>
  text.split('/').some((realm) => readNumber(realm) === undefined && isNoName(realm, []));
