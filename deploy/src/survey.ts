/** Looks at all hosts side by side, and refuses what cannot end well. */
import { cacheFiles, toNode, type Version } from '../../server/src/index.ts';
import { fetchFiles, type RemoteFile } from './apply/fetch.ts';
import { Failure } from './failure.ts';
import { canonical, type Owners } from './foretold.ts';
import { readOwners } from './host/addresses.ts';
import type { Host } from './host/host.ts';
import type { Standing } from './makePlan.ts';
import { type HostFacts, preflight, readFacts } from './preflight/provisional.ts';
import { secretsIn } from './secrets.ts';
import { versionOf, type Work } from './undertaking.ts';
import { addressesOf } from './verify/checks.ts';

export interface Survey {
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Who has which address of the old and of the new configurations. */
  readonly before: Owners;
  readonly version: Version;
}

/** Rejects with a `Failure` that holds all errors. */
export async function survey({ pair, hosts, recorder, mask, signal }: Work): Promise<Survey> {
  const look = async (host: Host): Promise<{ facts: HostFacts; files: readonly RemoteFile[] }> => {
    const paths = pair.placements.get(host.node.name)!.map(({ target }) => target);
    const [facts, files] = await Promise.all([readFacts(host, pair), fetchFiles(host, paths, undefined, { signal })]);
    return { facts, files };
  };
  const looked = await Promise.all(hosts.map((host) => recorder.step(host.node.name, 'look', () => look(host))));
  for (const { files } of looked) mask.add(files.flatMap((file) => secretsIn(textOf(file))));
  const facts = new Map(hosts.map(({ node }, i) => [node.name, looked[i]!.facts]));

  const findings = preflight();
  for (const { node, severity, message } of findings) if (severity === 'warning') recorder.note(`${node}: ${message}`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure(errors.map(({ node, message }) => `${node}: ${message}`).join('\n'));

  const young = addressesOf(pair).map(canonical);
  const old = looked.flatMap(({ files: [config] }) => (config ? addressesIn(textOf(config)) : []));
  const before = await readOwners(hosts, [...new Set([...young, ...old])], { signal });
  const standings = hosts.map(({ node }, i): [string, Standing] => {
    const owned = [...before].flatMap(([address, names]) => (names.includes(node.name) ? [address] : []));
    return [node.name, { ...looked[i]!.facts, files: looked[i]!.files, owned }];
  });
  const version = versionOf(
    pair,
    [...facts.values()].map((each) => each.version),
  );
  return { facts, standings: new Map(standings), before, version };
}

const textOf = ({ content }: RemoteFile): string => content?.toString('utf8') ?? '';

/** Virtual addresses of a configuration of which nothing but its text is known, canonical. */
export function addressesIn(config: string): string[] {
  const files = cacheFiles({ read: (name) => (name === FILE ? config : undefined), match: () => [] });
  const { instances } = toNode(FILE, { files });
  return instances.flatMap((each) => [...each.addresses, ...each.excluded].map((address) => address.canonical));
}

const FILE = '/keepalived.conf';
