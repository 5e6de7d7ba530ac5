import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { Deployments, Outcome } from './features/deploy.ts';
import type { Action } from './features/deployWords.ts';
import type { FailoverMatrices } from './features/failoverMatrix.ts';
import type { Memory } from './features/failoverMessages.ts';
import { createPeerDocuments } from './features/peerDocuments.ts';
import { showStatus } from './features/statusBar.ts';

const ACTIONS: readonly Action[] = ['deploy', 'verify', 'drill', 'rollback'];

/** Ends what is done on hosts; nothing else has to wait for its end. */
let endWork = async (): Promise<void> => undefined;

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
  const outcomes = new vscode.EventEmitter<Outcome>();
  let loading: Promise<Deployments> | undefined;
  const deployments = (): Promise<Deployments> => {
    loading ??= loadDeployments(context, client, output, (outcome) => outcomes.fire(outcome));
    return loading;
  };
  endWork = async () => (await loading)?.end();
  context.subscriptions.push(
    output,
    peerDocuments,
    outcomes,
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
    ...ACTIONS.map((action) =>
      vscode.commands.registerCommand(`keepalived.${action}`, async (uri?: vscode.Uri) =>
        (await deployments()).run(action, uri),
      ),
    ),
  );
  showTests(context, deployments, outcomes.event);
  output.info(`Activated in ${(performance.now() - began).toFixed(1)} ms`);
}

/** The editor waits for some seconds; what takes longer is finished, or put back, by the next deployment. */
export const deactivate = (): Promise<void> => endWork();

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

async function loadDeployments(
  context: vscode.ExtensionContext,
  client: Promise<LanguageClient>,
  output: vscode.LogOutputChannel,
  tell: (outcome: Outcome) => void,
): Promise<Deployments> {
  const { createDeployments } = await import('./features/deploy.ts');
  const deployments = createDeployments(context.extensionUri, client, output, tell);
  context.subscriptions.push(deployments);
  return deployments;
}

/** From the first cluster file on: who has none sees nothing of it. */
async function showTests(
  context: vscode.ExtensionContext,
  deployments: () => Promise<Deployments>,
  outcomes: vscode.Event<Outcome>,
): Promise<void> {
  const pattern = '**/keepalived-ha.json';
  const [found] = await vscode.workspace.findFiles(pattern, '**/node_modules/**', 1);
  if (!found) {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    context.subscriptions.push(watcher);
    await new Promise((resolve) => watcher.onDidCreate(resolve));
  }
  const { createTestExplorer } = await import('./features/testExplorer.ts');
  context.subscriptions.push(createTestExplorer(deployments, outcomes));
}
