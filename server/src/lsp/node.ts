/** The language server as a Node.js process: speaks over standard input and output, or the channel the editor opened. */
import { statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { diskReader } from '../disk.ts';
import type { Host } from './host.ts';
import { startServer } from './server.ts';

const host: Host = {
  ...diskReader(),
  async list(folder) {
    try {
      const entries = await readdir(fileURLToPath(folder), { withFileTypes: true });
      return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
    } catch {
      return [];
    }
  },
  stamp(file) {
    try {
      const { mtimeMs, size } = statSync(fileURLToPath(file));
      return `${mtimeMs} ${size}`;
    } catch {
      return undefined;
    }
  },
};

/** An editor that names no channel means standard input and output. */
if (!process.argv.some((argument) => /^--(?:stdio|node-ipc|socket=|pipe=)/.test(argument)))
  process.argv.push('--stdio');

const connection = createConnection(ProposedFeatures.all);
startServer(connection, host);
connection.listen();
