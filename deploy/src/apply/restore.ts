/** Puts hosts back to what they were before a deployment. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Owners } from '../foretold.ts';
import { Failure, messageOf } from '../failure.ts';
import type { Host } from '../host/host.ts';
import type { Recorder } from '../report/recorder.ts';
import type { Stranded } from '../report/report.ts';
import { shellWord } from '../ssh/words.ts';
import { STATE } from './lock.ts';
import { recordFolder } from './records.ts';
import { untilServed } from './settle.ts';
import undoScript from './undo.sh';

export interface Restoring {
  /** Those that may have been changed. */
  readonly hosts: readonly Host[];
  readonly recordId: string;
  readonly recorder: Recorder;
  /** A restart is needed where a reload will not do: one host after the other then. */
  readonly inTurn: boolean;
  /** Who had which address before; missing where that is not known. */
  readonly before?: Owners;
  /** All hosts that may have addresses. */
  readonly all: readonly Host[];
  /** Milliseconds that the addresses may need to come back. */
  readonly longest: number;
}

/** How often a host that does not answer is tried, and how many milliseconds lie between. */
const ATTEMPTS = 3;
const BETWEEN = 3000;

/** Nothing cancels it. Answers with the hosts that could not be put back. */
export async function restore(restoring: Restoring): Promise<readonly Stranded[]> {
  const { hosts, inTurn, recorder, before, all, longest } = restoring;
  const stranded: Stranded[] = [];
  const one = async (host: Host): Promise<void> => {
    try {
      await recorder.step(host.node.name, 'put back', () => undo(host, restoring));
    } catch {
      stranded.push({ node: host.node.name, commands: byHand(host, restoring.recordId) });
    }
  };
  if (inTurn) for (const host of hosts) await one(host);
  else await Promise.all(hosts.map(one));

  const reached = all.filter((host) => !stranded.some(({ node }) => node === host.node.name));
  if (before && reached.length === all.length) {
    const look = () => untilServed(reached, before, longest);
    const seen = await recorder.step('', 'addresses as before', look, ({ owners }) => inWords(owners)).catch(() => undefined);
    if (seen && !seen.isServed) {
      const lost = [...before].filter(([address, names]) => names.length > 0 && seen.owners.get(address)!.length === 0);
      for (const [, names] of lost) {
        for (const name of names) {
          const host = hosts.find(({ node }) => node.name === name);
          if (host && !stranded.some(({ node }) => node === name)) {
            stranded.push({ node: name, commands: [loginOn(host), asRoot(host, 'systemctl restart keepalived')] });
          }
        }
      }
    }
  }
  return stranded;
}

async function undo(host: Host, { recordId }: Restoring): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const { code, err } = await host.run(undoScript, [STATE, recordId], { timeout: 90_000 });
      if (code === 0) return;
      throw new Failure(err.trim() || `exit code ${code}`, host.node.name);
    } catch (error) {
      if (attempt === ATTEMPTS) throw new Failure(`it could not be put back: ${messageOf(error)}`);
      await sleep(BETWEEN);
    }
  }
}

const byHand = (host: Host, recordId: string): string[] => [
  loginOn(host),
  asRoot(host, `sh ${recordFolder(recordId)}/restore.sh`),
];

const loginOn = ({ node }: Host): string => `ssh ${/^[\w@.:/-]+$/.test(node.host) ? node.host : shellWord(node.host)}`;

const asRoot = ({ node }: Host, command: string): string => (node.become === 'sudo' ? `sudo ${command}` : command);

const inWords = (owners: Owners): string =>
  [...owners].map(([address, names]) => `${address} on ${names.join(' and ') || 'no node'}`).join(', ');
