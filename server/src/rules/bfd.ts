/** bfd_instance: which of them keepalived keeps (bfd_parser.c, bfd_data.c). */
import { catalogue, report } from '../model/catalogue.ts';
import { type Directive, headerOf, isOpaque, placeOf } from '../model/directive.ts';
import { type Endpoint, readEndpoint } from '../model/endpoint.ts';
import type { Finding } from '../model/finding.ts';
import { refusal, type TakenNames } from '../model/refusal.ts';
import { named, type Setting } from '../model/settings.ts';
import { readBoolean, readInteger } from '../model/values.ts';
import { isKnownSince } from '../schema/index.ts';
import { asRead } from './asRead.ts';
import type { Rule } from './check.ts';
import { replaceWord } from './edits.ts';
import { endOf } from './scripts.ts';

export const BFD_CODES = catalogue('keepalived', {
  'bfd-duplicate': ['error', 'A bfd_instance has the name or the addresses of an earlier one: it is dropped.'],
  'bfd-incomplete': ['error', 'A bfd_instance has no neighbor_ip: it is dropped.'],
  'bfd-family': ['error', 'source_ip of a bfd_instance has another family than its neighbour: it is dropped.'],
  'bfd-max-hops': ['warning', 'max_hops is above the ttl: the ttl is used.'],
});

interface Session {
  readonly setting: Setting;
  readonly neighbor: Endpoint;
  readonly source?: Endpoint;
  readonly multihop: boolean;
}

/** What a last statement says: `unknown` where a definition hides it, `wrong` where keepalived cannot read it. */
type Said<T> = { value: T; directive: Directive } | 'unknown' | 'wrong' | undefined;

function addressOf(children: readonly Setting[], ...names: string[]): Said<Endpoint> {
  let said: Said<Endpoint>;
  for (const { directive } of named(children, ...names)) {
    const word = directive.words[1];
    if (!word) continue;
    if (isOpaque(word)) return 'unknown';
    const value = readEndpoint(word.text, undefined);
    if (!value && names.length > 1) return 'wrong';
    if (value) said = { value, directive };
  }
  return said;
}

const bfdInstances: Rule = (node, { version }) => {
  const taken: TakenNames = new Map();
  const byName = new Map<string, Setting>();
  const sessions: Session[] = [];
  return named(node.settings, 'bfd_instance').flatMap((setting): Finding[] => {
    const { keyword, directive, children } = setting;
    const name = directive.words[1];
    if (keyword?.kind !== 'block' || !isKnownSince(keyword, version) || !name) return [];
    const refused = refusal(keyword, directive, taken);
    if (refused === 'duplicate') {
      const message = `There is a bfd_instance ${name.text} already: keepalived drops this whole block. Give it another name.`;
      const related = [{ place: headerOf(byName.get(name.text)!.directive), message: 'the first, which counts' }];
      return [report(BFD_CODES['bfd-duplicate'], placeOf(directive, name), message, { related })];
    }
    if (refused || !directive.block?.close) return [];
    byName.set(name.text, setting);
    const begins = { place: headerOf(directive), message: 'the instance begins here' };
    const neighbor = addressOf(children, 'neighbor_ip', 'neighbour_ip');
    const source = addressOf(children, 'source_ip');
    if (!neighbor) {
      const message = `The bfd_instance ${name.text} has no \`neighbor_ip\`: keepalived drops it.`;
      return [report(BFD_CODES['bfd-incomplete'], endOf(setting), message, { related: [begins] })];
    }
    // A neighbour that is no address drops the instance where it stands (arguments.ts).
    if (typeof neighbor === 'string' || typeof source === 'string') return [];
    if (source && source.value.family !== neighbor.value.family) {
      const message = `The bfd_instance ${name.text} has an IPv${source.value.family} source and an IPv${neighbor.value.family} neighbour: keepalived drops it.`;
      const related = [source, neighbor].map((one) => ({ place: headerOf(one.directive), message: 'one of the two' }));
      return [report(BFD_CODES['bfd-family'], endOf(setting), message, { related })];
    }
    const session = {
      setting,
      neighbor: neighbor.value,
      ...(source && { source: source.value }),
      multihop: isMultihop(children),
    };
    const earlier = sessions.find((other) => areOne(session, other));
    if (earlier) {
      const message = `The bfd_instance ${earlier.setting.directive.words[1]!.text} has this neighbour already: keepalived drops ${name.text}.`;
      const related = [{ place: headerOf(earlier.setting.directive), message: 'the first, which counts' }, begins];
      return [report(BFD_CODES['bfd-duplicate'], endOf(setting), message, { related })];
    }
    sessions.push(session);
    return maxHops(session);
  });
};

function isMultihop(children: readonly Setting[]): boolean {
  let multihop = false;
  for (const { directive } of named(children, 'multihop')) {
    const word = directive.words[1];
    multihop = word ? (readBoolean(word.text) ?? multihop) : true;
  }
  return multihop;
}

/** Two sessions with one neighbour differ by their sources, which both must name. */
const areOne = (a: Session, b: Session): boolean =>
  a.neighbor.canonical === b.neighbor.canonical &&
  a.multihop === b.multihop &&
  (!a.source || !b.source || a.source.canonical === b.source.canonical);

function maxHops({ setting, neighbor }: Session): Finding[] {
  const { children } = setting;
  const ttl = numberOf(named(children, 'ttl', 'hoplimit'), 1);
  const hops = numberOf(named(children, 'max_hops'), -1);
  if (ttl === 'unknown' || typeof hops !== 'object') return [];
  const limit = typeof ttl === 'object' ? ttl.value : neighbor.family === 4 ? 255 : 64;
  if (hops.value <= limit) return [];
  const message = `max_hops ${hops.value} is above the ${typeof ttl === 'object' ? '' : 'default '}ttl of ${limit}: keepalived uses ${limit}.`;
  const { directive } = hops;
  const fixes = replaceWord(directive, directive.words[1]!, String(limit), `Change to ${limit}`);
  const related = [{ place: headerOf(directive), message: 'max_hops stands here' }];
  return [report(BFD_CODES['bfd-max-hops'], endOf(setting), message, { fixes, related })];
}

function numberOf(settings: readonly Setting[], min: number): Said<number> {
  let said: Said<number>;
  for (const { directive } of settings) {
    const word = directive.words[1];
    if (!word) continue;
    if (isOpaque(word)) return 'unknown';
    const value = readInteger(word.text, min, 255);
    if (value !== undefined) said = { value, directive };
  }
  return said;
}

export const checkBfd = asRead([bfdInstances]);
