import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type PairCandidates,
  type PairCandidatesParams,
  PairCandidatesRequest,
  type PairChange,
  type PairChangeParams,
  PairChangeRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { applyPairChange } from './applyPairChange.ts';
import { candidateChoices, waysToWrite } from './pairChoices.ts';

/** "Pair With…": asks which files belong to the active one and where to write that down, and does it. */
export async function pairWith(client: LanguageClient): Promise<void> {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  const document = vscode.window.activeTextEditor?.document;
  const uri = document && client.code2ProtocolConverter.asUri(document.uri);
  const asked: PairCandidatesParams = { uri: uri ?? '' };
  const found =
    document?.languageId === 'keepalived' &&
    (await client.sendRequest<PairCandidates | null>(PairCandidatesRequest, asked));
  if (!uri || !found) {
    await vscode.window.showErrorMessage(t('Open a keepalived configuration first.'));
    return;
  }
  const peers = await choosePeers(found, t);
  const write = peers && (await chooseWay(found, peers, t));
  if (!peers || !write) return;
  const params: PairChangeParams = { uri, peers, write };
  const change = await client.sendRequest<PairChange | null>(PairChangeRequest, params);
  if (change) await applyPairChange(client, change, t);
}

async function choosePeers(found: PairCandidates, t: Translate): Promise<string[] | undefined> {
  const choices = candidateChoices(found, t);
  if (choices.length === 0) {
    await vscode.window.showInformationMessage(t('There is no other configuration in this workspace.'));
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(choices, {
    title: t('Pair With…'),
    placeHolder: t('Files that form a cluster with {0}; none, and it stands alone', found.node),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  return picked?.map((choice) => choice.uri);
}

async function chooseWay(
  found: PairCandidates,
  peers: readonly string[],
  t: Translate,
): Promise<PairChangeParams['write'] | undefined> {
  const ways = waysToWrite(found, peers, t);
  if (typeof ways === 'string') {
    await vscode.window.showErrorMessage(ways);
    return undefined;
  }
  if (ways.length === 1) return ways[0]!.write;
  const options = { title: t('Pair With…'), placeHolder: t('Where to write it down?'), ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(ways, options))?.write;
}
