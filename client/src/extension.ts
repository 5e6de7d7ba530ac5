import * as vscode from 'vscode';
import { createLanguageClient } from './features/languageClient.ts';
import { showStatus } from './features/statusBar.ts';

/** Puts the extension together. Nothing here waits: the language server starts while the editor goes on. */
export function activate(context: vscode.ExtensionContext): void {
  const began = performance.now();
  const output = vscode.window.createOutputChannel('Keepalived', { log: true });
  const client = createLanguageClient(context, output);
  context.subscriptions.push(
    output,
    client,
    showStatus(client),
    vscode.commands.registerCommand('keepalived.restartServer', () => client.restart()),
    vscode.commands.registerCommand('keepalived.newPair', async () => {
      const { newPair } = await import('./features/newPair.ts');
      await newPair(client);
    }),
  );
  client.start().catch((error) => output.error('The language server did not start:', error));
  output.info(`Activated in ${(performance.now() - began).toFixed(1)} ms`);
}
