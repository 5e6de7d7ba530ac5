/** Puts hosts back to what they were before a deployment. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, messageOf } from '../failure.ts';
import { agree, nodesInWords, type Owners } from '../foretold.ts';
import type { Host } from '../host/host.ts';
import type { Recorder } from '../report/recorder.ts';
import type { Stranded } from '../report/report.ts';
import { shellWord } from '../ssh/words.ts';
import { STATE } from './lock.ts';
import { recordFolder } from './records.ts';
import restoredScript from './restored.sh';
import { untilServed } from './settle.ts';
import undoScript from './undo.sh';

export interface Restoring {
  /** Those that may have been changed. */
  readonly hosts: readonly Host[];
  readonly recordId: string;
  readonly recorder: Recorder;
  /** A restart is needed where a reload will not do: one host after the other then. */
  readonly inTurn: boolean;
}

/** Milliseconds: services may take their time to stop. */
const LONGEST_RESTORE = 120_000;
/** How often a host that does not answer is tried, and how many milliseconds lie between. */
const ATTEMPTS = 3;
const BETWEEN = 3000;

/** Nothing cancels it. Answers with the hosts that could not be put back. */
export async function restore({ hosts, recordId, recorder, inTurn }: Restoring): Promise<readonly Stranded[]> {
  const one = async (host: Host): Promise<Stranded[]> => {
    try {
      await recorder.step(host.node.name, 'put back', () => undo(host, recordId));
      return [];
    } catch {
      return [{ node: host.node.name, commands: byHand(host, `sh ${recordFolder(recordId)}/restore.sh`) }];
    }
  };
  const stranded: Stranded[] = [];
  if (inTurn) for (const host of hosts) stranded.push(...(await one(host)));
  else stranded.push(...(await Promise.all(hosts.map(one))).flat());
  // Where that fails, a verification counts from an earlier time.
  const back = hosts.filter(({ node }) => stranded.every((other) => other.node !== node.name));
  await Promise.allSettled(back.map((host) => host.run(restoredScript, [STATE])));
  return stranded;
}

/**
 * Waits until every address is where it was before the deployment; where it stays with another node (nopreempt), it is
 * served as well. Answers with the hosts that had an address which nobody has now.
 */
export async function servedAsBefore(
  hosts: readonly Host[],
  before: Owners,
  longest: number,
  recorder: Recorder,
): Promise<readonly Stranded[]> {
  const look = (): Promise<Owners> =>
    untilServed(hosts, [...before.keys()], (owners) => agree(owners, before), longest);
  const owners = await recorder.step('', 'addresses as before', look, inWords).catch(() => undefined);
  const deserted = [...before].flatMap(([address, names]) => (owners?.get(address)?.length === 0 ? names : []));
  return hosts
    .filter(({ node }) => deserted.includes(node.name))
    .map((host) => ({ node: host.node.name, commands: byHand(host, 'systemctl restart keepalived') }));
}

async function undo(host: Host, recordId: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { code, err } = await host.run(undoScript, [STATE, recordId], { timeout: LONGEST_RESTORE });
      if (code === 0) return;
      throw new Failure(err.trim() || `exit code ${code}`, host.node.name);
    } catch (error) {
      if (attempt === ATTEMPTS) throw new Failure(`it could not be put back: ${messageOf(error)}`);
      await sleep(BETWEEN);
    }
  }
}

/** For a person to type. */
export function byHand({ node: { host, become } }: Host, command: string): string[] {
  const destination = /^[\w@.:/-]+$/.test(host) ? host : shellWord(host);
  return [`ssh ${destination}`, become === 'sudo' ? `sudo ${command}` : command];
}

const inWords = (owners: Owners): string =>
  [...owners].map(([address, names]) => `${address} on ${nodesInWords(names)}`).join(', ');
