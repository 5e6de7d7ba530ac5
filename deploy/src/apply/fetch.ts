/** Reads what a host has where something is to be put. */
import { Failure } from '../failure.ts';
import type { Host, HostCall } from '../host/host.ts';
import fetchScript from './fetch.sh';
import { recordFolder } from './records.ts';

export interface RemoteFile {
  /** Where links lead to: what is written takes the place of the file, not of a link. */
  readonly path: string;
  /** Missing where there is no such file. */
  readonly content?: Buffer;
  /** Octal, such as `644`. */
  readonly mode?: string;
}

/** Bytes of all files of a host together, as they are sent: a third more than they have. */
const LARGEST_ANSWER = 256 * 1024 * 1024;
/** Milliseconds, likewise. */
const LONGEST_ANSWER = 120_000;

/** In the order of the paths. With a record: what was there before that deployment, as far as it has kept it. */
export async function fetchFiles(
  host: Host,
  paths: readonly string[],
  record?: string,
  call?: HostCall,
): Promise<RemoteFile[]> {
  const folder = record === undefined ? '' : recordFolder(record);
  const patience = { limit: LARGEST_ANSWER, timeout: LONGEST_ANSWER };
  const lines = (await host.ask(fetchScript, [folder, ...paths], { ...patience, ...call })).split('\n');
  return paths.map((asked, i) => {
    const [, kind, mode = '', path = asked] = /^(\w+) (\S+) (.*)$/.exec(lines[2 * i] ?? '') ?? [];
    if (kind === 'absent') return { path };
    if (kind === 'present') return { path, mode, content: Buffer.from(lines[2 * i + 1] ?? '', 'base64') };
    throw new Failure(`${path} is no regular file; give another target, or remove it by hand`, host.node.name);
  });
}
