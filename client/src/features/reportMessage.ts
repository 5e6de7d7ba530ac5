import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { formatReport, type Report } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { commandsOf, outcomeInWords } from './outcomeWords.ts';

/** What has come of it, and what may be done with the report. `clusterFile` is the pair's. */
export async function tellOutcome(
  report: Report,
  { clusterFile, show }: { clusterFile: vscode.Uri; show: (report: Report) => void },
  t: Translate,
): Promise<void> {
  const [look, save, copy] = [t('Show Report'), t('Save Report…'), t('Copy Commands')];
  const buttons = [look, save, ...(report.stranded.length > 0 ? [copy] : [])];
  const { showInformationMessage, showWarningMessage, showErrorMessage } = vscode.window;
  const tell = report.ok ? showInformationMessage : report.stranded.length > 0 ? showErrorMessage : showWarningMessage;
  const answer = await tell(outcomeInWords(report), ...buttons);
  if (answer === look) show(report);
  if (answer === save) await saveReport(report, clusterFile, t);
  if (answer === copy) await vscode.env.clipboard.writeText(commandsOf(report.stranded));
}

async function saveReport(report: Report, clusterFile: vscode.Uri, t: Translate): Promise<void> {
  const file = await vscode.window.showSaveDialog({
    title: t('Save Report…'),
    defaultUri: vscode.Uri.file(join(dirname(clusterFile.fsPath), 'report.md')),
    filters: { Markdown: ['md'], JSON: ['json'], JUnit: ['xml'], SVG: ['svg'] },
  });
  if (!file) return;
  const formatted = formatReport([report], file.path);
  if ('problem' in formatted) await vscode.window.showErrorMessage(formatted.problem);
  else await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(formatted.text));
}
