import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { LARGEST_FILE, readOverSsh } from '../../../deploy/src/ssh/readFile.ts';
import {
  type ComparePeerParams,
  ComparePeerRequest,
  PEER_SCHEME,
  type PeerComparison,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { askInTurn } from './multiStepInput.ts';
import type { PeerDocuments } from './peerDocuments.ts';
import {
  comparisonText,
  isSerious,
  type PeerAnswer,
  peerName,
  peerPath,
  peerQuestions,
  sshProblemText,
} from './peerQuestions.ts';
import { sshConfig } from './sshConfig.ts';

/** A configuration from elsewhere. */
interface Peer {
  uri: vscode.Uri;
  name: string;
  text: string;
}

/** "Compare With Peer…": holds the active configuration against one that is not in the workspace. */
export async function comparePeer(client: LanguageClient, documents: PeerDocuments): Promise<void> {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  if (!vscode.workspace.isTrusted) {
    await vscode.window.showErrorMessage(t('Nothing is read from other places until you trust this folder.'));
    return;
  }
  const own = vscode.window.activeTextEditor?.document;
  if (own?.languageId !== 'keepalived' || own.uri.scheme === PEER_SCHEME) {
    await vscode.window.showErrorMessage(t('Open the configuration of a node first.'));
    return;
  }
  const answers = await askInTurn<PeerAnswer>(t('Compare With Peer'), (given) => peerQuestions(given, t));
  if (answers === undefined) return;
  const { from, host, path } = answers;
  const peer = from === 'host' && host && path ? await readHost(host, path, t) : await chooseFile(own.uri, t);
  if (peer === undefined) return;

  await documents.show(peer.uri, peer.text);
  const asUri = client.code2ProtocolConverter.asUri;
  const params: ComparePeerParams = { uri: asUri(own.uri), peerUri: asUri(peer.uri), name: peer.name };
  const comparison = await tell(client, peer.uri, params);
  if (comparison) await report(comparison, { own: vscode.workspace.asRelativePath(own.uri), peer: peer.name }, t);
}

async function chooseFile(own: vscode.Uri, t: Translate): Promise<Peer | undefined> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: t('Compare With Peer'),
      openLabel: t('Compare'),
      defaultUri: vscode.Uri.joinPath(own, '..'),
    })) ?? [];
  if (file === undefined) return undefined;
  const { size } = await vscode.workspace.fs.stat(file);
  const problem =
    file.toString() === own.toString()
      ? t('That is the file itself.')
      : size > LARGEST_FILE
        ? t('That file has more than 1 MiB: it is no configuration.')
        : undefined;
  if (problem !== undefined) {
    await vscode.window.showErrorMessage(problem);
    return undefined;
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return toPeer(file.path, peerName(file.path), text);
}

async function readHost(host: string, path: string, t: Translate): Promise<Peer | undefined> {
  const progress = {
    location: vscode.ProgressLocation.Notification,
    title: t('Reading {0} from {1}…', path, host),
    cancellable: true,
  };
  const file = await vscode.window.withProgress(progress, (_, cancellation) => {
    const abort = new AbortController();
    cancellation.onCancellationRequested(() => abort.abort());
    const config = sshConfig();
    const options = config === undefined ? [] : ['-F', config];
    return readOverSsh(host, path, { signal: abort.signal, options });
  });
  if ('text' in file) return toPeer(`/${host}${path}`, host, file.text);
  const problem = sshProblemText(file.problem, host, t);
  if (problem !== undefined) await vscode.window.showErrorMessage(problem);
  return undefined;
}

const toPeer = (path: string, name: string, text: string): Peer => ({
  uri: vscode.Uri.from({ scheme: PEER_SCHEME, path: peerPath(path, name) }),
  name,
  text,
});

/** A server that starts again is told again, as long as the peer is open. */
async function tell(
  client: LanguageClient,
  peer: vscode.Uri,
  params: ComparePeerParams,
): Promise<PeerComparison | null> {
  const ask = () => client.sendRequest<PeerComparison | null>(ComparePeerRequest, params);
  const restarts = client.onDidChangeState(() => {
    // One that ends at once starts again, or not at all.
    if (client.isRunning()) ask().catch(() => undefined);
  });
  const closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.toString() !== peer.toString()) return;
    restarts.dispose();
    closing.dispose();
  });
  return await ask();
}

async function report(comparison: PeerComparison, names: { own: string; peer: string }, t: Translate): Promise<void> {
  const text = comparisonText(comparison, names, t);
  if (!isSerious(comparison.findings)) {
    await vscode.window.showInformationMessage(text);
    return;
  }
  const show = t('Show Problems');
  const answer = await vscode.window.showWarningMessage(text, show);
  if (answer === show) await vscode.commands.executeCommand('workbench.actions.view.problems');
}
