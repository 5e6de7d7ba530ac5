/** Entries of virtual_routes and static_routes (vrrp_iproute.c, alloc_route and parse_nexthops). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding, Fix } from '../model/finding.ts';
import { readInteger } from '../model/values.ts';
import { isKnownSince, type ListKeyword, type Option, type Value, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import { SCOPES } from './addressEntries.ts';
import type { Rule } from './check.ts';
import { replaceWord } from './edits.ts';
import {
  findOption,
  INTERFACE_LENGTH,
  isTooLong,
  listsOf,
  rangeInWords,
  readHost,
  readNumber,
  suggestOption,
} from './entries.ts';
import { liveBlocks } from './names.ts';
import { likelyOf } from './values.ts';

export const ROUTE_CODES = catalogue('keepalived', {
  'route-invalid': ['error', 'A word of a route is wrong: the route is dropped.'],
  'route-option-ignored': ['error', 'An option of a route is not understood: it is ignored.'],
  'route-value-missing': ['error', 'An option of a route has no value: keepalived refuses to start.'],
  'route-untracked': ['warning', 'A route names no interface (before 2.3.2): it is not watched.'],
  'route-protocol': ['warning', 'A tracked route has a protocol of its own: it is reset.'],
  'route-time-forced': ['warning', 'A time of a route is rounded, or is not from 200 ms to 120 s: the limit is used.'],
  'route-old-word': ['information', 'An old spelling in a route.'],
});

const TYPES = 'unicast local nat broadcast brd anycast multicast prohibit unreachable blackhole xresolve throw'.split(
  ' ',
);
/** The names of iproute2's rt_dsfield. */
export const TOS =
  'default lowdelay throughput reliability mincost EF AF11 AF12 AF13 AF21 AF22 AF23 AF31 AF32 AF33 AF41 AF42 AF43 CS1 CS2 CS3 CS4 CS5 CS6 CS7'.split(
    ' ',
  );
const OWN_PROTOCOLS = ['18', 'keepalived'];
const TRACKED_WITHOUT_INTERFACE_SINCE = { since: '2.3.2' } as const;
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
const ENCAPSULATIONS = ['ip', 'ip6', 'mpls', 'ila'];
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

interface Route {
  readonly entry: Directive;
  readonly options: readonly Option[];
  readonly version: Version;
  readonly findings: Finding[];
  family?: 4 | 6;
  destination?: Word;
  device?: true;
  untracked?: true;
  protocol?: Word;
}

type Problem =
  | {
      readonly code: keyof typeof ROUTE_CODES;
      readonly word: Word;
      readonly message: string;
      readonly fixes?: readonly Fix[];
    }
  | undefined;

const invalid = (word: Word, why: string): Problem => ({
  code: 'route-invalid',
  word,
  message: `${why}: keepalived drops this route.`,
});
const missing = (word: Word): Problem => ({
  code: 'route-value-missing',
  word,
  message: `"${word.text}" needs a value: keepalived stops reading here and refuses to start.`,
});

/** Whether a family fits the route; the first that is named decides. */
function joins(route: Route, family: 4 | 6 | undefined): boolean {
  if (family === undefined) return true;
  route.family ??= family;
  return route.family === family;
}

const MIXED = 'A route is IPv4 or IPv6, not both';

function readRoute(route: Route): Problem {
  const { words } = route.entry;
  let i = 0;
  for (; i < words.length; i++) {
    const word = words[i]!;
    const name = word.text;
    const next = words[i + 1];
    if (name === 'nexthop') break;
    if (name === 'inet' || name === 'inet6') {
      if (!joins(route, name === 'inet' ? 4 : 6)) return invalid(word, MIXED);
      // keepalived skips the word behind it, whatever it is (2.2.7 and later).
      i++;
      continue;
    }
    const { option, instead } = findOption(route.options, name, route.version);
    if (!option || option.behind || name === 'to') {
      const problem = readDestination(route, i);
      if (problem) return instead ? invalid(word, `"${name}" is called "${instead}" since 2.0.3`) : problem;
      if (name === 'to') i++;
      if (TYPES.includes(words[i]?.text ?? '')) i++;
      continue;
    }
    if (name === 'encap') {
      // Tunnels have options of their own, which are left to keepalived.
      if (next && ENCAPSULATIONS.includes(next.text)) return undefined;
      const message = `"encap" needs ${ENCAPSULATIONS.join(', ')} behind it: keepalived ignores it.`;
      return { code: 'route-option-ignored', word: next ?? word, message };
    }
    if (name === 'no_track') route.untracked = true;
    if (!option.value) continue;
    const between = next && option.between?.includes(next.text) ? next : undefined;
    const value = between ? words[i + 2] : next;
    if (!value) return missing(between ?? word);
    i += between ? 2 : 1;
    const problem = readOption(route, word, option, value, between);
    if (problem) return problem;
  }
  const problem = readNexthops(route, i);
  if (problem) return problem;
  if (!route.destination) return invalid(words[0], 'A route needs a destination, e.g. "default" or 10.0.0.0/8');
  return undefined;
}

function readDestination(route: Route, at: number): Problem {
  const { words } = route.entry;
  let i = at;
  if (words[i]!.text === 'to') i++;
  if (TYPES.includes(words[i]?.text ?? '')) i++;
  const word = words[i];
  if (!word) return missing(words[i - 1]!);
  // Numbers are kinds of routes, too.
  if (readNumber(word.text) !== undefined) return undefined;
  const prefix = readPrefix(word.text);
  if (!prefix) {
    const { hint, fixes } = suggestOption(route.entry, word, route.options, route.version);
    const { code, message } = invalid(word, `"${word.text}" is neither an option of a route nor a destination`)!;
    return { code, word, message: message + hint, fixes };
  }
  if (!joins(route, prefix.family)) return invalid(word, MIXED);
  const wrong = wrongLength(word);
  if (wrong) route.findings.push(report(ROUTE_CODES['route-option-ignored'], placeOf(route.entry, word), wrong));
  route.destination = word;
  return undefined;
}

/** A wrong prefix length is reported; the longest one is used. */
export function wrongLength(word: Word): string | undefined {
  const [address = '', length] = word.text.split('/');
  const longest = address.includes(':') ? 128 : 32;
  if (!length || readInteger(length, 0, longest) !== undefined) return undefined;
  return `The prefix length "${length}" is not a number from 0 to ${longest}: keepalived uses /${longest}.`;
}

function readOption(route: Route, word: Word, option: Option, value: Word, between: Word | undefined): Problem {
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

function checkDevice({ entry, findings }: Route, device: Word): void {
  if (!isTooLong(device.text)) return;
  const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
  findings.push(report(ROUTE_CODES['route-invalid'], placeOf(entry, device), message));
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

function readNexthops(route: Route, from: number): Problem {
  const { words } = route.entry;
  for (let i = from; i < words.length; i++) {
    const word = words[i]!;
    const value = words[i + 1];
    switch (word.text) {
      case 'nexthop':
      case 'onlink':
        break;
      case 'encap':
        return undefined;
      case 'via': {
        const family = value?.text === 'inet' || value?.text === 'inet6' ? value : undefined;
        const address = family ? words[i + 2] : value;
        if (!address) return missing(family ?? word);
        const read = readHost(address.text);
        if (!read) return nexthop(address, `"${address.text}" is no IP address`);
        if (!joins(route, read.family)) return nexthop(address, MIXED);
        i += family ? 2 : 1;
        break;
      }
      case 'weight':
        if (!value) return missing(word);
        if (readInteger(value.text, 1, 256) === undefined)
          return nexthop(value, `"${value.text}" is not a weight from 1 to 256`);
        i++;
        break;
      case 'dev':
      case 'realms':
        if (!value) return missing(word);
        if (word.text === 'dev') checkDevice(route, value);
        i++;
        break;
      default:
        return nexthop(
          word,
          `"${word.text}" is no option of a nexthop, and options of the route stand before the first nexthop`,
        );
    }
  }
  return undefined;
}

/** keepalived keeps such a route, with the hops before the wrong word. */
const nexthop = (word: Word, why: string): Problem => ({
  code: 'route-option-ignored',
  word,
  message: `${why}: keepalived ignores this nexthop and what follows.`,
});

function checkTracking({ entry, device, untracked, protocol, version, findings }: Route): void {
  if (untracked) return;
  if (protocol && !OWN_PROTOCOLS.includes(protocol.text)) {
    const message =
      'A route that is watched carries the protocol "keepalived": the one given here is reset. Add no_track to keep it.';
    findings.push(report(ROUTE_CODES['route-protocol'], placeOf(entry, protocol), message));
  }
  if (
    !device &&
    !entry.words.some(({ text }) => text === 'encap') &&
    !isKnownSince(TRACKED_WITHOUT_INTERFACE_SINCE, version)
  ) {
    const message =
      'This route names no interface, so keepalived does not notice when it disappears. Add "dev" and a name, or no_track.';
    findings.push(report(ROUTE_CODES['route-untracked'], headerOf(entry), message));
  }
}

/** Whether keepalived exits at this entry, because a word lacks its value. */
export const routeStops = (entry: Directive, { options }: ListKeyword, version: Version): boolean =>
  !entry.block &&
  !entry.words.some(isOpaque) &&
  readRoute({ entry, options, version, findings: [] })?.code === 'route-value-missing';

/** Everything that is wrong with one entry. */
export function checkRoute(entry: Directive, { options }: ListKeyword, version: Version): readonly Finding[] {
  const route: Route = { entry, options, version, findings: [] };
  const problem = readRoute(route);
  if (problem) {
    const { code, word, message, fixes = [] } = problem;
    route.findings.push(report(ROUTE_CODES[code], placeOf(entry, word), message, fixes.length ? { fixes } : {}));
  }
  if (!problem || problem.code === 'route-option-ignored') checkTracking(route);
  return route.findings;
}

export const routeEntries: Rule = (node, { version }) => {
  const settings = [...node.settings, ...liveBlocks(node, 'vrrp_instance').flatMap(({ children }) => children)];
  return listsOf(settings, 'virtual_routes', 'static_routes').flatMap(({ entries, keyword }) =>
    entries.flatMap((entry) => checkRoute(entry, keyword, version)),
  );
};
