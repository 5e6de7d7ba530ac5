// A running pair, and a change of it that is to be deployed.
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { type Bench, type BenchOptions, CONFIG, startBench } from './bench.ts';
import { MASTER_MASTER, untilServed } from './pages.ts';
import { type Outcome, type Running, whyNot } from './program.ts';
import { type Snapshot, snapshots } from './snapshot.ts';

/** `before` is what the hosts have now. */
export async function withChangedPair(
  action: (bench: Bench, before: readonly Snapshot[]) => Promise<void>,
  { prepare, ...options }: BenchOptions & { prepare?(bench: Bench): unknown } = {},
): Promise<void> {
  const bench = await startBench(options);
  try {
    await untilServed(bench.lab, MASTER_MASTER);
    change(bench, 'changed');
    await prepare?.(bench);
    await action(bench, await snapshots(bench.lab));
  } finally {
    await bench.end();
  }
}

/** Another word in the configuration and the page of both nodes. */
export function change({ edit }: Bench, word: string): void {
  for (const node of ['ngx1', 'ngx2']) {
    edit(`${node}/keepalived.conf`, ['! ', `! ${word} `]);
    edit(`${node}/index.html`, ['web', `${word} web`]);
  }
}

/** The change is there. */
export const CHANGED = { '192.168.10.111': 'ngx1: changed web1', '192.168.10.112': 'ngx2: changed web2' };

/** Nothing is left of the change, and the pair serves as before. */
export async function expectAsBefore({ lab }: Bench, before: readonly Snapshot[]): Promise<void> {
  expect(await snapshots(lab)).toEqual(before);
  await untilServed(lab, MASTER_MASTER);
}

/** How far a deployment has come, by what is on the hosts. */
export type Stage = 'locked' | 'staged' | 'first node changed' | 'both nodes changed' | 'verifying';

export async function untilStage({ lab }: Bench, stage: Stage, running: Running): Promise<void> {
  const onDisks = (path: string): string[] =>
    lab.hosts.map(({ name }) => lab.keeper.file(`/run/lab/${name}/disk${path}`));
  const isChanged = (file: string): boolean => readFileSync(file, 'utf8').includes('changed');
  const isReached = (): boolean => {
    switch (stage) {
      case 'locked':
        return onDisks('/var/lib/keepalived-ha/lock.by').every(existsSync);
      case 'staged':
        return onDisks('/etc/keepalived/.keepalived.conf.keepalived-ha').every(existsSync);
      case 'first node changed':
        return onDisks(CONFIG).some(isChanged);
      case 'both nodes changed':
      case 'verifying':
        return onDisks(CONFIG).every(isChanged);
    }
  };
  let ended: Outcome | undefined;
  running.ended.then((outcome) => {
    ended = outcome;
  });
  while (!isReached()) {
    if (ended) throw new Error(`It has ended before it was ${stage}: ${whyNot(ended)}`);
    await sleep(2);
  }
  if (stage === 'verifying') await sleep(500);
}
