/** Looks at all hosts side by side, and refuses what cannot end well. */
import { cacheFiles, toNode, type Version } from '../../server/src/index.ts';
import { fetchFiles, type RemoteFile } from './apply/fetch.ts';
import { Failure } from './failure.ts';
import { canonical, type Owners } from './foretold.ts';
import { type HostFacts, readFacts } from './host/facts.ts';
import type { Host } from './host/host.ts';
import type { Standing } from './makePlan.ts';
import type { PreflightFinding } from './preflight/finding.ts';
import { needsOf } from './preflight/needs.ts';
import { preflight } from './preflight/preflight.ts';
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
export async function survey(work: Work): Promise<Survey> {
  const { pair, hosts, recorder, mask, signal } = work;
  const [facts, files] = await Promise.all([
    examine(work),
    Promise.all(
      hosts.map((host) => {
        const paths = pair.placements.get(host.node.name)!.map(({ target }) => target);
        return recorder.step(host.node.name, 'read files', () => fetchFiles(host, paths, undefined, { signal }));
      }),
    ),
  ]);
  // A file may define what another of the host uses.
  mask.add(files.flatMap((own) => secretsIn(own.map(textOf).join('\n'))));

  const young = addressesOf(pair).map(canonical);
  const old = files.flatMap(([config]) => (config ? addressesIn(textOf(config)) : []));
  const before = new Map([...new Set([...young, ...old])].map((address) => [address, holding(address, facts)]));
  const standings = hosts.map(({ node }, i): [string, Standing] => {
    const owned = [...before].flatMap(([address, names]) => (names.includes(node.name) ? [address] : []));
    const { missingPackages, services } = facts.get(node.name)!;
    const own = new Map([...services].filter(([name]) => pair.inventory.services.includes(name)));
    return [node.name, { missingPackages, services: own, files: files[i]!, owned }];
  });
  const version = versionOf(
    pair,
    [...facts.values()].map((each) => each.version),
  );
  return { facts, standings: new Map(standings), before, version };
}

/** What the hosts are like, where that is well enough for a deployment. */
export async function examine({ pair, hosts, recorder, signal }: Work): Promise<ReadonlyMap<string, HostFacts>> {
  const look = async (host: Host): Promise<[string, HostFacts]> => {
    const read = (): Promise<HostFacts> => readFacts(host, needsOf(pair, host.node), { signal });
    return [host.node.name, await recorder.step(host.node.name, 'look', read, inWords)];
  };
  const facts = new Map(await Promise.all(hosts.map(look)));
  const findings = preflight(pair, facts).map((finding) => ({ ...finding, text: withNode(finding) }));
  for (const { severity, text } of findings) {
    if (severity === 'warning' && !recorder.notes.includes(recorder.mask(text))) recorder.note(text);
  }
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure(errors.map(({ text }) => text).join('\n'));
  return facts;
}

/** The release that decides what is foretold, where no deployment has looked for it. */
export async function releaseOn({ pair, hosts, signal }: Work): Promise<Version> {
  const facts = await Promise.all(hosts.map((host) => readFacts(host, needsOf(pair, host.node), { signal })));
  return versionOf(
    pair,
    facts.map(({ version }) => version),
  );
}

const holding = (address: string, facts: ReadonlyMap<string, HostFacts>): string[] =>
  [...facts].flatMap(([name, { interfaces }]) =>
    [...interfaces.values()].some(({ addresses }) => addresses.includes(address)) ? [name] : [],
  );

const withNode = ({ node, message }: PreflightFinding): string => (node === '' ? message : `${node}: ${message}`);

const inWords = ({ distribution, version }: HostFacts): string =>
  [distribution.name, version === undefined ? 'no keepalived yet' : `keepalived ${version}`].join(', ');

const textOf = ({ content }: RemoteFile): string => content?.toString('utf8') ?? '';

/** Virtual addresses of a configuration of which nothing but its text is known, canonical. */
export function addressesIn(config: string): string[] {
  const files = cacheFiles({ read: (name) => (name === FILE ? config : undefined), match: () => [] });
  const { instances } = toNode(FILE, { files });
  return instances.flatMap((each) => [...each.addresses, ...each.excluded].map((address) => address.canonical));
}

const FILE = '/keepalived.conf';
