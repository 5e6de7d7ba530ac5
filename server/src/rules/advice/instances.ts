/** Instances that do something else than most people want of them. */
import { catalogue, report } from '../../model/catalogue.ts';
import { headerOf } from '../../model/directive.ts';
import type { Finding } from '../../model/finding.ts';
import { named } from '../../model/settings.ts';
import type { Rule } from '../check.ts';
import { startedInstances } from '../started.ts';

export const INSTANCE_CODES = catalogue('advice', {
  'strict-without-accept': ['warning', 'In strict mode addresses answer to nothing but VRRP unless "accept" is given.'],
  'owner-by-default': ['warning', 'state MASTER without a priority: the node runs with priority 255.'],
  'advert-very-small': ['hint', 'Adverts follow each other so fast that a busy moment looks like a failure.'],
});

/** Seconds. Three missed adverts make a new MASTER: below this, a pause of less than 0.3 s does. */
const HASTY = 0.1;

export const instances: Rule = (node, { version }) =>
  startedInstances(node, version).flatMap(({ instance, state, priority, strict, children, vrrpVersion }) => {
    const findings: Finding[] = [];
    if (state?.is === 'MASTER' && priority === 255 && !named(children, 'priority').length) {
      const message = `${instance.name.value} is MASTER without a priority, which makes it the owner of its addresses with priority 255: no tracker can lower it, and no other node can take over while it runs. Give it a priority, e.g. 100.`;
      findings.push(report(INSTANCE_CODES['owner-by-default'], headerOf(state.directive), message));
    }
    const { advertInt } = instance;
    if (advertInt && vrrpVersion === 3 && advertInt.value < HASTY) {
      const pause = Math.round(advertInt.value * 3000);
      const message = `With an advert every ${advertInt.value} s, a pause of ${pause} ms is a failure: a busy host, a live migration or a backup is enough for the addresses to move and come back. Take ${HASTY} or more, unless it was measured.`;
      findings.push(report(INSTANCE_CODES['advert-very-small'], advertInt.place, message));
    }
    const strictPlace = instance.strict ?? node.globals.strict;
    const accepts = named(children, 'accept').length > 0 && vrrpVersion === 3;
    if (strict && strictPlace && priority !== undefined && priority !== 255 && !accepts) {
      const message = `In strict mode ${instance.name.value} holds its addresses, but a firewall rule drops every packet for them: pings and connections fail. Remove ${instance.strict ? 'strict_mode' : 'vrrp_strict'}${vrrpVersion === 3 ? ', or add "accept"' : ''}.`;
      const related = [{ place: strictPlace.place, message: 'strict mode is switched on here' }];
      findings.push(report(INSTANCE_CODES['strict-without-accept'], instance.name.place, message, { related }));
    }
    return findings;
  });
