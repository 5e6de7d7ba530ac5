// Changes of a running pair, with a client that asks all the while.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Edit } from '../../lab/variants/build.ts';
import { lacks } from '../../support/requirements.ts';
import { type Bench, startBench } from './bench.ts';
import { type Answer, askAgainAndAgain, MASTER_MASTER, served, untilServed } from './pages.ts';
import { type Outcome, whyNot } from './program.ts';

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts'))('a change of a running pair', () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await startBench();
    await untilServed(bench.lab, MASTER_MASTER);
  });
  afterAll(() => bench.end());

  const onBoth = (...edits: readonly Edit[]): void => {
    for (const node of ['ngx1', 'ngx2']) bench.edit(`${node}/keepalived.conf`, ...edits);
  };
  /** Deploys it while a client asks; `answers` are those that came in the meantime. */
  const deploy = async (): Promise<Outcome & { answers: readonly Answer[] }> => {
    const asking = askAgainAndAgain(bench.lab, Object.keys(MASTER_MASTER));
    const outcome = await bench.run('deploy', ['--yes']);
    const answers = await asking.end();
    expect(whyNot(outcome)).toBe('');
    // It has asked all the while, or nothing would have been seen.
    expect(answers.length).toBeGreaterThan(outcome.seconds * 25);
    return { ...outcome, answers };
  };
  const unanswered = (answers: readonly Answer[]): readonly Answer[] =>
    answers.filter(({ page }) => page === undefined);

  test('of a comment: no request fails', async () => {
    onBoth(['! ngx', '! a pair: ngx']);
    const { answers, seconds } = await deploy();
    expect(unanswered(answers)).toEqual([]);
    console.log(`a pure reload: deployed in ${seconds.toFixed(2)} s, ${answers.length} requests answered`);
  });

  test('of the password on both nodes: no request fails', async () => {
    onBoth(['auth_pass 1111', 'auth_pass other'], ['auth_pass 1111', 'auth_pass other']);
    const { answers } = await deploy();
    expect(unanswered(answers)).toEqual([]);
  });

  test('of a page: no request fails, and it is there', async () => {
    bench.edit('ngx1/index.html', ['web1', 'web1, anew']);
    const { answers } = await deploy();
    expect(unanswered(answers)).toEqual([]);
    expect(await served(bench.lab)).toEqual({ ...MASTER_MASTER, '192.168.10.111': 'ngx1: web1, anew' });
    bench.edit('ngx1/index.html', ['web1, anew', 'web1']);
  });

  test('an address more on both nodes: no request to the others fails', async () => {
    onBoth(['        192.168.10.112\n', '        192.168.10.112\n        192.168.10.113\n']);
    const { answers, report } = await deploy();
    expect(unanswered(answers)).toEqual([]);
    expect(await served(bench.lab)).toEqual({ ...MASTER_MASTER, '192.168.10.113': 'ngx2: web2' });
    expect(report?.checks).toContainEqual(
      expect.objectContaining({ name: 'address on its owner', address: '192.168.10.113', ok: true }),
    );
  });

  test('an address less: the others stay', async () => {
    onBoth(['\n        192.168.10.113', '']);
    const { answers } = await deploy();
    expect(unanswered(answers)).toEqual([]);
    expect(await served(bench.lab)).toEqual(MASTER_MASTER);
  });

  test('of a virtual router ID: the other address never fails', async () => {
    onBoth(['virtual_router_id 51', 'virtual_router_id 61']);
    const { answers } = await deploy();
    expect(unanswered(answers).filter(({ address }) => address === '192.168.10.112')).toEqual([]);
    expect(await served(bench.lab)).toEqual(MASTER_MASTER);
  });

  test('who owns an address: it goes over, and back again with a rollback', async () => {
    bench.edit('ngx1/keepalived.conf', ['priority 100', 'priority 98']);
    await deploy();
    expect(await served(bench.lab)).toEqual({ '192.168.10.111': 'ngx2: web2', '192.168.10.112': 'ngx2: web2' });
    const began = Date.now();
    expect(whyNot(await bench.run('rollback', ['--yes']))).toBe('');
    await untilServed(bench.lab, MASTER_MASTER);
    bench.edit('ngx1/keepalived.conf', ['priority 98', 'priority 100']);
    // What was logged until then says nothing of the pair as it is.
    const { report } = await bench.run('verify');
    const accepted = report?.checks.filter(({ name }) => name === 'adverts accepted') ?? [];
    const times = accepted.map(({ evidence }) => Date.parse(/ since (\S+Z)/.exec(evidence)?.[1] ?? ''));
    expect(times).toEqual([expect.toSatisfy((time) => time > began), expect.toSatisfy((time) => time > began)]);
  });

  test('of what keepalived cannot change at a reload: one node restarts after the other', async () => {
    onBoth(['global_defs {', 'global_defs {\n    disable_local_igmp']);
    const { answers } = await deploy();
    const [first, second] = Object.keys(MASTER_MASTER).map((address) =>
      unanswered(answers)
        .filter((answer) => answer.address === address)
        .map(({ at }) => at),
    ) as [number[], number[]];
    // Each address is away while its node restarts, and never both.
    expect([first.length, second.length]).toEqual([expect.toSatisfy(isSome), expect.toSatisfy(isSome)]);
    expect(first.at(-1)! < second[0]! || second.at(-1)! < first[0]!).toBe(true);
    expect(await served(bench.lab)).toEqual(MASTER_MASTER);
  });
});

const isSome = (count: number): boolean => count > 0;
