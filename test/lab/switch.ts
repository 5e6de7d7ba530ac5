// The wires between the hosts: one bridge for each segment, in a network namespace of its own.
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { Keeper } from './keeper.ts';

/** A segment by the device that every host has on it. */
export interface Segment {
  readonly device: string;
  /** The first three bytes of its IPv4 addresses, with /24. */
  readonly network: string;
  /** The first half of its IPv6 addresses, with /64. */
  readonly network6: string;
}

export const segments: readonly Segment[] = [
  { device: 'ens33', network: '192.168.10', network6: 'fd00:10::' },
  { device: 'ens34', network: '192.168.20', network6: 'fd00:20::' },
];

export interface Switch {
  /** Makes a network namespace with a device on every segment. Both ends of the wires are down. */
  plugIn(host: string): Promise<void>;
  setPorts(host: string, state: 'up' | 'down'): Promise<void>;
  /** Hosts on different sides do not hear each other, and none of them loses its carrier; what is on no side hears all. */
  partition(sides: readonly (readonly string[])[]): Promise<void>;
  /** Ends the partition. */
  heal(): Promise<void>;
}

const port = (host: string, { device }: Segment): string => `${host}-${device}`;
const bridge = ({ device }: Segment): string => `all-${device}`;
const sideBridge = (side: number, { device }: Segment): string => `s${side}-${device}`;
const NEW_BRIDGE = 'type bridge stp_state 0 forward_delay 0 mcast_snooping 0';

/** Commands of `ip`, carried out in one go in a network namespace of the lab. */
export async function ip(keeper: Keeper, namespace: string, commands: readonly string[]): Promise<void> {
  const file = `/run/lab/${randomUUID()}`;
  writeFileSync(keeper.file(file), commands.map((command) => `${command}\n`).join(''));
  await keeper.run('ip', ['-n', namespace, '-batch', file]);
}

export async function startSwitch(keeper: Keeper): Promise<Switch> {
  await keeper.run('ip', ['netns', 'add', 'switch']);
  const command = (commands: readonly string[]): Promise<void> => ip(keeper, 'switch', commands);
  await command(segments.flatMap((on) => [`link add ${bridge(on)} ${NEW_BRIDGE}`, `link set ${bridge(on)} up`]));
  let divided: readonly (readonly string[])[] = [];
  return {
    async plugIn(host) {
      await keeper.run('ip', ['netns', 'add', host]);
      await command(
        segments.flatMap((on) => [
          `link add ${port(host, on)} type veth peer name ${on.device} netns ${host}`,
          `link set ${port(host, on)} master ${bridge(on)}`,
        ]),
      );
    },
    setPorts: (host, state) => command(segments.map((on) => `link set ${port(host, on)} ${state}`)),
    async partition(sides) {
      // Each side gets a bridge of its own. Their ways to the others are isolated: from the switch, not from each other.
      const bridges = segments.flatMap((on) =>
        sides.flatMap((_, side) => [
          `link add ${sideBridge(side, on)} ${NEW_BRIDGE}`,
          `link add ${sideBridge(side, on)}-up type veth peer name ${sideBridge(side, on)}-down`,
          `link set ${sideBridge(side, on)}-up master ${sideBridge(side, on)} up`,
          `link set ${sideBridge(side, on)}-down master ${bridge(on)} up`,
          `link set ${sideBridge(side, on)}-down type bridge_slave isolated on`,
          `link set ${sideBridge(side, on)} up`,
        ]),
      );
      const moves = segments.flatMap((on) =>
        sides.flatMap((hosts, side) =>
          hosts.map((host) => `link set ${port(host, on)} master ${sideBridge(side, on)}`),
        ),
      );
      divided = sides;
      await command([...bridges, ...moves]);
    },
    async heal() {
      await command(
        segments.flatMap((on) =>
          divided.flatMap((hosts, side) => [
            ...hosts.map((host) => `link set ${port(host, on)} master ${bridge(on)}`),
            `link delete ${sideBridge(side, on)}-down`,
            `link delete ${sideBridge(side, on)}`,
          ]),
        ),
      );
      divided = [];
    },
  };
}
