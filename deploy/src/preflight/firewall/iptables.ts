/** Reads what iptables-save prints as it looks to one packet; iptables-extensions(8). */
import {
  all,
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

const HOOKS = { in: ['PREROUTING', 'INPUT'], out: ['OUTPUT', 'POSTROUTING'] };

export function iptablesRuleset(text: string, packet: Packet): Ruleset {
  const chains = new Map<string, Rule[]>();
  const hooks: Ruleset['hooks'][number][] = [];
  let table = '';
  const idOf = (chain: string): string => `${table} ${chain}`;
  for (const line of text.split('\n')) {
    const [, name] = /^\*(\w+)/.exec(line) ?? [];
    if (name !== undefined) table = name;
    const [, chain = '', policy] = /^:(\S+) (\S+)/.exec(line) ?? [];
    if (policy !== undefined) {
      chains.set(idOf(chain), []);
      if (policy !== '-' && HOOKS[packet.direction].includes(chain)) {
        const drops = policy === 'DROP' ? 'drop' : 'accept';
        hooks.push({ chain: idOf(chain), policy: drops, text: `the policy of chain ${chain}` });
      }
    }
    if (!line.startsWith('-A ')) continue;
    const words = wordsOf(line);
    const verdict = verdictOf(words, (target) => (chains.has(idOf(target)) ? idOf(target) : undefined));
    if (verdict)
      chains.get(idOf(words[1]!))?.push({ applies: appliesTo(words.slice(2), packet), verdict, text: `"${line}"` });
  }
  return { chains, hooks };
}

const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain);

function verdictOf(words: readonly string[], chainOf: (target: string) => string | undefined): Verdict | undefined {
  const at = words.findIndex((word) => word === '-j' || word === '-g');
  const target = at < 0 ? undefined : words[at + 1];
  switch (target) {
    case undefined:
      return undefined;
    case 'ACCEPT':
      return { kind: 'accept' };
    case 'DROP':
    case 'REJECT':
      return { kind: 'drop' };
    case 'RETURN':
      return { kind: 'return' };
    default: {
      const chain = chainOf(target);
      return chain === undefined ? undefined : { kind: words[at] === '-g' ? 'goto' : 'jump', chain };
    }
  }
}

/** Options with the number of words behind them; any other has those that do not begin with a dash. */
type Option = (value: string, packet: Packet) => Truth;
const OPTIONS: Readonly<Record<string, Option>> = {
  '-m': () => 'yes',
  '--comment': () => 'yes',
  '-p': (value, { protocol }) => truth(['all', '0', String(protocol), PROTOCOL_NAMES[protocol]].includes(value)),
  '-s': (value, { source }) => (source === undefined ? 'maybe' : truth(isWithin(source, value))),
  '-d': (value, { destination }) => truth(isWithin(destination, value)),
  '-i': (value, { direction, device }) => truth(direction === 'in' && isDevice(device, value)),
  '-o': (value, { direction, device }) => truth(direction === 'out' && isDevice(device, value)),
  '--state': (value) => truth(value.split(',').includes('NEW')),
  '--ctstate': (value) => truth(value.split(',').includes('NEW')),
  '--ctdir': (value) => truth(value === 'ORIGINAL'),
  '--mark': (value) => truth(Number(value.split('/')[0]) === 0),
  '--ttl-eq': (value) => truth(Number(value) === TTL),
  '--hl-eq': (value) => truth(Number(value) === TTL),
  '--pkt-type': (value, { direction, multicast }) =>
    direction === 'out' ? 'maybe' : truth(value === (multicast ? 'multicast' : 'unicast')),
  '--dst-type': (value, { direction, multicast }) =>
    truth(value.split(',').includes(multicast ? 'MULTICAST' : direction === 'in' ? 'LOCAL' : 'UNICAST')),
  '--src-type': (value, { direction }) => truth(value.split(',').includes(direction === 'in' ? 'UNICAST' : 'LOCAL')),
  '--src-range': (value, { source }) => (source === undefined ? 'maybe' : range(source, value)),
  '--dst-range': (value, { destination }) => range(destination, value),
};

const isDevice = (device: string, value: string): boolean =>
  value.endsWith('+') ? device.startsWith(value.slice(0, -1)) : device === value;

function range(address: string, value: string): Truth {
  const [first = '', last = first] = value.split('-');
  return truth(isBetween(address, first, last));
}

function appliesTo(words: readonly string[], packet: Packet): Truth {
  const found: Truth[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    // What follows belongs to the target.
    if (word === '-j' || word === '-g') break;
    const isNegated = word === '!';
    const name = isNegated ? (left.shift() ?? '') : word;
    const option = OPTIONS[name];
    if (option) {
      const value = left.shift() ?? '';
      const own = option(value, packet);
      found.push(isNegated ? not(own) : own);
      continue;
    }
    found.push('maybe');
    while (left.length > 0 && !/^[-!]/.test(left[0]!)) left.shift();
  }
  return all(found);
}
