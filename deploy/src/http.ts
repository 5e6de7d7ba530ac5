/** Pages, asked for straight from the address that they name. */
import { ClientRequest, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { urlToHttpOptions } from 'node:url';

/**
 * Asks for a page on a connection of its own: one that is kept open may lead to a node that has lost the address. Not by
 * `get` or `fetch`: an editor may give its extensions others, which go through a proxy.
 */
export function requestPage(
  url: string,
  signal: AbortSignal,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  const agent = url.startsWith('https:') ? new HttpsAgent() : new HttpAgent();
  const request = new ClientRequest({ ...urlToHttpOptions(new URL(url)), agent, signal }, onResponse);
  request.end();
  return request;
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
