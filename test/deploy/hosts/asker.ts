// asker.ts INTERVAL ADDRESS…: asks for the page at each address every so many milliseconds, until standard input ends;
// with 0 only once. Prints an answer a line, as pages.ts has them.
import { request } from 'node:http';

/** Milliseconds; a first packet that is lost is sent again after a second. */
const PATIENCE = 900;
const [interval = 0, ...addresses] = process.argv.slice(2).map((word, i) => (i === 0 ? Number(word) : word));

function ask(host: string): void {
  const at = Date.now();
  const answer = (page?: string): void => {
    process.stdout.write(`${JSON.stringify({ at, address: host, page })}\n`);
  };
  const asked = request({ host, agent: false, signal: AbortSignal.timeout(PATIENCE) }, (response) => {
    let page = '';
    response.setEncoding('utf8').on('data', (text: string) => {
      page += text;
    });
    response.on('end', () => answer(page));
    response.on('error', () => answer());
  });
  asked.on('error', () => answer());
  asked.end();
}

const askAll = (): void => {
  for (const address of addresses) ask(String(address));
};
askAll();
if (Number(interval) > 0) {
  const timer = setInterval(askAll, Number(interval));
  process.stdin.resume().on('end', () => clearInterval(timer));
}
