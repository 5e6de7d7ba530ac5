// Reads the facts of a pair's hosts, as a deployment does it, and prints what is found, as JSON. For `lab.client`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type HostFacts, readFacts } from '../../../deploy/src/host/facts.ts';
import { rootOf } from '../../../deploy/src/host/host.ts';
import { readPair } from '../../../deploy/src/pair.ts';
import { needsOf } from '../../../deploy/src/preflight/needs.ts';
import { preflight } from '../../../deploy/src/preflight/preflight.ts';
import { connect } from '../../../deploy/src/ssh/connection.ts';

const [clusterFile = '', sshConfig = ''] = process.argv.slice(2);
const reading = readPair(clusterFile);
if ('problems' in reading) throw new Error(reading.problems.join('\n'));
const { pair } = reading;
const folder = mkdtempSync(join(tmpdir(), 'kha-'));
const connections = await Promise.all(
  pair.inventory.nodes.map(({ host }) => connect(host, { sshConfig, folder, signal: AbortSignal.timeout(30_000) })),
);
const read = await Promise.all(
  pair.inventory.nodes.map(async (node, i): Promise<[string, HostFacts]> => {
    return [node.name, await readFacts(rootOf(node, connections[i]!), needsOf(pair, node))];
  }),
);
await Promise.all(connections.map((connection) => connection.close()));
rmSync(folder, { recursive: true });
const facts = new Map(read);
const plain = (_: string, value: unknown): unknown =>
  value instanceof Map ? Object.fromEntries(value) : value instanceof Set ? [...value] : value;
process.stdout.write(JSON.stringify({ findings: preflight(pair, facts), facts }, plain));
