import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { PairChange } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { problemText } from './pairChoices.ts';

/**
 * Makes it and shows it, and saves a cluster file: what is on disk is what others and the command line read. Answers
 * with the file; undefined where that could not be, which is said.
 */
export async function applyPairChange(
  client: LanguageClient,
  change: PairChange,
  t: Translate,
): Promise<vscode.Uri | undefined> {
  const file = client.protocol2CodeConverter.asUri(change.file);
  if ('problem' in change) {
    await vscode.window.showErrorMessage(problemText(change.problem, vscode.workspace.asRelativePath(file), t));
    return undefined;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(change.edit);
  if (!edit || !(await vscode.workspace.applyEdit(edit))) return undefined;
  const document = await vscode.workspace.openTextDocument(file);
  if (document.languageId !== 'keepalived') await document.save();
  // Rejects where the user has gone on to another file meanwhile: there is where they want to be.
  await vscode.window.showTextDocument(document, { preview: false }).then(undefined, () => undefined);
  return file;
}
