import type { SshProblem } from '../../../deploy/src/ssh/problem.ts';
import type { FileStatus, PeerComparison } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Answers, Question } from './multiStepInput.ts';
import { hostProblem, type Problem } from './pairProblems.ts';
import { quoted } from './quoted.ts';

export type PeerAnswer = 'from' | 'host' | 'path';

const USUAL_PATH = '/etc/keepalived/keepalived.conf';

/** The steps of "Compare With Peer…". A file is chosen in the editor's own dialog. */
export function peerQuestions({ from, host = '' }: Answers<PeerAnswer>, t: Translate): Question<PeerAnswer>[] {
  const where: Question<PeerAnswer> = {
    id: 'from',
    prompt: t('Where is the configuration of the other node?'),
    suggestion: 'file',
    choices: [
      { value: 'file', label: t('Another file…'), description: t('On this machine, also outside of the workspace') },
      { value: 'host', label: t('Read from a host over SSH…'), description: t('Nothing on the host is changed') },
    ],
  };
  const onHost: Question<PeerAnswer>[] = [
    {
      id: 'host',
      prompt: t('SSH destination of the other node'),
      suggestion: '',
      validate: (answer) => hostProblem(answer, t),
    },
    {
      id: 'path',
      prompt: t('Configuration on {0}', host),
      suggestion: USUAL_PATH,
      validate: (answer) => remotePathProblem(answer, t),
    },
  ];
  return [where, ...(from === 'host' ? onHost : [])];
}

export function remotePathProblem(path: string, t: Translate): Problem {
  return /^\/[^\0]*[^/\0]$/.test(path) ? undefined : t('Write the whole path of a file, such as {0}.', USUAL_PATH);
}

/** What a file from elsewhere is called in messages: its own name, or its folder's where it has the name that all have. */
export function peerName(path: string): string {
  const [file = '', folder] = path.split('/').reverse();
  const name = file.replace(/\.(conf|cfg)$/i, '');
  return name === 'keepalived' && folder ? folder : name;
}

/** The path of the document that shows it. Its last part is what a tab says: `keepalived.conf (ngx2)`. */
export const peerPath = (path: string, name: string): string => `${path} (${name.replace(/\/+/g, ' ')})`;

/** Why a file could not be read from a host, and what to do about it. Undefined where the user gave up. */
export function sshProblemText({ kind, said }: SshProblem, host: string, t: Translate): Problem {
  switch (kind) {
    case 'cancelled':
      return undefined;
    case 'no-ssh':
      return t('There is no ssh on this machine. Install the OpenSSH client.');
    case 'unknown-host-key':
      return t(
        'The host key of {0} is not known here. Run "ssh {0}" in a terminal, compare the key, and try again.',
        host,
      );
    case 'changed-host-key':
      return t('{0} shows another host key than the one that is known. Find out why before you connect to it.', host);
    case 'not-let-in':
      return t(
        '{0} lets nobody in without a password ({1}). Set up a key, or load it into your SSH agent.',
        host,
        quoted(said),
      );
    case 'too-late':
      return t('{0} took too long to answer.', host);
    case 'too-large':
      return t('That file has more than 1 MiB: it is no configuration.');
    case 'no-text':
      return t('That file is no text.');
    case 'lost':
    case 'failed':
      return said ? t('{0} could not be read: {1}', host, quoted(said)) : t('{0} could not be read.', host);
  }
}

/** What came of a comparison. */
export function comparisonText(
  { findings, unread }: PeerComparison,
  names: { own: string; peer: string },
  t: Translate,
): string {
  const [own, peer] = [quoted(names.own), quoted(names.peer)];
  return [
    isSerious(findings)
      ? t('{0} and {1} do not fit together. Errors: {2}, warnings: {3}.', own, peer, findings.error, findings.warning)
      : t('{0} and {1} fit together.', own, peer),
    ...(unread.length > 0
      ? [t('What {0} includes is not at hand and was left out: {1}.', peer, quoted(unread.join(', ')))]
      : []),
  ].join(' ');
}

export const isSerious = ({ error, warning }: FileStatus['findings']): boolean => error + warning > 0;
