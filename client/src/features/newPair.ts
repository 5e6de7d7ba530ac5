import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type FreeVirtualRouterIdsParams,
  FreeVirtualRouterIdsRequest,
  type ScaffoldedFile,
  type ScaffoldPairParams,
  ScaffoldPairRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { askInTurn } from './multiStepInput.ts';
import { overwriteProblem, type PairAnswer, pairParams, pairQuestions } from './pairQuestions.ts';

/** Letters and digits that are not taken for one another. */
const PASSWORD_LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 8;

/** "New HA Pair…": asks, lets the server write the files of the pair, saves them, and opens both side by side. */
export async function newPair(client: LanguageClient): Promise<void> {
  const t: Translate = (message, ...args) => vscode.l10n.t(message, ...args);
  const workspaceFolder = await chooseWorkspaceFolder(t);
  if (workspaceFolder === undefined) return;

  const everyId: FreeVirtualRouterIdsParams = { count: 255 };
  const freeVirtualRouterIds = await client.sendRequest<number[]>(FreeVirtualRouterIdsRequest, everyId);
  const authPass = randomPassword();
  const answers = await askInTurn<PairAnswer>(t('New HA Pair'), (answers) => {
    const files = ['keepalived-ha.json', `${answers.name1}/keepalived.conf`, `${answers.name2}/keepalived.conf`];
    const findExisting = (folder: string) => firstExisting(workspaceFolder, folder, files);
    return pairQuestions(answers, { freeVirtualRouterIds, authPass, findExisting }, t);
  });
  if (answers?.folder === undefined) return;

  const params: ScaffoldPairParams = pairParams(answers);
  const files = await client.sendRequest<ScaffoldedFile[]>(ScaffoldPairRequest, params);
  const paths = files.map(({ path }) => path);
  const problem = overwriteProblem(await firstExisting(workspaceFolder, answers.folder, paths), t);
  if (problem !== undefined) {
    await vscode.window.showErrorMessage(problem);
    return;
  }
  for (const { path, text } of files) {
    await vscode.workspace.fs.writeFile(place(workspaceFolder, answers.folder, path), new TextEncoder().encode(text));
  }
  const configs = paths.filter((path) => path.endsWith('.conf'));
  for (const [index, path] of configs.entries()) {
    const viewColumn = index === 0 ? vscode.ViewColumn.One : vscode.ViewColumn.Two;
    await vscode.window.showTextDocument(place(workspaceFolder, answers.folder, path), { viewColumn, preview: false });
  }
}

async function chooseWorkspaceFolder(t: Translate): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick())?.uri;
  if (folders[0] !== undefined) return folders[0].uri;
  const open = t('Open Folder…');
  const answer = await vscode.window.showErrorMessage(t('Open a folder first: the pair is written into it.'), open);
  if (answer === open) await vscode.commands.executeCommand('vscode.openFolder');
  return undefined;
}

async function firstExisting(root: vscode.Uri, folder: string, paths: string[]): Promise<string | undefined> {
  for (const path of paths) {
    const found = await vscode.workspace.fs.stat(place(root, folder, path)).then(
      () => true,
      () => false,
    );
    if (found) return `${folder}/${path}`;
  }
  return undefined;
}

function place(root: vscode.Uri, folder: string, path: string): vscode.Uri {
  return vscode.Uri.joinPath(root, ...folder.split('/'), ...path.split('/'));
}

function randomPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]).join('');
}
