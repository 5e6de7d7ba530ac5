/** A bare editor: starts the built language server and speaks to it over standard input and output. */
import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

interface Published {
  readonly uri: string;
  readonly diagnostics: readonly { readonly range: { readonly start: { readonly line: number } } }[];
}

export interface Change {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface LanguageClient {
  open(file: string, text: string): Promise<void>;
  change(file: string, change: Change): Promise<void>;
  /** Asks for a file's diagnostics and answers with their number. */
  pull(file: string): Promise<number>;
  /** Resolves with the number of diagnostics as soon as some that fit are published. */
  published(file: string, fits: (lines: readonly number[]) => boolean): Promise<number>;
  stop(): Promise<void>;
}

/** Starts the server on a workspace folder, or on none. */
export async function startClient(server: string, folder?: string): Promise<LanguageClient> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const uriOf = (file: string): string => pathToFileURL(file).href;
  const versions = new Map<string, number>();
  const listeners = new Set<(published: Published) => void>();
  connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
    for (const listener of listeners) listener(published);
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: process.pid,
    rootUri: folder === undefined ? null : uriOf(folder),
    workspaceFolders: folder === undefined ? null : [{ uri: uriOf(folder), name: 'bench' }],
    capabilities: {},
  });
  await connection.sendNotification('initialized', {});
  return {
    open: (file, text) =>
      connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uriOf(file), languageId: 'keepalived', version: 1, text },
      }),
    change(file, { line, start, end, text }) {
      const version = (versions.get(file) ?? 1) + 1;
      versions.set(file, version);
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uriOf(file), version },
        contentChanges: [{ range: { start: { line, character: start }, end: { line, character: end } }, text }],
      });
    },
    async pull(file) {
      const report: { items: readonly unknown[] } = await connection.sendRequest('textDocument/diagnostic', {
        textDocument: { uri: uriOf(file) },
      });
      return report.items.length;
    },
    published: (file, fits) =>
      new Promise((resolve) => {
        const listener = ({ uri, diagnostics }: Published): void => {
          if (uri !== uriOf(file) || !fits(diagnostics.map(({ range }) => range.start.line))) return;
          listeners.delete(listener);
          resolve(diagnostics.length);
        };
        listeners.add(listener);
      }),
    async stop() {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      await ended;
      connection.dispose();
    },
  };
}
