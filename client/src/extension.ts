import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { FailoverMatrices } from './features/failoverMatrix.ts';
import type { Memory } from './features/failoverMessages.ts';
import { createPeerDocuments } from './features/peerDocuments.ts';
import { showStatus } from './features/statusBar.ts';

/** Puts the extension together. Nothing here waits: the language server starts while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const output = vscode.window.createOutputChannel('Keepalived', { log: true });
  const client = startLanguageClient(context, output);
  let matrices: Promise<FailoverMatrices> | undefined;
  const failoverMatrices = (): Promise<FailoverMatrices> => {
    matrices ??= loadFailoverMatrices(context, client);
    return matrices;
  };
  const restoring: vscode.WebviewPanelSerializer<Memory | undefined> = {
    deserializeWebviewPanel: async (panel, memory) => (await failoverMatrices()).restore(panel, memory),
  };
  const peerDocuments = createPeerDocuments();
  context.subscriptions.push(
    output,
    peerDocuments,
    vscode.commands.registerCommand('keepalived.restartServer', async () => (await client).restart()),
    vscode.commands.registerCommand('keepalived.newPair', async () => {
      const { newPair } = await import('./features/newPair.ts');
      await newPair(await client);
    }),
    vscode.commands.registerCommand('keepalived.showFailoverMatrix', async (uri?: vscode.Uri) =>
      (await failoverMatrices()).show(uri),
    ),
    vscode.window.registerWebviewPanelSerializer('keepalived.failoverMatrix', restoring),
    vscode.commands.registerCommand('keepalived.pairWith', async () => {
      const { pairWith } = await import('./features/pairWith.ts');
      await pairWith(await client);
    }),
    vscode.commands.registerCommand('keepalived.comparePeer', async () => {
      const { comparePeer } = await import('./features/comparePeer.ts');
      await comparePeer(await client, peerDocuments);
    }),
  );
  output.info(`Activated in ${(performance.now() - began).toFixed(1)} ms`);
}

/** The client's library is most of what this extension has to load; it comes after the activation. */
async function startLanguageClient(
  context: vscode.ExtensionContext,
  output: vscode.LogOutputChannel,
): Promise<LanguageClient> {
  const { createLanguageClient } = await import('./features/languageClient.ts');
  const client = createLanguageClient(context, output);
  context.subscriptions.push(client, showStatus(client));
  client.start().catch((error) => output.error('The language server did not start:', error));
  return client;
}

async function loadFailoverMatrices(
  context: vscode.ExtensionContext,
  client: Promise<LanguageClient>,
): Promise<FailoverMatrices> {
  const { failoverMatrices } = await import('./features/failoverMatrix.ts');
  return failoverMatrices(context, await client);
}
