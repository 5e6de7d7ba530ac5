import * as vscode from 'vscode';
import { PEER_SCHEME } from '../../../server/src/lsp/protocol.ts';

/** Configurations from elsewhere as documents that nobody can change. They are kept as long as the editor holds them. */
export interface PeerDocuments extends vscode.Disposable {
  /** Opens a text beside the active editor; one that is open already takes it over. */
  show(uri: vscode.Uri, text: string): Promise<void>;
}

export function createPeerDocuments(): PeerDocuments {
  const texts = new Map<string, string>();
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const find = (uri: vscode.Uri): vscode.TextDocument | undefined =>
    vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());

  const subscriptions = vscode.Disposable.from(
    changes,
    vscode.workspace.registerTextDocumentContentProvider(PEER_SCHEME, {
      onDidChange: changes.event,
      provideTextDocumentContent: (uri) =>
        texts.get(uri.toString()) ?? `# ${vscode.l10n.t('This comparison has ended. Run Compare With Peer again.')}\n`,
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
  );
  return {
    async show(uri, text) {
      const open = find(uri);
      texts.set(uri.toString(), text);
      if (open && open.getText() !== text) {
        const changed = nextChange(uri);
        changes.fire(uri);
        await changed;
      }
      await vscode.commands.executeCommand('vscode.open', uri, {
        viewColumn: vscode.ViewColumn.Beside,
        preserveFocus: true,
        preview: false,
      });
      const document = find(uri);
      if (document && document.languageId !== 'keepalived') {
        await vscode.languages.setTextDocumentLanguage(document, 'keepalived');
      }
    },
    dispose: () => subscriptions.dispose(),
  };
}

function nextChange(uri: vscode.Uri): Promise<void> {
  return new Promise((resolve) => {
    const subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.uri.toString() !== uri.toString()) return;
      subscription.dispose();
      resolve();
    });
  });
}
