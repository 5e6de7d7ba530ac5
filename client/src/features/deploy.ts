import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  deploy,
  drill,
  type Pair,
  type Progress,
  type Report,
  readPair,
  rollback,
  type Undertaking,
  verify,
} from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { CLUSTER_FILE } from './clusterFileText.ts';
import { chooseTargets, findTargets } from './deployTargets.ts';
import { type Action, refusal, titleOf } from './deployWords.ts';
import { type DrillChoice, drillChoices } from './drillChoices.ts';
import { type PairTest, testsOf } from './pairTests.ts';
import { createPlanDocuments } from './planDocuments.ts';
import { readSavedPair } from './readSavedPair.ts';
import { tellOutcome } from './reportMessage.ts';
import { createReportPanel } from './reportPanel.ts';
import { undertake, WINDOW_CLOSES } from './undertaking.ts';
import { writeClusterFile } from './writeClusterFile.ts';

export interface Outcome {
  readonly clusterFile: vscode.Uri;
  readonly report: Report;
}

export interface Deployments extends vscode.Disposable {
  /** A command: of this file's pair, or else of the one in front, or of those that the user chooses. */
  run(action: Action, file: vscode.Uri | undefined): Promise<void>;
  /** The same for one pair. Undefined where nothing came of it, which is said. */
  perform(action: Action, clusterFile: vscode.Uri, caller?: Caller): Promise<Report | undefined>;
  /** What there is to be tried of a pair, or why it cannot be read. */
  testsOf(clusterFile: vscode.Uri): { readonly tests: readonly PairTest[] } | { readonly problems: readonly string[] };
  /** Ends what is going on; done when everything is put back. */
  end(): Promise<void>;
}

export interface Caller {
  /** Cancels it. */
  readonly token?: vscode.CancellationToken;
  readonly hear?: (progress: Progress) => void;
  /** Of a drill; without it, it is asked for. */
  readonly failure?: DrillChoice['failure'];
}

/** What may be done with pairs on their hosts. The engine comes with this file, which is loaded when it is wanted. */
export function createDeployments(
  extension: vscode.Uri,
  client: Promise<LanguageClient>,
  output: vscode.LogOutputChannel,
  tell: (outcome: Outcome) => void,
): Deployments {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  const plans = createPlanDocuments();
  const reports = createReportPanel(extension, t);
  let current: { readonly abort: AbortController; readonly work: Promise<unknown> } | undefined;

  const perform: Deployments['perform'] = async (
    action,
    clusterFile,
    { token, failure, hear = () => undefined } = {},
  ) => {
    const isRefused = await refuse([clusterFile], t);
    const pair = isRefused ? undefined : await readSavedPair(clusterFile, t);
    const work = pair && (await workOf(action, pair, failure, t));
    if (!work) return undefined;
    if (current) {
      await vscode.window.showWarningMessage(t('One thing at a time: hosts are being worked on.'));
      return undefined;
    }
    const abort = new AbortController();
    token?.onCancellationRequested(() => abort.abort());
    const context = { action, name: pair.name, abort, plans, output, hear };
    const start: Work = (undertaking) => {
      const running = work(undertaking);
      current = { abort, work: running };
      return running;
    };
    try {
      const report = await undertake(context, start, t);
      if (report) tellOutcome(report, { clusterFile, show: reports.show }, t);
      return report;
    } finally {
      current = undefined;
    }
  };

  return {
    perform,
    async run(action, file) {
      const front = file ?? fileInFront();
      if (await refuse(front ? [front] : [], t)) return;
      const targets = await findTargets(front, await client);
      if (targets.all.length === 0) {
        await vscode.window.showErrorMessage(t('There is no pair here. Open a configuration that has a peer.'));
        return;
      }
      const isSure = targets.own ? file !== undefined || targets.all.length === 1 : !front && targets.all.length === 1;
      const question = { title: titleOf(action, t), many: action === 'deploy' || action === 'verify', isSure };
      const chosen = await chooseTargets(targets, question, t);
      for (const target of chosen) {
        const clusterFile = target.clusterFile ?? (front && (await writeClusterFile(front, await client, t)));
        const report = clusterFile && (await perform(action, clusterFile));
        if (report) tell({ clusterFile, report });
        // Where one pair fails, the others stay as they are.
        if (!report?.ok) return;
      }
    },
    async end() {
      current?.abort.abort(WINDOW_CLOSES);
      await current?.work;
    },
    testsOf(clusterFile) {
      const reading = readPair(clusterFile.fsPath);
      return 'pair' in reading ? { tests: testsOf(reading.pair, t) } : reading;
    },
    dispose: () => plans.dispose(),
  };
}

/** Says why, where hosts stay out of reach. */
async function refuse(files: readonly vscode.Uri[], t: Translate): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const schemes = [...folders, ...files].map(({ scheme }) => scheme);
  const reason = refusal({ isTrusted: vscode.workspace.isTrusted, schemes }, t);
  if (reason !== undefined) await vscode.window.showErrorMessage(reason);
  return reason !== undefined;
}

/** A plan in front is no file. */
function fileInFront(): vscode.Uri | undefined {
  const { uri, languageId } = vscode.window.activeTextEditor?.document ?? {};
  const counts = uri?.scheme === 'file' && (languageId === 'keepalived' || basename(uri.path) === CLUSTER_FILE);
  return counts ? uri : undefined;
}

type Work = (undertaking: Undertaking) => Promise<Report>;

/** Undefined where the user gave up. */
async function workOf(action: Action, pair: Pair, failure: Caller['failure'], t: Translate): Promise<Work | undefined> {
  switch (action) {
    case 'deploy':
      return (undertaking) => deploy(pair, undertaking);
    case 'verify':
      return (undertaking) => verify(pair, undertaking);
    case 'rollback':
      return (undertaking) => rollback(pair, undertaking);
    case 'drill': {
      const options = { title: titleOf(action, t), placeHolder: t('What is to fail?'), ignoreFocusOut: true };
      const chosen = failure ?? (await vscode.window.showQuickPick(drillChoices(pair.inventory, t), options))?.failure;
      return chosen && ((undertaking) => drill(pair, { ...undertaking, ...chosen }));
    }
  }
}
