/** The first contact with a host: which key it shows, and how ssh comes to know it. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { runOverSsh } from './run.ts';

export interface OfferedKey {
  readonly destination: string;
  /** `ssh-ed25519`. */
  readonly type: string;
  /** `SHA256:…`, as ssh shows it. */
  readonly fingerprint: string;
  /** Lines for known_hosts. */
  readonly lines: string;
}

export interface KeyOptions {
  readonly sshConfig?: string;
  /** A folder of our own. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

/**
 * Asks the host for its key, and for nothing else: nobody is logged in. Undefined where it shows none. What is shown is
 * what `remember` keeps, so that no other host can take its place in between.
 */
export async function offeredKey(
  destination: string,
  { sshConfig, folder, signal }: KeyOptions,
): Promise<OfferedKey | undefined> {
  const file = join(folder, 'offered');
  rmSync(file, { force: true });
  const options = [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...['StrictHostKeyChecking=accept-new', `UserKnownHostsFile=${file}`, 'GlobalKnownHostsFile=none'].flatMap(
      asOption,
    ),
    ...['UpdateHostKeys=no', 'ControlPath=none', 'PreferredAuthentications=none'].flatMap(asOption),
  ];
  await runOverSsh(destination, ['true'], { ...(signal && { signal }), options });
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8');
  rmSync(file);
  const [, type, key] = /^\S+ (\S+) (\S+)/.exec(lines) ?? [];
  if (type === undefined || key === undefined) return undefined;
  const hash = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '');
  return { destination, type, fingerprint: `SHA256:${hash}`, lines };
}

const asOption = (option: string): string[] => ['-o', option];

/** Adds it to the file that the user's ssh keeps known hosts in. */
export async function remember({ destination, lines }: OfferedKey, sshConfig?: string): Promise<void> {
  const [written = '~/.ssh/known_hosts'] = (await settingOf('userknownhostsfile', destination, sshConfig)).split(' ');
  const file = written.replace(/^~(?=\/)/, homedir());
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const newline = before === '' || before.endsWith('\n') ? '' : '\n';
  appendFileSync(file, newline + lines, { mode: 0o600 });
}

/**
 * How host keys are verified: `yes`, unless the user's own configuration lets new hosts in without a question. One that
 * says `no` counts as that: a key that has changed is never taken.
 */
export async function verification(destination: string, sshConfig?: string): Promise<'yes' | 'accept-new'> {
  const setting = await settingOf('stricthostkeychecking', destination, sshConfig);
  return ['accept-new', 'no', 'off', 'false'].includes(setting) ? 'accept-new' : 'yes';
}

/** What the user's ssh would do there; empty where it does not say. */
function settingOf(keyword: string, destination: string, sshConfig: string | undefined): Promise<string> {
  const config = sshConfig === undefined ? [] : ['-F', sshConfig];
  return new Promise((resolve) => {
    execFile('ssh', ['-G', ...config, '--', destination], (_, stdout) => {
      const line = stdout.split('\n').find((each) => each.startsWith(`${keyword} `));
      resolve(line?.slice(keyword.length + 1).trim() ?? '');
    });
  });
}
