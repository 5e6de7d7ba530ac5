/** What keeps keepalived's VRRP process from running at all (vrrp.c, vrrp_complete_init): then no instance of it runs. */
import type { Finding } from '../model/finding.ts';
import type { Node } from '../model/node.ts';
import type { Version } from '../schema/index.ts';
import { startedInstances } from './started.ts';
import { vridConflicts } from './vridConflicts.ts';
import { vrrpStart } from './vrrpStart.ts';

const FATAL: ReadonlySet<string> = new Set([
  'vrid-missing',
  'interface-missing',
  'source-missing',
  'addresses-missing',
  'unicast-strict',
]);

/** The first reason to refuse, undefined where keepalived starts. */
export function startRefusal(node: Node, version: Version): Finding | undefined {
  const findings: Finding[] = [];
  for (const started of startedInstances(node, version)) vrrpStart({ ...started, findings });
  return (
    findings.find(({ code, severity }) => severity === 'error' && FATAL.has(code)) ?? vridConflicts(node, version)[0]
  );
}
