import { spawnSync } from 'node:child_process';
import { readVersion, type Version } from '../../server/src/schema/index.ts';

/** The release of a keepalived, asked in a network namespace of its own as everything that starts it. */
export function versionOf(program: string): Version {
  const { stderr } = spawnSync('unshare', ['--net', program, '--version'], { encoding: 'utf8' });
  const version = readVersion(/v(\d+\.\d+\.\d+)/.exec(stderr ?? '')?.[1] ?? '');
  if (!version) throw new Error(`${program} does not say what release it is: ${stderr}`);
  return version;
}
