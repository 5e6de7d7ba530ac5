/** Entries of virtual_routes and static_routes (vrrp_iproute.c, alloc_route). */
import { report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import { isKnownSince, type ListKeyword, type Version } from '../schema/index.ts';
import type { Rule } from './check.ts';
import { findOption, listsOf, readNumber, suggestOption } from './entries.ts';
import { liveBlocks } from './names.ts';
import { invalid, joins, MIXED, missing, type Problem, ROUTE_CODES, type Route } from './route.ts';
import { readNexthops } from './routeNexthops.ts';
import { readOption, readPrefix, wrongLength } from './routeValues.ts';

const TYPES = 'unicast local nat broadcast brd anycast multicast prohibit unreachable blackhole xresolve throw'.split(
  ' ',
);
const OWN_PROTOCOLS = ['18', 'keepalived'];
const TRACKED_WITHOUT_INTERFACE_SINCE = { since: '2.3.2' } as const;
const ENCAPSULATIONS = ['ip', 'ip6', 'mpls', 'ila'];

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
