/** Carries out a plan, or leaves the hosts as they were. */
import type { Version } from '../../../server/src/index.ts';
import { Failure, messageOf } from '../failure.ts';
import { nodesInWords } from '../foretold.ts';
import { keepalivedAction } from '../makePlan.ts';
import type { Plan } from '../plan.ts';
import { examine, type Survey } from '../survey.ts';
import { versionOf, type Work } from '../undertaking.ts';
import { verifyPair } from '../verify/verifyPair.ts';
import finishScript from './finish.sh';
import { follow } from './follow.ts';
import { STATE } from './lock.ts';
import { observed, type Tell } from './observe.ts';
import {
  installPackages,
  keepBackup,
  type Preparation,
  placeFiles,
  stageFiles,
  startServices,
  testStaged,
} from './prepare.ts';
import { restore, servedAsBefore } from './restore.ts';
import { type Settled, timesOf, untilServing, untilSettled } from './settle.ts';

export interface Application {
  readonly plan: Plan;
  readonly survey: Survey;
  readonly recordId: string;
}

/** Rejects when it has put back what it had changed; `work.result` says how that went. */
export const apply = (work: Work, application: Application): Promise<void> =>
  observed(work, application.survey.before, async (tell) => {
    try {
      await carryOut(work, application, tell);
    } catch (error) {
      tell('', 'put back');
      await putBack(work, application);
      throw error;
    }
  });

async function carryOut(work: Work, { plan, survey, recordId }: Application, tell: Tell): Promise<void> {
  const { pair, hosts, recorder, signal } = work;
  const { standings, facts } = survey;
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
  /** No node begins with the next thing before all are done with this one. */
  const onAll = async (action: (preparation: Preparation) => Promise<void>): Promise<void> => {
    signal.throwIfAborted();
    const attempts = await Promise.allSettled(preparations.map(action));
    const failures = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [messageOf(attempt.reason)] : []));
    if (failures.length > 0) throw new Failure(failures.join('\n'));
  };
  await onAll((each) => installPackages(each, facts.get(each.host.node.name)?.packageManager));
  // Only now it is known which release reads the configurations.
  const hasNew = plan.nodes.some(({ packages }) => packages.length > 0);
  const version = hasNew ? versionOf(pair, await versionsOn(work)) : survey.version;
  await onAll(keepBackup);
  await onAll(stageFiles);
  await onAll(placeFiles);
  await onAll(testStaged);
  await onAll(startServices);
  const settle = (): Promise<Settled> => untilSettled(hosts, pair.cluster, version, signal);
  const serving = (): Promise<void> => untilServing(hosts, pair.cluster, version, signal);
  const pids = await follow({ preparations, plan, standings, tell, untilServing: serving });
  const { since } = await recorder.step('', 'addresses as foretold', settle, ({ rest: { outcomes } }) =>
    outcomes.map(({ address, owners }) => `${address} on ${nodesInWords(owners)}`).join(', '),
  );
  const problem = await verifyPair(work, version, { since, pids });
  if (problem !== null) throw new Failure(problem);
  await onAll(async ({ host }) => {
    await recorder.step(host.node.name, 'finish', () => host.ask(finishScript, [STATE, recordId]));
  });
}

const versionsOn = async (work: Work): Promise<(Version | undefined)[]> =>
  [...(await examine(work)).values()].map(({ version }) => version);

async function putBack(
  { pair, hosts, recorder, result }: Work,
  { plan, survey, recordId }: Application,
): Promise<void> {
  const inTurn = plan.nodes.some((node) => keepalivedAction(node) === 'restart');
  const stranded = await restore({ hosts, recordId, recorder, inTurn });
  const { longest } = timesOf(pair.cluster, survey.version);
  result.stranded = stranded.length > 0 ? stranded : await servedAsBefore(hosts, survey.before, longest, recorder);
  result.rolledBack = result.stranded.length === 0;
}
