import * as vscode from 'vscode';
import type { Operator, Progress } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { type Action, consentWords, keyInWords, planInWords, unfinishedInWords } from './deployWords.ts';
import type { PlanDocuments } from './planDocuments.ts';

export interface EditorOperator extends Operator {
  /** A question was answered with no: there is nothing to report then. */
  readonly hasDeclined: boolean;
}

/** Asks the person in front of the editor. What is still asked when the work ends is answered with no. */
export function createOperator({ action, name, signal, plans, hear }: OperatorContext, t: Translate): EditorOperator {
  let hasDeclined = false;
  const ask = async <T>(question: () => Thenable<T | undefined>): Promise<T | undefined> => {
    const answer = signal.aborted ? undefined : await Promise.race([question(), untilAborted(signal)]);
    hasDeclined ||= answer === undefined;
    return answer;
  };
  const askModally = (message: string, detail: string, ...buttons: string[]): Promise<string | undefined> =>
    ask(() => vscode.window.showWarningMessage(message, { modal: true, detail }, ...buttons));

  return {
    get hasDeclined() {
      return hasDeclined;
    },
    async consents(plan) {
      if (plan.isEmpty) return true;
      await plans.show(t('{0}: what the hosts have, and what they get', name), plan);
      const { question, yes } = consentWords(action, name, t);
      const look = t('Look at It First');
      const answer = await askModally(question, planInWords(plan, t), yes, look);
      if (answer !== look) return answer === yes;
      // It stays, however long the differences are read and scrolled: a notification would hide itself.
      const title = t('{0}: nothing is changed yet.', name);
      const options = { title, placeHolder: question, ignoreFocusOut: true };
      return (await ask(() => vscode.window.showQuickPick([yes], options))) === yes;
    },
    async allowsInterruption(announcement) {
      const yes = t('Start the Drill');
      return (await askModally(t('Failover drill of {0}', name), announcement.join('\n'), yes)) === yes;
    },
    async trusts(key) {
      const yes = t('Trust This Key');
      const message = t('{0} shows a host key that is not known here.', key.destination);
      return (await askModally(message, keyInWords(key, t), yes)) === yes;
    },
    sudoPassword: ({ name: node, host }) =>
      ask(() =>
        vscode.window.showInputBox({
          title: t('sudo on {0}', node),
          prompt: t('Password for sudo on {0}. It is not kept.', host),
          password: true,
          ignoreFocusOut: true,
        }),
      ),
    async settles(unfinished) {
      const [finish, restore] = [t('Finish It'), t('Restore')];
      const message = t('An earlier deployment of {0} did not come to its end.', name);
      const answer = await askModally(message, unfinishedInWords(unfinished, t), finish, restore);
      return answer === finish ? 'finish' : answer === restore ? 'restore' : undefined;
    },
    hear,
  };
}

interface OperatorContext {
  readonly action: Action;
  /** The pair's. */
  readonly name: string;
  readonly signal: AbortSignal;
  readonly plans: PlanDocuments;
  readonly hear: (progress: Progress) => void;
}

const untilAborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
