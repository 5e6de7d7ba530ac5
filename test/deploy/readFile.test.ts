// Reading from a host: the system's ssh against a real sshd.
import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, existsSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type RemoteFile, readOverSsh } from '../../deploy/src/ssh/readFile.ts';
import type { SshCommand } from '../../deploy/src/ssh/run.ts';
import { lacks } from '../support/requirements.ts';
import { type SshServer, startSshServer } from '../support/sshServer.ts';

describe.skipIf(lacks('sshd'))('reading over SSH', () => {
  let server: SshServer;
  beforeAll(async () => {
    server = await startSshServer();
  });
  afterAll(() => server.stop());

  const read = (name: string, reading: SshCommand = {}): Promise<RemoteFile> =>
    readOverSsh(server.destination, join(server.folder, name), { options: server.options(), ...reading });
  const put = (name: string, content: string | Buffer): void => writeFileSync(join(server.folder, name), content);

  test('a configuration, byte by byte', async () => {
    const text = '! 密码 é 😀\r\nvrrp_instance VI_1 {\n\tstate MASTER\n}';
    put('keepalived.conf', text);
    expect(await read('keepalived.conf')).toEqual({ text });
  });

  test.each([
    "it's $(touch made) `touch made`; touch made",
    'two  words\nand "a line"',
    '-n',
    '*',
    '~',
    '$HOME',
    '密码',
  ])('a file called %j', async (name) => {
    put(name, `this is ${name}`);
    const before = readdirSync(server.folder);
    expect(await read(name)).toEqual({ text: `this is ${name}` });
    expect(readdirSync(server.folder)).toEqual(before);
  });

  test('what the host says where there is no such file', async () => {
    expect(await read('missing.conf')).toEqual({
      problem: { kind: 'failed', said: expect.stringContaining('missing.conf: No such file or directory') },
    });
  });

  test('a host whose key is not known, or is another one, is not read', async () => {
    put('keepalived.conf', 'text');
    const unknown = await read('keepalived.conf', { options: server.options({ knows: 'nothing' }) });
    expect(unknown).toMatchObject({ problem: { kind: 'unknown-host-key' } });
    const changed = await read('keepalived.conf', { options: server.options({ knows: 'another key' }) });
    expect(changed).toMatchObject({ problem: { kind: 'changed-host-key' } });
  });

  test('without a key that lets in, nobody is asked for a password', async () => {
    expect(await read('keepalived.conf', { options: server.options({ has: 'stranger' }) })).toEqual({
      problem: { kind: 'not-let-in', said: expect.stringContaining('Permission denied (publickey)') },
    });
  });

  test('a host that nobody answers on', async () => {
    const options = [...server.options(), '-o', 'HostName=127.0.0.1'].map((word) => word.replace(/^\d+$/, '1'));
    expect(await read('keepalived.conf', { options })).toEqual({
      problem: { kind: 'failed', said: expect.stringContaining('Connection refused') },
    });
  });

  test('what is too large, or no text, is no configuration', async () => {
    put('limit.conf', 'x'.repeat(1024 * 1024));
    expect(await read('limit.conf')).toEqual({ text: expect.stringMatching(/^x{100}/) });
    put('large.conf', 'x'.repeat(1024 * 1024 + 1));
    expect(await read('large.conf')).toMatchObject({ problem: { kind: 'too-large' } });
    put('binary.conf', Buffer.from([65, 0, 66]));
    expect(await read('binary.conf')).toMatchObject({ problem: { kind: 'no-text' } });
  });

  test('can be given up, and gives up by itself', async () => {
    // Nobody ever writes into it. What still waits for that on the host ends when it is opened for writing, and closed.
    const pipe = join(server.folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    onTestFinished(() => closeSync(openSync(pipe, 'r+')));
    const abort = new AbortController();
    const reading = read('pipe', { signal: abort.signal });
    abort.abort();
    expect(await reading).toMatchObject({ problem: { kind: 'cancelled' } });
    expect(await read('pipe', { timeout: 1000 })).toMatchObject({ problem: { kind: 'too-late' } });
  });

  test('nobody is asked for a passphrase', async () => {
    put('keepalived.conf', 'text');
    put('ask', `#!/bin/sh\ntouch '${server.folder}/asked'\n`);
    chmodSync(join(server.folder, 'ask'), 0o755);
    vi.stubEnv('SSH_ASKPASS', join(server.folder, 'ask'));
    vi.stubEnv('SSH_ASKPASS_REQUIRE', 'force');
    const locked = await read('keepalived.conf', { options: server.options({ has: 'locked' }) });
    expect(locked).toMatchObject({ problem: { kind: 'not-let-in' } });
    expect(existsSync(join(server.folder, 'asked'))).toBe(false);
    vi.unstubAllEnvs();
  });

  test('a destination is never an option', async () => {
    // As an option it is the version of ssh, and no error.
    expect(await readOverSsh('-V', '/etc/hostname')).toMatchObject({ problem: { kind: 'failed' } });
  });
});
