/** One deployment at a time: each host is locked for as long as our connection to it lives. */
import { hostname, userInfo } from 'node:os';
import { Failure } from '../failure.ts';
import type { Host } from '../host/host.ts';
import type { Listening } from '../ssh/listening.ts';
import { lastLine } from '../ssh/problem.ts';
import lockScript from './lock.sh';

/** Where a host keeps what deployments need to remember. Only root looks into it. */
export const STATE = '/var/lib/keepalived-ha';

/** Who has it done: user@machine, in characters that any host can keep. */
export const operatorName = (): string => `${userName()}@${hostname()}`.replace(/[^\w.@-]/g, '_');

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a user that nobody has named.
    return `${process.getuid?.() ?? 'somebody'}`;
  }
}

export interface Lock {
  /** Aborted where a host is not locked any more, though we did not let go of it. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Milliseconds between two signs of life; the host waits 20 s for one. */
const HEARTBEAT = 4000;

/** Rejects with a `Failure` that says who has it; then none is locked. */
export async function lockHosts(hosts: readonly Host[]): Promise<Lock> {
  const lost = new AbortController();
  const attempts = await Promise.allSettled(hosts.map((host) => lockHost(host, lost)));
  const held = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  const release = async (): Promise<void> => {
    await Promise.all(held.map((end) => end()));
  };
  const refused = attempts.find((attempt) => attempt.status === 'rejected');
  if (!refused) return { lost: lost.signal, release };
  await release();
  throw refused.reason;
}

async function lockHost(host: Host, lost: AbortController): Promise<() => Promise<void>> {
  let isHeld = true;
  let listening: Listening | undefined;
  const answer = await new Promise<string>((resolve) => {
    listening = host.listen(lockScript, [STATE, operatorName()], resolve);
    listening.ended.then(({ said }) => resolve(`failed ${lastLine(said)}`));
  });
  if (answer !== 'locked') {
    await listening?.end();
    throw new Failure(refusal(answer), host.node.name);
  }
  const beat = setInterval(() => listening?.send('.'), HEARTBEAT);
  listening?.send('.');
  listening?.ended.then(() => {
    clearInterval(beat);
    if (isHeld) lost.abort();
  });
  return async () => {
    isHeld = false;
    clearInterval(beat);
    await listening?.end();
  };
}

function refusal(answer: string): string {
  const [, by, since] = /^held (\S+) (\S+)/.exec(answer) ?? [];
  if (by !== undefined) return `${by} is at work on it since ${since}; wait until that has come to its end`;
  return answer.startsWith('held')
    ? 'somebody else is at work on it; wait until that has come to its end'
    : `it could not be locked (${answer.replace('failed ', '') || 'it did not say why'})`;
}
