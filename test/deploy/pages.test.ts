// What a verification takes for the answer of a page, against a real server.
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { askPage } from '../../deploy/src/verify/pages.ts';

let server: Server;
let url: string;
let answer: RequestListener;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}/`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const never = new AbortController().signal;

test.each<[string, RequestListener, object]>([
  ['a page', (_, response) => response.end('web1\n'), { text: 'web1\n' }],
  ['a page in several parts', (_, response) => response.write('we') && response.end('b1'), { text: 'web1' }],
  ['a redirection', (_, response) => response.writeHead(302, { location: '/x' }).end('moved'), { text: 'moved' }],
  ['an error', (_, response) => response.writeHead(503).end('web1'), { problem: 'HTTP status 503' }],
  ['a connection that ends at once', (request) => request.socket.destroy(), { problem: 'socket hang up' }],
  [
    'an answer that is cut off',
    (request, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('web1');
      setTimeout(() => request.socket.destroy(), 20);
    },
    { problem: 'the answer was cut off' },
  ],
])('%s', async (_, listener, expected) => {
  answer = listener;
  expect(await askPage(url, never)).toEqual(expected);
});

test('no answer at all, and nobody who could give one', async () => {
  answer = () => undefined;
  expect(await askPage(url, never)).toEqual({ problem: 'no answer in 3 s' });
  expect(await askPage('http://127.0.0.1:1/', never)).toEqual({ problem: expect.stringContaining('ECONNREFUSED') });
});

test('no page is longer than what counts of it', async () => {
  answer = (_, response) => {
    const more = setInterval(() => response.write('.'.repeat(1 << 16)), 1);
    response.once('close', () => clearInterval(more));
  };
  const page = await askPage(url, never);
  expect('text' in page && page.text.length).toBeGreaterThanOrEqual(1 << 16);
});
