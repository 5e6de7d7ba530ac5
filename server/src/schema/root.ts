/** The top level of a configuration: its blocks, and the few statements that stand outside any block. */
import { bfdInstance } from './bfd.ts';
import { argument, built, byName, flag, integer, ONCE, optional, setting, statement, text, U32_MAX } from './define.ts';
import { globalDefs } from './globalDefs.ts';
import { trackFile, vrrpScript, vrrpTrackFile, vrrpTrackProcess } from './scripts.ts';
import { ssl } from './ssl.ts';
import { staticBlocks } from './staticBlocks.ts';
import type { Keyword, Process } from './types.ts';
import { virtualServer, virtualServerGroup } from './virtualServer.ts';
import { vrrpInstance } from './vrrpInstance.ts';
import { vrrpSyncGroup } from './vrrpSyncGroup.ts';

const readBy = (processes: Process[], keywords: Keyword[]): Keyword[] =>
  keywords.map((keyword) => ({ ...keyword, processes }));

/** Statements of the parent process (core/main.c). */
const outside: Keyword[] = [
  statement('net_namespace', [argument('NAME', text())], ONCE),
  statement('net_namespace_ipvs', [optional('NAME', text())], {
    since: '2.1.0',
    default: "keepalived's own; where no name is given, the default one",
    ...ONCE,
  }),
  flag('namespace_with_ipsets'),
  flag('use_pid_dir'),
  statement('instance', [argument('NAME', text())], ONCE),
  setting('child_wait_time', [argument('SECONDS', integer(0, U32_MAX, 's'))], { since: '2.0.0', default: '5' }),
  ...built('WITH_LINKBEAT', [flag('linkbeat_use_polling')]),
];

/**
 * Every keyword of the top level with all that stands below it. keepalived reads a file once in each of its
 * processes, and each of them skips what belongs to another.
 */
export const ROOT: ReadonlyMap<string, Keyword> = byName([
  ...readBy(['parent'], [...outside, globalDefs]),
  ...readBy(['vrrp'], built('WITH_VRRP', [vrrpInstance, vrrpSyncGroup, vrrpScript, vrrpTrackProcess, ...staticBlocks])),
  ...readBy(['checker', 'vrrp'], [trackFile, vrrpTrackFile]),
  ...readBy(['checker'], built('WITH_LVS', [ssl, virtualServerGroup, virtualServer])),
  ...readBy(['checker', 'vrrp', 'bfd'], [bfdInstance]),
]);
