/** Everything on a host that comes before keepalived reads anything new. */
import { createHash } from 'node:crypto';
import { Failure } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { KEEPALIVED } from '../inventory.ts';
import type { Standing } from '../makePlan.ts';
import type { FileChange, NodePlan } from '../plan.ts';
import type { Recorder } from '../report/recorder.ts';
import beginScript from './begin.sh';
import { testConfig } from './configTest.ts';
import { operatorName, STATE } from './lock.ts';
import packagesScript from './packages.sh';
import placeScript from './place.sh';
import restoreScript from './restore.sh';
import servicesScript from './services.sh';
import stageScript from './stage.sh';

/** Milliseconds: packages come over the network. */
const LONGEST_INSTALLATION = 15 * 60_000;
/** For what is done with all files of a host at once, on a slow one too. */
const LONGEST_FILING = 120_000;
/** A configuration holds secrets. */
const USUAL_MODES = { config: '0640', file: '0644' } as const;

export interface Preparation {
  readonly host: Host;
  readonly plan: NodePlan;
  readonly standing: Standing;
  readonly recordId: string;
  readonly recorder: Recorder;
  /** Between two steps it ends things; a step that changes the host comes to its end. */
  readonly signal: AbortSignal;
}

export async function installPackages(
  { host, plan, recorder }: Preparation,
  manager: string | undefined,
): Promise<void> {
  if (plan.packages.length === 0) return;
  const install = (): Promise<string> =>
    host.ask(packagesScript, [manager ?? '', ...plan.packages], { timeout: LONGEST_INSTALLATION });
  await recorder.step(host.node.name, 'install packages', install, () => plan.packages.join(', '));
}

/** From here on a restore puts the host back. */
export async function keepBackup({ host, plan, standing, recordId, recorder }: Preparation): Promise<void> {
  const services = [...standing.services]
    // The restore goes through them in this order.
    .sort(([a], [b]) => Number(a === KEEPALIVED) - Number(b === KEEPALIVED))
    .map(([name, { active, enabled }]) => `service=${name}:${active ? '' : 'in'}active:${enabled ? 'en' : 'dis'}abled`);
  const restarts = plan.services.some(({ action }) => action === 'restart') ? ['restart=yes'] : [];
  const files = plan.files.map(({ target }) => `file=${target}`);
  const words = [STATE, recordId, operatorName(), ...services, ...restarts, ...files];
  await recorder.step(
    host.node.name,
    'back up',
    () => host.ask(beginScript, words, { input: restoreScript, timeout: LONGEST_FILING }),
    () => `${STATE}/records/${recordId}`,
  );
}

/** Lays every new file beside its place, and compares what has arrived. */
export async function stageFiles({ host, plan, recordId, recorder, signal }: Preparation): Promise<void> {
  for (const change of plan.files) {
    signal.throwIfAborted();
    await recorder.step(
      host.node.name,
      'stage',
      () => stage(host, change, recordId, signal),
      () => change.target,
    );
  }
}

async function stage(host: Host, change: FileChange, recordId: string, signal: AbortSignal): Promise<void> {
  const { target, after, isConfig, mode } = change;
  if (after === undefined) return;
  if (isConfig && after.toString('utf8').trim() === '') {
    throw new Failure('the configuration is empty: keepalived would let go of every address', host.node.name);
  }
  const usual = isConfig ? USUAL_MODES.config : USUAL_MODES.file;
  const args = [STATE, recordId, target, mode ?? '', usual];
  const sum = (await host.ask(stageScript, args, { input: after, signal, timeout: LONGEST_FILING })).trim();
  if (sum !== createHash('sha256').update(after).digest('hex')) {
    throw new Failure(`${target} did not arrive as it was sent; try again`, host.node.name);
  }
}

/** The configuration itself stays aside until all nodes are ready for theirs. */
export async function placeFiles({ host, plan, recordId, recorder, signal }: Preparation): Promise<void> {
  const others = plan.files.filter(({ isConfig }) => !isConfig).map(({ target }) => target);
  if (others.length === 0) return;
  signal.throwIfAborted();
  const place = (): Promise<string> => host.ask(placeScript, [STATE, recordId, ...others], { timeout: LONGEST_FILING });
  await recorder.step(host.node.name, 'put in place', place, () => others.join(', '));
}

/** keepalived reads the staged configuration as it will be read, with all other files in their places. */
export async function testStaged({ host, plan, recorder, signal }: Preparation): Promise<void> {
  const config = plan.files.find(({ isConfig }) => isConfig);
  if (!config) return;
  signal.throwIfAborted();
  const { warnings } = await recorder.step(host.node.name, 'keepalived -t', () => testConfig(host, config.target));
  for (const warning of warnings) recorder.note(`${host.node.name}: ${warning}`);
}

/** All services but keepalived, which is only enabled. */
export async function startServices({ host, plan, recordId, recorder, signal }: Preparation): Promise<void> {
  const own = plan.services.filter(({ name, action }) => name !== KEEPALIVED || action === 'enable');
  if (own.length === 0) return;
  signal.throwIfAborted();
  const words = own.map(({ name, action }) => `${action}=${name}`);
  const run = (): Promise<string> => host.ask(servicesScript, [STATE, recordId, ...words], { timeout: LONGEST_FILING });
  await recorder.step(host.node.name, 'services', run, () => words.join(', '));
}
