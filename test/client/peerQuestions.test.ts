import { describe, expect, test } from 'vitest';
import {
  comparisonText,
  peerName,
  peerPath,
  peerQuestions,
  remotePathProblem,
  sshProblemText,
} from '../../client/src/features/peerQuestions.ts';
import { english } from './english.ts';

describe('the questions', () => {
  const ids = (answers: Parameters<typeof peerQuestions>[0]): string[] =>
    peerQuestions(answers, english).map(({ id }) => id);

  test('a file is chosen at once, a host is asked for', () => {
    expect(ids({})).toEqual(['from']);
    expect(ids({ from: 'file' })).toEqual(['from']);
    expect(ids({ from: 'host' })).toEqual(['from', 'host', 'path']);
  });

  test('a destination is checked as for a new pair', async () => {
    const question = peerQuestions({ from: 'host' }, english).find(({ id }) => id === 'host')!;
    expect(await question.validate!('root@192.168.10.12')).toBeUndefined();
    for (const bad of ['', '-oProxyCommand=x', 'root@-x', 'two words']) {
      expect(await question.validate!(bad)).toMatch(/^Write a destination/);
    }
  });

  test('the usual path is suggested, and only whole paths of files will do', () => {
    const question = peerQuestions({ from: 'host', host: 'ngx2' }, english).at(-1)!;
    expect(question).toMatchObject({ prompt: 'Configuration on ngx2', suggestion: '/etc/keepalived/keepalived.conf' });
    expect(remotePathProblem('/srv/a b.conf', english)).toBeUndefined();
    for (const bad of ['', 'keepalived.conf', '~/a.conf', '/', '/etc/', '/a\0b']) {
      expect(remotePathProblem(bad, english)).toMatch(/^Write the whole path/);
    }
  });
});

test.each([
  ['/srv/ngx2/keepalived.conf', 'ngx2'],
  ['/srv/lb02.conf', 'lb02'],
  ['/keepalived.conf', 'keepalived'],
])('%s is called %s', (path, name) => {
  expect(peerName(path)).toBe(name);
});

test('a tab says where its text came from', () => {
  expect(peerPath('/srv/ngx2/keepalived.conf', 'ngx2')).toBe('/srv/ngx2/keepalived.conf (ngx2)');
  expect(peerPath('/h/a.conf', 'ssh://root@h:22')).toBe('/h/a.conf (ssh: root@h:22)');
});

describe('what came of it', () => {
  const clean = { error: 0, warning: 0, information: 0, hint: 0 };
  const names = { own: 'ngx1/keepalived.conf', peer: 'root@ngx2' };

  test('a pair that fits, also where only hints are left', () => {
    const text = comparisonText({ findings: { ...clean, hint: 1 }, unread: [] }, names, english);
    expect(text).toBe('ngx1/keepalived.conf and root@ngx2 fit together.');
  });

  test('what does not fit is counted, what was left out is named', () => {
    const findings = { ...clean, error: 2, warning: 1 };
    expect(comparisonText({ findings, unread: ['conf.d/*.conf', 'vips.inc'] }, names, english)).toBe(
      'ngx1/keepalived.conf and root@ngx2 do not fit together. Errors: 2, warnings: 1. ' +
        'What root@ngx2 includes is not at hand and was left out: conf.d/*.conf, vips.inc.',
    );
  });
});

test('what a host or a file says makes no links, and is no longer than a message may be', () => {
  const said = '[Fix it](command:workbench.action.quit)';
  const harmless = '(Fix it)(command:workbench.action.quit)';
  expect(sshProblemText({ kind: 'failed', said }, 'h', english)).toBe(`h could not be read: ${harmless}`);
  expect(sshProblemText({ kind: 'not-let-in', said }, 'h', english)).toContain(harmless);
  const findings = { error: 0, warning: 0, information: 0, hint: 0 };
  const text = comparisonText({ findings, unread: [said, 'x'.repeat(10_000)] }, { own: said, peer: said }, english);
  expect(text).not.toContain('[');
  expect(text.length).toBeLessThan(600);
});

test('a host that cannot be read: what to do about it, and nothing where the user gave up', () => {
  const text = (kind: Parameters<typeof sshProblemText>[0]['kind'], said = '') =>
    sshProblemText({ kind, said }, 'root@ngx2', english);
  expect(text('unknown-host-key')).toContain('Run "ssh root@ngx2" in a terminal');
  expect(text('changed-host-key')).toContain('another host key');
  expect(text('not-let-in', 'Permission denied (publickey).')).toContain('(Permission denied (publickey).)');
  expect(text('failed', 'cat: /x: Permission denied')).toBe('root@ngx2 could not be read: cat: /x: Permission denied');
  expect(text('failed')).toBe('root@ngx2 could not be read.');
  expect(text('cancelled')).toBeUndefined();
});
