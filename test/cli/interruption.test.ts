// Ctrl-C at the very end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, expect, test } from 'vitest';
import { cli, ensureBuilt, folderWith } from './command.ts';

beforeAll(() => ensureBuilt());

test('who never stops pressing Ctrl-C gets the exit code all the same', async () => {
  // Nobody listens there.
  const nodes = { n1: { config: 'n1.conf', host: 'ssh://root@127.0.0.1:1' } };
  const cwd = folderWith({ 'keepalived-ha.json': JSON.stringify({ nodes }), 'n1.conf': '' });
  const child = spawn(process.execPath, [cli, 'verify'], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  await once(child.stderr.resume(), 'data');
  const pressing = setInterval(() => child.kill('SIGINT'));
  expect(await ended).toEqual([1, null]);
  clearInterval(pressing);
});
