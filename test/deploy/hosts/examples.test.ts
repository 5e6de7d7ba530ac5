// The example pairs on hosts that nothing is set up on: deployed, verified, drilled, and taken away again.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DrillRow, Report } from '../../../deploy/src/index.ts';
import { lacks } from '../../support/requirements.ts';
import { type Bench, startBench } from './bench.ts';
import { MASTER_BACKUP, MASTER_MASTER, served, untilServed } from './pages.ts';
import { type Snapshot, snapshots } from './snapshot.ts';

/** Seconds, for a busy machine. */
const ALLOWANCE = 0.1;

const pairs = [
  { example: 'master-master', atRest: MASTER_MASTER },
  { example: 'master-backup', atRest: MASTER_BACKUP },
] as const;

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'systemd hosts')).for(pairs)(
  '$example on bare hosts',
  ({ example, atRest }) => {
    let bench: Bench;
    let bare: readonly Snapshot[];
    beforeAll(async () => {
      bench = await startBench({ example, hosts: 'bare' });
      bare = await snapshots(bench.lab);
    });
    afterAll(() => bench.end());

    test('a dry run says what it would do, and does nothing', async () => {
      const { code, stdout, report } = await bench.run('deploy', ['--dry-run']);
      expect(code).toBe(0);
      expect(stdout).toContain('/etc/keepalived/keepalived.conf');
      expect(stdout).toContain('+    virtual_router_id 51');
      expect(report?.steps.map(({ name }) => name)).not.toContain('back up');
      expect(await snapshots(bench.lab)).toEqual(bare);
    });

    test('without consent nothing is done', async () => {
      const { code, stderr } = await bench.run('deploy');
      expect(code).toBe(1);
      expect(stderr).toContain('--yes');
      expect(await snapshots(bench.lab)).toEqual(bare);
    });

    test('is deployed, and serves what was foretold', async () => {
      const { code, report } = await bench.run('deploy', ['--yes']);
      expect(await served(bench.lab)).toEqual(atRest);
      expect({ code, ...outlineOf(report) }).toEqual({ code: 0, ok: true, rolledBack: false, wrong: [] });
      const services = ['is-active', 'is-enabled'].flatMap((question) =>
        bench.lab.hosts.map((host) => host.run('systemctl', [question, 'keepalived', 'nginx'])),
      );
      expect(await Promise.all(services)).toEqual([
        ...Array(2).fill('active\nactive\n'),
        ...Array(2).fill('enabled\nenabled\n'),
      ]);
    });

    test('is verified: each address on its owner, and every page as it should be', async () => {
      const { code, report } = await bench.run('verify');
      expect({ code, ...outlineOf(report) }).toEqual({ code: 0, ok: true, rolledBack: false, wrong: [] });
      for (const [address, owner] of Object.entries(atRest)) {
        const own = report!.checks.filter((check) => check.address === address);
        expect(own).toContainEqual(
          expect.objectContaining({
            name: 'HTTP from here',
            evidence: expect.stringContaining(`the page of ${owner.slice(0, 4)}`),
          }),
        );
        expect(own.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['address on its owner', 'HTTP from the other node']),
        );
      }
    });

    test('a second time there is nothing to do, which is said', async () => {
      const before = await snapshots(bench.lab);
      const { code, stdout } = await bench.run('deploy', ['--yes']);
      expect(code).toBe(0);
      expect(stdout).toMatch(/nothing was changed/);
      expect(await snapshots(bench.lab)).toEqual(before);
    });

    test('is drilled: each node fails in turn, and the other serves within the time foretold', async () => {
      const { code, report } = await bench.run('drill', ['--yes']);
      expect({ code, ...outlineOf(report) }).toEqual({ code: 0, ok: true, rolledBack: false, wrong: [] });
      const rows = report!.drill;
      console.log(
        rows
          .map(inWords)
          .map((line) => `${example}: ${line}`)
          .join('\n'),
      );
      for (const [address, text] of Object.entries(atRest)) {
        const [owner = '', other = ''] = text.startsWith('ngx1') ? ['ngx1', 'ngx2'] : ['ngx2', 'ngx1'];
        const own = rows.filter((row) => row.address === address);
        expect(own.map(({ node, action, from, to }) => `${action} on ${node}: ${from} to ${to}`).sort()).toEqual(
          [
            `start keepalived on ${other}: ${owner} to ${owner}`,
            `start keepalived on ${owner}: ${other} to ${owner}`,
            `stop keepalived on ${other}: ${owner} to ${owner}`,
            `stop keepalived on ${owner}: ${owner} to ${other}`,
          ].sort(),
        );
        for (const { node, action, gapSeconds, foretold } of own) {
          if (node !== owner) expect(gapSeconds).toBe(0);
          else if (action === 'stop keepalived') {
            expect(gapSeconds).toBeGreaterThanOrEqual(foretold![0] - ALLOWANCE);
            expect(gapSeconds).toBeLessThanOrEqual(foretold![1] + ALLOWANCE);
          }
        }
      }
      expect(await served(bench.lab)).toEqual(atRest);
    });

    test('starts with its hosts', async () => {
      await Promise.all(bench.lab.hosts.map((host) => host.powerOff()));
      await Promise.all(bench.lab.hosts.map((host) => host.boot()));
      await untilServed(bench.lab, atRest);
    });

    test('is rolled back: the hosts are as bare as they were', async () => {
      const { code, report } = await bench.run('rollback', ['--yes']);
      expect({ code, ...outlineOf(report) }).toMatchObject({ code: 0, ok: true, wrong: [] });
      expect(await snapshots(bench.lab)).toEqual(bare);
      expect(await served(bench.lab)).toEqual({});
    });
  },
);

const outlineOf = (report: Report | undefined): object => ({
  ok: report?.ok,
  rolledBack: report?.rolledBack,
  wrong: [...(report?.steps ?? []), ...(report?.checks ?? []), ...(report?.drill ?? [])].filter(({ ok }) => !ok),
});

const inWords = ({ node, action, address, from, to, gapSeconds, foretold }: DrillRow): string =>
  `${action} on ${node}: ${address} from ${from} to ${to}, gap ${gapSeconds} s, foretold ${foretold?.join(' to ')} s`;
