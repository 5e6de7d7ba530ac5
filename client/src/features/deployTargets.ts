import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  type FailoverMatrix,
  type FailoverMatrixParams,
  FailoverMatrixRequest,
} from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import { CLUSTER_FILE, nodesIn } from './clusterFileText.ts';

/** A pair that something may be done with: it has a cluster file, or was only found by evidence. */
export interface Target {
  readonly names: readonly string[];
  readonly clusterFile?: vscode.Uri;
}

export interface Targets {
  /** That of the file in front. */
  readonly own?: Target;
  readonly all: readonly Target[];
}

/** `front` is the file that is worked on; every keepalived-ha.json of the workspace is a target. */
export async function findTargets(front: vscode.Uri | undefined, client: LanguageClient): Promise<Targets> {
  const uris = await vscode.workspace.findFiles(`**/${CLUSTER_FILE}`, '**/node_modules/**');
  const described = await Promise.all(uris.map(readTarget));
  const withFile = described.toSorted((a, b) => (a.clusterFile.path < b.clusterFile.path ? -1 : 1));
  if (!front) return { all: withFile };

  const nodes = basename(front.path) === CLUSTER_FILE ? [] : await nodesOf(front, client);
  const files = [front.fsPath, ...nodes.map(({ uri }) => vscode.Uri.parse(uri).fsPath)];
  const own = withFile.find(({ clusterFile, configs }) =>
    files.some((file) => file === clusterFile.fsPath || configs.includes(file)),
  );
  if (own) return { own, all: withFile };
  if (nodes.length < 2) return { all: withFile };
  const found: Target = { names: nodes.map(({ name }) => name) };
  return { own: found, all: [found, ...withFile] };
}

async function readTarget(
  clusterFile: vscode.Uri,
): Promise<{ clusterFile: vscode.Uri; names: string[]; configs: string[] }> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(clusterFile));
  const nodes = nodesIn(text);
  const folder = dirname(clusterFile.fsPath);
  return {
    clusterFile,
    names: nodes.map(({ name }) => name),
    configs: nodes.map(({ config }) => resolve(folder, config)),
  };
}

/** Of the cluster that the language server finds a file in. */
export async function nodesOf(file: vscode.Uri, client: LanguageClient): Promise<FailoverMatrix['nodes']> {
  const params: FailoverMatrixParams = { uri: client.code2ProtocolConverter.asUri(file) };
  const matrix = await client.sendRequest<FailoverMatrix | null>(FailoverMatrixRequest, params);
  return matrix?.nodes ?? [];
}

interface TargetItem extends vscode.QuickPickItem {
  readonly target: Target;
}

/** Asks which, where that can be in doubt. None when the user gives up. */
export async function chooseTargets(
  { own, all }: Targets,
  { title, many, isSure }: { title: string; many: boolean; isSure: boolean },
  t: Translate,
): Promise<readonly Target[]> {
  if (isSure) return own ? [own] : all;
  const items = [...all]
    .sort((a, b) => Number(b === own) - Number(a === own))
    .map(
      (target): TargetItem => ({
        label: target.names.join(' ⇄ '),
        description: target.clusterFile
          ? vscode.workspace.asRelativePath(target.clusterFile)
          : t('no {0} yet', CLUSTER_FILE),
        picked: target === own,
        target,
      }),
    );
  const options = { title, placeHolder: t('Which pair?'), ignoreFocusOut: true, matchOnDescription: true };
  if (many)
    return (
      (await vscode.window.showQuickPick(items, { ...options, canPickMany: true }))?.map(({ target }) => target) ?? []
    );
  const picked = await vscode.window.showQuickPick(items, options);
  return picked ? [picked.target] : [];
}
