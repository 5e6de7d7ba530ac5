/** Blocks that no instance owns: track_group, garp_group, linkbeat_interfaces, interface_up_down_delays. */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Place } from '../model/place.ts';
import { entriesOf, named } from '../model/settings.ts';
import { readDecimal } from '../model/values.ts';
import { isKnownSince, type Version } from '../schema/index.ts';
import type { Word } from '../syntax/tree.ts';
import type { Rule } from './check.ts';
import { INTERFACE_LENGTH, isTooLong, listsOf } from './entries.ts';
import { liveBlocks } from './names.ts';
import { endOf } from './scripts.ts';

export const STATIC_CODES = catalogue('keepalived', {
  'track-group-empty': ['error', 'A track group names no instance: it is dropped.'],
  'track-group-ignored': ['error', 'The track group of a static address, route or rule is not there, or cannot count.'],
  'garp-group-empty': ['error', 'A garp_group has neither garp_interval nor gna_interval: it is dropped.'],
  'garp-interface-taken': ['error', 'An interface is in two garp_groups, or twice in one: only the first counts.'],
  'linkbeat-method': ['error', 'A method of linkbeat_interfaces is unknown, or words follow it.'],
  'device-impossible': ['error', 'A name that no interface can have: keepalived refuses to start.'],
  'delay-invalid': ['error', 'A delay of interface_up_down_delays is no number from 0 to 255: the entry is ignored.'],
});

/** Before, a track group without a list was dropped without a word. */
const END_REPORTED_SINCE = { since: '2.2.8' } as const;
/** The longest interval, in seconds. */
const TIMER_MAX = 4294.967295;
const METHODS = ['MII', 'ETHTOOL', 'IOCTL'];
/** Static entries that may name a track group, and the options one of which must then name an interface. */
const DEVICE_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  static_routes: ['dev', 'oif'],
  static_rules: ['dev', 'iif'],
};

export const staticBlocks: Rule = (node, { version }) => [
  ...trackGroups(node, version),
  ...trackGroupUses(node),
  ...garpGroups(node),
  ...linkbeat(node),
  ...delays(node),
];

function trackGroups(node: Node, version: Version): Finding[] {
  return liveBlocks(node, 'track_group').flatMap((setting) => {
    const [list] = named(setting.children, 'group');
    if (list?.directive.block?.body.length || setting.children.some(({ meant }) => meant?.name === 'group')) return [];
    const message = `The track group ${setting.directive.words[1]!.text} names no instance: keepalived drops it.`;
    const places = [
      ...(list ? [endOf(list)] : []),
      ...(isKnownSince(END_REPORTED_SINCE, version) ? [endOf(setting)] : []),
    ];
    return places.map((place) => report(STATIC_CODES['track-group-empty'], place, message));
  });
}

function trackGroupUses(node: Node): Finding[] {
  const order = new Map(node.settings.map((setting, index) => [setting, index]));
  const groups = liveBlocks(node, 'track_group');
  const defined = new Map(groups.map((setting) => [setting.directive.words[1]!.text, order.get(setting)!]));
  if (groups.some(({ directive }) => directive.words.some(isOpaque))) return [];
  return listsOf(node.settings, 'static_ipaddress', 'static_routes', 'static_rules').flatMap(
    ({ setting, keyword, entries }) =>
      entries.flatMap((entry) => {
        const [at = 0, second] = [...entry.words.keys()].filter((index) => entry.words[index]!.text === 'track_group');
        const word = at > 0 ? entry.words[at + 1] : undefined;
        if (!word) return [];
        if (second !== undefined && second > at + 1) {
          const message = 'A second track_group: keepalived ignores it.';
          return [report(STATIC_CODES['track-group-ignored'], placeOf(entry, entry.words[second]!), message)];
        }
        const say = (message: string): Finding[] => [
          report(STATIC_CODES['track-group-ignored'], placeOf(entry, word), message),
        ];
        const group = defined.get(word.text);
        if (group === undefined) return say(`There is no track group ${word.text}: keepalived ignores it here.`);
        if (group > order.get(setting)!) {
          return say(
            `The track group ${word.text} is defined further below, and keepalived reads from top to bottom: it ignores it here. Move the track_group block above.`,
          );
        }
        const options = DEVICE_OPTIONS[keyword.name];
        if (!options || entry.words.some(({ text }) => options.includes(text))) return [];
        return say(
          `A track group counts only where an interface is named: keepalived ignores it here. Add "dev" and a name.`,
        );
      }),
  );
}

function garpGroups(node: Node): Finding[] {
  const taken = new Map<string, Place>();
  return named(node.settings, 'garp_group').flatMap((setting) => {
    const findings: Finding[] = [];
    const { children, directive } = setting;
    const users = named(children, 'interface', 'interfaces').flatMap((statement): { word?: Word; place: Place }[] => {
      if (statement.keyword?.kind !== 'list') {
        const { words } = statement.directive;
        return words[1] ? [{ word: words[1], place: headerOf(statement.directive) }] : [];
      }
      // keepalived reads the whole list before it looks at it, and speaks of its end.
      const place = endOf(statement);
      return entriesOf([statement], 'interfaces').flatMap(({ words }) => words.map((word) => ({ word, place })));
    });
    for (const { word, place } of users) {
      if (!word || isOpaque(word)) continue;
      const earlier = taken.get(word.text);
      if (earlier) {
        const message = `${word.text} has a garp_group already: keepalived ignores it here.`;
        const related = [{ place: earlier, message: 'the first one, which counts' }];
        findings.push(report(STATIC_CODES['garp-interface-taken'], place, message, { related }));
      } else {
        taken.set(word.text, place);
      }
    }
    // What is no number counts as 0, but for a negative one.
    const isSet = named(children, 'garp_interval', 'gna_interval').some(({ directive: { words } }) => {
      const text = words[1]?.text ?? '';
      const seconds = readDecimal(text, 0, Infinity, 6);
      return seconds === undefined ? !/^\s*-/.test(text) : seconds <= TIMER_MAX;
    });
    if (directive.block && !isSet) {
      const message = 'This garp_group has neither garp_interval nor gna_interval: keepalived drops it.';
      const related = [{ place: headerOf(directive), message: 'the group begins here' }];
      findings.push(report(STATIC_CODES['garp-group-empty'], endOf(setting), message, { related }));
    }
    return findings;
  });
}

function linkbeat(node: Node): Finding[] {
  return entriesOf(node.settings, 'linkbeat_interfaces').flatMap((entry) => {
    const [name, method, ...rest] = entry.words;
    if (isTooLong(name.text)) return [noInterface(entry, name)];
    if (!method || isOpaque(method) || (METHODS.includes(method.text) && !rest.length)) return [];
    const message = METHODS.includes(method.text)
      ? `Behind ${name.text} only ${METHODS.join(', ')} may stand: keepalived ignores "${rest[0]!.text}".`
      : `"${method.text}" is none of ${METHODS.join(', ')}: keepalived tries them all on ${name.text}.`;
    return [
      report(
        STATIC_CODES['linkbeat-method'],
        placeOf(entry, rest[0] && METHODS.includes(method.text) ? rest[0] : method),
        message,
      ),
    ];
  });
}

function noInterface(entry: Directive, name: Word): Finding {
  const message = `No interface has a name of more than ${INTERFACE_LENGTH} characters: keepalived refuses to start.`;
  return report(STATIC_CODES['device-impossible'], placeOf(entry, name), message);
}

function delays(node: Node): Finding[] {
  return entriesOf(node.settings, 'interface_up_down_delays').flatMap((entry) => {
    const [name, ...words] = entry.words;
    if (isTooLong(name.text)) return [noInterface(entry, name)];
    const long = words.slice(0, 2).find(({ text }) => (text.split('.')[1]?.length ?? 0) > 6);
    if (long && readDecimal(long.text, 0, 255, 6) !== undefined) {
      const message = `"${long.text}" has more than six decimals: keepalived rounds it.`;
      return [report(STATIC_CODES['delay-invalid'], placeOf(entry, long), message, { severity: 'warning' })];
    }
    const wrong = words.slice(0, 2).find((word) => !isOpaque(word) && readDecimal(word.text, 0, 255, 6) === undefined);
    if (!wrong) return [];
    const message = `"${wrong.text}" is not a number of seconds from 0 to 255: keepalived sets no delays for ${name.text}.`;
    return [report(STATIC_CODES['delay-invalid'], placeOf(entry, wrong), message)];
  });
}
