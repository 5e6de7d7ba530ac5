/** Adverts that a node's own firewall drops: both nodes become MASTER, and say nothing of it. */
import { effective, type VrrpInstance } from '../../../../server/src/index.ts';
import type { FirewallFacts } from '../../host/facts.ts';
import { type Concern, error, type Finding, type Side, type Subject, warning } from '../finding.ts';
import { familyOf, perInstance, sourceOf } from '../routers.ts';
import { type Zone, zoneOf } from './firewalld.ts';
import { iptablesRuleset } from './iptables.ts';
import { nftRuleset, readObjects } from './nftables.ts';
import { type Fate, fateOf, type Packet, PROTOCOL_NAMES } from './packet.ts';

const NAME = 'firewall';

export const firewall: Concern = (subject) =>
  perInstance(subject, (instance, device) => {
    const packets = packetsOf(subject, instance, device);
    return [...packets.flatMap((packet) => look(packet, subject.facts.firewall)), ...opaque(subject.facts.firewall)];
  });

/** The adverts that an instance sends, and those that it is to hear. */
function packetsOf(subject: Subject, instance: VrrpInstance, device: string): Packet[] {
  const { transport, multicastGroup, family, authentication } = effective(instance, subject.config);
  const common = {
    device,
    family,
    protocol: authentication?.type === 'AH' ? 51 : 112,
    multicast: transport === 'multicast',
  } as const;
  const own = sourceOf(subject, instance);
  const peers = instance.peers.map(({ canonical }) => canonical);
  const sources = transport === 'unicast' ? peers : subject.others.flatMap((side) => sourcesOf(side, instance, family));
  const sent = (transport === 'unicast' ? peers : [multicastGroup]).map(
    (destination): Packet => ({ ...common, direction: 'out', destination, ...(own && { source: own }) }),
  );
  const destination = transport === 'unicast' ? own : multicastGroup;
  if (destination === undefined) return sent;
  return [...sources.map((source): Packet => ({ ...common, direction: 'in', source, destination })), ...sent];
}

/** Where another node's adverts of the same virtual router come from. */
const sourcesOf = (side: Side, { virtualRouterId }: VrrpInstance, family: 4 | 6): string[] =>
  side.config.instances
    .filter(
      (other) => other.virtualRouterId?.value === virtualRouterId?.value && familyOf(other, side.config) === family,
    )
    .flatMap((other) => sourceOf(side, other) ?? []);

function look(packet: Packet, facts: FirewallFacts): Finding[] {
  const { direction, destination, source, device, protocol } = packet;
  const way = direction === 'in' ? `come in on ${device} from ${source}` : `go out on ${device}`;
  const adverts = `adverts (protocol ${protocol}, ${PROTOCOL_NAMES[protocol]}, to ${destination}) that ${way}`;
  const zone = onlyZone(packet, facts);
  if (zone) {
    const advice = firewalldAdvice(zone.name, protocol);
    const message = `firewalld drops ${adverts}: its zone ${zone.name} does not let them in. ${advice}`;
    return zone.accepts ? [] : [error(NAME, message)];
  }
  const lost = lostIn(packet, facts);
  if (!lost) return [];
  const { fate, advice } = lost;
  if (fate.kind === 'dropped') return [error(NAME, `The firewall drops ${adverts}: ${fate.by}. ${advice}`)];
  const doubt = 'whether it does cannot be told from the rules alone';
  return [warning(NAME, `The firewall may drop ${adverts}: ${fate.by}; ${doubt}. ${advice}`)];
}

/** firewalld's, for adverts that come in, where its rules are not to be had; else they are judged like all others. */
function onlyZone({ direction, device }: Packet, { firewalld, nft, iptables }: FirewallFacts): Zone | undefined {
  if (firewalld === undefined || direction === 'out') return undefined;
  const rules = [nft ?? '', ...iptables.values()];
  return rules.some((text) => /"firewalld"|^:INPUT_ZONES /m.test(text)) ? undefined : zoneOf(firewalld, device);
}

interface Loss {
  readonly fate: Fate;
  /** What lets it through. */
  readonly advice: string;
}

/** A sure loss comes before a doubtful one. */
function lostIn(packet: Packet, facts: FirewallFacts): Loss | undefined {
  const tools = [...facts.iptables].filter(([tool]) => tool.startsWith('ip6') === (packet.family === 6));
  const iptables = tools.map(([tool, text]): Loss => {
    const fate = fateOf(iptablesRuleset(text, packet));
    return { fate, advice: iptablesAdvice(packet, fate.hook, tool, text, facts) };
  });
  // What iptables put into nftables is read in its own words; it does not speak of tables that are not its own.
  const counts = (family: string, table: string): boolean =>
    !['ip', 'ip6'].includes(family) || !tools.some(([, text]) => text.split('\n').includes(`*${table}`));
  const { nft, lacksElements } = facts;
  const ruleset = nft === undefined ? undefined : nftRuleset(nft, packet, { counts, lacksElements });
  const fate = ruleset && fateOf(ruleset);
  const losses = [...iptables, ...(fate ? [{ fate, advice: nftAdvice(packet, fate.hook, facts) }] : [])];
  return losses.find((loss) => loss.fate.kind === 'dropped') ?? losses.find((loss) => loss.fate.kind === 'unsure');
}

/** `hook` is the table and the chain that they were lost in. */
function iptablesAdvice(packet: Packet, hook: string, tool: string, text: string, facts: FirewallFacts): string {
  const { direction, device, protocol, family } = packet;
  if (/^:ufw6?-before-input /m.test(text)) {
    const chain = `ufw${family === 6 ? '6' : ''}-before-${direction}put`;
    const file = family === 6 ? '/etc/ufw/before6.rules' : '/etc/ufw/before.rules';
    return `To let them through, add this line to ${file}, before COMMIT, then ufw reload: -A ${chain} -p ${protocol} -j ACCEPT`;
  }
  if (/^:INPUT_ZONES /m.test(text) && direction === 'in') return firewalldAdvice(zoneFor(packet, facts), protocol);
  const [table, chain] = hook.split(' ');
  const program = `${tool.replace('-save', '')}${table === 'filter' ? '' : ` -t ${table}`}`;
  const rule = `${chain} ${direction === 'in' ? '-i' : '-o'} ${device} -p ${protocol} -j ACCEPT`;
  return `To let them through: ${program} -I ${rule} (and where it is loaded from at boot).`;
}

function nftAdvice(packet: Packet, hook: string, facts: FirewallFacts): string {
  const { direction, device, protocol } = packet;
  if (/^\S+ firewalld /.test(hook) && direction === 'in') return firewalldAdvice(zoneFor(packet, facts), protocol);
  const interfaceName = hook.startsWith('netdev ') ? '' : `${direction === 'in' ? 'iifname' : 'oifname'} "${device}" `;
  return `To let them through: nft 'insert rule ${hook} ${interfaceName}meta l4proto ${protocol} accept' (and in /etc/nftables.conf, or wherever it is loaded from at boot).`;
}

const zoneFor = ({ device }: Packet, { firewalld = '' }: FirewallFacts): string | undefined =>
  zoneOf(firewalld, device)?.name;

const firewalldAdvice = (zone: string | undefined, protocol: Packet['protocol']): string =>
  `To let them in: firewall-cmd --permanent${zone === undefined ? '' : ` --zone=${zone}`} --add-protocol=${PROTOCOL_NAMES[protocol]} && firewall-cmd --reload.`;

function opaque({ hasOpaqueNft, nft }: FirewallFacts): Finding[] {
  if (!hasOpaqueNft && (nft === undefined || readObjects(nft))) return [];
  const message =
    'There are nftables rules that cannot be read here, since this nft does not print them as JSON, or they are too many; nobody has looked whether they let VRRP (protocol 112) through. Look for yourself: nft list ruleset.';
  return [warning(NAME, message)];
}
