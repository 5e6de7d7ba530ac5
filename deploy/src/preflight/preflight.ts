/** Holds what the hosts are like against what is to be deployed on them, before anything is changed. */
import type { HostFacts } from '../host/facts.ts';
import type { Pair } from '../pair.ts';
import { addresses } from './addresses.ts';
import { daemon } from './daemon.ts';
import type { Concern, Finding, PreflightFinding, Side } from './finding.ts';
import { firewall } from './firewall/firewall.ts';
import { includes } from './includes.ts';
import { interfaces } from './interfaces.ts';
import { networkManagers } from './networkManagers.ts';
import { nonlocalBind } from './nonlocalBind.ts';
import { packages, tools } from './packages.ts';
import { scripts } from './scripts.ts';
import { scriptUsers } from './scriptUsers.ts';
import { selinux } from './selinux.ts';
import { services } from './services.ts';
import { space } from './space.ts';
import { lint, versions } from './versions.ts';

const CONCERNS: readonly Concern[] = [
  services,
  packages,
  tools,
  daemon,
  includes,
  interfaces,
  addresses,
  firewall,
  scriptUsers,
  scripts,
  selinux,
  networkManagers,
  nonlocalBind,
  space,
];

/** `facts` are those of the pair's nodes by their names; a node without any is left out. */
export function preflight(pair: Pair, facts: ReadonlyMap<string, HostFacts>): readonly PreflightFinding[] {
  const sides = sidesOf(pair, facts);
  const findings = sides.flatMap((side): PreflightFinding[] => {
    const subject = { ...side, pair, others: sides.filter((other) => other !== side) };
    const own = side.facts.uid === 0 ? CONCERNS.flatMap((concern) => concern(subject)) : notRoot(side);
    return own.map((finding) => ({ node: side.node.name, ...finding }));
  });
  return unique([...findings, ...versions(sides), ...lint(pair, sides)]);
}

const sidesOf = (pair: Pair, facts: ReadonlyMap<string, HostFacts>): Side[] =>
  pair.inventory.nodes.flatMap((node) => {
    const own = facts.get(node.name);
    const config = pair.cluster.members.find(({ name }) => name === node.name)?.node;
    return own && config ? [{ node, config, placements: pair.placements.get(node.name) ?? [], facts: own }] : [];
  });

/** Most of what others say about themselves is not for them to see: nothing else is looked at. */
const notRoot = ({ node }: Side): Finding[] => [
  {
    severity: 'error',
    name: 'privilege',
    message: `${node.host} is not root there. Write "become": "sudo" for ${node.name} in keepalived-ha.json, or let its "host" begin with root@.`,
  },
];

/** What two instances have in common is said once. Names come from hosts: no control character gets out. */
const unique = (findings: readonly PreflightFinding[]): PreflightFinding[] => {
  const plain = findings.map((finding) => ({ ...finding, message: finding.message.replace(/\p{Cc}/gu, ' ') }));
  return [...new Map(plain.map((finding) => [`${finding.node}\0${finding.message}`, finding])).values()];
};
