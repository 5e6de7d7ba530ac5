/** Virtual addresses that somebody has already. */
import { KEEPALIVED } from '../inventory.ts';
import { type Concern, error, type Finding, type Subject, warning } from './finding.ts';
import { type VirtualAddressOnDevice, virtualAddressesOf } from './routers.ts';

export const addresses: Concern = (subject) => {
  const all = virtualAddressesOf(subject.config);
  return [...all.flatMap((address) => stranger(subject, address)), ...leftBehind(subject, all)];
};

/** Somebody answers for it on the network, and is none of the nodes. */
function stranger({ node, facts, others }: Subject, { canonical, text, device }: VirtualAddressOnDevice): Finding[] {
  const sides = [{ node, facts }, ...others];
  const mac = facts.answers.get(canonical);
  const macs = sides.flatMap(({ facts: { interfaces } }) => [...interfaces.values()].map((own) => own.mac));
  if (mac === undefined || macs.includes(mac)) return [];
  const owner = sides.find(({ facts: { interfaces } }) =>
    [...interfaces.values()].some((own) => own.addresses.includes(canonical)),
  );
  const besides = owner ? `, though ${owner.node.name} has it` : '';
  const message = `${text} is answered by another machine, with the MAC address ${mac}, on ${device}${besides}. Find it (the switch knows its port) and take the address away from it, or choose another one.`;
  return [error('virtual address', message)];
}

/** Without keepalived nobody takes it away when the other node has it. */
function leftBehind({ facts }: Subject, all: readonly VirtualAddressOnDevice[]): Finding[] {
  if (facts.services.get(KEEPALIVED)?.active) return [];
  return all.flatMap(({ canonical, text, prefix }) =>
    [...facts.interfaces]
      .filter(([, own]) => own.addresses.includes(canonical))
      .map(([holder]) => {
        const message = `${text} is on ${holder}, though keepalived does not run: it was left behind, or the host's own network configuration has it. Take it out of that, then: ip addr del ${text}/${prefix} dev ${holder}.`;
        return warning('virtual address', message);
      }),
  );
}
