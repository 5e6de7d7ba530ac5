/** An instance whose interface is missing or down, or has no address to send from, stays in FAULT. */
import type { VrrpInstance } from '../../../server/src/index.ts';
import { canonical } from '../foretold.ts';
import type { HostFacts } from '../host/facts.ts';
import { type Concern, error, type Finding, listed, type Side, warning } from './finding.ts';
import { deviceOf, familyOf, ownAddresses, perInstance, virtualAddressesOf } from './routers.ts';

export const interfaces: Concern = (subject) => {
  const { config, facts } = subject;
  const sending = config.instances.map((instance) => deviceOf(instance, config));
  const tracked = config.instances.flatMap(({ trackedInterfaces }) => trackedInterfaces.map(({ name }) => name.value));
  const devices = new Set([...sending, ...tracked, ...virtualAddressesOf(config).map(({ device }) => device)]);
  return [
    ...[...devices].flatMap((device) => state(device, facts, config.globals.dynamicInterfaces?.value ?? false)),
    ...perInstance(subject, (instance, device) => source(subject, instance, device)),
  ];
};

function state(device: string, { interfaces: all }: HostFacts, mayCome: boolean): Finding[] {
  const found = all.get(device);
  if (found?.up) return [];
  if (found) {
    const message = `The interface ${device} is down, or its cable is out: no advert comes or goes. Plug it in, or switch it on: ip link set ${device} up.`;
    return [error('interface', message)];
  }
  const others = [...all.keys()].filter((name) => name !== 'lo');
  const message = `There is no interface ${device}; there ${others.length === 1 ? 'is' : 'are'} ${listed(others) || 'none at all'}. Correct the name in the configuration.`;
  return [mayCome ? warning('interface', message) : error('interface', message)];
}

function source(side: Side, instance: VrrpInstance, device: string): Finding[] {
  const { facts, config } = side;
  if (!facts.interfaces.has(device)) return [];
  const written = instance.sourceAddress?.value;
  const name = instance.name.value;
  if (written === undefined) {
    const family = familyOf(instance, config);
    if (ownAddresses(side, device, family).length > 0) return [];
    const wanted = family === 6 ? 'no link-local address' : 'no IPv4 address of its own';
    const message = `${device} has ${wanted}, and the adverts of ${name} have to come from one. Give it one, or name another interface.`;
    return [error('source address', message)];
  }
  const holder = [...facts.interfaces].find(([, { addresses }]) => addresses.includes(canonical(written)));
  if (holder?.[0] === device) return [];
  if (holder) {
    const message = `${name} sends its adverts from ${written}, which is on ${holder[0]} and not on its interface ${device}. Correct unicast_src_ip (or mcast_src_ip), or the interface.`;
    return [warning('source address', message)];
  }
  const others = ownAddresses(side, device, familyOf(instance, config));
  const message = `${name} is to send its adverts from ${written}, but the host has no such address; ${device} has ${listed(others) || 'none'}. Correct unicast_src_ip (or mcast_src_ip).`;
  return [error('source address', message)];
}
