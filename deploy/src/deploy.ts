/** `deploy`: from files here to hosts that do what was foretold, or are as they were. */
import { cacheFiles, toNode, type Version } from '../../server/src/index.ts';
import { type RemoteFile, fetchFiles } from './apply/fetch.ts';
import finishScript from './apply/finish.sh';
import { follow } from './apply/follow.ts';
import { STATE } from './apply/lock.ts';
import {
  installPackages,
  keepBackup,
  type Preparation,
  placeFiles,
  stageFiles,
  startServices,
  testStaged,
} from './apply/prepare.ts';
import { newRecordId, type Records, readRecords } from './apply/records.ts';
import { restore } from './apply/restore.ts';
import { type Settled, timesOf, untilSettled } from './apply/settle.ts';
import { Failure } from './failure.ts';
import { canonical, type Owners } from './foretold.ts';
import { readOwners } from './host/addresses.ts';
import type { Host } from './host/host.ts';
import { keepalivedAction, makePlan, type Standing } from './makePlan.ts';
import type { Operator, Undertaking, Unfinished } from './operator.ts';
import type { Pair } from './pair.ts';
import type { Plan } from './plan.ts';
import { type HostFacts, preflight, readFacts } from './preflight/provisional.ts';
import type { Report } from './report/report.ts';
import { secretsIn } from './secrets.ts';
import { undertake, versionOf, type Work } from './undertaking.ts';
import { addressesOf } from './verify/checks.ts';
import { verifyPair } from './verify/verify.ts';

export interface DeployOptions extends Undertaking {
  /** Ends with the plan, which the operator is shown; nothing is written on any host. */
  readonly dryRun?: boolean;
}

/** Never rejects. What it has changed is put back unless the pair is verified in the end. */
export const deploy = (pair: Pair, options: DeployOptions): Promise<Report> =>
  undertake(pair, options, { locks: !options.dryRun }, (work) => deployOn(work, options));

async function deployOn(work: Work, { operator, dryRun = false }: DeployOptions): Promise<string | null> {
  const { pair, hosts, recorder, signal } = work;
  const earlier = await unfinishedOn(hosts, signal);
  const settling = earlier.size === 0 ? undefined : await settle(earlier, work, operator, dryRun);
  if (settling === 'restore') return await restoreUnfinished(work, earlier);
  const recordId = [...earlier.values()].map(({ id }) => id).sort().at(-1) ?? newRecordId();

  const surveyed = await survey(work, settling === 'finish' ? recordId : undefined);
  const { standings, before, version } = surveyed;
  const plan = makePlan(pair, standings, { isFinishing: settling === 'finish' });
  if (plan.isEmpty) recorder.note('The hosts have all of it already: nothing to change.');
  else if (!(await operator.consents(plan)) && !dryRun) return 'nothing was changed: the plan was not agreed to';
  if (dryRun) return null;
  signal.throwIfAborted();
  if (plan.isEmpty) return await verified(work, version);
  return await apply({ ...work, plan, recordId, surveyed, before });
}

interface Surveyed {
  readonly facts: ReadonlyMap<string, HostFacts>;
  readonly standings: ReadonlyMap<string, Standing>;
  /** Addresses of the old and of the new configurations. */
  readonly before: Owners;
  readonly version: Version;
}

/** Looks at all hosts side by side, and refuses what cannot end well. */
async function survey({ pair, hosts, recorder, mask, signal }: Work, record?: string): Promise<Surveyed> {
  const looked = await Promise.all(
    hosts.map((host) =>
      recorder.step(host.node.name, 'look', async () => {
        const paths = pair.placements.get(host.node.name)!.map(({ target }) => target);
        const [facts, files] = await Promise.all([
          readFacts(host, pair),
          fetchFiles(host, paths, record, { signal }),
        ]);
        return { facts, files };
      }),
    ),
  );
  const facts = new Map(hosts.map(({ node }, i) => [node.name, looked[i]!.facts]));
  for (const { files } of looked) mask.add(files.flatMap(({ content }) => secretsIn(content?.toString('utf8') ?? '')));
  const findings = preflight();
  for (const { node, severity, message } of findings) if (severity === 'warning') recorder.note(`${node}: ${message}`);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Failure(errors.map(({ node, message }) => `${node}: ${message}`).join('\n'));

  const addresses = new Set([...addressesOf(pair).map(canonical), ...looked.flatMap(({ files }) => addressesIn(files[0]))]);
  const before = await readOwners(hosts, [...addresses], { signal });
  const standings = new Map(
    hosts.map(({ node }, i): [string, Standing] => {
      const { facts: own, files } = looked[i]!;
      const owned = [...before].flatMap(([address, names]) => (names.includes(node.name) ? [address] : []));
      return [node.name, { missingPackages: own.missingPackages, services: own.services, files, owned }];
    }),
  );
  return { facts, standings, before, version: versionOf(pair, [...facts.values()].map(({ version }) => version)) };
}

/** Virtual addresses of the configuration that a host has until now, canonical; what it includes is not read. */
function addressesIn(file: RemoteFile | undefined): string[] {
  const text = file?.content?.toString('utf8');
  if (text === undefined) return [];
  const files = cacheFiles({ read: (name) => (name === '/keepalived.conf' ? text : undefined), match: () => [] });
  const { instances } = toNode('/keepalived.conf', { files });
  return instances.flatMap((each) => [...each.addresses, ...each.excluded].map((address) => address.canonical));
}

interface Application extends Work {
  readonly plan: Plan;
  readonly recordId: string;
  readonly surveyed: Surveyed;
  readonly before: Owners;
}

async function apply(application: Application): Promise<string | null> {
  const { pair, hosts, recorder, signal, plan, recordId, surveyed, before, result } = application;
  const { standings, facts, version } = surveyed;
  const preparations = hosts.map(
    (host): Preparation => ({
      host,
      plan: plan.nodes.find(({ node }) => node === host.node.name)!,
      standing: standings.get(host.node.name)!,
      recordId,
      recorder,
      signal,
    }),
  );
  const onAll = async (action: (preparation: Preparation) => Promise<void>): Promise<void> => {
    const attempts = await Promise.allSettled(preparations.map(action));
    const failures = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []));
    if (failures.length > 0) throw failures[0];
  };
  try {
    await onAll((each) => installPackages(each, facts.get(each.host.node.name)?.packageManager));
    await onAll(keepBackup);
    await onAll(stageFiles);
    await onAll(placeFiles);
    await onAll(testStaged);
    await onAll(startServices);
    const rest = (): Promise<Settled> => untilSettled(hosts, pair.cluster, version, signal);
    await follow({ preparations, plan, standings, untilSettled: rest });
    const { since } = await recorder.step('', 'addresses as foretold', rest, ({ rest: { outcomes } }) =>
      outcomes.map(({ address, owners }) => `${address} on ${owners.join(' and ') || 'no node'}`).join(', '),
    );
    const problem = await verified(application, version, since);
    if (problem !== null) throw new Failure(problem);
    signal.throwIfAborted();
    await onAll(async ({ host }) => {
      await recorder.step(host.node.name, 'finish', () => host.ask(finishScript, [STATE, recordId]));
    });
    return null;
  } catch (error) {
    result.stranded = await restore({
      hosts,
      recordId,
      recorder,
      inTurn: plan.nodes.some((node) => keepalivedAction(node) === 'restart'),
      before,
      all: hosts,
      longest: timesOf(pair.cluster, version).longest,
    });
    result.rolledBack = result.stranded.length === 0;
    throw error;
  }
}

/** Null, or what is not as foretold. */
async function verified(
  { pair, hosts, recorder, signal }: Work,
  version: Version,
  since?: ReadonlyMap<string, number>,
): Promise<string | null> {
  const after = since && { since, pids: new Map<string, string>() };
  const checks = await verifyPair({ pair, hosts, version, recorder, signal, ...(after && { after }) });
  const failed = checks.filter(({ ok }) => !ok);
  return failed.length === 0 ? null : failed.map(({ name, node, evidence }) => `${node === '' ? '' : `${node}: `}${name}: ${evidence}`).join('\n');
}

/** Holds the hosts against what is foretold; changes nothing. */
export const verify = (pair: Pair, options: Undertaking): Promise<Report> =>
  undertake(pair, options, { locks: false }, async (work) => {
    const facts = await Promise.all(work.hosts.map((host) => readFacts(host, pair)));
    return await verified(work, versionOf(pair, facts.map(({ version }) => version)));
  });

type Pending = NonNullable<Records['pending']>;

async function unfinishedOn(hosts: readonly Host[], signal: AbortSignal): Promise<ReadonlyMap<string, Pending>> {
  const records = await Promise.all(hosts.map((host) => readRecords(host, { signal })));
  return new Map(
    hosts.flatMap(({ node }, i) => {
      const pending = records[i]!.pending;
      return pending ? [[node.name, pending] as const] : [];
    }),
  );
}

async function settle(
  earlier: ReadonlyMap<string, Pending>,
  { recorder }: Work,
  operator: Operator,
  dryRun: boolean,
): Promise<'finish' | 'restore' | undefined> {
  const unfinished = [...earlier].map(([node, { since, by, files }]): Unfinished => ({ node, since, by, files }));
  const inWords = `an earlier deployment by ${unfinished[0]!.by} did not come to its end (since ${unfinished[0]!.since} on ${unfinished.map(({ node }) => node).join(' and ')})`;
  if (dryRun) {
    recorder.note(inWords);
    return undefined;
  }
  const choice = await operator.settles(unfinished);
  if (choice === undefined) throw new Failure(`${inWords}; finish it, or restore what was there before`);
  return choice;
}

async function restoreUnfinished(work: Work, earlier: ReadonlyMap<string, Pending>): Promise<string | null> {
  const { pair, hosts, recorder, result } = work;
  const ids = new Set([...earlier.values()].map(({ id }) => id));
  for (const recordId of ids) {
    const own = hosts.filter(({ node }) => earlier.get(node.name)?.id === recordId);
    const { longest } = timesOf(pair.cluster, versionOf(pair, []));
    result.stranded = [
      ...result.stranded,
      ...(await restore({ hosts: own, recordId, recorder, inTurn: false, all: hosts, longest })),
    ];
  }
  result.rolledBack = result.stranded.length === 0;
  recorder.note('The earlier deployment was put back. Deploy again for what is here now.');
  return result.rolledBack ? null : 'not every host could be put back';
}

/** Puts the hosts back to what they were before the last deployment. */
export async function rollback(_pair: Pair, _options: Undertaking): Promise<Report> {
  throw new Error('not written yet');
}
