/** The hops of a route behind its first `nexthop` (vrrp_iproute.c, parse_nexthops). */
import { readInteger } from '../model/values.ts';
import type { Word } from '../syntax/tree.ts';
import { readHost } from './entries.ts';
import { checkDevice, joins, MIXED, missing, type Problem, type Route } from './route.ts';

export function readNexthops(route: Route, from: number): Problem {
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
