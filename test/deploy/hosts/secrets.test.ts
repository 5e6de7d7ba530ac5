// What must not be seen: passwords of VRRP and of sudo, in anything that is written, and in any list of processes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lacks } from '../../support/requirements.ts';
import { type Bench, type BenchOptions, CONFIG, startBench } from './bench.ts';
import { MASTER_MASTER, served } from './pages.ts';
import { type ProcessWatch, type Sighting, watchProcesses } from './processWatch.ts';
import { type Outcome, whyNot } from './program.ts';
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
  const patience = { timeout: 180_000 };
  let watch: ProcessWatch;
  beforeAll(() => {
    watch = watchProcesses([AUTH_PASS, SUDO_PASSWORD]);
  });
  afterAll(() => watch.end());

  test.concurrent.for(users)('are in nothing that is written where $name deploys', patience, ({ rule, password }) =>
    withSecretPair({ hosts: 'bare' }, async (bench) => {
      if (rule !== undefined) await becomeUser(bench, rule, password);
      const env: Record<string, string> = password === undefined ? {} : { KEEPALIVED_HA_SUDO_PASSWORD: password };
      const run = async (command: string, ...args: readonly string[]): Promise<Outcome> => {
        const outcome = await runHidden(bench, [command, ...args], env);
        expect(whyNot(outcome)).toBe('');
        return outcome;
      };
      expect((await run('deploy', '--dry-run')).stdout).toContain('auth_pass ****');
      await run('deploy', '--yes');
      expect(await bench.ngx1.run('cat', [CONFIG])).toContain(AUTH_PASS);
      expect(await served(bench.lab)).toEqual(MASTER_MASTER);
      await run('verify');
      await run('rollback', '--yes');
      for (const host of bench.lab.hosts) {
        const journal = await host.run('journalctl', ['--no-pager', '--output=verbose']);
        expect(journal).toContain('keepalived');
        expectHidden(journal);
      }
      // For the watch: something that is there to be seen.
      await bench.ngx1.run('sh', ['-c', 'sleep 0.3; exit 0', `${AUTH_PASS} on purpose`]);
    }),
  );

  test.concurrent('are hidden in what a host says of them', patience, () =>
    withSecretPair({ files: { '/etc/keepalived/more/faulty.conf': `${AUTH_PASS} is no keyword\n` } }, async (bench) => {
      for (const node of ['ngx1', 'ngx2']) {
        bench.edit(`${node}/keepalived.conf`, ['global_defs {', 'include /etc/keepalived/more/*.conf\nglobal_defs {']);
      }
      const { code, stderr, report } = await runHidden(bench, ['deploy', '--yes']);
      const said = expect.stringContaining("Unknown keyword '****'");
      expect({ code, stderr, problem: report?.problem }).toEqual({ code: 1, stderr: said, problem: said });
    }),
  );

  test('are in no list of processes', async () => {
    const sightings = await watch.end();
    const isOnPurpose = ({ text }: Sighting): boolean => text.includes('on purpose');
    expect(sightings).toContainEqual(
      expect.objectContaining({ where: 'arguments', onHost: true, text: expect.stringContaining('on purpose') }),
    );
    const others = sightings.filter((sighting) => !isOnPurpose(sighting) && !isGiven(sighting));
    expect(others).toEqual([]);
  });
});

/** It stands where whoever runs us has put it, and nothing that we run has inherited it. */
const isGiven = ({ where, onHost, program, text }: Sighting): boolean =>
  where === 'environment' &&
  !onHost &&
  program !== 'ssh' &&
  text.includes(`KEEPALIVED_HA_SUDO_PASSWORD=${SUDO_PASSWORD}`);

function expectHidden(text: string): void {
  expect(text).not.toContain(AUTH_PASS);
  expect(text).not.toContain(SUDO_PASSWORD);
}

async function withSecretPair(options: BenchOptions, action: (bench: Bench) => Promise<void>): Promise<void> {
  const bench = await startBench(options);
  try {
    const edit = ['auth_pass 1111', `auth_pass ${AUTH_PASS}`] as const;
    for (const node of ['ngx1', 'ngx2']) bench.edit(`${node}/keepalived.conf`, edit, edit);
    await action(bench);
  } finally {
    await bench.end();
  }
}

/** With reports of all kinds, none of which has a secret in it. */
async function runHidden(
  { folder, run }: Bench,
  [command = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const reports = FORMATS.flatMap((format) => ['--report', `report.${format}`]);
  const outcome = await run(command, [...args, ...reports], { env });
  expectHidden(outcome.stdout + outcome.stderr);
  for (const format of FORMATS) expectHidden(readFileSync(join(folder, `report.${format}`), 'utf8'));
  return outcome;
}
