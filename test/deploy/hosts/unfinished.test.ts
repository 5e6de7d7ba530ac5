// Deployments that did not come to their end: killed, at odds with each other, or without a way to a host.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { CHANGED, change, expectAsBefore, untilStage, withChangedPair } from './changedPair.ts';
import { served, untilServed } from './pages.ts';
import { snapshots } from './snapshot.ts';

const patience = { timeout: 180_000 };

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'script', 'systemd hosts'))('a deployment is cut off', () => {
  test.concurrent('killed with -9: the next one asks, and puts it back or finishes it as it is told', patience, () =>
    withChangedPair(async (bench, before) => {
      const leaveUnfinished = async (target: 'kill' | 'killAll'): Promise<void> => {
        const running = await bench.start('deploy', ['--yes']);
        await untilStage(bench, 'first node changed', running);
        await running[target]('SIGKILL');
        await running.ended;
      };

      await leaveUnfinished('kill');
      const asked = await bench.run('deploy', ['--yes']);
      expect(asked).toMatchObject({ code: 1, stderr: expect.stringMatching(/did not come to its end/) });
      expect(asked.stderr).toContain('--unfinished restore');
      expect((await bench.run('deploy', ['--yes', '--unfinished', 'restore'])).code).toBe(0);
      await expectAsBefore(bench, before);

      await leaveUnfinished('killAll');
      const restoring = await bench.start('deploy', [], { onTerminal: true });
      await restoring.says(/Finish it, restore/);
      restoring.type('r\n');
      expect((await restoring.ended).code).toBe(0);
      await expectAsBefore(bench, before);

      await leaveUnfinished('kill');
      expect((await bench.run('deploy', ['--yes', '--unfinished', 'finish'])).code).toBe(0);
      expect(await served(bench.lab)).toEqual(CHANGED);
      expect((await bench.run('rollback', ['--yes'])).code).toBe(0);
      await expectAsBefore(bench, before);
    }),
  );

  test.concurrent('two at once: the second one says who is at work, and changes nothing', patience, () =>
    withChangedPair(async (bench) => {
      const first = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'locked', first);
      const second = await bench.run('deploy', ['--yes']);
      expect(second).toMatchObject({ code: 1, stderr: expect.stringMatching(/\w+@\S+ is at work on it since \d{4}-/) });
      expect(second.report?.steps.map(({ name }) => name)).toEqual(['connect', 'connect', 'lock']);
      expect((await first.ended).code).toBe(0);
      expect(await served(bench.lab)).toEqual(CHANGED);
    }),
  );

  test.concurrent('two that begin at the same moment: one of them at most changes anything', patience, () =>
    withChangedPair(async (bench, before) => {
      const outcomes = await Promise.all([bench.run('deploy', ['--yes']), bench.run('deploy', ['--yes'])]);
      const refused = outcomes.filter(({ code }) => code === 1);
      expect(refused.length).toBeGreaterThan(0);
      for (const { stderr } of refused) expect(stderr).toContain('is at work on it');
      if (refused.length === 2) await expectAsBefore(bench, before);
      else expect(await served(bench.lab)).toEqual(CHANGED);
    }),
  );

  test.concurrent('a node that comes back in time is put back like the other', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'first node changed', running);
      await bench.lab.switch.setPorts('ngx2', 'down');
      await sleep(3000);
      await bench.lab.switch.setPorts('ngx2', 'up');
      const { code, report } = await running.ended;
      // It may have come through in spite of it.
      if (code === 0) await untilServed(bench.lab, CHANGED);
      else {
        expect({ code, stranded: report?.stranded }).toEqual({ code: 1, stranded: [] });
        await expectAsBefore(bench, before);
      }
    }),
  );

  test.concurrent('a node that stays away is named, with the commands that put it back', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'staged', running);
      await bench.lab.switch.setPorts('ngx2', 'down');
      const { code, stderr, report } = await running.ended;
      expect(code).toBe(3);
      expect(report?.stranded.map(({ node }) => node)).toEqual(['ngx2']);
      const commands = report!.stranded.flatMap((node) => node.commands);
      for (const command of commands) expect(stderr).toContain(command);
      expect((await snapshots(bench.lab))[0]).toEqual(before[0]);
      await bench.lab.switch.setPorts('ngx2', 'up');
      const [login, ...others] = commands;
      expect(login).toBe('ssh root@192.168.10.12');
      await bench.lab.client('ssh', ['-F', bench.lab.sshConfig, 'root@192.168.10.12', others.join('\n')]);
      await expectAsBefore(bench, before);
      change(bench, 'again');
      expect((await bench.run('deploy', ['--yes'])).code).toBe(0);
    }),
  );

  test.concurrent('a power cut after a node was changed, and it boots again: put back like the other', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'both nodes changed', running);
      await bench.ngx2.powerOff();
      await bench.ngx2.boot();
      expect(await running.ended).toMatchObject({ code: 1, report: { rolledBack: true, stranded: [] } });
      await expectAsBefore(bench, before);
    }),
  );
});
