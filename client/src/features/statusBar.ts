import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type FileStatus, StatusNotification } from '../../../server/src/lsp/protocol.ts';
import { statusText } from './statusText.ts';

/** A status bar item that follows the active editor, visible on keepalived files only. */
export function showStatus(client: LanguageClient): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('keepalived.status', vscode.StatusBarAlignment.Left);
  item.name = 'Keepalived';
  item.command = 'workbench.actions.view.problems';

  const statuses = new Map<string, FileStatus>();
  const refresh = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const status = document?.languageId === 'keepalived' ? statuses.get(document.uri.toString()) : undefined;
    if (status === undefined) {
      item.hide();
      return;
    }
    const { text, tooltip } = statusText(status, (message, ...args) => vscode.l10n.t(message, ...args));
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip };
    item.show();
  };

  return vscode.Disposable.from(
    item,
    client.onNotification(StatusNotification, (status: FileStatus) => {
      statuses.set(vscode.Uri.parse(status.uri).toString(), status);
      refresh();
    }),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => statuses.delete(uri.toString())),
  );
}
