import * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { type InitializationOptions, PEER_SCHEME } from '../../../server/src/lsp/protocol.ts';

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
  const initializationOptions: InitializationOptions = {
    failoverMatrixCommand: 'keepalived.showFailoverMatrix',
    rulePages: vscode.Uri.joinPath(context.extensionUri, 'docs/rules').toString(),
  };
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
        { scheme: PEER_SCHEME, language: 'keepalived' },
      ],
      initializationOptions,
      outputChannel: output,
      middleware: {
        // Over the protocol a command's argument is text; ours takes what the editor's own menus give.
        async provideCodeLenses(document, token, next) {
          const lenses = (await next(document, token)) ?? [];
          for (const { command } of lenses) if (command?.command) command.arguments = [document.uri];
          return lenses;
        },
      },
      synchronize: {
        configurationSection: 'keepalived',
        fileEvents: watchers,
      },
    },
  );
}
