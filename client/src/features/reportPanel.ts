import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Report, reportSvg, verdictOf } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { reportHtml } from './reportPage.ts';

const VIEW_TYPE = 'keepalived.report';

/** Shows a report beside the files. It is not there any more when the window is reloaded. */
export function showReport(report: Report, extension: vscode.Uri, t: Translate): void {
  const title = t('Deployment Report: {0}', report.cluster);
  const folder = vscode.Uri.joinPath(extension, 'dist/webview');
  const panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, vscode.ViewColumn.Active, {
    localResourceRoots: [folder],
  });
  const { webview } = panel;
  panel.iconPath = vscode.Uri.joinPath(extension, 'images/icon.png');
  webview.html = reportHtml(
    report,
    {
      verdict: verdictOf(report),
      ...(report.timeline && { picture: reportSvg([report]) }),
      style: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'report.css')).toString(),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('hex'),
      language: vscode.env.language,
    },
    t,
  );
}
