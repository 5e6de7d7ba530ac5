import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import { type PairChange, type PairChangeParams, PairChangeRequest } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { applyPairChange } from './applyPairChange.ts';
import { CLUSTER_FILE, nodesIn, withHosts } from './clusterFileText.ts';
import { nodesOf } from './deployTargets.ts';
import { hostQuestions } from './hostQuestions.ts';
import { askInTurn } from './multiStepInput.ts';

/** Offers to write down a pair that was found by evidence, `front` being one of its files; asks where its nodes are. */
export async function writeClusterFile(
  front: vscode.Uri,
  client: LanguageClient,
  t: Translate,
): Promise<vscode.Uri | undefined> {
  const nodes = await nodesOf(front, client);
  const names = nodes.map(({ name }) => name);
  const write = t('Write It…');
  const offer = t('{0}: no {1} says yet where these nodes are.', names.join(', '), CLUSTER_FILE);
  if ((await vscode.window.showInformationMessage(offer, write)) !== write) return undefined;
  const answers = await askInTurn<string>(t('Where the Nodes Are'), (given) => hostQuestions(names, given, t));
  const [first, ...others] = nodes.map(({ uri }) => uri);
  if (!answers || first === undefined) return undefined;

  const params: PairChangeParams = { uri: first, peers: others, write: 'cluster-file' };
  const change = await client.sendRequest<PairChange | null>(PairChangeRequest, params);
  const file = change ? await applyPairChange(client, change, t) : undefined;
  if (!file) return undefined;
  const hostOf = new Map(nodes.map(({ name, uri }) => [vscode.Uri.parse(uri).fsPath, answers[name] ?? '']));
  const document = await vscode.workspace.openTextDocument(file);
  const text = document.getText();
  const folder = dirname(file.fsPath);
  // By their configurations: a name may be written differently from what a node calls itself.
  const hosts = nodesIn(text).map(({ name, config }) => [name, hostOf.get(resolve(folder, config)) ?? ''] as const);
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  edit.replace(file, whole, withHosts(text, new Map(hosts.filter(([, host]) => host !== ''))));
  await vscode.workspace.applyEdit(edit);
  // A document whose language has just been found is another one.
  await (await vscode.workspace.openTextDocument(file)).save();
  return file;
}
