/** The language server: puts the project, the features and a connection together. It knows no process and no disk. */
import {
  CodeActionKind,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type InitializeResult,
  MessageType,
  ShowMessageNotification,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { answerAnnotations } from './annotations.ts';
import { createBoundary } from './boundary.ts';
import { answerComparePeer } from './comparePeer.ts';
import { WATCHED } from './configurations.ts';
import type { Atlas } from './convert.ts';
import { tellDiagnostics } from './diagnostics.ts';
import { editorOf, folderName } from './editor.ts';
import { answerFailover } from './failoverRequests.ts';
import type { Host } from './host.ts';
import { answerPairRequests } from './pairRequests.ts';
import { createProject, type ProjectAnalysis } from './project.ts';
import { StatusNotification } from './protocol.ts';
import { answerRequests, type RequestsContext } from './requests.ts';
import { DEFAULT_SETTINGS, languageOf, readSettings } from './settings.ts';
import { statusOf } from './status.ts';
import { canonicalUri } from './uris.ts';

const SECTION = 'keepalived';

/** Answers on this connection from now on; the caller listens. */
export function startServer(connection: Connection, host: Host): void {
  const boundary = createBoundary(connection.console);
  const project = createProject(host);
  const documents = new TextDocuments(TextDocument);
  /** The editor's own spelling of the open files' URIs. */
  const openUris = new Map<string, string>();
  const statuses = new Map<string, string>();
  /** By code, whether there is one that explains it. */
  const pages = new Map<string, boolean>();
  let editor = editorOf({ capabilities: {}, processId: null, rootUri: null, workspaceFolders: null });
  let settings = DEFAULT_SETTINGS;

  const atlas: Atlas = {
    tree: (file) => project.tree(file),
    uri: (file) => openUris.get(file) ?? file,
    page(code) {
      if (editor.rulePages === undefined) return undefined;
      const page = `${editor.rulePages}/${code}.md`;
      const exists = pages.get(code) ?? host.stamp(canonicalUri(page)) !== undefined;
      pages.set(code, exists);
      return exists ? page : undefined;
    },
  };
  const versionOf = (file: string): number | undefined => documents.get(openUris.get(file) ?? file)?.version;

  const tellStatus = async (analysis: ProjectAnalysis): Promise<void> => {
    for (const file of openUris.keys()) {
      const status = statusOf(file, analysis, atlas);
      const text = JSON.stringify(status);
      if (!status || statuses.get(file) === text) continue;
      statuses.set(file, text);
      await connection.sendNotification(StatusNotification, status);
    }
  };

  const tellFailover = answerFailover({ connection, boundary, project, atlas, version: () => settings.version });
  const language = () => languageOf(settings, editor.locale);
  const tellAnnotations = answerAnnotations({
    connection,
    boundary,
    project,
    editor: () => editor,
    settings: () => settings,
    language,
  });
  const changed = tellDiagnostics({
    connection,
    boundary,
    project,
    atlas,
    editor: () => editor,
    versionOf,
    onTold: async (analysis) => {
      await tellStatus(analysis);
      await tellFailover(analysis);
      await tellAnnotations(analysis);
    },
  });
  answerComparePeer({ connection, boundary, project, changed });
  const requests: RequestsContext = {
    connection,
    boundary,
    project,
    atlas,
    abilities: () => editor,
    preferences: (file) => ({ version: project.versionFor(file), language: language() }),
  };
  answerRequests(requests);
  answerPairRequests(requests);

  const scan = async (): Promise<void> => {
    await project.scan();
    changed();
  };
  const takeSettings = (value: unknown): void => {
    const before = settings.problems;
    settings = readSettings(value);
    project.setVersion(settings.version);
    project.setLevels(settings.levels);
    project.setPairing(settings.pairing);
    for (const problem of settings.problems) {
      if (before.includes(problem)) continue;
      void connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message: problem });
    }
  };
  const applySettings = (value: unknown): void => {
    takeSettings(value);
    changed();
  };
  const askSettings = async (): Promise<void> => {
    if (editor.hasConfiguration) applySettings(await connection.workspace.getConfiguration(SECTION));
  };

  const askToBeTold = (): Promise<unknown>[] => {
    const watchers = WATCHED.map((globPattern) => ({ globPattern }));
    return [
      ...(editor.watchesFiles
        ? [connection.client.register(DidChangeWatchedFilesNotification.type, { watchers })]
        : []),
      ...(editor.registersConfiguration
        ? [connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION })]
        : []),
    ];
  };

  connection.onInitialize((params): InitializeResult => {
    editor = editorOf(params);
    takeSettings(params.initializationOptions);
    project.setFolders(editor.folders);
    return {
      serverInfo: { name: 'keepalived-language-server' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
        completionProvider: { triggerCharacters: [' ', '$'] },
        hoverProvider: true,
        definitionProvider: true,
        documentSymbolProvider: true,
        foldingRangeProvider: true,
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] },
        codeLensProvider: {},
        inlayHintProvider: true,
        diagnosticProvider: { identifier: SECTION, interFileDependencies: true, workspaceDiagnostics: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(
    boundary.notification('initialized', async () => {
      if (editor.changesFolders) connection.workspace.onDidChangeWorkspaceFolders(changeFolders);
      await Promise.all([scan(), askSettings(), ...askToBeTold()]);
    }),
  );

  const changeFolders = boundary.notification<{ added: { uri: string }[]; removed: { uri: string }[] }>(
    'workspace/didChangeWorkspaceFolders',
    async ({ added, removed }) => {
      const gone = new Set(removed.map(({ uri }) => folderName(uri)));
      const kept = editor.folders.filter((folder) => !gone.has(folder));
      editor = { ...editor, folders: [...kept, ...added.map(({ uri }) => folderName(uri))] };
      project.setFolders(editor.folders);
      await scan();
    },
  );

  connection.onDidChangeConfiguration(
    boundary.notification('workspace/didChangeConfiguration', async ({ settings: value }) => {
      if (editor.hasConfiguration) await askSettings();
      else applySettings(value);
    }),
  );

  connection.onDidChangeWatchedFiles(
    boundary.notification('workspace/didChangeWatchedFiles', async ({ changes }) => {
      for (const { uri } of changes) project.changedOnDisk(canonicalUri(uri));
      // A folder that came or went may be told as one change.
      if (changes.some(({ type }) => type !== FileChangeType.Changed)) await scan();
      else changed();
    }),
  );

  documents.onDidOpen(
    boundary.notification('textDocument/didOpen', async ({ document }) => {
      const file = canonicalUri(document.uri);
      openUris.set(file, document.uri);
      const isWatched = editor.watchesFiles && editor.folders.some((folder) => file.startsWith(`${folder}/`));
      if (!isWatched) await scan();
    }),
  );
  documents.onDidChangeContent(
    boundary.notification('textDocument/didChange', ({ document }) => {
      project.open(canonicalUri(document.uri), document.getText());
      changed();
    }),
  );
  documents.onDidSave(
    boundary.notification('textDocument/didSave', async () => {
      if (!editor.watchesFiles) await scan();
    }),
  );
  documents.onDidClose(
    boundary.notification('textDocument/didClose', ({ document }) => {
      const file = canonicalUri(document.uri);
      openUris.delete(file);
      statuses.delete(file);
      project.close(file);
      changed();
    }),
  );
  documents.listen(connection);
}
