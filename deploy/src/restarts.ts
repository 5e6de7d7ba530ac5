/** Where a reload will not do. */
import { cacheFiles, toNode } from '../../server/src/index.ts';

/**
 * Settings that keepalived cannot change at a reload: it goes on with the old configuration, all of it, and exits with 0
 * (keepalived/core/main.c, reload_config).
 */
const FIXED = new Set([
  'net_namespace',
  'net_namespace_ipvs',
  'instance',
  'nftables',
  'nftables_ipvs',
  'config_save_dir',
  'disable_local_igmp',
]);

/** Which of them a change touches, in words; undefined where a reload will do. */
export function restartReason(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined || after === undefined) return undefined;
  const [old, young] = [fixedIn(before), fixedIn(after)];
  const changed = [...FIXED].find((keyword) => old.get(keyword) !== young.get(keyword));
  return changed && `keepalived cannot change ${changed} at a reload`;
}

/** Their lines by keyword, at the top or in global_defs. */
function fixedIn(text: string): ReadonlyMap<string, string> {
  const files = cacheFiles({ read: (file) => (file === FILE ? text : undefined), match: () => [] });
  const { directives } = toNode(FILE, { files }).expansion;
  const all = directives.flatMap((directive) => [directive, ...(directive.block?.body ?? [])]);
  const lines = all.map(({ words }) => words.map((word) => word.text));
  return new Map(lines.filter(([keyword = '']) => FIXED.has(keyword)).map((words) => [words[0]!, words.join(' ')]));
}

const FILE = '/keepalived.conf';
