/** What the status bar says about a file. */
import type { Finding } from '../model/finding.ts';
import type { Atlas } from './convert.ts';
import type { ProjectAnalysis } from './project.ts';
import type { FileStatus } from './protocol.ts';

/** Undefined for a file that belongs to no configuration. */
export function statusOf(file: string, { clusters, findings }: ProjectAnalysis, atlas: Atlas): FileStatus | undefined {
  for (const { members, reason } of clusters) {
    const own = members.find(({ node }) => node.expansion.files.includes(file));
    if (!own) continue;
    return {
      uri: atlas.uri(file),
      node: own.name,
      peers: members.filter((member) => member !== own).map(({ name, node }) => ({ name, uri: atlas.uri(node.file) })),
      ...(reason !== undefined && { reason }),
      findings: countBySeverity(findings.get(file) ?? []),
    };
  }
  return undefined;
}

export function countBySeverity(findings: readonly Finding[]): FileStatus['findings'] {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
