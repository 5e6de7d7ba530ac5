/** Answers "Compare With Peer…": what a configuration from elsewhere and one of the workspace come to together. */
import type { Connection } from 'vscode-languageserver';
import type { Boundary } from './boundary.ts';
import type { Project, ProjectAnalysis } from './project.ts';
import { type ComparePeerParams, ComparePeerRequest, type PeerComparison } from './protocol.ts';
import { countBySeverity } from './status.ts';
import { canonicalUri } from './uris.ts';

export interface ComparePeerContext {
  readonly connection: Connection;
  readonly boundary: Boundary;
  readonly project: Project;
  /** To be called when findings may have changed. */
  readonly changed: () => void;
}

export function answerComparePeer({ connection, boundary, project, changed }: ComparePeerContext): void {
  connection.onRequest(
    ComparePeerRequest,
    boundary.request<ComparePeerParams, PeerComparison | null>(
      ComparePeerRequest,
      null,
      async ({ uri, peerUri, name }) => {
        await project.scanned();
        const [file, peer] = [canonicalUri(uri), canonicalUri(peerUri)];
        if (!project.analysis().nodes.some(({ expansion }) => expansion.files.includes(file))) return null;
        project.compare({ file, peer, name });
        changed();
        return summaryOf(peer, project.analysis());
      },
    ),
  );
}

/** Findings across nodes stand in both files. */
function summaryOf(peer: string, { nodes, findings }: ProjectAnalysis): PeerComparison {
  const across = (findings.get(peer) ?? []).filter(({ origin }) => origin === 'pair');
  const includes = nodes.filter(({ file }) => file === peer).flatMap(({ expansion }) => expansion.includes);
  return { findings: countBySeverity(across), unread: [...new Set(includes.map(({ pattern }) => pattern))] };
}
