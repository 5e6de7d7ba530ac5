import * as vscode from 'vscode';
import { type Pair, type PairReading, readPair } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { CLUSTER_FILE, nodesIn } from './clusterFileText.ts';
import { quoted } from './quoted.ts';

/**
 * The pair as it is on disk, after its files were saved if need be. Undefined where it cannot be deployed, which is
 * said, or where the user gave up.
 */
export async function readSavedPair(clusterFile: vscode.Uri, t: Translate): Promise<Pair | undefined> {
  for (;;) {
    const reading = readPair(clusterFile.fsPath);
    const files = [clusterFile.fsPath, ...sourcesOf(reading)];
    const unsaved = vscode.workspace.textDocuments.filter(
      ({ isDirty, uri }) => isDirty && uri.scheme === 'file' && files.includes(uri.fsPath),
    );
    if (unsaved.length === 0) {
      if ('pair' in reading) return reading.pair;
      await explain(clusterFile, reading.problems, t);
      return undefined;
    }
    if (!(await save(unsaved, t))) return undefined;
  }
}

function sourcesOf(reading: PairReading): string[] {
  return 'pair' in reading ? [...reading.pair.placements.values()].flat().map(({ source }) => source) : [];
}

async function save(documents: readonly vscode.TextDocument[], t: Translate): Promise<boolean> {
  const names = documents.map(({ uri }) => vscode.workspace.asRelativePath(uri)).join('\n');
  const yes = t('Save');
  const question = { modal: true, detail: names };
  const answer = await vscode.window.showWarningMessage(
    t('What is deployed is what is saved. Save these files?'),
    question,
    yes,
  );
  if (answer !== yes) return false;
  const results = await Promise.all(documents.map((document) => document.save()));
  return results.every(Boolean);
}

/** Shows the place in the cluster file, where there is one. */
async function explain(clusterFile: vscode.Uri, problems: readonly string[], t: Translate): Promise<void> {
  const document = await vscode.workspace.openTextDocument(clusterFile);
  const homeless = nodesIn(document.getText()).filter(({ hasHost }) => !hasHost);
  const [first] = homeless;
  const place = document.positionAt(first?.offset ?? 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(place, place), preview: false });
  const names = homeless.map(({ name }) => name).join(', ');
  await vscode.window.showErrorMessage(
    first
      ? t('{0}: say in {1} where ssh reaches it, such as "host": "root@192.168.10.11".', names, CLUSTER_FILE)
      : quoted(problems.join(' ')),
  );
}
