import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type FailoverMatrix,
  type FailoverMatrixParams,
  FailoverMatrixRequest,
  type PlayedScenario,
  type PlayScenarioParams,
  PlayScenarioRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { FromPage, Memory, ToPage } from './failoverMessages.ts';
import { pageHtml } from './failoverPage.ts';
import { showPlaces } from './failoverPlaces.ts';
import { failoverView, type Played, placesOf } from './failoverView.ts';

/** One cluster in one panel. */
export interface FailoverPanel {
  /** The file that the cluster is asked for by. */
  readonly uri: string;
  /** Whether this is the main file of one of its nodes. */
  shows(uri: string): boolean;
  reveal(): void;
  /** Asks anew and plays anew what was played. */
  refresh(): void;
}

/** Fills a panel and keeps it up to date until it is closed. */
export function followCluster(
  panel: vscode.WebviewPanel,
  { uri, events }: Memory,
  extension: vscode.Uri,
  client: LanguageClient,
): FailoverPanel {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  let played: Played = { uri, events, matrix: undefined, outcome: null };
  let isOpen = true;
  let work = Promise.resolve();
  panel.onDidDispose(() => {
    isOpen = false;
  });

  /** One after the other, so that an earlier answer never replaces a later one. */
  const next = (step: () => Promise<Partial<Played>>): void => {
    work = work.then(async () => {
      played = { ...played, ...(await step().catch(() => ({ matrix: undefined }))) };
      if (!isOpen) return;
      const view = failoverView(played, t);
      panel.title = view.title;
      const message: ToPage = { view };
      await panel.webview.postMessage(message);
    });
  };
  const ask = async (params: FailoverMatrixParams): Promise<FailoverMatrix | null> =>
    await client.sendRequest(FailoverMatrixRequest, params);
  const play = async (happened: readonly string[]): Promise<PlayedScenario | null> => {
    const params: PlayScenarioParams = { uri, scenario: happened.join(',') };
    return happened.length > 0 ? await client.sendRequest(PlayScenarioRequest, params) : null;
  };
  const refresh = (): void => {
    // A page that is covered is not there; it asks when it is seen again.
    if (isOpen && panel.visible) next(async () => ({ matrix: await ask({ uri }), outcome: await play(played.events) }));
  };

  panel.webview.onDidReceiveMessage(async (message: FromPage) => {
    switch (message.type) {
      case 'ready':
        return refresh();
      case 'play':
        return next(async () => ({ events: message.events, outcome: await play(message.events) }));
      case 'open':
        return await showPlaces(placesOf(played, message.outcome), panel, t);
    }
  });
  const folder = vscode.Uri.joinPath(extension, 'dist/webview');
  const address = (file: string): string => panel.webview.asWebviewUri(vscode.Uri.joinPath(folder, file)).toString();
  panel.iconPath = vscode.Uri.joinPath(extension, 'images/icon.png');
  panel.webview.options = { enableScripts: true, localResourceRoots: [folder] };
  panel.webview.html = pageHtml({
    script: address('failoverMatrix.js'),
    style: address('failoverMatrix.css'),
    source: panel.webview.cspSource,
    nonce: randomBytes(16).toString('hex'),
    language: vscode.env.language,
  });

  return {
    uri,
    shows: (file) => played.matrix?.nodes.some((node) => node.uri === file) ?? false,
    reveal: () => panel.reveal(),
    refresh,
  };
}
