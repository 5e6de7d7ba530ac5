import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/**
 * The client of our language server, which runs on the extension host's own Node.js. Its id names the settings
 * (`keepalived.trace.server`); the settings themselves go to the server as the section `keepalived`.
 */
export function createLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): LanguageClient {
  const watchers = ['**/*.conf', '**/keepalived-ha.json'].map((glob) => vscode.workspace.createFileSystemWatcher(glob));
  context.subscriptions.push(...watchers);
  const module = context.asAbsolutePath('dist/server.js');
  return new LanguageClient(
    'keepalived',
    'Keepalived',
    { module, transport: TransportKind.ipc },
    {
      documentSelector: [
        { scheme: 'file', language: 'keepalived' },
        { scheme: 'untitled', language: 'keepalived' },
        // What decides over pairs counts while it is being written.
        { scheme: 'file', pattern: '**/keepalived-ha.json' },
      ],
      outputChannel: output,
      synchronize: {
        configurationSection: 'keepalived',
        fileEvents: watchers,
      },
    },
  );
}
