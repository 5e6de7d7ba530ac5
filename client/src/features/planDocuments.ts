import * as vscode from 'vscode';
import type { FileChange, Plan } from '../../../deploy/src/index.ts';

/** Files as the hosts have them, as documents that nobody can change. They are kept in memory alone, until the next ones. */
export interface PlanDocuments extends vscode.Disposable {
  /** Opens the editor's own view of several differences: what the hosts have, against what they will get. */
  show(title: string, plan: Plan): Promise<void>;
}

const SCHEME = 'keepalived-host';

export function createPlanDocuments(): PlanDocuments {
  const texts = new Map<string, string>();
  let plans = 0;
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  /** At the path of the file here, where there is one: the editor takes another path for a renamed file. */
  const virtual = (path: string, id: string, content: Buffer): vscode.Uri => {
    // Another one for every plan: a document that is open keeps its text.
    const uri = vscode.Uri.from({ scheme: SCHEME, path, query: `${plans} ${id}` });
    texts.set(uri.toString(), content.toString('utf8'));
    return uri;
  };
  /** Nothing where there is no file. */
  const sides = (node: string, { target, source, before, after }: FileChange): (vscode.Uri | undefined)[] => {
    const local = source === undefined ? undefined : vscode.Uri.file(source);
    const path = local?.path ?? `/${node}${target}`;
    return [
      before && virtual(path, `${node} before`, before),
      after && (local ?? virtual(path, `${node} after`, after)),
    ];
  };
  return {
    async show(title, { nodes }) {
      plans += 1;
      texts.clear();
      const changes = nodes.flatMap(({ node, files }) => files.map((file) => sides(node, file)));
      const resources = changes.map(([before, after]) => [after ?? before, before, after]);
      if (resources.length > 0) await vscode.commands.executeCommand('vscode.changes', title, resources);
    },
    dispose: () => provider.dispose(),
  };
}
