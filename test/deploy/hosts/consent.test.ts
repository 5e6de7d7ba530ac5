// What a person is asked before anything is changed, and what nobody can be asked.
import { describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { CHANGED, withChangedPair } from './changedPair.ts';
import { served } from './pages.ts';
import { snapshots } from './snapshot.ts';
import { becomeUser } from './user.ts';

const PASSWORD = 'correct horse';

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'sudo', 'script', 'systemd hosts'))('consent', () => {
  test('without a terminal is given by --yes only; the plan is shown all the same', () =>
    withChangedPair(async (bench, before) => {
      const { code, stdout, stderr, report } = await bench.run('deploy');
      expect({ code, problem: report?.problem }).toMatchObject({ code: 1, problem: expect.stringContaining('plan') });
      expect(stdout).toContain('+! changed ngx1');
      expect(stderr).toContain('give --yes');
      expect(await snapshots(bench.lab)).toEqual(before);
    }));

  test('is refused by a no, and by Ctrl-C', () =>
    withChangedPair(async (bench, before) => {
      for (const answer of ['n\r', '\r', '\x03']) {
        const running = await bench.start('deploy', [], { onTerminal: true });
        await running.says(/\+! changed ngx1.*Do this\? \[y\/N\] /s);
        running.type(answer);
        expect((await running.ended).code).toBe(1);
        expect(await snapshots(bench.lab)).toEqual(before);
      }
    }));

  test('is asked for after the password for sudo, of which nothing is seen', () =>
    withChangedPair(async (bench) => {
      await becomeUser(bench, 'ALL', PASSWORD);
      const running = await bench.start('deploy', [], { onTerminal: true });
      // Whichever is reached first.
      for (const questions of [/Password for sudo on ngx\d: /, /Password .*Password for sudo on ngx\d: /s]) {
        await running.says(questions);
        running.type(`${PASSWORD}\r`);
      }
      await running.says(/Do this\?/);
      running.type('y\r');
      const { code, stdout } = await running.ended;
      expect(code).toBe(0);
      expect(stdout).not.toContain('horse');
      expect(await served(bench.lab)).toEqual(CHANGED);
    }));

  test('to reach a host is not given by a password that is wrong', () =>
    withChangedPair(async (bench) => {
      await becomeUser(bench, 'ALL', PASSWORD);
      const env = { KEEPALIVED_HA_SUDO_PASSWORD: PASSWORD, KEEPALIVED_HA_SUDO_PASSWORD_NGX2: 'wrong' };
      const { code, stderr } = await bench.run('verify', [], { env });
      expect(code).toBe(1);
      expect(stderr).toMatch(/ngx1 {2}connect {2}ok/);
      expect(stderr).toMatch(/ngx2 {2}connect {2}FAILED .*sudo/);
      const unasked = await bench.run('verify');
      expect(unasked.stderr).toContain('put it into KEEPALIVED_HA_SUDO_PASSWORD_NGX2');
    }));
});
