/** A node's host, as root. */

import { Failure } from '../failure.ts';
import type { InventoryNode } from '../inventory.ts';
import type { Connection } from '../ssh/connection.ts';
import type { Listening } from '../ssh/listening.ts';
import { lastLine } from '../ssh/problem.ts';

export interface Host {
  readonly node: InventoryNode;
  readonly connection: Connection;
  /**
   * Runs a POSIX shell script of ours as root, to its end; `args` are $1, $2 … in it. Scripts are constant: whatever
   * varies is an argument or comes on standard input, and secrets only there, where no process list shows them.
   * Rejects with an `SshError`.
   */
  run(script: string, args?: readonly string[], call?: HostCall): Promise<HostAnswer>;
  /** As `run`, with what it printed; rejects with a `Failure` where it exits with anything but 0. */
  ask(script: string, args?: readonly string[], call?: HostCall): Promise<string>;
  /** Runs a script that goes on until its standard input ends. */
  listen(script: string, args: readonly string[], onLine: (line: string) => void): Listening;
}

export interface HostCall {
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal;
  /** Milliseconds; 30,000 where nothing is said. */
  readonly timeout?: number;
  /** Bytes of its answer; 4 MiB where nothing is said. */
  readonly limit?: number;
}

export interface HostAnswer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Messages in English, so that we can read them, and root's programs for users who do not have them. */
const PRELUDE = 'export LC_ALL=C PATH="$PATH:/usr/local/sbin:/usr/sbin:/sbin"\n';

/** `sudoPassword` is asked for by the host's sudo, every time; without one it must not ask. */
export function rootOf(node: InventoryNode, connection: Connection, sudoPassword?: string): Host {
  const words = (script: string, args: readonly string[]): string[] => [
    ...(node.become === 'none' ? [] : sudoPassword === undefined ? SUDO : SUDO_ASKING),
    ...['sh', '-c', PRELUDE + script, 'sh', ...args],
  ];
  const password =
    node.become === 'sudo' && sudoPassword !== undefined ? Buffer.from(`${sudoPassword}\n`) : Buffer.alloc(0);
  const run = async (script: string, args: readonly string[] = [], call: HostCall = {}): Promise<HostAnswer> => {
    const input = Buffer.concat([password, Buffer.from(call.input ?? '')]);
    const { code, bytes, err } = await connection.run(words(script, args), { ...call, input });
    return { code, out: bytes.toString('utf8'), err };
  };
  return {
    node,
    connection,
    run,
    async ask(script, args, call) {
      const { code, out, err } = await run(script, args, call);
      if (code !== 0) throw new Failure(lastLine(err) || `a command on it ended with exit code ${code}`, node.name);
      return out;
    },
    listen: (script, args, onLine) =>
      connection.listen(words(script, args), { input: password.toString('utf8'), onLine }),
  };
}

/** Never asks. */
const SUDO = ['sudo', '-n', '--'];
/** `-k`: also where it remembers the last time, so that the password never reaches the command in its place. */
const SUDO_ASKING = ['sudo', '-k', '-S', '-p', '', '--'];
