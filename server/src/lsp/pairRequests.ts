/** What "Pair With…" asks: with whom a file may be paired, and what that would change. */
import { clusterOf, type PairContext, pairCandidates, pairChange } from '../features/pairActions.ts';
import { toWorkspaceEdit } from './convert.ts';
import {
  type PairCandidates,
  type PairCandidatesParams,
  PairCandidatesRequest,
  type PairChange,
  type PairChangeParams,
  PairChangeRequest,
} from './protocol.ts';
import type { RequestsContext } from './requests.ts';
import { canonicalUri } from './uris.ts';

export function answerPairRequests({ connection, boundary, project, atlas, abilities }: RequestsContext): void {
  const filesNow = (): PairContext => ({ clusters: project.analysis().formed, tree: project.tree });
  connection.onRequest<PairCandidates | null, never>(
    PairCandidatesRequest,
    boundary.request<PairCandidatesParams, PairCandidates | null>(PairCandidatesRequest, null, async ({ uri }) => {
      await project.scanned();
      const file = canonicalUri(uri);
      const context = filesNow();
      const cluster = clusterOf(file, context);
      const own = cluster?.members.find(({ node }) => node.file === file);
      if (!cluster || !own) return null;
      return {
        node: own.name,
        decided: cluster.source === 'file',
        candidates: pairCandidates(file, context).map(({ file: other, path, isPeer, pairedWith }) => ({
          uri: atlas.uri(other),
          path,
          isPeer,
          pairedWith: [...pairedWith],
        })),
      };
    }),
  );
  connection.onRequest<PairChange | null, never>(
    PairChangeRequest,
    boundary.request<PairChangeParams, PairChange | null>(PairChangeRequest, null, ({ uri, peers, write }) => {
      const change = pairChange(canonicalUri(uri), peers.map(canonicalUri), write, filesNow());
      if (!change) return null;
      if ('problem' in change) return { problem: change.problem, file: atlas.uri(change.file) };
      const edit = toWorkspaceEdit(change, atlas, abilities());
      return edit ? { edit, file: atlas.uri(change.file) } : null;
    }),
  );
}
