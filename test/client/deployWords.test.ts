import { describe, expect, test } from 'vitest';
import {
  consentWords,
  keyInWords,
  planInWords,
  refusal,
  titleOf,
  unfinishedInWords,
} from '../../client/src/features/deployWords.ts';
import { drillChoices } from '../../client/src/features/drillChoices.ts';
import type { Plan } from '../../deploy/src/index.ts';
import { english } from './english.ts';

describe('hosts stay out of reach', () => {
  test('until the folder is trusted', () => {
    expect(refusal({ isTrusted: false, schemes: ['file'] }, english)).toBe(
      'No host is reached until you trust this folder.',
    );
  });

  test.each(['vscode-vfs', 'untitled', 'https'])('where files are on no disk: %s', (scheme) => {
    expect(refusal({ isTrusted: true, schemes: ['file', scheme] }, english)).toMatch(
      /^Deployments need files on a disk/,
    );
  });

  test('and nowhere else', () => {
    expect(refusal({ isTrusted: true, schemes: ['file', 'file'] }, english)).toBeUndefined();
    expect(refusal({ isTrusted: true, schemes: [] }, english)).toBeUndefined();
  });
});

test('a plan is told host by host, then in its order', () => {
  const target = '/etc/keepalived/keepalived.conf';
  const source = '/srv/keepalived.conf';
  const [old, fresh] = [Buffer.from('priority 90\n'), Buffer.from('priority 100\n')];
  const modes = { before: '644', after: '755' };
  const plan: Plan = {
    nodes: [
      {
        node: 'ngx1',
        host: 'root@192.168.10.11',
        packages: ['nginx', 'keepalived'],
        files: [
          { target, source, isConfig: true, after: fresh },
          { target: '/srv/a', source, isConfig: false, before: old, after: fresh },
          { target: '/srv/b', source, isConfig: false, before: old, after: old, modes },
          { target: '/srv/c', source, isConfig: false, before: old, after: fresh, modes },
          { target: '/srv/d', isConfig: false, before: old },
        ],
        services: [{ name: 'keepalived', action: 'start', why: 'it is not active' }],
      },
      { node: 'ngx2', host: 'ngx2', packages: [], files: [], services: [] },
    ],
    order: ['First this.', 'Then that.'],
    isEmpty: false,
  };
  expect(planInWords(plan, english)).toBe(`ngx1 (root@192.168.10.11)
  • install nginx, keepalived
  • write /etc/keepalived/keepalived.conf, which is new
  • change /srv/a
  • /srv/b, mode 644 becomes 755
  • change /srv/c, mode 644 becomes 755
  • remove /srv/d
  • systemctl start keepalived

ngx2 (ngx2)
  • nothing to do

In this order:
  1. First this.
  2. Then that.`);
});

test('a deployment and its way back are asked for in their own words', () => {
  expect(consentWords('deploy', 'web', english)).toEqual({ question: 'Deploy web?', yes: 'Deploy' });
  expect(consentWords('rollback', 'web', english)).toEqual({ question: 'Roll back web?', yes: 'Roll Back' });
  expect((['deploy', 'verify', 'drill', 'rollback'] as const).map((action) => titleOf(action, english))).toEqual([
    'Deploy and Verify',
    'Verify',
    'Failover Drill',
    'Roll Back Deployment',
  ]);
});

test('a host key is shown with its fingerprint', () => {
  const key = { destination: 'ngx1', type: 'ssh-ed25519', fingerprint: 'SHA256:abc', lines: '' };
  expect(keyInWords(key, english)).toMatch(/^ssh-ed25519 {2}SHA256:abc\n\nCompare it/);
});

test('an unfinished deployment is told with its files', () => {
  const unfinished = [{ node: 'ngx1', since: '2026-11-25T15:40:48Z', by: 'me@here', files: ['/srv/a', '/srv/b'] }];
  expect(unfinishedInWords(unfinished, english)).toBe(
    'ngx1: begun 2026-11-25T15:40:48Z by me@here\n  • /srv/a\n  • /srv/b',
  );
});

test('a drill can stop every service, or take the network', () => {
  const inventory = { file: '', nodes: [], packages: [], services: ['nginx', 'keepalived', 'haproxy'], checks: [] };
  expect(drillChoices(inventory, english).map(({ label, failure }) => [label, failure])).toEqual([
    ['Stop keepalived', { failure: 'keepalived' }],
    ['Stop nginx', { failure: 'service', service: 'nginx' }],
    ['Stop haproxy', { failure: 'service', service: 'haproxy' }],
    ['Take the network away', { failure: 'network' }],
  ]);
});
