// Runs on the client machine of a lab: one drill, as its only argument says in JSON. Prints what became of it, likewise.
import { runDrill } from '../../../deploy/src/drill/drill.ts';
import { messageOf } from '../../../deploy/src/failure.ts';
import { openHosts } from '../../../deploy/src/host/hosts.ts';
import type { Operator } from '../../../deploy/src/operator.ts';
import { readPair } from '../../../deploy/src/pair.ts';
import { createRecorder, type Progress } from '../../../deploy/src/report/recorder.ts';
import type { Check, DrillRow, Step, Stranded, Timeline } from '../../../deploy/src/report/report.ts';
import { DEFAULT_VERSION } from '../../../server/src/index.ts';

export interface Order {
  /** Path of a keepalived-ha.json. */
  readonly pair: string;
  readonly sshConfig: string;
  readonly failure: 'keepalived' | 'service' | 'network';
  readonly service?: string;
  readonly guardSeconds?: number;
  /** Nobody agrees to it. */
  readonly isForbidden?: true;
  /** Ends it when a step of that name has been done, if not in another way. */
  readonly interruption?: { readonly after: string; readonly by: 'abort' | 'SIGKILL' };
}

export interface Outcome {
  readonly announcement: readonly string[];
  readonly rows: readonly DrillRow[];
  readonly checks: readonly Check[];
  readonly steps: readonly Step[];
  readonly problem: string | null;
  readonly result: { rolledBack: boolean; stranded: readonly Stranded[]; timeline: Timeline | null };
}

const order: Order = JSON.parse(process.argv[2] ?? '');
const reading = readPair(order.pair);
if ('problems' in reading) throw new Error(reading.problems.join('\n'));
const { pair } = reading;

const ended = new AbortController();
let announcement: readonly string[] = [];
function hear(progress: Progress): void {
  if (progress.kind !== 'step' || progress.step.name !== order.interruption?.after) return;
  if (order.interruption.by === 'abort') ended.abort();
  else process.kill(process.pid, 'SIGKILL');
}
const operator: Operator = {
  consents: async () => false,
  async allowsInterruption(sentences) {
    announcement = sentences;
    return !order.isForbidden;
  },
  trusts: async () => false,
  sudoPassword: async () => undefined,
  settles: async () => undefined,
  hear,
};
const recorder = createRecorder(hear, (text) => text);
const undertaking = { operator, signal: ended.signal, sshConfig: order.sshConfig };
const { hosts, close } = await openHosts(pair.inventory.nodes, undertaking, recorder);
const result: Outcome['result'] = { rolledBack: false, stranded: [], timeline: null };
const { failure, service, guardSeconds } = order;
const problem = await runDrill({
  ...{ pair, hosts, recorder, operator, signal: ended.signal, result, version: DEFAULT_VERSION, failure },
  ...(service !== undefined && { service }),
  ...(guardSeconds !== undefined && { guardSeconds }),
}).then(() => null, messageOf);
await close();
const { rows, checks, steps } = recorder;
const outcome: Outcome = { announcement, rows, checks, steps, problem, result };
process.stdout.write(JSON.stringify(outcome));
