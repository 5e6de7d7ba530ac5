/** All hosts of a pair, connected at the same time and told apart from each other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Failure, messageOf } from '../failure.ts';
import type { InventoryNode } from '../inventory.ts';
import type { Undertaking } from '../operator.ts';
import type { Recorder } from '../report/recorder.ts';
import { type Connection, type ConnectOptions, connect } from '../ssh/connection.ts';
import { offeredKey, remember } from '../ssh/hostKey.ts';
import { lastLine, SshError } from '../ssh/problem.ts';
import { type Host, rootOf } from './host.ts';

export interface Hosts {
  readonly hosts: readonly Host[];
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

/** Rejects with a `Failure` that names every node that cannot be worked on, and why; then none is left connected. */
export async function openHosts(
  nodes: readonly InventoryNode[],
  { operator, signal, sshConfig }: Undertaking,
  recorder: Recorder,
): Promise<Hosts> {
  // The user's own folder for such things may have too long a name for a socket in it.
  const folder = mkdtempSync(join(process.platform === 'win32' ? tmpdir() : '/tmp', 'kha-'));
  const options: ConnectOptions = { folder, signal, ...(sshConfig !== undefined && { sshConfig }) };
  const secrets: string[] = [];
  const connections: Connection[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(connections.map((connection) => connection.close()));
    rmSync(folder, { recursive: true, force: true });
  };
  // One question after the other, however many hosts have one at the same time.
  let lastQuestion: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(ask: () => Promise<T>): Promise<T> => {
    const question = lastQuestion.then(ask);
    lastQuestion = question.catch(() => undefined);
    return question;
  };

  const reach = async (node: InventoryNode): Promise<Connection> => {
    try {
      return await connect(node.host, options);
    } catch (error) {
      if (!(error instanceof SshError) || error.problem.kind !== 'unknown-host-key') throw error;
      return await inTurn(async () => {
        const key = await offeredKey(node.host, options);
        if (!key || !(await operator.trusts(key))) throw error;
        await remember(key, sshConfig);
        return await connect(node.host, options);
      });
    }
  };
  const open = async (node: InventoryNode): Promise<Host> => {
    const connection = await reach(node);
    connections.push(connection);
    if (node.become === 'none') return rootOf(node, connection);
    if ((await connection.run(['sudo', '-n', '--', 'true'], { signal })).code === 0) return rootOf(node, connection);
    const password = await inTurn(() => operator.sudoPassword(node));
    if (password === undefined) throw new Failure(`sudo on it wants a password, and none was given`);
    secrets.push(password);
    const host = rootOf(node, connection, password);
    const { code, err } = await host.run('true', [], { signal });
    if (code !== 0) throw new Failure(`sudo on it does not let us become root (${lastLine(err)})`);
    return host;
  };

  const attempts = await Promise.allSettled(
    nodes.map((node) =>
      recorder.step(
        node.name,
        'connect',
        () => open(node),
        () => node.host,
      ),
    ),
  );
  const failures = attempts.flatMap((attempt, i) =>
    attempt.status === 'rejected' ? [`${nodes[i]!.name}: ${messageOf(attempt.reason)}`] : [],
  );
  if (failures.length === 0) {
    return { hosts: attempts.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])), secrets, close };
  }
  await close();
  throw new Failure(failures.join('\n'));
}
