/** What of an instance the network sees: its interface, its family, and where its adverts come from and go to. */
import { effective, type Node, type VrrpInstance } from '../../../server/src/index.ts';
import type { Finding, Side } from './finding.ts';

/** keepalived's own default (global_data.c, set_default_values). */
const USUAL_DEVICE = 'eth0';

export const deviceOf = (instance: VrrpInstance, { globals }: Node): string =>
  instance.interface?.value ?? globals.defaultInterface?.value ?? USUAL_DEVICE;

export interface VirtualAddressOnDevice {
  readonly device: string;
  readonly canonical: string;
  /** As written. */
  readonly text: string;
  readonly prefix: number;
}

/** All that a node may come to hold, in the order of the file. */
export const virtualAddressesOf = (config: Node): VirtualAddressOnDevice[] =>
  config.instances.flatMap((instance) =>
    [...instance.addresses, ...instance.excluded].map(({ device, canonical, text, prefix, family }) => ({
      device: device ?? deviceOf(instance, config),
      canonical,
      text,
      prefix: prefix ?? (family === 6 ? 128 : 32),
    })),
  );

export const familyOf = (instance: VrrpInstance, config: Node): 4 | 6 => effective(instance, config).family;

const isLinkLocal = (address: string): boolean => /^fe[89ab][\da-f]:/.test(address);

/** The addresses that the host has there by itself and that adverts of the family may come from, canonical. */
export function ownAddresses({ config, facts }: Side, device: string, family: 4 | 6): string[] {
  const virtual = new Set(virtualAddressesOf(config).map(({ canonical }) => canonical));
  return (facts.interfaces.get(device)?.addresses ?? []).filter((address) =>
    family === 6 ? isLinkLocal(address) : !address.includes(':') && !virtual.has(address),
  );
}

/** Where its adverts come from, canonical; undefined where the host has no such address. */
export const sourceOf = (side: Side, instance: VrrpInstance): string | undefined =>
  instance.sourceAddress?.value ??
  ownAddresses(side, deviceOf(instance, side.config), familyOf(instance, side.config))[0];

/** Has every instance of a node looked at. */
export const perInstance = (
  side: Side,
  look: (instance: VrrpInstance, device: string) => readonly Finding[],
): Finding[] => side.config.instances.flatMap((instance) => look(instance, deviceOf(instance, side.config)));
