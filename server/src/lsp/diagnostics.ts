/** Tells the editor what was found: it asks (pull), or it is told (push), never both. */
import {
  type Connection,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Boundary } from './boundary.ts';
import type { Atlas } from './convert.ts';
import type { Editor } from './editor.ts';
import type { Project, ProjectAnalysis } from './project.ts';
import { createReports } from './reports.ts';
import { canonicalUri } from './uris.ts';

/** Milliseconds without a change before findings are told: what the editor sends at once is taken together. */
const PAUSE = 10;

export interface DiagnosticsContext {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly project: Project;
  readonly atlas: Atlas;
  readonly editor: () => Editor;
  /** Version of an open document; undefined for one that is not open. */
  readonly versionOf: (file: string) => number | undefined;
  /** Called with every analysis that was told. */
  readonly onTold: (analysis: ProjectAnalysis) => Promise<void>;
}

/** Answers the editor's questions; what it gives back is to be called after every change. */
export function tellDiagnostics(context: DiagnosticsContext): () => void {
  const { connection, boundary, project, atlas, editor, versionOf, onTold } = context;
  const reports = createReports(atlas);
  /** Files whose diagnostics changed and that the editor has not heard of. */
  const untold = new Set<string>();
  /** Files that the editor asked about one by one: it shows the last answer until it hears of another one. */
  const asked = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const update = (): ProjectAnalysis => {
    const analysis = project.analysis();
    for (const file of reports.update(analysis.findings)) untold.add(file);
    return analysis;
  };

  const push = async (file: string): Promise<void> => {
    const version = versionOf(file);
    const { diagnostics } = reports.get(file);
    await connection.sendDiagnostics({
      uri: atlas.uri(file),
      diagnostics: [...diagnostics],
      ...(version !== undefined && { version }),
    });
  };

  const tell = boundary.notification<void>('Looking at the configurations', async () => {
    await project.scanned();
    const analysis = update();
    const { pullsDiagnostics, refreshesDiagnostics } = editor();
    const news = [...untold];
    untold.clear();
    if (!pullsDiagnostics) await Promise.all(news.map(push));
    await onTold(analysis);
    if (news.length > 0 && pullsDiagnostics && refreshesDiagnostics) await connection.languages.diagnostics.refresh();
  });

  const pull = async (uri: string, previous: string | undefined): Promise<DocumentDiagnosticReport> => {
    await project.scanned();
    update();
    const file = canonicalUri(uri);
    untold.delete(file);
    asked.add(file);
    const { resultId, diagnostics } = reports.get(file);
    if (resultId === previous) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...diagnostics] };
  };

  const noDiagnostics: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    boundary.request('textDocument/diagnostic', noDiagnostics, ({ textDocument, previousResultId }) =>
      pull(textDocument.uri, previousResultId),
    ),
  );

  connection.languages.diagnostics.onWorkspace(
    boundary.request('workspace/diagnostic', { items: [] }, async ({ previousResultIds }) => {
      await project.scanned();
      update();
      const previous = new Map(previousResultIds.map(({ uri, value }) => [canonicalUri(uri), value]));
      const files = new Set([...reports.files(), ...previous.keys(), ...asked]);
      const items = [...files].map((file): WorkspaceDocumentDiagnosticReport => {
        const version = versionOf(file);
        // An open document is asked for by itself.
        if (version === undefined) untold.delete(file);
        const { resultId, diagnostics } = reports.get(file);
        const about = { uri: atlas.uri(file), version: version ?? null, resultId };
        return resultId === previous.get(file)
          ? { kind: DocumentDiagnosticReportKind.Unchanged, ...about }
          : { kind: DocumentDiagnosticReportKind.Full, ...about, items: [...diagnostics] };
      });
      return { items };
    }),
  );

  return () => {
    clearTimeout(timer);
    timer = setTimeout(tell, PAUSE);
  };
}
