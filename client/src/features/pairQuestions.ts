import { isIPv4, isIPv6 } from 'node:net';
import type { PairLayout, ScaffoldPairParams } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Answers, Question } from './multiStepInput.ts';

export type PairAnswer =
  | 'layout'
  | 'name1'
  | 'host1'
  | 'name2'
  | 'host2'
  | 'interface'
  | 'address1'
  | 'address2'
  | 'virtualRouterId1'
  | 'virtualRouterId2'
  | 'authPass'
  | 'healthCheck'
  | 'folder';
export type PairAnswers = Answers<PairAnswer>;

/** What the workspace and chance have to say about the answers. */
export interface PairSuggestions {
  /** All virtual router IDs that the workspace does not use, ascending. */
  freeVirtualRouterIds: number[];
  authPass: string;
  /** The first of these files that is there already; paths are relative to the folder the pair goes to. */
  findExisting: (folder: string, paths: string[]) => Promise<string | undefined>;
}

/** The steps of "New HA Pair…", in order, given what has been answered so far. */
export function pairQuestions(
  answers: PairAnswers,
  suggestions: PairSuggestions,
  t: Translate,
): Question<PairAnswer>[] {
  const { name1 = '', name2 = '', host1 = '', address1 = '', virtualRouterId1 = '' } = answers;
  const isMasterMaster = answers.layout === 'master-master';
  const suggestedId = (besides: string): string =>
    String(suggestions.freeVirtualRouterIds.find((id) => String(id) !== besides) ?? '');
  const routerIdPrompt = (address = ''): string => t('Virtual router ID for {0}: 1 to 255, the same on both nodes', address);
  const first: Question<PairAnswer>[] = [
    {
      id: 'layout',
      prompt: t('How do the nodes share the work?'),
      suggestion: 'master-backup',
      choices: [
        { label: t('Master-backup'), description: t('One address: the first node has it, the second waits'), value: 'master-backup' },
        { label: t('Master-master'), description: t('Two addresses: each node has one and waits for the other'), value: 'master-master' },
      ],
    },
    { id: 'name1', prompt: t('Name of the first node'), suggestion: 'ngx1', validate: (name) => nodeNameProblem(name, t) },
    { id: 'host1', prompt: t('SSH destination of {0}', name1), suggestion: `root@${name1}`, validate: (host) => hostProblem(host, t) },
    {
      id: 'name2',
      prompt: t('Name of the second node'),
      suggestion: nextName(name1),
      validate: (name) =>
        nodeNameProblem(name, t) ??
        (name.toLowerCase() === name1.toLowerCase() ? t('The nodes need different names.') : undefined),
    },
    {
      id: 'host2',
      prompt: t('SSH destination of {0}', name2),
      suggestion: `${/^[^@]*@/.exec(host1)?.[0] ?? ''}${name2}`,
      validate: (host) => hostProblem(host, t) ?? (host === host1 ? t('That is the first node.') : undefined),
    },
    {
      id: 'interface',
      prompt: t('Network interface that carries the address, such as eth0'),
      suggestion: 'eth0',
      validate: (name) => interfaceProblem(name, t),
    },
    {
      id: 'address1',
      prompt: isMasterMaster ? t('Virtual address that {0} owns', name1) : t('Virtual address, such as 192.168.10.111'),
      suggestion: '',
      validate: (address) => addressProblem(address, answers, t),
    },
  ];
  const second: Question<PairAnswer>[] = [
    {
      id: 'address2',
      prompt: t('Virtual address that {0} owns', name2),
      suggestion: '',
      validate: (address) =>
        addressProblem(address, answers, t) ??
        (bare(address) === bare(address1) ? t('Each node needs an address of its own.') : undefined),
    },
  ];
  const routerIds: Question<PairAnswer>[] = [
    {
      id: 'virtualRouterId1',
      prompt: routerIdPrompt(address1),
      suggestion: suggestedId(''),
      validate: (id) => routerIdProblem(id, suggestions, t),
    },
  ];
  const secondRouterId: Question<PairAnswer>[] = [
    {
      id: 'virtualRouterId2',
      prompt: routerIdPrompt(answers.address2),
      suggestion: suggestedId(virtualRouterId1),
      validate: (id) =>
        routerIdProblem(id, suggestions, t) ??
        (Number(id) === Number(virtualRouterId1) ? t('Each address needs a virtual router ID of its own.') : undefined),
    },
  ];
  const password: Question<PairAnswer>[] = [
    {
      id: 'authPass',
      prompt: t('Password that the nodes show each other, up to 8 characters'),
      suggestion: suggestions.authPass,
      validate: (password) => passwordProblem(password, t),
    },
  ];
  const last: Question<PairAnswer>[] = [
    {
      id: 'healthCheck',
      prompt: t('Give the address away when nginx stops?'),
      suggestion: 'yes',
      choices: [
        { label: t('Yes'), description: t('A script asks every 2 seconds whether nginx is active'), value: 'yes' },
        { label: t('No'), description: t('The address stays while keepalived runs'), value: 'no' },
      ],
    },
    {
      id: 'folder',
      prompt: t('Folder for the new files, inside the workspace'),
      suggestion: `${name1}-${name2}`,
      validate: async (folder) => {
        if (!/^[\p{L}\p{N}_][\p{L}\p{N}_. -]*(?:\/[\p{L}\p{N}_][\p{L}\p{N}_. -]*)*$/u.test(folder)) {
          return t('Write a folder below the workspace, such as clusters/web.');
        }
        const existing = await suggestions.findExisting(folder, pairPaths(answers));
        return existing && t('{0} exists already and will not be overwritten. Choose another folder.', existing);
      },
    },
  ];
  return [
    ...first,
    ...(isMasterMaster ? second : []),
    ...routerIds,
    ...(isMasterMaster ? secondRouterId : []),
    ...(needsPassword(answers) ? password : []),
    ...last,
  ];
}
