/** Ctrl-C, the end of the session and their kind: they end what is under way, and not the process. */

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * From now on the first of them aborts its signal, and all others are told to wait: hosts that are half changed are worse
 * than a program that takes its time. One that comes last does not take the report and the exit code away.
 */
export function cancelOnSignals(controller: AbortController, say: (line: string) => void): void {
  const onSignal = (): void => {
    if (controller.signal.aborted) say('Please wait: the hosts must not be left half changed.');
    else say('Cancelled. What was changed on the hosts is put back first…');
    controller.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

/**
 * Ends the process with this code, as soon as all that it has said is written. Where a process ends by itself, Node gives
 * its signals up first: one that came then would take the exit code away.
 */
export async function leave(code: number): Promise<never> {
  const written = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write('', () => resolve())),
  );
  await Promise.all(written);
  process.exit(code);
}
