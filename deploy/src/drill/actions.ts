/** Takes a service or the network from a host, and gives it back. Whatever becomes of us, the host helps itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, HostCall } from '../host/host.ts';
import { KEEPALIVED } from '../inventory.ts';
import type { DrillAction } from '../report/report.ts';
import { SshError } from '../ssh/problem.ts';
import { now } from '../watch/clock.ts';
import type { Target } from './disturbances.ts';
import networkDownScript from './networkDown.sh';
import networkUnitScript from './networkUnit.sh';
import networkUpScript from './networkUp.sh';
import startScript from './start.sh';
import stopScript from './stop.sh';

/**
 * Times are milliseconds since 1970, when it happened. Nothing cancels either of them: what the host has half begun would
 * go on there while it is put back.
 */
export interface Outage {
  readonly names: { readonly down: DrillAction; readonly up: DrillAction };
  /** What to run on the host by hand, as root, where it is not reached any more. */
  readonly byHand: string;
  begin(): Promise<number>;
  /** Done when the host has said so. A host that is not reached is tried again until it should have helped itself. */
  end(): Promise<number>;
}

/** Milliseconds that a host has, beyond the time after which it helps itself, to be reached again. */
const EXTRA = 30_000;
/** Milliseconds between two attempts to reach it. */
const AGAIN = 500;
/** Milliseconds that a service, or a switch with its port, may take. */
const LONGEST_ACTION = 60_000;
/** Milliseconds that networkUnit.sh waits before it begins. */
const LEAD = 1000;

/** `seconds`: after them the host helps itself. `addresses`: the virtual ones, which are not the host's own to keep. */
export function outageOf(host: Host, target: Target, addresses: readonly string[], seconds: number): Outage {
  let helpsItselfAt = Number.POSITIVE_INFINITY;
  const goingDown = (): void => {
    helpsItselfAt = now() + seconds * 1000;
  };
  const untilReached = (script: string, args: readonly string[] = []): Promise<number> =>
    insist(async () => timeOf(await host.ask(script, args, patiently)), helpsItselfAt + EXTRA);

  if (target.kind === 'network') {
    return {
      names: { down: 'network down', up: 'network up' },
      byHand: 'systemctl stop keepalived-ha-drill',
      async begin() {
        goingDown();
        const args = [String(seconds), ...target.interfaces, '--', ...addresses];
        await host.ask(networkDownScript, args, { ...patiently, input: networkUnitScript });
        const at = now() + LEAD;
        await host.connection.unshare();
        return at;
      },
      end: () => untilReached(networkUpScript),
    };
  }
  const { service } = target;
  return {
    names:
      service === KEEPALIVED
        ? { down: 'stop keepalived', up: 'start keepalived' }
        : { down: 'stop service', up: 'start service' },
    byHand: `systemctl start ${service}`,
    async begin() {
      goingDown();
      return timeOf(await host.ask(stopScript, [service, String(seconds)], patiently));
    },
    end: () => untilReached(startScript, [service]),
  };
}

const patiently: HostCall = { timeout: LONGEST_ACTION };

/** The host says when it was and how late it is now, by its own clock: its answer has just come. */
function timeOf(answer: string): number {
  const [then = 0, since = 0] = answer.trim().split(' ').map(Number);
  return Math.round(now() - (since - then) * 1000);
}

/** Where the host did run it, and it failed, another attempt would fail as well. */
async function insist<T>(attempt: () => Promise<T>, until: number): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof SshError) || now() > until) throw error;
      await sleep(AGAIN);
    }
  }
}
