// A real sshd for the tests alone: on 127.0.0.1, with keys made for the occasion.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './requirements.ts';

export interface SshServer {
  /** ssh finds the port in `options`. */
  readonly destination: string;
  /** A destination that names the port itself. */
  readonly url: string;
  /** A folder that both sides see. */
  readonly folder: string;
  /** Arguments of ssh that lead here: what the client knows of the server's key, and the key that it has itself. */
  options(client?: { knows?: 'the key' | 'another key' | 'nothing'; has?: 'user' | 'stranger' | 'locked' }): string[];
  stop(): Promise<void>;
}

/** Shells that it starts find the start files that are in `folder`, not those that the user has on this machine. */
export async function startSshServer(): Promise<SshServer> {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-ssh-'));
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  // sshd insists on it when it runs as root. Its service makes it, and other servers may need it: it stays.
  if (userInfo().uid === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const [host, user, stranger] = ['host', 'user', 'stranger'].map((name) => makeKey(join(folder, name)));
  const locked = makeKey(join(folder, 'locked'), 'a passphrase that nobody knows');
  const server = spawn(
    findProgram('sshd') ?? 'sshd',
    [
      '-D',
      '-e',
      '-f',
      write(
        'sshd_config',
        `
    ListenAddress 127.0.0.1
    Port ${port}
    HostKey ${join(folder, 'host')}
    AuthorizedKeysFile ${write('authorized', `${user}\n${locked}\n`)}
    PermitRootLogin prohibit-password
    PasswordAuthentication no
    KbdInteractiveAuthentication no
    StrictModes no
    UsePAM no
    PidFile none
    SetEnv HOME=${folder}
  `,
      ),
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await listening(port, server);

  const keyLine = (key: string | undefined): string => `[127.0.0.1]:${port} ${key}\n`;
  const known = {
    'the key': write('known', keyLine(host)),
    'another key': write('changed', keyLine(stranger)),
    nothing: write('nothing', ''),
  };
  return {
    destination: `${userInfo().username}@127.0.0.1`,
    url: `ssh://${userInfo().username}@127.0.0.1:${port}`,
    folder,
    options: ({ knows = 'the key', has = 'user' } = {}) => [
      ...['-F', 'none', '-p', `${port}`, '-i', join(folder, has)],
      ...[
        'IdentitiesOnly=yes',
        'IdentityAgent=none',
        'GlobalKnownHostsFile=none',
        `UserKnownHostsFile=${known[knows]}`,
      ].flatMap((option) => ['-o', option]),
    ],
    async stop() {
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The public half. */
function makeKey(path: string, passphrase = ''): string {
  const { status, stderr } = spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', passphrase, '-f', path]);
  if (status !== 0) throw new Error(String(stderr));
  return readFileSync(`${path}.pub`, 'utf8').trim();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}

async function listening(port: number, server: ChildProcess): Promise<void> {
  let said = '';
  server.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  for (let tries = 0; tries < 200 && server.exitCode === null; tries++) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', () => resolve(false));
      socket.once('connect', () => {
        socket.destroy();
        resolve(true);
      });
    });
    if (answers) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`sshd does not answer: ${said}`);
}
