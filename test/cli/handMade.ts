/** Simulations written by hand: what real ones have seldom or never. */
import type { Simulation } from '../../cli/src/simulation.ts';
import { type AddressOutcome, eventText, type Scenario, type Window } from '../../server/src/index.ts';

type Fate = Omit<AddressOutcome, 'address' | 'places'>;

export const owned = (owner: string, seconds: Window | null = null): Fate => ({
  owners: [owner],
  seconds,
  timing: seconds && '3 adverts, and a skew',
  reason: `${owner} has the highest priority`,
});
export const nobody: Fate = { owners: [], seconds: null, timing: null, reason: 'no node is left' };
export const split = (...owners: string[]): Fate => ({
  owners,
  seconds: null,
  timing: null,
  reason: `${owners.join(' and ')} do not hear each other`,
});

export const down = (node: string) => ({ kind: 'down', node }) as const;
export const fails = (name: string, node: string) => ({ kind: 'fails', what: 'script', name, node }) as const;
export const cut = { kind: 'partition', sides: [['ngx1'], ['ngx2']] } as const;

export type Played = readonly [scenario: Scenario, ...fates: Fate[]];

/** Every address has a virtual router of its own on all nodes, and a fate in each scenario. */
export function handMade(
  played: readonly Played[],
  { nodes = ['ngx1', 'ngx2'], addresses = ['192.168.10.111', '192.168.10.112'], chosen = false } = {},
): Simulation {
  return {
    pairing: {
      members: nodes.map((name) => ({ name, file: `${name}/keepalived.conf` })),
      reason: `both serve ${addresses[0]}`,
    },
    matrix: {
      nodes,
      groups: addresses.map((address, i) => ({
        vrid: 51 + i,
        family: 4,
        addresses: [address],
        instances: new Map(nodes.map((name) => [name, `VI_${i + 1}`])),
      })),
      scenarios: played.map(([scenario, ...fates]) => ({
        name: scenario.map(eventText).join(',') || 'all up',
        scenario,
        outcomes: fates.map((fate, i) => ({ ...fate, address: addresses[i]!, places: [] })),
      })),
    },
    chosen,
  };
}

export const MASTER_MASTER: readonly Played[] = [
  [[], owned('ngx1'), owned('ngx2')],
  [[down('ngx1')], owned('ngx2', [2.609, 3.609]), owned('ngx2')],
  [[fails('chk', 'ngx1')], nobody, owned('ngx2')],
  [[down('ngx2')], owned('ngx1'), owned('ngx1', [0.61, 0.64])],
  [[cut], split('ngx1', 'ngx2'), split('ngx1', 'ngx2')],
  // Both nodes are struck: nobody can be left.
  [[down('ngx1'), down('ngx2')], nobody, nobody],
  // As bad as what one of the two does alone.
  [[down('ngx1'), cut], owned('ngx2'), split('ngx1', 'ngx2')],
  [[fails('chk', 'ngx1'), cut], owned('ngx2'), nobody],
];
