import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  type CodeAction,
  type CompletionItem,
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const server = join(root, 'dist/server.js');

/** A folder on disk that a test may change. */
export interface Folder {
  readonly uri: string;
  uriOf(name: string): string;
  read(name: string): string;
  write(name: string, text: string): void;
  remove(name: string): void;
  dispose(): void;
}

export function temporaryFolder(texts: Readonly<Record<string, string>>): Folder {
  const path = mkdtempSync(join(tmpdir(), 'keepalived-lsp-'));
  const folder: Folder = {
    uri: pathToFileURL(path).href,
    uriOf: (name) => pathToFileURL(join(path, name)).href,
    read: (name) => readFileSync(join(path, name), 'utf8'),
    write(name, text) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    },
    remove: (name) => rmSync(join(path, name), { recursive: true, force: true }),
    dispose: () => rmSync(path, { recursive: true, force: true }),
  };
  for (const [name, text] of Object.entries(texts)) folder.write(name, text);
  return folder;
}

/** An editor that knows neither pulling nor snippets. */
export const PLAIN: InitializeParams['capabilities'] = { textDocument: { publishDiagnostics: {} } };
/** What VS Code says of itself, as far as it matters here. */
export const PULLING: InitializeParams['capabilities'] = {
  textDocument: {
    publishDiagnostics: {},
    diagnostic: {},
    completion: { completionItem: { snippetSupport: true } },
    hover: { contentFormat: ['markdown'] },
  },
  workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
};

/** An editor's side of one running server. */
export class Editor {
  readonly connection: ProtocolConnection;
  readonly pushed = new Map<string, Diagnostic[]>();
  /** What the server sent besides diagnostics and its log. */
  readonly received: { method: string; params: unknown }[] = [];
  readonly log: string[] = [];
  private readonly process;
  private readonly documents = new Map<string, TextDocument>();
  private readonly waiting = new Set<() => void>();

  constructor() {
    if (!existsSync(server)) throw new Error(`${server} is not there: run "npm run build"`);
    this.process = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.connection = createProtocolConnection(
      new StreamMessageReader(this.process.stdout),
      new StreamMessageWriter(this.process.stdin),
    );
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
      this.pushed.set(uri, diagnostics);
      this.wake();
    });
    this.connection.onNotification('window/logMessage', ({ message }) => {
      this.log.push(message);
      this.wake();
    });
    for (const method of ['keepalived/status', 'keepalived/failoverMatrixOutdated', 'window/showMessage']) {
      this.connection.onNotification(method, (params) => this.note(method, params));
    }
    for (const method of [
      'workspace/diagnostic/refresh',
      'workspace/codeLens/refresh',
      'workspace/inlayHint/refresh',
      'client/registerCapability',
    ]) {
      this.connection.onRequest(method, (params) => {
        this.note(method, params);
        return null;
      });
    }
    this.connection.listen();
  }

  private note(method: string, params: unknown): void {
    this.received.push({ method, params });
    this.wake();
  }

  private wake(): void {
    for (const check of this.waiting) check();
  }

  async start(params: Partial<InitializeParams> = {}): Promise<void> {
    const complete = { processId: null, rootUri: null, workspaceFolders: null, capabilities: PLAIN, ...params };
    await this.connection.sendRequest('initialize', complete);
    await this.connection.sendNotification('initialized', {});
  }

  /** Waits until something holds that depends on what the server sends; the test's own time limit ends it. */
  until<T>(look: () => T | undefined | false): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found === undefined || found === false) return;
        this.waiting.delete(check);
        resolve(found);
      };
      this.waiting.add(check);
      check();
    });
  }

  async open(uri: string, text: string, languageId = 'keepalived'): Promise<void> {
    this.documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  textOf(uri: string): string {
    return this.documents.get(uri)!.getText();
  }

  /** Replaces the first place where `from` stands, as one incremental change. */
  async replace(uri: string, from: string, to: string): Promise<void> {
    const document = this.documents.get(uri)!;
    const offset = document.getText().indexOf(from);
    if (offset < 0) throw new Error(`${from} does not stand in ${uri}`);
    const range = { start: document.positionAt(offset), end: document.positionAt(offset + from.length) };
    await this.edit(uri, [{ range, newText: to }]);
  }

  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const document = this.documents.get(uri)!;
    const version = document.version + 1;
    // All edits are meant for the text before the first of them: the last one goes first.
    const changes = edits
      .toSorted((a, b) => document.offsetAt(b.range.start) - document.offsetAt(a.range.start))
      .map(({ range, newText }) => ({ range, text: newText }));
    TextDocument.update(document, changes, version);
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: changes,
    });
  }

  async close(uri: string): Promise<void> {
    this.documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  position(uri: string, marker: string): Position {
    const document = this.documents.get(uri)!;
    const offset = document.getText().indexOf(marker.replace('|', ''));
    if (offset < 0) throw new Error(`${marker} does not stand in ${uri}`);
    return document.positionAt(offset + Math.max(0, marker.indexOf('|')));
  }

  ask<T>(method: string, uri: string, marker?: string, more: object = {}): Promise<T> {
    const at = marker === undefined ? {} : { position: this.position(uri, marker) };
    return this.connection.sendRequest(method, { textDocument: { uri }, ...at, ...more });
  }

  completions(uri: string, marker: string): Promise<CompletionItem[]> {
    return this.ask('textDocument/completion', uri, marker);
  }

  codeActions(uri: string, { range }: Diagnostic): Promise<CodeAction[]> {
    return this.ask('textDocument/codeAction', uri, undefined, { range, context: { diagnostics: [] } });
  }

  async pull(uri: string): Promise<Diagnostic[]> {
    return (await this.ask<{ items: Diagnostic[] }>('textDocument/diagnostic', uri)).items;
  }

  pullWorkspace(previousResultIds: { uri: string; value: string }[] = []): Promise<WorkspaceDiagnosticReport> {
    return this.connection.sendRequest('workspace/diagnostic', { previousResultIds });
  }

  /** Ends the server; the answer is its exit code. */
  async stop(): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => this.process.once('exit', resolve));
    if (this.process.exitCode !== null) return this.process.exitCode;
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const code = await ended;
    this.connection.dispose();
    return code;
  }

  /** Writes bytes as they are, beside the protocol. */
  writeRaw(text: string): void {
    this.process.stdin.write(text);
  }
}
