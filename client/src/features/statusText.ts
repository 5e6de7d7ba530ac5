import type { FileStatus } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';

export interface StatusText {
  /** With the editor's `$(icon)` marks. */
  text: string;
  /** Also what a screen reader says: plain words. */
  tooltip: string;
}

/** What the status bar says about a file: whom it is paired with, and how much is wrong. */
export function statusText({ node, peers, reason, findings }: FileStatus, t: Translate): StatusText {
  const names = peers.map(({ name }) => name).join(', ');
  const paired = peers.length > 0;
  const counts = [
    ...(findings.error > 0 ? [`$(error) ${findings.error}`] : []),
    ...(findings.warning > 0 ? [`$(warning) ${findings.warning}`] : []),
  ];
  const relation = paired ? t('{0} is paired with {1}', node, names) : t('{0} has no peer in this workspace', node);
  return {
    text: [paired ? `⇄ ${names}` : t('no peer'), ...(counts.length > 0 ? counts : ['$(check)'])].join(' '),
    tooltip: [
      reason === undefined ? relation : `${relation}: ${reason}`,
      t(
        'Errors: {0}, warnings: {1}, information: {2}, hints: {3}',
        findings.error,
        findings.warning,
        findings.information,
        findings.hint,
      ),
    ].join('\n'),
  };
}
