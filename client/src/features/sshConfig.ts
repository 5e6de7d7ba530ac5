import * as vscode from 'vscode';

/** What takes the place of the user's own ssh_config, if anything. No workspace can set it. */
export const sshConfig = (): string | undefined =>
  vscode.workspace.getConfiguration('keepalived').get<string>('deploy.sshConfig') || undefined;
