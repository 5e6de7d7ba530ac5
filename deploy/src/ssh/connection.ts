/** One connection to a host for as long as a deployment lasts. */
import { once } from 'node:events';
import { verification } from './hostKey.ts';
import { type Listening, type ListeningCommand, listen } from './listening.ts';
import { kindOf, lastLine, SshError } from './problem.ts';
import { type Answer, runOverSsh, type SshCommand } from './run.ts';

export interface ConnectOptions {
  /** For ssh's `-F`: a configuration in place of the user's own. */
  readonly sshConfig?: string;
  /** A folder of our own, for the socket that all commands share; short, since a socket's path has at most 107 bytes. */
  readonly folder: string;
  readonly signal?: AbortSignal;
}

export interface Connection {
  readonly destination: string;
  /** Aborted as soon as the host, or the way to it, is gone. Commands still try to get through on a way of their own. */
  readonly lost: AbortSignal;
  /** Runs a command to its end. Rejects with an `SshError` where the host did not run it, or was not heard to end it. */
  run(words: readonly string[], command?: Omit<SshCommand, 'options'>): Promise<Answer>;
  /** Runs a command that goes on until it is ended, or the connection is closed; what it prints comes line by line. */
  listen(words: readonly string[], command: Omit<ListeningCommand, 'options'>): Listening;
  /**
   * From now on every command has a way of its own, for a network that is about to go: what shares a connection hangs with
   * it for as long as nobody notices. What still runs over the shared one ends; `lost` is not aborted.
   */
  unshare(): Promise<void>;
  /** Ends everything that still runs here for it. */
  close(): Promise<void>;
}

const READY = 'keepalived-ha-ready';

/** Milliseconds for a login: somebody may have to touch a hardware key, and shells have start files. */
const LONGEST_LOGIN = 60_000;

/**
 * Commands share one connection, where the system's ssh can do that (not on Windows). What holds it open is a process
 * of ours with a pipe to it: whatever ends us ends the connection, and with it what the host ran for us.
 * Rejects with an `SshError`.
 */
export async function connect(destination: string, { sshConfig, folder, signal }: ConnectOptions): Promise<Connection> {
  const shares = process.platform !== 'win32';
  const verified = [
    ...(sshConfig === undefined ? [] : ['-F', sshConfig]),
    ...['-o', `StrictHostKeyChecking=${await verification(destination, sshConfig)}`],
  ];
  const common = [
    ...verified,
    // %C is ssh's own short name for a destination with its user, host and port.
    ...['-o', `ControlPath=${shares ? `${folder}/%C` : 'none'}`, '-o', 'ControlPersist=no'],
  ];
  let options = [...common, '-o', 'ControlMaster=no'];
  const keeper = await holdOpen(destination, [...common, '-o', `ControlMaster=${shares ? 'yes' : 'no'}`], signal);
  const lost = new AbortController();
  const listenings = new Set<Listening>();
  let isLetGo = false;
  keeper.ended.then(() => {
    if (!isLetGo) lost.abort();
  });

  return {
    destination,
    lost: lost.signal,
    async run(words, command = {}) {
      const answer = await runOverSsh(destination, words, { ...command, options });
      if (!('problem' in answer)) return answer;
      const { kind, said } = answer.problem;
      throw new SshError(destination, { kind: kind === 'failed' && lost.signal.aborted ? 'lost' : kind, said });
    },
    listen(words, command) {
      const listening = listen(destination, words, { ...command, options });
      listenings.add(listening);
      listening.ended.then(() => listenings.delete(listening));
      return listening;
    },
    async unshare() {
      isLetGo = true;
      options = [...verified, '-o', 'ControlPath=none'];
      await keeper.end();
    },
    async close() {
      isLetGo = true;
      // The keeper comes last: the others run through it.
      await Promise.all([...listenings].map((listening) => listening.end()));
      await keeper.end();
    },
  };
}

async function holdOpen(
  destination: string,
  options: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Listening> {
  let onReady: () => void = () => undefined;
  const ready = new Promise<'ready'>((resolve) => {
    onReady = () => resolve('ready');
  });
  const keeper = listen(destination, ['sh', '-c', `echo ${READY}; exec cat >/dev/null`], {
    // A host may greet on standard output before.
    onLine: (line) => line.endsWith(READY) && onReady(),
    options,
  });
  const aborted = signal && !signal.aborted ? [once(signal, 'abort')] : [];
  let patience: NodeJS.Timeout | undefined;
  const tooLate = new Promise<'too late'>((resolve) => {
    patience = setTimeout(resolve, LONGEST_LOGIN, 'too late');
  });
  const first = signal?.aborted ? undefined : await Promise.race([ready, keeper.ended, tooLate, ...aborted]);
  clearTimeout(patience);
  if (first === 'ready') return keeper;
  await keeper.end();
  if (signal?.aborted) throw new SshError(destination, { kind: 'cancelled', said: '' });
  if (first === 'too late') {
    throw new SshError(destination, {
      kind: 'too-late',
      said: `logging in takes too long; try ssh ${destination} true`,
    });
  }
  const { code, said } = await keeper.ended;
  throw new SshError(destination, { kind: code === null ? 'no-ssh' : kindOf(said), said: lastLine(said) });
}
