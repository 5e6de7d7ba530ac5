/** Services are systemd's: it starts them again, and knows whether they run. */
import { type Concern, error, type Finding } from './finding.ts';

export const services: Concern = ({ pair, facts }) => {
  if (!facts.hasSystemd) {
    const where = facts.distribution.name === '' ? 'It' : facts.distribution.name;
    const message = `${where} was not started by systemd (but by OpenRC, perhaps). A deployment starts, reloads and watches services through systemd alone: put the files there by other means.`;
    return [error('systemd', message)];
  }
  return pair.inventory.services.flatMap((name): Finding[] => {
    const service = facts.services.get(name);
    if (service?.masked) {
      return [error('services', `The service ${name} is masked, so nothing can start it: systemctl unmask ${name}.`)];
    }
    // What is still to be installed may bring it.
    if (service?.known || facts.missingPackages.length > 0) return [];
    const message = `systemd knows no service ${name}. Correct its name under "services" in keepalived-ha.json, or add the package that brings it to "packages".`;
    return [error('services', message)];
  });
};
