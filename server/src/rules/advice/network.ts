/** What switches and hypervisors make of an address that moves. */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named, type Setting } from '../../model/settings.ts';
import { readInteger } from '../../model/values.ts';
import type { Rule } from '../check.ts';
import { startedInstances } from '../started.ts';

export const NETWORK_CODES = catalogue('advice', {
  'vmac-in-guest': ['hint', 'A virtual MAC address on an interface with the name that a hypervisor gives it.'],
  'garp-refresh-missing': ['hint', 'Few gratuitous ARPs at a takeover, and none later on.'],
});

/** Names of virtual network cards: VMware (vmxnet3 at PCI slots 160 and up), Xen, and virtio under Proxmox. */
const GUEST = /^(?:ens(?:160|161|192|193|224|225|256|18|19)|enX\d+)$/;

const numberOf = (setting: Setting | undefined): number | undefined => {
  const word = setting?.directive.words[1];
  return word && readInteger(word.text, 0, Number.POSITIVE_INFINITY);
};

export const network: Rule = (node, { version }) => {
  const globals = named(node.settings, 'global_defs').flatMap(({ children }) => children);
  return startedInstances(node, version).flatMap(({ instance, children, families }): Finding[] => {
    const findings: Finding[] = [];
    const vmac = named(children, 'use_vmac').at(-1);
    if (vmac && instance.interface && GUEST.test(instance.interface.value)) {
      const message = `${instance.interface.value} is the name of a network card that a hypervisor makes, and most of them drop frames to and from a MAC address that they did not give out: the addresses would answer nobody. Allow it on the virtual switch (forged transmits and MAC changes, or MAC spoofing), or do without use_vmac.`;
      findings.push(report(NETWORK_CODES['vmac-in-guest'], headerOf(vmac.directive), message));
    }
    const refresh = named(children, 'garp_master_refresh').at(-1) ?? named(globals, 'vrrp_garp_master_refresh').at(-1);
    const [few] = [
      ...named(children, 'garp_master_repeat').filter((setting) => numberOf(setting) === 1),
      ...named(children, 'garp_master_delay').filter((setting) => numberOf(setting) === 0),
    ];
    if (few && numberOf(refresh) === (refresh ? 0 : undefined) && families.family === 4) {
      const { text } = few.directive.words[0];
      const message = `With ${text} ${numberOf(few)} ${text === 'garp_master_delay' ? 'no second round of gratuitous ARPs follows the first' : 'a single gratuitous ARP tells the neighbours'}: who misses it goes on sending to the old node. Give garp_master_refresh, e.g. 60, so that it is told again.`;
      findings.push(report(NETWORK_CODES['garp-refresh-missing'], headerOf(few.directive), message));
    }
    return findings;
  });
};
