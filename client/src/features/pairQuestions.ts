import type { ScaffoldPairParams } from '../../../server/src/lsp/protocol.ts';
import type { Translate } from '../translate.ts';
import type { Answers, Question } from './multiStepInput.ts';
import {
  addressProblem,
  folderProblem,
  hostProblem,
  interfaceProblem,
  nodeNameProblem,
  passwordProblem,
  sameAddress,
  virtualRouterIdProblem,
} from './pairProblems.ts';

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

/** What the workspace and chance have to say. */
export interface PairSuggestions {
  /** All virtual router IDs that the workspace does not use, the best to take first. */
  freeVirtualRouterIds: number[];
  authPass: string;
  /** The first file that the pair would overwrite in this folder. */
  findExisting: (folder: string) => Promise<string | undefined>;
}

/** The steps of "New HA Pair…" in their order, given what has been answered so far. */
export function pairQuestions(
  answers: PairAnswers,
  suggestions: PairSuggestions,
  t: Translate,
): Question<PairAnswer>[] {
  const { name1 = '', name2 = '', host1 = '', host2 = '', address1 = '', address2 = '' } = answers;
  const isMasterMaster = answers.layout === 'master-master';
  // IPv6 takes VRRP version 3, which knows no password.
  const isIpv6 = [address1, ...when(isMasterMaster, address2)].every((address) => address.includes(':'));
  const free = suggestions.freeVirtualRouterIds;
  const others = free.filter((id) => id !== Number(answers.virtualRouterId1));
  return [
    {
      id: 'layout',
      prompt: t('How do the nodes share the work?'),
      suggestion: 'master-backup',
      choices: [
        {
          value: 'master-backup',
          label: t('Master-backup'),
          description: t('One address: the first node has it, the second waits'),
        },
        {
          value: 'master-master',
          label: t('Master-master'),
          description: t('Two addresses: each node has one and waits for the other'),
        },
      ],
    },
    {
      id: 'name1',
      prompt: t('Name of the first node'),
      suggestion: 'ngx1',
      validate: (name) => nodeNameProblem(name, t),
    },
    {
      id: 'host1',
      prompt: t('SSH destination of {0}', name1),
      suggestion: `root@${name1}`,
      validate: (host) => hostProblem(host, t),
    },
    {
      id: 'name2',
      prompt: t('Name of the second node'),
      suggestion: successor(name1),
      validate: (name) =>
        name.toLowerCase() === name1.toLowerCase()
          ? t('{0} is the first node. Give the second another name.', name1)
          : nodeNameProblem(name, t),
    },
    {
      id: 'host2',
      prompt: t('SSH destination of {0}', name2),
      suggestion: `${host1.slice(0, host1.indexOf('@') + 1)}${name2}`,
      validate: (host) => (host === host1 ? t('{0} is the first node.', host1) : hostProblem(host, t)),
    },
    {
      id: 'interface',
      prompt: t('Network interface that carries the virtual addresses'),
      suggestion: 'eth0',
      validate: (name) => interfaceProblem(name, t),
    },
    {
      id: 'address1',
      prompt: t('Virtual address that {0} owns', name1),
      suggestion: '',
      validate: (address) => addressProblem(address, [host1, host2], t),
    },
    ...when<Question<PairAnswer>>(isMasterMaster, {
      id: 'address2',
      prompt: t('Virtual address that {0} owns', name2),
      suggestion: '',
      validate: (address) =>
        sameAddress(address, address1)
          ? t('{0} owns that address. Each node needs its own.', name1)
          : addressProblem(address, [host1, host2], t),
    }),
    {
      id: 'virtualRouterId1',
      prompt: t('Virtual router ID for {0}, the same on both nodes', address1),
      suggestion: `${free[0] ?? ''}`,
      validate: (id) => virtualRouterIdProblem(id, free, t),
    },
    ...when<Question<PairAnswer>>(isMasterMaster, {
      id: 'virtualRouterId2',
      prompt: t('Virtual router ID for {0}, the same on both nodes', address2),
      suggestion: `${others[0] ?? ''}`,
      validate: (id) =>
        Number(id) === Number(answers.virtualRouterId1)
          ? t('{0} belongs to {1}. Each address needs its own.', id, address1)
          : virtualRouterIdProblem(id, others, t),
    }),
    ...when<Question<PairAnswer>>(!isIpv6, {
      id: 'authPass',
      prompt: t('Password that the nodes show each other, up to 8 characters'),
      suggestion: suggestions.authPass,
      validate: (password) => passwordProblem(password, t),
    }),
    {
      id: 'healthCheck',
      prompt: t('Give the address away when nginx stops?'),
      suggestion: 'yes',
      choices: [
        { value: 'yes', label: t('Yes'), description: t('A script asks every 2 seconds whether nginx is active') },
        { value: 'no', label: t('No'), description: t('The address stays as long as keepalived runs') },
      ],
    },
    {
      id: 'folder',
      prompt: t('Folder for the new files, below the workspace'),
      suggestion: `${name1}-${name2}`,
      validate: async (folder) =>
        folderProblem(folder, t) ?? overwriteProblem(await suggestions.findExisting(folder), t),
    },
  ];
}

/** A pair is never written over files that are there. */
export function overwriteProblem(existing: string | undefined, t: Translate): string | undefined {
  return existing && t('{0} is there already and stays as it is. Choose another folder.', existing);
}

/** What the server needs to know, from the answers to all questions. */
export function pairParams(answers: PairAnswers): ScaffoldPairParams {
  const answer = (id: PairAnswer): string => answers[id] ?? '';
  const first = { address: answer('address1'), virtualRouterId: Number(answer('virtualRouterId1')) };
  const second = { address: answer('address2'), virtualRouterId: Number(answer('virtualRouterId2')) };
  const isMasterMaster = answers.layout === 'master-master';
  return {
    layout: isMasterMaster ? 'master-master' : 'master-backup',
    nodes: [
      { name: answer('name1'), host: answer('host1') },
      { name: answer('name2'), host: answer('host2') },
    ],
    addresses: [first, ...when(isMasterMaster, second)],
    interface: answer('interface'),
    authPass: answer('authPass'),
    healthCheck: answers.healthCheck === 'yes',
  };
}

function when<T>(condition: boolean, item: T): T[] {
  return condition ? [item] : [];
}

/** `ngx2` for `ngx1`; nothing for a name that does not count. */
function successor(name: string): string {
  const number = /\d+$/.exec(name)?.[0];
  return number === undefined
    ? ''
    : name.slice(0, -number.length) + String(Number(number) + 1).padStart(number.length, '0');
}
