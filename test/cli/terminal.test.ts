// What is asked on a terminal, a pseudo terminal here, and what becomes of answers that do not come. The host is this
// machine, which lets nobody in: nothing is run on it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { remoteCommand } from '../../deploy/src/ssh/words.ts';
import { root } from '../../scripts/steps.ts';
import { lacks } from '../support/requirements.ts';
import { type SshServer, startSshServer } from '../support/sshServer.ts';
import { cli, ensureBuilt, folderWith, keepalivedHa } from './command.ts';

/** A program on a terminal: what it shows, and a keyboard. */
interface OnTerminal {
  readonly ended: Promise<number | null>;
  shown(): string;
  shows(pattern: RegExp): Promise<void>;
  type(text: string): void;
  /** As a window is closed, or the line to it is cut. */
  vanish(): void;
}

function onTerminal(words: readonly string[], cwd: string): OnTerminal {
  const { NO_COLOR: _, FORCE_COLOR: __, ...env } = process.env;
  const options = { cwd, env: { ...env, TERM: 'xterm' } };
  const terminal = spawn('script', ['-qefc', `exec ${remoteCommand(words)}`, '/dev/null'], options);
  let shown = '';
  terminal.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return {
    ended: new Promise((resolve) => terminal.once('close', resolve)),
    shown: () => shown,
    shows: (pattern) => vi.waitFor(() => expect(shown).toMatch(pattern), 20_000),
    type: (text) => terminal.stdin.write(text),
    vanish: () => terminal.kill('SIGKILL'),
  };
}

describe.skipIf(lacks('sshd', 'script'))('a host whose key is not known', () => {
  let server: SshServer;
  let fingerprint: string;
  beforeAll(async () => {
    await ensureBuilt();
    server = await startSshServer();
    const { stdout } = spawnSync('ssh-keygen', ['-lf', join(server.folder, 'host.pub')], { encoding: 'utf8' });
    fingerprint = stdout.split(' ')[1] ?? '';
  });
  afterAll(() => server.stop());

  const ARGS = ['verify', '--ssh-config', 'ssh_config', '--report', 'report.json'];

  /** A pair of one host, and an ssh that knows none. */
  function pairFolder(): string {
    const folder = folderWith({
      'keepalived-ha.json': JSON.stringify({ nodes: { n1: { config: 'n1.conf', host: server.url } } }),
      'n1.conf': '',
      known: '',
    });
    const settings = {
      UserKnownHostsFile: join(folder, 'known'),
      GlobalKnownHostsFile: 'none',
      IdentityFile: join(server.folder, 'stranger'),
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
    writeFileSync(join(folder, 'ssh_config'), lines.join(''));
    return folder;
  }
  const known = (folder: string): string => readFileSync(join(folder, 'known'), 'utf8');
  const problem = (folder: string): string => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).problem;

  const startOnTerminal = (cwd: string, columns = 80): OnTerminal =>
    onTerminal(['sh', '-c', `stty cols ${columns}; exec "$@"`, 'sh', process.execPath, cli, ...ARGS], cwd);
  const QUESTION = /shows the key ssh-ed25519 SHA256:\S+\. Is that the right one\? \[y\/N\] /;

  test('is not used where nobody can be asked; its fingerprint is shown, and what to do', () => {
    const cwd = pairFolder();
    const { code, stdout, stderr } = keepalivedHa(ARGS, { cwd });
    expect({ code, stdout, known: known(cwd) }).toEqual({ code: 1, stdout: '', known: '' });
    expect(stderr).toContain(`the key ssh-ed25519 ${fingerprint}.`);
    expect(stderr).toContain(`connect once by hand: ssh ${server.url}`);
  });

  test('is asked about, and is known from then on', async () => {
    const cwd = pairFolder();
    const terminal = startOnTerminal(cwd);
    await terminal.shows(QUESTION);
    expect(terminal.shown()).toContain(fingerprint);
    expect(known(cwd)).toBe('');
    terminal.type('yes\r');
    expect(await terminal.ended).toBe(1);
    expect(known(cwd)).toContain('ssh-ed25519');
    expect(problem(cwd)).toContain('does not let us in');
  });

  test.each([
    ['no', 'n\r'],
    ['nothing', '\r'],
    ['what is neither yes nor no', 'yesterday\r'],
    ['the end of input', '\x04'],
  ])('is not used after %s', async (_, answer) => {
    const cwd = pairFolder();
    const terminal = startOnTerminal(cwd);
    await terminal.shows(QUESTION);
    terminal.type(answer);
    expect(await terminal.ended).toBe(1);
    expect(known(cwd)).toBe('');
    expect(problem(cwd)).toContain('host key');
  });

  test('is not used after Ctrl-C, which ends all of it in order', async () => {
    const cwd = pairFolder();
    const terminal = startOnTerminal(cwd);
    await terminal.shows(QUESTION);
    terminal.type('\x03');
    await terminal.shows(/Cancelled\. /);
    expect(await terminal.ended).toBe(1);
    expect([known(cwd), problem(cwd)]).toEqual(['', 'cancelled']);
  });

  test('is not used where the terminal is gone, and there is a report all the same', async () => {
    const cwd = pairFolder();
    const terminal = startOnTerminal(cwd);
    await terminal.shows(QUESTION);
    terminal.vanish();
    await vi.waitFor(() => expect(existsSync(join(cwd, 'report.json'))).toBe(true), 20_000);
    await vi.waitFor(() => expect(problem(cwd)).toMatch(/cancelled|host key/), 20_000);
    expect(known(cwd)).toBe('');
  });

  test('what is going on stays within a line of the terminal', async () => {
    const terminal = startOnTerminal(pairFolder(), 9);
    await terminal.shows(/\[y\/N\] /);
    terminal.type('n\r');
    await terminal.ended;
    const live = [...terminal.shown().matchAll(/\r\x1b\[K([^\r\n\x1b]*)/g)].map(([, text]) => text);
    expect(live).toContain('n1: conn');
  });
});

describe.skipIf(lacks('script'))('a password', () => {
  const READ = `
    import { readHidden } from ${JSON.stringify(join(root, 'cli/src/readHidden.ts'))};
    const aborting = new AbortController();
    process.on('SIGINT', () => aborting.abort());
    const reading = readHidden(process.stdin, aborting.signal);
    process.stdout.write('Password: ');
    const read = await reading;
    process.stdout.write('read ' + JSON.stringify(read === undefined ? null : [...read].reverse().join('')));
  `;

  test.each([
    ['is a line as it was typed', ' it\'s "so" 密码é \r', ' é码密 "os" s\'ti '],
    ['can be corrected', 'secrex\x7ft\n', 'terces'],
    ['is what comes in one piece with the key before', 'abc\rdef', 'cba'],
    ['can be empty', '\r', ''],
    ['is not given at the end of input', 'abc\x04', null],
    ['is not given after Ctrl-C', 'abc\x03', null],
  ])('%s, and nothing of it is shown', async (_, keys, expected) => {
    const terminal = onTerminal([process.execPath, '--input-type=module', '--eval', READ], root);
    await terminal.shows(/Password: /);
    terminal.type(keys);
    expect(await terminal.ended).toBe(0);
    expect(terminal.shown()).toBe(`Password: read ${JSON.stringify(expected)}`);
  });
});
