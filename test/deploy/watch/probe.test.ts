// What counts as an answer, against a real server.
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { HttpCheck } from '../../../deploy/src/inventory.ts';
import type { Probe } from '../../../deploy/src/report/report.ts';
import { measureLimit, startProbing } from '../../../deploy/src/watch/probe.ts';

let server: Server;
let answer: RequestListener;
let check: HttpCheck;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${address.port}/`;
  check = { url, address: '127.0.0.1', answers: { ngx1: 'web1', ngx2: 'web2', ngx11: 'web11' } };
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  answer = (_, response) => response.end('this is web1\n');
});

/** The first that comes to its end while the server answers like that. */
async function probe(listener: RequestListener, checks: readonly HttpCheck[] = [check]): Promise<Probe> {
  answer = listener;
  const probing = startProbing(checks, 250);
  await vi.waitFor(() => expect(probing.probes().length).toBeGreaterThan(0));
  await probing.stop();
  return probing.probes()[0]!;
}

test.each<[string, RequestListener, Partial<Probe>]>([
  ['a page of a node', (_, response) => response.end('<h1>web2</h1>'), { ok: true, node: 'ngx2' }],
  ['a page with the longer of two texts', (_, response) => response.end('web11'), { ok: true, node: 'ngx11' }],
  ['a page of nobody', (_, response) => response.end('It works!'), { ok: false, node: null }],
  ['an error', (_, response) => response.writeHead(502).end('web1'), { ok: false }],
  ['no answer', () => undefined, { ok: false, node: null }],
  ['a connection that ends at once', (request) => request.socket.destroy(), { ok: false, node: null }],
  [
    'an answer that is cut off',
    (request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('web1');
      setTimeout(() => request.socket.destroy(), 20);
    },
    { ok: false, node: null },
  ],
  [
    'a page without an end',
    (_, response) => {
      response.write('web1');
      const more = setInterval(() => response.write('.'.repeat(1 << 18)), 1);
      response.once('close', () => clearInterval(more));
    },
    { ok: true, node: 'ngx1' },
  ],
])('%s', async (_, listener, expected) => {
  expect(await probe(listener)).toMatchObject({ address: '127.0.0.1', ...expected });
});

test('without texts any page will do', async () => {
  const plain = { ...check, answers: {} };
  expect(await probe((_, response) => response.end('It works!'), [plain])).toMatchObject({ ok: true, node: null });
});

test('an address is well while all its pages are', async () => {
  const both = [check, { ...check, url: `${check.url}other` }];
  const listener: RequestListener = ({ url }, response) => response.writeHead(url === '/' ? 200 : 404).end('web1');
  expect(await probe(listener, both)).toMatchObject({ ok: false, node: 'ngx1' });
});

test('every request has a connection of its own', async () => {
  const ports = new Set<number | undefined>();
  answer = ({ socket }, response) => {
    ports.add(socket.remotePort);
    response.end('web1');
  };
  const probing = startProbing([check], 250);
  await vi.waitFor(() => expect(probing.probes().length).toBeGreaterThan(3));
  await probing.stop();
  expect(ports.size).toBeGreaterThanOrEqual(4);
});

test('a page that is not well before anything has happened ends the drill', async () => {
  const signal = new AbortController().signal;
  expect(await measureLimit([check], signal)).toBeGreaterThanOrEqual(600);
  answer = (_, response) => response.writeHead(503).end();
  await expect(measureLimit([check], signal)).rejects.toThrow(
    /is not well before anything has happened \(HTTP status 503\)/,
  );
});
