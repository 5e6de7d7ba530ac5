// Connections to a host: the system's ssh to a real sshd.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Connection, connect } from '../../deploy/src/ssh/connection.ts';
import { lacks } from '../support/requirements.ts';
import { type SshServer, startSshServer } from '../support/sshServer.ts';

describe.skipIf(lacks('sshd'))('a connection', () => {
  let server: SshServer;
  let sshConfig: string;
  beforeAll(async () => {
    server = await startSshServer();
    sshConfig = join(server.folder, 'ssh_config');
    const file = (name: string): string => join(server.folder, name);
    writeFileSync(
      sshConfig,
      `IdentityFile ${file('user')}\nIdentitiesOnly yes\nIdentityAgent none\nUserKnownHostsFile ${file('known')}\n`,
    );
  });
  afterAll(() => server.stop());

  function open(): Promise<Connection> {
    const folder = mkdtempSync(join(tmpdir(), 'kha-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    return connect(server.url, { sshConfig, folder });
  }

  test('serves one command after the other', async () => {
    const connection = await open();
    onTestFinished(() => connection.close());
    expect((await connection.run(['echo', 'one'])).bytes.toString()).toBe('one\n');
    expect((await connection.run(['echo', 'two'])).bytes.toString()).toBe('two\n');
  });

  test('is given up where the shell does not come to its end with what it runs at a login', async () => {
    const waiting = join(server.folder, 'waiting');
    const startFile = join(server.folder, '.bashrc');
    writeFileSync(waiting, '');
    writeFileSync(startFile, `while [ -e ${waiting} ]; do sleep 0.1; done\n`);
    onTestFinished(() => {
      rmSync(waiting);
      rmSync(startFile);
      vi.useRealTimers();
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const attempt = open().catch(String);
    const said = vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(60_000);
      return await Promise.race([attempt, Promise.reject(new Error('still waiting'))]);
    });
    expect(await said).toContain(`it did not answer in time (logging in takes too long; try ssh ${server.url} true)`);
  });
});
