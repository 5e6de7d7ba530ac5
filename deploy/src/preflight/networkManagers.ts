/** Daemons that look after an interface, and take away addresses that they did not put there. */
import { walk } from '../../../server/src/index.ts';
import { type Concern, type Finding, type Side, warning } from './finding.ts';
import { virtualAddressesOf } from './routers.ts';

const NAME = 'network manager';
const NETWORKD = 'systemd-networkd';

export const networkManagers: Concern = (side) => {
  const devices = [...new Set(virtualAddressesOf(side.config).map(({ device }) => device))];
  return [
    ...devices.flatMap((device) => [...networkd(side, device), ...networkManager(side, device)]),
    ...routes(side),
  ];
};

/** systemd.network(5), KeepConfiguration. netplan writes its file anew, but not what stands beside it in /etc. */
function networkd({ facts }: Side, device: string): Finding[] {
  const link = facts.networkd.links.get(device);
  if (!link || link.keepsConfiguration || !facts.services.get(NETWORKD)?.active) return [];
  const file = link.file.split('/').at(-1);
  const netplan = file?.includes('netplan') ? ' (netplan apply restarts it)' : '';
  const message = `systemd-networkd manages ${device}, and takes the virtual addresses away whenever it is restarted${netplan}. Write "[Network]" and "KeepConfiguration=static" into /etc/systemd/network/${file}.d/keepalived.conf, then: networkctl reload.`;
  return [warning(NAME, message)];
}

function networkManager({ facts }: Side, device: string): Finding[] {
  if (!facts.networkManager.has(device)) return [];
  const message = `NetworkManager manages ${device}, and takes the virtual addresses away when its connection is activated anew (nmcli connection up, nmcli device reapply): keepalived then gives up the addresses of that instance for a moment. Do such things on one node at a time.`;
  return [warning(NAME, message)];
}

const ROUTES = ['virtual_routes', 'static_routes'];
const RULES = ['virtual_rules', 'static_rules'];

/** networkd.conf(5). Both are on by default. */
function routes({ config, facts }: Side): Finding[] {
  if (!facts.services.get(NETWORKD)?.active) return [];
  const used = new Set([...walk(config.settings)].map(({ keyword }) => keyword?.name ?? ''));
  const says = (setting: string): boolean =>
    new RegExp(`^${setting}=(no|false|off|0)$`, 'm').test(facts.networkd.settings.join('\n'));
  const settings = [
    ...(ROUTES.some((name) => used.has(name)) && !says('ManageForeignRoutes') ? ['ManageForeignRoutes=no'] : []),
    ...(RULES.some((name) => used.has(name)) && !says('ManageForeignRoutingPolicyRules')
      ? ['ManageForeignRoutingPolicyRules=no']
      : []),
  ];
  return settings.map((setting) => {
    const message = `systemd-networkd takes away routes and rules that are not its own, such as those of this configuration, whenever it is restarted. Write "[Network]" and "${setting}" into /etc/systemd/networkd.conf.d/keepalived.conf, then: systemctl restart systemd-networkd.`;
    return warning(NAME, message);
  });
}
