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
  /** What services were before it, by name. */
  readonly services: ReadonlyMap<string, { readonly active: boolean; readonly enabled: boolean }>;
  /** keepalived cannot go back by a reload. */
  readonly needsRestart: boolean;
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
  const found = new Map<string, DeploymentRecord>();
  const text = await host.ask(recordsScript, [STATE], call);
  for (const section of text.split(/^(?=(?:pending|done) )/m)) {
    const [header = '', ...lines] = section.split('\n');
    const [kind = '', id = '', by = '', since = ''] = header.split(' ');
    const after = (word: string): string[] =>
      lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
    const services = after('service').map((line) => line.split(':'));
    found.set(kind, {
      id,
      by,
      since,
      files: after('file'),
      services: new Map(
        services.map(([name = '', active, enabled]) => [
          name,
          { active: active === 'active', enabled: enabled === 'enabled' },
        ]),
      ),
      needsRestart: lines.includes('restart'),
    });
  }
  const [pending, last] = [found.get('pending'), found.get('done')];
  return { ...(pending && { pending }), ...(last && { last }) };
}
