/** What deployments have left on a host: how it was before them. */
import { randomBytes } from 'node:crypto';
import type { Host, HostCall } from '../host/host.ts';
import { STATE } from './lock.ts';
import recordsScript from './records.sh';

export interface DeploymentRecord {
  /** Equal on all hosts of a deployment; later ones come later in the order of texts. */
  readonly id: string;
  readonly by: string;
  /** 2026-11-25T15:40:48Z, by the host's clock. */
  readonly since: string;
  /** Files that it may have changed. */
  readonly files: readonly string[];
}

export interface Records {
  /** One that did not come to its end. */
  readonly pending?: DeploymentRecord;
  /** The last one that did. */
  readonly last?: DeploymentRecord;
}

/** `20261125T154048Z-3f9a`. */
export const newRecordId = (): string =>
  `${new Date().toISOString().replace(/[-:]|\.\d+/g, '')}-${randomBytes(2).toString('hex')}`;

/** Where a record is on its host. */
export const recordFolder = (id: string): string => `${STATE}/records/${id}`;

export async function readRecords(host: Host, call?: HostCall): Promise<Records> {
  const records: { pending?: DeploymentRecord; last?: DeploymentRecord } = {};
  let files: string[] = [];
  for (const line of (await host.ask(recordsScript, [STATE], call)).split('\n')) {
    const [, kind, id = '', by = '', since = ''] = /^(pending|done) (\S*) (\S*) (\S*)/.exec(line) ?? [];
    if (line.startsWith('file ')) files.push(line.slice('file '.length));
    if (kind === undefined) continue;
    files = [];
    records[kind === 'pending' ? 'pending' : 'last'] = { id, by, since, files };
  }
  return records;
}
