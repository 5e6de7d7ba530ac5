/** Reads `nft -j list ruleset` (libnftables-json(5)) as it looks to one packet. */
import {
  all,
  any,
  isBetween,
  isWithin,
  not,
  type Packet,
  PROTOCOL_NAMES,
  type Rule,
  type Ruleset,
  type Truth,
  TTL,
  truth,
  type Verdict,
} from './packet.ts';

type Json = Readonly<Record<string, unknown>>;
/** Sets and maps by family, table and name. Missing where their elements are not told. */
type Sets = ReadonlyMap<string, readonly unknown[]>;
/** What a packet has for an expression: any of these; `no` where it cannot have it, `maybe` where one cannot tell. */
type Values = readonly (string | number)[] | 'no' | 'maybe';

export interface NftReading {
  /** Whether a table does. */
  readonly counts: (family: string, table: string) => boolean;
  /** The text leaves out what is in sets and maps (`nft -t`). */
  readonly lacksElements: boolean;
}

/** Undefined where the text is not what nft prints. */
export function nftRuleset(text: string, packet: Packet, { counts, lacksElements }: NftReading): Ruleset | undefined {
  const objects = readObjects(text);
  if (!objects) return undefined;
  const of = (kind: string): Json[] =>
    objects
      .flatMap((object) => (isObject(object[kind]) ? [object[kind]] : []))
      .filter((each) => {
        const family = String(each.family);
        const table = String(each.table);
        return FAMILIES[packet.family].includes(family) && counts(family, table);
      });
  const named = [...of('set'), ...of('map')];
  const sets: Sets = new Map(
    lacksElements ? [] : named.map((set) => [idOf(set, set.name), set.elem === undefined ? [] : listOf(set.elem)]),
  );
  const chains = new Map<string, Rule[]>(of('chain').map((chain) => [idOf(chain, chain.name), []]));
  for (const rule of of('rule')) chains.get(idOf(rule, rule.chain))?.push(...rulesOf(rule, packet, sets));
  return {
    chains,
    hooks: of('chain')
      .filter(({ type, hook, dev, family }) =>
        family === 'netdev'
          ? hook === 'ingress' && packet.direction === 'in' && listOf(dev).includes(packet.device)
          : type !== 'nat' && HOOKS[packet.direction].includes(String(hook)),
      )
      .map((chain) => ({
        chain: idOf(chain, chain.name),
        policy: chain.policy === 'drop' ? ('drop' as const) : ('accept' as const),
        text: `the policy of chain ${idOf(chain, chain.name)}`,
      })),
  };
}

const FAMILIES = { 4: ['ip', 'inet', 'netdev'], 6: ['ip6', 'inet', 'netdev'] };
const HOOKS = { in: ['prerouting', 'input'], out: ['output', 'postrouting'] };

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);
const idOf = ({ family, table }: Json, name: unknown): string => `${family} ${table} ${name}`;

/** Undefined where the text is not what nft prints. */
export function readObjects(text: string): Json[] | undefined {
  try {
    const root: unknown = JSON.parse(text);
    return isObject(root) && Array.isArray(root.nftables) ? root.nftables.filter(isObject) : undefined;
  } catch {
    return undefined;
  }
}

/** A rule with a verdict map is as many as the map has entries. */
function rulesOf(rule: Json, packet: Packet, sets: Sets): Rule[] {
  const rules: Rule[] = [];
  const text = `${rule.comment === undefined ? 'a rule' : `the rule "${rule.comment}"`} (handle ${rule.handle}) of chain ${idOf(rule, rule.chain)}`;
  let applies: Truth = 'yes';
  const add = (verdict: Verdict, also: Truth = 'yes'): void => {
    rules.push({ applies: all([applies, also]), verdict, text });
  };
  for (const statement of listOf(rule.expr).filter(isObject)) {
    const [kind = ''] = Object.keys(statement);
    const content = statement[kind];
    if (kind === 'match' && isObject(content)) applies = all([applies, matches(content, rule, packet, sets)]);
    else if (kind === 'vmap' && isObject(content)) {
      for (const [key, action] of entriesOf(content.data, rule, sets)) {
        const verdict = isObject(action) ? verdictOf(action, rule) : undefined;
        if (verdict) add(verdict, contains(valuesOf(content.key, packet), key, rule, sets));
      }
    } else if (UNFORESEEABLE.includes(kind)) applies = all([applies, 'maybe']);
    else {
      const verdict = verdictOf(statement, rule);
      if (verdict) add(verdict);
    }
  }
  return rules;
}

/** Statements after which a rule goes on only for some packets; `xt` is what iptables knows and nft does not. */
const UNFORESEEABLE = ['limit', 'quota', 'ct count', 'xt'];

function verdictOf(statement: Json, rule: Json): Verdict | undefined {
  const [kind = ''] = Object.keys(statement);
  const content = statement[kind];
  switch (kind) {
    case 'accept':
    case 'drop':
    case 'return':
      return { kind };
    case 'reject':
      return { kind: 'drop' };
    case 'jump':
    case 'goto':
      return isObject(content) ? { kind, chain: idOf(rule, content.target) } : undefined;
    default:
      return undefined;
  }
}

function entriesOf(data: unknown, rule: Json, sets: Sets): [unknown, unknown][] {
  const elements =
    typeof data === 'string' ? (sets.get(idOf(rule, data.slice(1))) ?? []) : isObject(data) ? listOf(data.set) : [];
  return elements.flatMap((element): [unknown, unknown][] =>
    Array.isArray(element) ? [[element[0], element[1]]] : [],
  );
}

function matches({ op, left, right }: Json, rule: Json, packet: Packet, sets: Sets): Truth {
  const values = valuesOf(left, packet);
  switch (op) {
    case '==':
    case 'in':
      return contains(values, right, rule, sets);
    case '!=':
      return values === 'no' ? 'no' : not(contains(values, right, rule, sets));
    default: {
      if (values === 'no' || values === 'maybe') return values;
      const [value] = values;
      if (typeof value !== 'number' || typeof right !== 'number') return 'maybe';
      return op === '<'
        ? truth(value < right)
        : op === '>'
          ? truth(value > right)
          : op === '<='
            ? truth(value <= right)
            : op === '>='
              ? truth(value >= right)
              : 'maybe';
    }
  }
}

/** Whether one of the values is what the right side of a match stands for. */
function contains(values: Values, right: unknown, rule: Json, sets: Sets): Truth {
  if (values === 'no' || values === 'maybe') return values;
  if (Array.isArray(right)) return any(right.map((each) => contains(values, each, rule, sets)));
  if (typeof right === 'boolean') return contains(values, Number(right), rule, sets);
  if (typeof right === 'number') return truth(values.includes(right));
  if (typeof right === 'string') {
    if (right === '*') return 'yes';
    if (right.startsWith('@')) {
      const elements = sets.get(idOf(rule, right.slice(1)));
      return elements ? contains(values, elements, rule, sets) : 'maybe';
    }
    const begins = right.endsWith('*') ? right.slice(0, -1) : undefined;
    return truth(
      values.some((value) =>
        begins === undefined
          ? String(value) === right || isWithin(String(value), right)
          : String(value).startsWith(begins),
      ),
    );
  }
  if (!isObject(right)) return 'maybe';
  if (right.set !== undefined) return contains(values, listOf(right.set), rule, sets);
  if (isObject(right.elem)) return contains(values, right.elem.val, rule, sets);
  if (isObject(right.prefix)) {
    const network = `${right.prefix.addr}/${right.prefix.len}`;
    return truth(values.some((value) => isWithin(String(value), network)));
  }
  if (Array.isArray(right.range)) {
    const [first, last] = right.range;
    return truth(
      values.some((value) =>
        typeof value === 'number'
          ? Number(first) <= value && value <= Number(last)
          : isBetween(value, String(first), String(last)),
      ),
    );
  }
  return 'maybe';
}

function valuesOf(left: unknown, packet: Packet): Values {
  if (!isObject(left)) return 'maybe';
  if (isObject(left.meta)) return metaOf(String(left.meta.key), packet);
  if (isObject(left.payload)) return headerOf(left.payload, packet);
  if (isObject(left.ct)) return trackedOf(String(left.ct.key));
  if (isObject(left.fib)) return routedOf(left.fib, packet);
  if (Array.isArray(left['&'])) {
    const [value, mask] = left['&'];
    const values = valuesOf(value, packet);
    if (values === 'no' || values === 'maybe' || typeof mask !== 'number') return 'maybe';
    return values.flatMap((each) => (typeof each === 'number' ? [each & mask] : []));
  }
  return 'maybe';
}

function metaOf(key: string, { direction, device, family, protocol, multicast }: Packet): Values {
  switch (key) {
    case 'iif':
    case 'iifname':
      return [direction === 'in' ? device : ''];
    case 'oif':
    case 'oifname':
      return [direction === 'out' ? device : ''];
    case 'l4proto':
      return [PROTOCOL_NAMES[protocol], protocol];
    case 'nfproto':
      return family === 6 ? ['ipv6', 10] : ['ipv4', 2];
    case 'protocol':
      return family === 6 ? ['ip6'] : ['ip'];
    case 'pkttype':
      return direction === 'out' ? 'maybe' : multicast ? ['multicast'] : ['host', 'unicast'];
    case 'mark':
      return [0];
    default:
      return 'maybe';
  }
}

function headerOf({ protocol, field }: Json, packet: Packet): Values {
  const { family, source, destination } = packet;
  if (protocol === 'th' || protocol === 'ether' || (protocol === 'ah' && packet.protocol === 51)) return 'maybe';
  if (protocol !== (family === 6 ? 'ip6' : 'ip')) return 'no';
  switch (field) {
    case 'saddr':
      return source === undefined ? 'maybe' : [source];
    case 'daddr':
      return [destination];
    case 'protocol':
    case 'nexthdr':
      return [PROTOCOL_NAMES[packet.protocol], packet.protocol];
    case 'ttl':
    case 'hoplimit':
      return [TTL];
    default:
      return 'maybe';
  }
}

/** Nobody answers an advert: connection tracking has each for a new one. */
function trackedOf(key: string): Values {
  if (key === 'state') return ['new'];
  if (key === 'direction') return ['original'];
  if (key === 'mark' || key === 'status') return [0];
  return 'maybe';
}

function routedOf({ result, flags }: Json, { direction, device, multicast }: Packet): Values {
  if (result !== 'type') return [device];
  if (listOf(flags).includes('saddr')) return direction === 'in' ? ['unicast'] : ['local'];
  return [multicast ? 'multicast' : direction === 'in' ? 'local' : 'unicast'];
}
