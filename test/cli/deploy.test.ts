// deploy, verify, drill and rollback as far as they come without a host: what is refused, and what is left behind.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, ensureBuilt, examples, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

const COMMANDS = ['deploy', 'verify', 'drill', 'rollback'];
const example = join(examples, 'master-backup');

/** For ssh: no host can be reached. */
const NOWHERE = 'Host *\n  ProxyCommand false\n';

/** A folder with pairs of these names, whose hosts cannot be reached, and an ssh configuration. */
function pairsNowhere(...names: readonly string[]): string {
  const config = readFileSync(join(example, 'ngx1/keepalived.conf'), 'utf8');
  const inventory = (name: string): string =>
    JSON.stringify({
      nodes: { n1: { config: '1.conf', host: `${name}-1` }, n2: { config: '2.conf', host: `${name}-2` } },
    });
  const files = names.map((name) => ({
    [`${name}/keepalived-ha.json`]: inventory(name),
    [`${name}/1.conf`]: config,
    [`${name}/2.conf`]: config.replace('MASTER', 'BACKUP').replace('priority 100', 'priority 90'),
  }));
  return folderWith(Object.assign({ ssh_config: NOWHERE }, ...files));
}

describe('wrong use is said, with exit code 2 and before anything is done:', () => {
  test.each([
    ['no cluster file, and none here', []],
    ['a report with an unknown ending', [example, '--report', 'report.txt']],
    ['a report without one', [example, '--report', 'report']],
    ['no pairs at a time', [example, '--parallel', '0']],
    ['too many pairs at a time', [example, '--parallel', '65']],
    ['a number that is none', [example, '--parallel', 'many']],
    ['an unknown option', [example, '--force']],
  ])('%s', (_, args) => {
    const cwd = folderWith({});
    for (const command of COMMANDS) {
      const { code, stdout, stderr } = keepalivedHa([command, ...args], { cwd });
      expect({ command, code, stdout }).toEqual({ command, code: 2, stdout: '' });
      expect(stderr).toMatch(/^error: /);
      expect(readdirSync(cwd)).toEqual([]);
    }
  });

  test.each([
    ['a failure that is none', ['drill', example, '--failure', 'disk']],
    ['a service without a failure of services', ['drill', example, '--service', 'nginx']],
    ['an unfinished deployment left in between', ['deploy', example, '--unfinished', 'later']],
    ['an unfinished deployment settled in a dry run', ['deploy', example, '--dry-run', '--unfinished', 'finish']],
    ['consent to what asks for none', ['verify', example, '--yes']],
  ])('%s', (_, args) => {
    const { code, stdout, stderr } = keepalivedHa(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  });
});

describe('what cannot be read or written is said, with exit code 2 and before anything is done:', () => {
  const refused = (args: readonly string[], cwd: string): string => {
    const { code, stdout, stderr } = keepalivedHa(['deploy', '--yes', ...args], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  test('a cluster file that is not there, named either way', () => {
    const cwd = folderWith({});
    expect(refused(['web.json'], cwd)).toBe('keepalived-ha: web.json: there is no such file or folder\n');
    expect(refused(['--cluster', 'web.json'], cwd)).toBe('keepalived-ha: web.json: there is no such file or folder\n');
  });

  test('a folder without one', () => {
    expect(refused(['.'], folderWith({ 'keepalived.conf': '' }))).toBe(
      'keepalived-ha: .: no keepalived-ha.json in it\n',
    );
  });

  test('a configuration that is not there, of any of the pairs', () => {
    const cwd = pairsNowhere('a', 'b');
    const stderr = refused(['a', '--cluster', 'b', '--cluster', 'c'], cwd);
    expect(stderr).toBe('keepalived-ha: c: there is no such file or folder\n');
    const missing = folderWith({ 'keepalived-ha.json': '{ "nodes": { "n1": { "config": "x.conf", "host": "n1" } } }' });
    expect(refused([], missing)).toMatch(/^keepalived-ha: keepalived-ha\.json: n1 .*x\.conf/);
  });

  test("ssh's configuration", () => {
    const cwd = pairsNowhere('a');
    expect(refused(['a', '--ssh-config', 'config'], cwd)).toMatch(/^keepalived-ha: config cannot be read \(ENOENT/);
  });

  test('a report: its folder is not there, or it is a folder itself', () => {
    const cwd = pairsNowhere('a');
    mkdirSync(join(cwd, 'b.json'));
    const stderr = refused(['a', '--report', 'none/a.json', '--report', 'b.json'], cwd);
    expect(stderr).toMatch(/^keepalived-ha: none cannot be written \(ENOENT.*\nkeepalived-ha: b\.json is a folder\n$/);
  });

  test('two pairs that name the same host', () => {
    const cwd = folderWith({
      'a/keepalived-ha.json': '{ "nodes": { "n1": { "config": "1.conf", "host": "root@ngx1" } } }',
      'b/keepalived-ha.json': '{ "nodes": { "n2": { "config": "1.conf", "host": "ngx1" } } }',
      'a/1.conf': '',
      'b/1.conf': '',
    });
    expect(refused(['.'], cwd)).toMatch(/^keepalived-ha: ngx1 is n1 of .*a\/keepalived-ha\.json and n2 of .*b\/keep/);
  });

  test.each([
    '-oProxyCommand=touch made',
    'root@-oProxyCommand=touch made',
    'ssh://-oProxyCommand=touch${IFS}made/',
    'ngx1 touch made',
    'ngx1\ntouch made',
    '\x1b[2Jngx1',
    '',
  ])('the host %j', (host) => {
    const cwd = folderWith({
      'keepalived-ha.json': JSON.stringify({ nodes: { n1: { config: '1.conf', host } } }),
      '1.conf': '',
    });
    const stderr = refused(['--report', 'report.json'], cwd);
    expect(stderr).toContain('keepalived-ha: keepalived-ha.json: nodes.n1.host: ');
    expect(stderr).not.toContain('\x1b');
    expect(readdirSync(cwd).sort()).toEqual(['1.conf', 'keepalived-ha.json']);
  });
});

describe('hosts that cannot be reached', () => {
  test.each(COMMANDS)('are the failure of %s, and every report says so', (command) => {
    const cwd = pairsNowhere('web');
    const reports = ['r.json', 'r.md', 'r.xml', 'r.SVG'];
    const args = [command, '--ssh-config', 'ssh_config', ...reports.flatMap((file) => ['--report', file])];
    const { code, stdout, stderr } = keepalivedHa([...args, 'web'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/n1: web-1: /);
    expect(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'))).toMatchObject({
      cluster: 'web',
      ok: false,
      rolledBack: false,
      nodes: ['n1', 'n2'],
      problem: expect.stringContaining('web-2'),
    });
    expect(readFileSync(join(cwd, 'r.md'), 'utf8')).toContain('Cluster web');
    expect(readFileSync(join(cwd, 'r.xml'), 'utf8')).toMatch(/<testsuites?/);
    expect(readFileSync(join(cwd, 'r.SVG'), 'utf8')).toMatch(/^<svg/);
  });

  test('of one pair keep the others from being begun, which are named', () => {
    const cwd = pairsNowhere('a', 'b', 'c');
    const args = ['verify', '.', '--ssh-config', 'ssh_config', '--parallel', '1', '--report', 'r.json'];
    const { code, stderr } = keepalivedHa(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^b: not begun\nc: not begun$/m);
    expect(JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'))).toMatchObject([
      { cluster: 'a', problem: expect.stringContaining('a-1') },
      { cluster: 'b', problem: 'not begun, because another pair has failed' },
      { cluster: 'c', problem: 'not begun, because another pair has failed' },
    ]);
  });

  test('do not keep them with --keep-going', () => {
    const cwd = pairsNowhere('a', 'b', 'c');
    const args = ['verify', 'a', '--cluster', 'b', 'c/keepalived-ha.json', '--ssh-config', 'ssh_config'];
    const { code, stderr } = keepalivedHa([...args, '--keep-going', '--report', 'r.json'], { cwd });
    expect(code).toBe(1);
    expect(stderr).not.toContain('not begun');
    const reports: { cluster: string; ok: boolean }[] = JSON.parse(readFileSync(join(cwd, 'r.json'), 'utf8'));
    expect(reports.map(({ cluster, ok }) => `${cluster} ${ok}`).sort()).toEqual(['a false', 'b false', 'c false']);
  });

  test('are told apart by their folders where pairs have the same name', () => {
    const cwd = pairsNowhere('prod/web', 'test/web');
    const { stderr } = keepalivedHa(['verify', '.', '--ssh-config', 'ssh_config', '--keep-going'], { cwd });
    expect(stderr).toMatch(/^prod\/web {2}n1 {2}connect {2}FAILED/m);
    expect(stderr).toMatch(/^test\/web: failed/m);
  });
});

test('the cluster file of the working directory is the one that is meant', () => {
  const cwd = join(pairsNowhere('web'), 'web');
  const { code, stderr } = keepalivedHa(['verify', '--ssh-config', '../ssh_config'], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain('web-1');
});

test('a reader that stops reading ends nothing', () => {
  const cwd = pairsNowhere('web');
  const script = `"$0" "$1" verify web --ssh-config ssh_config --report r.json 2>&1 | true; cat r.json`;
  const { stdout } = spawnSync('sh', ['-c', script, process.execPath, cli], { cwd, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toMatchObject({ ok: false });
});

test.each([...COMMANDS, 'export ansible'])(
  '%s --help says what there is, what comes of it, and shows examples',
  (name) => {
    const { code, stdout, stderr } = keepalivedHa([...name.split(' '), '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const part of ['--cluster', 'Exit code: 0', 'Examples:', `$ keepalived-ha ${name}`])
      expect(stdout).toContain(part);
    const lines = stdout.split('\n').map(({ length }) => length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(120);
  },
);
