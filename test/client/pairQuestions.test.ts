import { describe, expect, test } from 'vitest';
import {
  type PairAnswer,
  type PairAnswers,
  type PairSuggestions,
  pairParams,
  pairQuestions,
} from '../../client/src/features/pairQuestions.ts';
import { english } from './english.ts';

const suggestions: PairSuggestions = {
  freeVirtualRouterIds: [52, 53, 54],
  authPass: 'k3xw9bqz',
  findExisting: async (folder) => (folder === 'taken' ? 'taken/keepalived-ha.json' : undefined),
};

const masterBackup: PairAnswers = {
  layout: 'master-backup',
  name1: 'ngx1',
  host1: 'root@192.168.10.11',
  name2: 'ngx2',
  host2: 'root@192.168.10.12',
  interface: 'ens33',
  address1: '192.168.10.111',
  virtualRouterId1: '52',
  authPass: 'k3xw9bqz',
  healthCheck: 'yes',
  folder: 'ngx1-ngx2',
};

const masterMaster: PairAnswers = {
  ...masterBackup,
  layout: 'master-master',
  address2: '192.168.10.112',
  virtualRouterId2: '53',
};

const idsOf = (answers: PairAnswers): PairAnswer[] => pairQuestions(answers, suggestions, english).map(({ id }) => id);

const ask = (id: PairAnswer, answers: PairAnswers) =>
  pairQuestions(answers, suggestions, english).find((question) => question.id === id)!;

const problemWith = async (id: PairAnswer, answer: string, answers = masterMaster): Promise<string | undefined> =>
  await ask(id, answers).validate!(answer);

describe('the steps', () => {
  const once: PairAnswer[] = [
    'layout',
    'name1',
    'host1',
    'name2',
    'host2',
    'interface',
    'address1',
    'virtualRouterId1',
    'authPass',
    'healthCheck',
    'folder',
  ];

  test('master-backup: one address; the same number is announced from the start', () => {
    expect(idsOf({})).toEqual(once);
    expect(idsOf(masterBackup)).toEqual(once);
  });

  test('master-master: two addresses, a virtual router ID for each', () => {
    const twice: PairAnswer[] = [...once];
    twice.splice(7, 1, 'address2', 'virtualRouterId1', 'virtualRouterId2');
    expect(idsOf(masterMaster)).toEqual(twice);
  });

  test('IPv6 knows no password, a mixed pair does', () => {
    expect(idsOf({ ...masterBackup, address1: '2001:db8::111' })).not.toContain('authPass');
    expect(idsOf({ ...masterMaster, address1: '2001:db8::111' })).toContain('authPass');
  });
});

describe('suggestions', () => {
  test.each<[PairAnswer, string]>([
    ['layout', 'master-backup'],
    ['name1', 'ngx1'],
    ['host1', 'root@ngx1'],
    ['name2', 'ngx2'],
    ['host2', 'root@ngx2'],
    ['virtualRouterId1', '52'],
    ['virtualRouterId2', '53'],
    ['authPass', 'k3xw9bqz'],
    ['healthCheck', 'yes'],
    ['folder', 'ngx1-ngx2'],
  ])('%s: %s', (id, suggestion) => {
    expect(ask(id, masterMaster).suggestion).toBe(suggestion);
  });

  test('the second ID is free even when the first is not the one suggested', () => {
    expect(ask('virtualRouterId2', { ...masterMaster, virtualRouterId1: '53' }).suggestion).toBe('52');
  });

  test('a name that counts is counted on, keeping its zeros; another one is left to the user', () => {
    expect(ask('name2', { ...masterBackup, name1: 'lb09' }).suggestion).toBe('lb10');
    expect(ask('name2', { ...masterBackup, name1: 'lb01' }).suggestion).toBe('lb02');
    expect(ask('name2', { ...masterBackup, name1: 'left' }).suggestion).toBe('');
  });

  test.each<PairAnswer>([
    'name1',
    'host1',
    'name2',
    'host2',
    'interface',
    'virtualRouterId1',
    'virtualRouterId2',
    'authPass',
    'folder',
  ])('what is suggested for %s passes', async (id) => {
    expect(await problemWith(id, ask(id, masterMaster).suggestion)).toBeUndefined();
  });
});

describe('what is refused, and why', () => {
  test.each<[PairAnswer, string, RegExp]>([
    ['name1', '', /letters, digits/],
    ['name1', '../etc', /letters, digits/],
    ['name1', 'web 1', /letters, digits/],
    ['name2', 'NGX1', /ngx1 is the first node\. Give/],
    ['host1', '-oProxyCommand=reboot', /no leading dash/],
    ['host1', 'root@-oProxyCommand=reboot', /no leading dash/],
    ['host1', '', /as ssh takes it/],
    ['host1', 'root@a b', /no blanks/],
    ['host2', 'root@192.168.10.11', /is the first node/],
    ['interface', 'a-very-long-interface', /1 to 15/],
    ['interface', 'eth 0', /1 to 15/],
    ['interface', 'lo', /loopback/],
    ['address1', '192.168.10.256', /IPv4 or IPv6/],
    ['address1', 'web.example.org', /IPv4 or IPv6/],
    ['address1', 'fe80::1%eth0', /IPv4 or IPv6/],
    ['address1', '192.168.10.111/33', /from 0 to 32/],
    ['address1', '2001:db8::1/129', /from 0 to 128/],
    ['address1', '192.168.10.111/', /from 0 to 32/],
    ['address1', '192.168.10.12', /is the node itself/],
    ['address2', '192.168.10.111/24', /ngx1 owns that address/],
    ['virtualRouterId1', '0', /from 1 to 255/],
    ['virtualRouterId1', '256', /from 1 to 255/],
    ['virtualRouterId1', '5x', /from 1 to 255/],
    ['virtualRouterId1', '51', /51 is used .* 52 is free/],
    ['virtualRouterId2', '52', /52 belongs to 192\.168\.10\.111/],
    ['virtualRouterId2', '51', /51 is used .* 53 is free/],
    ['authPass', '', /1 to 8/],
    ['authPass', '123456789', /1 to 8/],
    ['authPass', 'pa#ss', /1 to 8/],
    ['authPass', 'pa ss', /1 to 8/],
    ['authPass', 'pa"ss', /1 to 8/],
    ['authPass', 'pässe', /1 to 8/],
    ['folder', '', /below the workspace/],
    ['folder', '../other', /below the workspace/],
    ['folder', '/etc', /below the workspace/],
    ['folder', 'a//b', /below the workspace/],
    ['folder', 'taken', /taken\/keepalived-ha\.json is there already/],
  ])('%s: %s', async (id, answer, message) => {
    expect(await problemWith(id, answer)).toMatch(message);
  });

  test.each<[PairAnswer, string]>([
    ['name1', 'lb-01.example'],
    ['host1', 'jump-box'],
    ['interface', 'eth0.100'],
    ['address1', '192.168.10.111/24'],
    ['address1', '2001:db8::111'],
    ['authPass', 'a'],
    ['folder', 'clusters/web'],
    ['folder', '集群/网站'],
  ])('not: %s %s', async (id, answer) => {
    expect(await problemWith(id, answer)).toBeUndefined();
  });
});

describe('pairParams', () => {
  test('master-backup has one address, even when a second was answered before the layout changed', () => {
    expect(pairParams({ ...masterMaster, layout: 'master-backup' })).toEqual({
      layout: 'master-backup',
      nodes: [
        { name: 'ngx1', host: 'root@192.168.10.11' },
        { name: 'ngx2', host: 'root@192.168.10.12' },
      ],
      addresses: [{ address: '192.168.10.111', virtualRouterId: 52 }],
      interface: 'ens33',
      authPass: 'k3xw9bqz',
      healthCheck: true,
    });
  });

  test('master-master has both', () => {
    const { addresses, healthCheck } = pairParams({ ...masterMaster, healthCheck: 'no' });
    expect(addresses).toEqual([
      { address: '192.168.10.111', virtualRouterId: 52 },
      { address: '192.168.10.112', virtualRouterId: 53 },
    ]);
    expect(healthCheck).toBe(false);
  });
});
