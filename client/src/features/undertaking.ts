import * as vscode from 'vscode';
import { type Progress, progressLine, type Report, type Undertaking } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { createOperator } from './deployOperator.ts';
import { type Action, titleOf } from './deployWords.ts';
import type { PlanDocuments } from './planDocuments.ts';
import { sshConfig } from './sshConfig.ts';

export interface UndertakingContext {
  readonly action: Action;
  /** The pair's. */
  readonly name: string;
  readonly abort: AbortController;
  readonly plans: PlanDocuments;
  readonly output: vscode.LogOutputChannel;
  readonly hear: (progress: Progress) => void;
}

/** Why work is aborted when there is nobody left to tell: the editor's parts reject whatever is said to them then. */
export const WINDOW_CLOSES = Symbol('the window closes');

/**
 * Has it done, with its steps in a notification and in the output channel. Cancelling has everything put back, which
 * cannot be cancelled. Undefined where the user did not want it after all.
 */
export async function undertake(
  { action, name, abort, plans, output, hear }: UndertakingContext,
  work: (undertaking: Undertaking) => Promise<Report>,
  t: Translate,
): Promise<Report | undefined> {
  const { signal } = abort;
  let show: (line: string) => void = () => undefined;
  const operator = createOperator(
    {
      action,
      name,
      signal,
      plans,
      hear(progress) {
        if (signal.reason === WINDOW_CLOSES) return;
        const line = progressLine(progress);
        output.info(`${name}: ${line}`);
        show(line);
        hear(progress);
      },
    },
    t,
  );
  const config = sshConfig();
  const working = work({ operator, signal, ...(config !== undefined && { sshConfig: config }) });
  const cancelled = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  const title = `${titleOf(action, t)}: ${name}`;
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (progress, token) => {
    show = (message) => progress.report({ message });
    token.onCancellationRequested(() => abort.abort());
    return Promise.race([working, cancelled]);
  });
  if (signal.aborted) {
    const goingBack = t('{0}: cancelled, putting everything back', name);
    await vscode.window.withProgress({ location, title: goingBack }, (progress) => {
      show = (message) => progress.report({ message });
      return working;
    });
  }
  const report = await working;
  return operator.hasDeclined ? undefined : report;
}
