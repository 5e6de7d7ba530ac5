// Whoever has a deployment done breaks it off, at its different stages.
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { CONFIG } from './bench.ts';
import { CHANGED, expectAsBefore, untilStage, withChangedPair } from './changedPair.ts';
import { served } from './pages.ts';

const patience = { timeout: 180_000 };

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'script', 'systemd hosts'))('a deployment is broken off', () => {
  const ends = [
    ['locked', 'SIGINT'],
    ['staged', 'SIGINT'],
    ['first node changed', 'SIGINT'],
    ['both nodes changed', 'SIGINT'],
    ['verifying', 'SIGINT'],
    ['verifying', 'SIGHUP'],
  ] as const;

  test.concurrent.for(ends)('%s: %s puts the hosts back', patience, ([stage, signal]) =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, stage, running);
      await running.killAll(signal);
      expect(await running.ended).toMatchObject({ code: 1, report: { ok: false, stranded: [] } });
      await expectAsBefore(bench, before);
    }),
  );

  test.concurrent('who presses Ctrl-C again and again does not keep it from putting the hosts back', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'first node changed', running);
      let isOver = false;
      const ended = running.ended.then((outcome) => {
        isOver = true;
        return outcome;
      });
      while (!isOver) {
        await running.killAll('SIGINT').catch(() => undefined);
        await sleep(200);
      }
      expect(await ended).toMatchObject({ code: 1, report: { ok: false, rolledBack: true, stranded: [] } });
      await expectAsBefore(bench, before);
    }),
  );

  test.concurrent('a Ctrl-C on a terminal does so too', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', [], { onTerminal: true });
      await running.says(/Do this\?/);
      expect(await bench.ngx1.run('cat', [CONFIG])).not.toContain('changed');
      running.type('y\n');
      await untilStage(bench, 'first node changed', running);
      running.type('\x03');
      expect(await running.ended).toMatchObject({ code: 1, report: { ok: false, rolledBack: true, stranded: [] } });
      await expectAsBefore(bench, before);
    }),
  );

  test.concurrent('a terminal that is closed does so too, though nobody reads what is said', patience, () =>
    withChangedPair(async (bench, before) => {
      const running = await bench.start('deploy', ['--yes'], { onTerminal: true });
      await untilStage(bench, 'first node changed', running);
      expect(await running.hangUp()).toMatchObject({ ok: false, rolledBack: true, stranded: [] });
      await expectAsBefore(bench, before);
    }),
  );

  test.concurrent('a reader that has seen enough breaks nothing off', patience, () =>
    withChangedPair(async (bench) => {
      const running = await bench.start('deploy', ['--yes']);
      await untilStage(bench, 'staged', running);
      running.stopReading();
      expect(await running.ended).toMatchObject({ code: 0, report: { ok: true } });
      expect(await served(bench.lab)).toEqual(CHANGED);
    }),
  );
});
