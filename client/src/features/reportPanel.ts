import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { type Report, reportSvg, verdictOf } from '../../../deploy/src/index.ts';
import type { Translate } from '../translate.ts';
import { reportHtml } from './reportPage.ts';

const VIEW_TYPE = 'keepalived.report';

export interface ReportPanel {
  /** In place of the last one. */
  show(report: Report): void;
}

/** It is not there any more when the window is reloaded. */
export function createReportPanel(extension: vscode.Uri, t: Translate): ReportPanel {
  const folder = vscode.Uri.joinPath(extension, 'dist/webview');
  let open: vscode.WebviewPanel | undefined;
  const opened = (): vscode.WebviewPanel => {
    const options = { localResourceRoots: [folder] };
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, '', vscode.ViewColumn.Active, options);
    panel.iconPath = vscode.Uri.joinPath(extension, 'images/icon.png');
    panel.onDidDispose(() => {
      open = undefined;
    });
    return panel;
  };
  return {
    show(report) {
      open ??= opened();
      const { webview } = open;
      open.title = t('Deployment Report: {0}', report.cluster);
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
      open.reveal();
    },
  };
}
