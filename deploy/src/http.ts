/**
 * HTTP straight to where an address leads. An editor may give its extensions modules of its own by these names, and a
 * `fetch`, that go through a proxy: a virtual address is to be asked itself.
 */
import type { ClientRequest, IncomingMessage } from 'node:http';

const http = process.getBuiltinModule('node:http');
const https = process.getBuiltinModule('node:https');

/** Asks for a page on a connection of its own: one that is kept open may lead to a node that has lost the address. */
export function requestPage(
  url: string,
  signal: AbortSignal,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  const { get, Agent } = url.startsWith('https:') ? https : http;
  return get(url, { signal, agent: new Agent() }, onResponse);
}

/** Hands over the text of an answer, at its end or after so many bytes at the latest; not where it is cut off. */
export function readPage(response: IncomingMessage, largest: number, done: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    chunks.push(chunk);
    if (size >= largest) {
      done(Buffer.concat(chunks).toString('utf8'));
      response.destroy();
    }
  });
  response.once('end', () => done(Buffer.concat(chunks).toString('utf8')));
  response.on('error', () => undefined);
}
