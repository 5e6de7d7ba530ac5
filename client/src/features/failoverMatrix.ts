import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type FailoverMatrix,
  FailoverMatrixOutdatedNotification,
  type FailoverMatrixParams,
  FailoverMatrixRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Memory } from './failoverMessages.ts';
import { type FailoverPanel, followCluster } from './failoverPanel.ts';

const VIEW_TYPE = 'keepalived.failoverMatrix';

export interface FailoverMatrices {
  /** "Show Failover Matrix": of this file, or else of the one in front. Each cluster has one panel. */
  show(uri: vscode.Uri | undefined): Promise<void>;
  /** Goes on in a panel that was open when the window was reloaded; one that had shown nothing is closed. */
  restore(panel: vscode.WebviewPanel, memory: Memory | undefined): void;
}

export function failoverMatrices(context: vscode.ExtensionContext, client: LanguageClient): FailoverMatrices {
  const panels = new Set<FailoverPanel>();

  const follow = (webviewPanel: vscode.WebviewPanel, memory: Memory): void => {
    const panel = followCluster(webviewPanel, memory, context.extensionUri, client);
    panels.add(panel);
    webviewPanel.onDidDispose(() => panels.delete(panel));
  };
  context.subscriptions.push(
    client.onNotification(FailoverMatrixOutdatedNotification, ({ uri }: FailoverMatrixParams) => {
      for (const panel of panels) if (panel.uri === uri) panel.refresh();
    }),
    client.onDidChangeState(() => {
      if (client.isRunning()) for (const panel of panels) panel.refresh();
    }),
  );

  return {
    async show(uri = fileInFront()) {
      const params: FailoverMatrixParams | undefined = uri && { uri: uri.toString() };
      const matrix = params && (await client.sendRequest<FailoverMatrix | null>(FailoverMatrixRequest, params));
      if (!matrix) {
        await vscode.window.showInformationMessage(vscode.l10n.t('Open a keepalived configuration first.'));
        return;
      }
      const open = [...panels].find((panel) => matrix.nodes.some((node) => panel.shows(node.uri)));
      if (open) open.reveal();
      else {
        const title = vscode.l10n.t('Failover Matrix');
        follow(vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Beside), { ...params, events: [] });
      }
    },
    restore: (panel, memory) => (memory ? follow(panel, memory) : panel.dispose()),
  };
}

function fileInFront(): vscode.Uri | undefined {
  const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
  return editors.find((editor) => editor?.document.languageId === 'keepalived')?.document.uri;
}
