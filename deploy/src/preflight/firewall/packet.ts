/** An advert on its way through packet filters, whichever they are. */
import { BlockList, isIP } from 'node:net';

export interface Packet {
  readonly direction: 'in' | 'out';
  readonly device: string;
  readonly family: 4 | 6;
  /** VRRP's own, or that of IPsec's authentication header (RFC 4302) for auth_type AH. */
  readonly protocol: 112 | 51;
  /** Undefined where it is not known. */
  readonly source?: string;
  readonly destination: string;
  readonly multicast: boolean;
}

/** Adverts have a TTL, or hop limit, of 255 (RFC 5798 section 5.1.1.3). */
export const TTL = 255;

export const PROTOCOL_NAMES = { 112: 'vrrp', 51: 'ah' } as const;

/** Whether something applies to a packet, as far as one can tell. */
export type Truth = 'yes' | 'no' | 'maybe';

export const truth = (value: boolean): Truth => (value ? 'yes' : 'no');
export const not = (value: Truth): Truth => (value === 'maybe' ? value : truth(value === 'no'));
export const all = (values: readonly Truth[]): Truth =>
  values.includes('no') ? 'no' : values.includes('maybe') ? 'maybe' : 'yes';
export const any = (values: readonly Truth[]): Truth => not(all(values.map(not)));

export type Verdict =
  | { readonly kind: 'accept' | 'drop' | 'return' }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string };

/** A rule as it looks to one packet. */
export interface Rule {
  readonly applies: Truth;
  readonly verdict: Verdict;
  /** For people: the rule itself, or where it is. */
  readonly text: string;
}

export interface Ruleset {
  readonly chains: ReadonlyMap<string, readonly Rule[]>;
  /** Chains that the packet has to pass, all of them. */
  readonly hooks: readonly { readonly chain: string; readonly policy: 'accept' | 'drop'; readonly text: string }[];
}

/** What becomes of the packet. */
export interface Fate {
  readonly kind: 'passes' | 'dropped' | 'unsure';
  /** The rule, or policy, that drops it. */
  readonly by: string;
  /** The chain that it was lost in, of those in `hooks`. */
  readonly hook: string;
}

const PASSES: Fate = { kind: 'passes', by: '', hook: '' };

/** A packet that is dropped in one chain is gone, whatever others would say. */
export function fateOf(ruleset: Ruleset): Fate {
  const walk = walker(ruleset.chains);
  const fates = ruleset.hooks.map(({ chain, policy, text }): Fate => {
    const { ends, runsOut } = walk(chain);
    const all = runsOut ? [...ends, { drops: policy === 'drop', by: text }] : ends;
    const drop = all.find(({ drops }) => drops);
    if (!drop) return PASSES;
    return { kind: all.every(({ drops }) => drops) ? 'dropped' : 'unsure', by: drop.by, hook: chain };
  });
  return fates.find(({ kind }) => kind === 'dropped') ?? fates.find(({ kind }) => kind === 'unsure') ?? PASSES;
}

interface Walk {
  /** Ways in which it may end in there. */
  readonly ends: readonly { readonly drops: boolean; readonly by: string }[];
  /** It may come out at the chain's end. */
  readonly runsOut: boolean;
}

function walker(chains: ReadonlyMap<string, readonly Rule[]>): (chain: string) => Walk {
  const known = new Map<string, Walk>();
  const walk = (chain: string): Walk => {
    const before = known.get(chain);
    if (before) return before;
    // The kernel has no loops; whoever made this text may have.
    known.set(chain, { ends: [], runsOut: true });
    const result = through(chains.get(chain) ?? []);
    known.set(chain, result);
    return result;
  };
  const through = (rules: readonly Rule[]): Walk => {
    const ends: { drops: boolean; by: string }[] = [];
    let returns = false;
    for (const { applies, verdict, text } of rules) {
      if (applies === 'no') continue;
      let goesOn = applies === 'maybe';
      if (verdict.kind === 'jump' || verdict.kind === 'goto') {
        const inner = walk(verdict.chain);
        ends.push(...inner.ends);
        if (inner.runsOut && verdict.kind === 'goto') returns = true;
        if (inner.runsOut && verdict.kind === 'jump') goesOn = true;
      } else if (verdict.kind === 'return') returns = true;
      else ends.push({ drops: verdict.kind === 'drop', by: text });
      if (!goesOn) return { ends, runsOut: returns };
    }
    return { ends, runsOut: true };
  };
  return walk;
}

/** Whether an address is within `10.0.0.0/8`, or the same as one without a length. */
export function isWithin(address: string, network: string): boolean {
  const [base = '', length] = network.split('/');
  const family = isIP(base);
  if (family === 0 || isIP(address) !== family) return false;
  const bits = length === undefined ? (family === 6 ? 128 : 32) : prefixLength(length);
  if (bits === undefined || bits > (family === 6 ? 128 : 32)) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  list.addSubnet(base, bits, type);
  return list.check(address, type);
}

/** `8`, or `255.0.0.0`. */
function prefixLength(text: string): number | undefined {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  if (isIP(text) !== 4) return undefined;
  const bits = text
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? bits.lastIndexOf('1') + 1 : undefined;
}

/** Whether an address lies between two others, both included. */
export function isBetween(address: string, first: string, last: string): boolean {
  const family = isIP(first);
  if (family === 0 || isIP(last) !== family || isIP(address) !== family) return false;
  const type = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  try {
    list.addRange(first, last, type);
  } catch {
    return false; // The first one is above the last.
  }
  return list.check(address, type);
}
