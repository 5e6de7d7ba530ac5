/** keepalived's own judgement of a staged configuration, on the host that it is for. */
import { Failure } from '../failure.ts';
import type { Host } from '../host/host.ts';
import testScript from './test.sh';

/** keepalived's exit codes for a test: lib/scheduler.h, chk_exit_code; 6 is a warning about how scripts are run. */
const SOUND = 0;
const SCRIPTS_AT_RISK = 6;

/** What keepalived says beside its verdict, and what every test says. */
const CHATTER = /^(Starting|Opening file|Configuration file|Running on|Command line|Copyright|Using|\s*$)/i;
const ABOUT_INTERFACES = /interface|\bdev(ice)?\b|No such device/i;
const ABOUT_SCRIPTS = /script|not executable|unsafe permissions|keepalived_script/i;

export interface ConfigTest {
  /** Lines about scripts that keepalived runs all the same. */
  readonly warnings: readonly string[];
}

/**
 * Rejects with a `Failure` that holds what keepalived said. With some of the lines it would start, and leave out or
 * force what it does not like: that is not the pair that was foretold.
 */
export async function testConfig(host: Host, path: string): Promise<ConfigTest> {
  const { out } = await host.run(testScript, [path], { timeout: 40_000 });
  const staged = path.replace(/[^/]+$/, '.$&.keepalived-ha');
  const lines = out
    .replaceAll(staged, path)
    .split('\n')
    .map((line) => line.replace(/^[\w: ]+ keepalived\S*: /i, '').trim());
  const code = Number(/^exit (\d+)$/.exec(lines.findLast((line) => line !== '') ?? '')?.[1] ?? -1);
  const said = lines.filter((line) => !/^exit \d+$/.test(line) && !CHATTER.test(line));
  if (code === SOUND) return { warnings: [] };
  if (code === SCRIPTS_AT_RISK) return { warnings: said };
  throw new Failure(
    `keepalived -t does not accept the configuration (exit code ${code}). ${inGroups(said)}`,
    host.node.name,
  );
}

/** What to mend where: in the file, on the host, in a script. */
function inGroups(lines: readonly string[]): string {
  const scripts = lines.filter((line) => ABOUT_SCRIPTS.test(line));
  const interfaces = lines.filter((line) => !scripts.includes(line) && ABOUT_INTERFACES.test(line));
  const others = lines.filter((line) => !scripts.includes(line) && !interfaces.includes(line));
  const group = (title: string, own: readonly string[]): string[] =>
    own.length === 0 ? [] : [`${title}: ${own.join('; ')}.`];
  return (
    [
      ...group('In the configuration', others),
      ...group('Interfaces of this host', interfaces),
      ...group('Scripts', scripts),
    ].join(' ') || 'It did not say why.'
  );
}
