// What must not be seen: passwords of VRRP and of sudo, in anything that is written, and in any list of processes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { CONFIG, startBench } from './bench.ts';
import { MASTER_MASTER, served } from './pages.ts';
import { type ProcessWatch, watchProcesses } from './processWatch.ts';
import { becomeUser } from './user.ts';

const AUTH_PASS = 'S3cr3tPw';
const SUDO_PASSWORD = 'correct horse battery staple';
const FORMATS = ['json', 'md', 'xml', 'svg'];

/** How the hosts let us in, and let us become root. */
const users = [
  { name: 'root', rule: undefined, password: undefined },
  { name: 'a user whose sudo does not ask', rule: 'NOPASSWD: ALL', password: undefined },
  { name: 'a user whose sudo asks for a password', rule: 'ALL', password: SUDO_PASSWORD },
];

describe.skipIf(lacks('keepalived', 'nginx', 'sshd', 'sudo', 'systemd hosts'))('secrets', () => {
  let watch: ProcessWatch;
  beforeAll(() => {
    watch = watchProcesses([AUTH_PASS, SUDO_PASSWORD]);
  });
  afterAll(() => watch.end());

  test.concurrent.for(users)(
    'are in nothing that is written where $name deploys',
    { timeout: 120_000 },
    async (user) => {
      const bench = await startBench({ hosts: 'bare' });
      const expectHidden = (text: string): void => {
        expect(text).not.toContain(AUTH_PASS);
        expect(text).not.toContain(SUDO_PASSWORD);
      };
      try {
        if (user.rule !== undefined) await becomeUser(bench, user.rule, user.password);
        for (const node of ['ngx1', 'ngx2']) {
          const edit = ['auth_pass 1111', `auth_pass ${AUTH_PASS}`] as const;
          bench.edit(`${node}/keepalived.conf`, edit, edit);
        }
        const env = user.password === undefined ? {} : { KEEPALIVED_HA_SUDO_PASSWORD: user.password };
        const reports = FORMATS.flatMap((format) => ['--report', `report.${format}`]);
        const keepalivedHa = async (command: string, ...args: readonly string[]): Promise<void> => {
          const { code, stdout, stderr, report } = await bench.run(command, [...args, ...reports], { env });
          expect({ code, problem: report?.problem }).toEqual({ code: 0, problem: null });
          expectHidden(stdout + stderr);
          for (const format of FORMATS) expectHidden(readFileSync(join(bench.folder, `report.${format}`), 'utf8'));
        };
        await keepalivedHa('deploy', '--dry-run');
        await keepalivedHa('deploy', '--yes');
        expect(await bench.ngx1.run('cat', [CONFIG])).toContain(AUTH_PASS);
        expect(await served(bench.lab)).toEqual(MASTER_MASTER);
        await keepalivedHa('verify');
        await keepalivedHa('rollback', '--yes');
        for (const host of bench.lab.hosts) {
          const journal = await host.run('journalctl', ['--no-pager', '--output=verbose']);
          expect(journal).toContain('keepalived');
          expectHidden(journal);
        }
        // For the watch: something that is there to be seen.
        await bench.ngx1.run('sh', ['-c', 'sleep 0.3; exit 0', `${AUTH_PASS} on purpose`]);
      } finally {
        await bench.end();
      }
    },
  );

  test('are in no list of processes', async () => {
    const sightings = await watch.end();
    expect(sightings.filter(({ text }) => text.includes('on purpose'))).not.toEqual([]);
    const others = sightings.filter(
      ({ where, onHost, text }) =>
        !text.includes('on purpose') &&
        // Where whoever runs us has put it.
        !(where === 'environment' && !onHost && text.includes(`KEEPALIVED_HA_SUDO_PASSWORD=${SUDO_PASSWORD}`)),
    );
    expect(others).toEqual([]);
  });
});
