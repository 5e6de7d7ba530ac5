/** The top level of a configuration: its blocks, and the few statements that stand outside any block. */
import { byName } from './define.ts';
import { globalDefs } from './globalDefs.ts';
import { trackFile, vrrpScript, vrrpTrackFile, vrrpTrackProcess } from './scripts.ts';
import type { Keyword, Process } from './types.ts';
import { vrrpInstance } from './vrrpInstance.ts';
import { vrrpSyncGroup } from './vrrpSyncGroup.ts';

const readBy = (processes: Process[], keywords: Keyword[]): Keyword[] =>
  keywords.map((keyword) => ({ ...keyword, processes }));

export const ROOT: ReadonlyMap<string, Keyword> = byName([
  ...readBy(['parent'], [globalDefs]),
  ...readBy(['vrrp'], [vrrpInstance, vrrpSyncGroup, vrrpScript, vrrpTrackProcess]),
  ...readBy(['checker', 'vrrp'], [trackFile, vrrpTrackFile]),
]);
