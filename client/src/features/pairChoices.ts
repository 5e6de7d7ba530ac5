import type { PairCandidates, PairChangeParams, PairProblem } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';

export interface CandidateChoice {
  label: string;
  description: string;
  picked: boolean;
  uri: string;
}

/** Everything that a file may be paired with; what it is paired with now is picked already. */
export function candidateChoices({ node, candidates }: PairCandidates, t: Translate): CandidateChoice[] {
  return candidates.map(({ uri, path, isPeer, pairedWith }) => ({
    label: path,
    description: isPeer
      ? t('paired with {0} now', node)
      : pairedWith.length > 0
        ? t('paired with {0} now', pairedWith.join(', '))
        : t('no peer'),
    picked: isPeer,
    uri,
  }));
}

export interface WayToWrite {
  label: string;
  description: string;
  write: PairChangeParams['write'];
}

/** Where a choice of peers may be written; a message where it cannot be written at all. */
export function waysToWrite(
  { node, decided }: PairCandidates,
  peers: readonly string[],
  t: Translate,
): WayToWrite[] | string {
  const clusterFile: WayToWrite = {
    label: 'keepalived-ha.json',
    description: t('For all nodes, also for deploying them'),
    write: 'cluster-file',
  };
  const comment: WayToWrite = {
    label: t('A comment in {0}', node),
    description: peers.length > 0 ? t('Names the other files') : t('Says that it stands alone'),
    write: 'comment',
  };
  if (!decided) return peers.length > 0 ? [clusterFile, comment] : [comment];
  return peers.length > 0
    ? [clusterFile]
    : t('{0} is named in keepalived-ha.json. Take it out there, and it stands alone.', node);
}

/** Why a change was not made. */
export function problemText(problem: PairProblem, file: string, t: Translate): string {
  switch (problem) {
    case 'invalid':
      return t('{0} cannot be read as it is. Correct it first.', file);
    case 'other-nodes':
      return t('{0} describes other nodes, and stays as it is. Pair these by a comment.', file);
    case 'already':
      return t('{0} names these nodes already.', file);
    case 'path':
      return t('A comment cannot hold the path {0}. Pair by keepalived-ha.json.', file);
  }
}
