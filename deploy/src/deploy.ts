/** `deploy`: from files here to hosts that do what was foretold, or are as they were. */
import { apply } from './apply/apply.ts';
import { newRecordId } from './apply/records.ts';
import { pendingInWords, pendingOn, restorePending, settlementOf } from './apply/unfinished.ts';
import { makePlan } from './makePlan.ts';
import type { Undertaking } from './operator.ts';
import type { Pair } from './pair.ts';
import type { Report } from './report/report.ts';
import { survey } from './survey.ts';
import { undertake, type Work } from './undertaking.ts';
import { verifyPair } from './verify/verifyPair.ts';

export interface DeployOptions extends Undertaking {
  /** Ends with the plan, which the operator is shown; nothing is written on any host. */
  readonly dryRun?: boolean;
}

/** Never rejects. What it has changed is put back unless the pair is verified in the end. */
export const deploy = (pair: Pair, options: DeployOptions): Promise<Report> =>
  undertake(pair, options, { locks: !options.dryRun }, (work) => deployOn(work, options));

async function deployOn(work: Work, { operator, dryRun = false }: DeployOptions): Promise<string | null> {
  const { pair, recorder, signal } = work;
  const pending = await pendingOn(work);
  if (pending.size > 0 && dryRun) recorder.note(pendingInWords(pending));
  const settlement = pending.size === 0 || dryRun ? undefined : await settlementOf(pending, operator);
  if (settlement === 'restore') {
    await restorePending(pending, work);
    recorder.note('What an earlier deployment had begun was put back. Deploy again for what is here now.');
    return null;
  }

  const unfinished = settlement === 'finish' ? [...pending.values()] : [];
  // What is kept from before then is kept on: it is what a failure goes back to.
  const recordId =
    unfinished
      .map(({ id }) => id)
      .sort()
      .at(-1) ?? newRecordId();
  const finishing = unfinished.some(({ needsRestart }) => needsRestart) ? 'restart' : 'reload';
  const surveyed = await survey(work);
  const plan = makePlan(pair, surveyed.standings, unfinished.length > 0 ? { finishing } : {});
  if (plan.isEmpty) recorder.note('The hosts have all of it already: nothing was changed.');
  else if (!(await operator.consents(plan)) && !dryRun) return 'nothing was changed: the plan was not agreed to';
  signal.throwIfAborted();
  if (dryRun) {
    if (!plan.isEmpty) recorder.note('This was a dry run: nothing was changed.');
    return null;
  }
  if (plan.isEmpty) return await verifyPair(work, surveyed.version);
  await apply(work, { plan, survey: surveyed, recordId });
  return null;
}
