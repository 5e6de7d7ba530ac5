/** `rollback`: puts hosts back to what they were before the last deployment. */
import { fetchFiles, type RemoteFile } from './apply/fetch.ts';
import { type DeploymentRecord, readRecords } from './apply/records.ts';
import { restore } from './apply/restore.ts';
import { timesOf, untilServed } from './apply/settle.ts';
import { Failure } from './failure.ts';
import type { Owners } from './foretold.ts';
import type { Host } from './host/host.ts';
import { KEEPALIVED } from './inventory.ts';
import type { Undertaking } from './operator.ts';
import type { Pair } from './pair.ts';
import type { FileChange, NodePlan, Plan, ServiceChange } from './plan.ts';
import type { Report } from './report/report.ts';
import { secretsIn } from './secrets.ts';
import { addressesIn } from './survey.ts';
import { undertake, versionOf, type Work } from './undertaking.ts';

/** Never rejects. One that did not come to its end is the last one. The one before it is the last one from then on. */
export const rollback = (pair: Pair, undertaking: Undertaking): Promise<Report> =>
  undertake(pair, undertaking, { locks: true }, (work) => rollbackOn(work, undertaking));

interface Way {
  readonly host: Host;
  readonly record: DeploymentRecord;
  readonly now: readonly RemoteFile[];
  readonly then: readonly RemoteFile[];
}

async function rollbackOn(work: Work, { operator }: Undertaking): Promise<string | null> {
  const { pair, recorder, mask, signal, result } = work;
  const ways = await recorder.step('', 'look', () => waysBack(work));
  const [first] = ways;
  if (!first) throw new Failure('these hosts have no deployment that could be rolled back');
  mask.add(ways.flatMap(({ now, then }) => [now, then].flatMap((files) => secretsIn(files.map(textOf).join('\n')))));
  const plan = planOf(ways, first.record);
  if (!(await operator.consents(plan))) return 'nothing was changed: the plan was not agreed to';
  signal.throwIfAborted();

  const hosts = ways.map(({ host }) => host);
  const inTurn = ways.some(({ record }) => record.needsRestart);
  result.stranded = await restore({ hosts, recordId: first.record.id, recorder, inTurn });
  if (result.stranded.length > 0) return 'not every host could be put back';
  result.rolledBack = true;
  const served = ways.filter(({ record }) => record.services.get(KEEPALIVED)?.active);
  const addresses = [
    ...new Set(served.flatMap(({ then, host }) => then.flatMap((file) => configAddresses(file, host)))),
  ];
  const { longest } = timesOf(pair.cluster, versionOf(pair, []));
  const look = (): Promise<Owners> => untilServed(hosts, addresses, isServed, longest);
  const owners = await recorder.step('', 'addresses as before', look);
  return isServed(owners) ? null : 'the hosts are as they were, but not every address is on exactly one of them';
}

const isServed = (owners: Owners): boolean => [...owners.values()].every(({ length }) => length === 1);

const textOf = ({ content }: RemoteFile): string => content?.toString('utf8') ?? '';

const configAddresses = (file: RemoteFile, { node }: Host): string[] =>
  file.path.endsWith(node.target) ? addressesIn(textOf(file)) : [];

/** Of all hosts that took part in the last deployment. */
async function waysBack({ hosts, signal }: Work): Promise<Way[]> {
  const records = await Promise.all(hosts.map((host) => readRecords(host, { signal })));
  const lastOf = (i: number): DeploymentRecord | undefined => records[i]!.pending ?? records[i]!.last;
  const id = hosts
    .flatMap((_, i) => lastOf(i)?.id ?? [])
    .sort()
    .at(-1);
  const ways = hosts.map(async (host, i): Promise<Way[]> => {
    const record = lastOf(i);
    if (record?.id !== id || record === undefined) return [];
    const [now, then] = await Promise.all([
      fetchFiles(host, record.files, undefined, { signal }),
      fetchFiles(host, record.files, record.id, { signal }),
    ]);
    return [{ host, record, now, then }];
  });
  return (await Promise.all(ways)).flat();
}

function planOf(ways: readonly Way[], { by, since }: DeploymentRecord): Plan {
  const nodes = ways.map(
    ({ host, record, now, then }): NodePlan => ({
      node: host.node.name,
      host: host.node.host,
      packages: [],
      files: then.flatMap((file, i) => changeOf(file, now[i]!, host) ?? []),
      services: [...record.services].flatMap(([name, { active }]): ServiceChange[] => {
        if (!active) return [{ name, action: 'stop', why: 'it was not active before' }];
        return name === KEEPALIVED ? [{ name, action: 'reload', why: 'it reads what was there before' }] : [];
      }),
    }),
  );
  const order = [`The deployment by ${by} of ${since} is taken back, on all hosts at the same time.`];
  return { nodes, order, isEmpty: false };
}

function changeOf(then: RemoteFile, now: RemoteFile, { node }: Host): FileChange | undefined {
  if (then.content === now.content || (then.content && now.content?.equals(then.content))) return undefined;
  return {
    target: then.path,
    isConfig: then.path.endsWith(node.target),
    ...(now.content && { before: now.content }),
    ...(then.content && { after: then.content }),
  };
}
