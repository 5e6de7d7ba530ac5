// Runs on the client machine of a lab: one drill, as its only argument says in JSON. Prints what became of it, likewise.
import { type DrillOptions, drill, runDrill } from '../../../deploy/src/drill/drill.ts';
import type { Operator } from '../../../deploy/src/operator.ts';
import { readPair } from '../../../deploy/src/pair.ts';
import type { Progress } from '../../../deploy/src/report/recorder.ts';
import type { Report } from '../../../deploy/src/report/report.ts';
import { undertake } from '../../../deploy/src/undertaking.ts';
import { DEFAULT_VERSION } from '../../../server/src/index.ts';

export interface Order extends Pick<DrillOptions, 'failure' | 'service' | 'sshConfig'> {
  /** Path of a keepalived-ha.json. */
  readonly pair: string;
  /** Seconds after which a host helps itself. */
  readonly guardSeconds?: number;
  /** Nobody agrees to it. */
  readonly isForbidden?: true;
  /** Ends it when a step of that name has been done, if it has not ended before. */
  readonly interruption?: { readonly after: string; readonly by: 'abort' | 'SIGKILL' };
}

export interface Outcome extends Report {
  readonly announcement: readonly string[];
}

const { pair: file, guardSeconds, isForbidden, interruption, ...choice }: Order = JSON.parse(process.argv[2] ?? '');
const reading = readPair(file);
if ('problems' in reading) throw new Error(reading.problems.join('\n'));
const { pair } = reading;

const ended = new AbortController();
let announcement: readonly string[] = [];
function hear(progress: Progress): void {
  if (progress.kind !== 'step' || progress.step.name !== interruption?.after) return;
  if (interruption.by === 'abort') ended.abort();
  else process.kill(process.pid, 'SIGKILL');
}
const operator: Operator = {
  consents: async () => false,
  async allowsInterruption(sentences) {
    announcement = sentences;
    return !isForbidden;
  },
  trusts: async () => false,
  sudoPassword: async () => undefined,
  settles: async () => undefined,
  hear,
};
const options: DrillOptions = { ...choice, operator, signal: ended.signal };
const kind = { locks: true, isolates: choice.failure === 'network' };
const report =
  guardSeconds === undefined
    ? await drill(pair, options)
    : await undertake(pair, options, kind, async (work) => {
        await runDrill({ ...options, ...work, guardSeconds, version: DEFAULT_VERSION });
        return null;
      });
const outcome: Outcome = { announcement, ...report };
process.stdout.write(JSON.stringify(outcome));
