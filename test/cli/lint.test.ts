import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, copyOf, ensureBuilt, examples, findingsOf, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

const FINE = readFileSync(join(examples, 'master-backup/ngx1/keepalived.conf'), 'utf8');
/** Line 2 begins with a word that keepalived does not know. */
const MISTYPED = 'vrrp_instance VI_1 {\n    stat MASTER\n    interface eth0\n    virtual_router_id 51\n}\n';

/** The files that were looked at, as the SARIF log lists them. */
function lookedAt(args: readonly string[], cwd: string): string[] {
  const { stdout } = keepalivedHa(['lint', '--format', 'sarif', ...args], { cwd });
  const [{ artifacts }] = JSON.parse(stdout).runs;
  return artifacts.map((artifact: { location: { uri: string } }) => artifact.location.uri);
}

describe('the exit code', () => {
  test('is 0 without errors', () => {
    expect(keepalivedHa(['lint', 'examples/master-master'])).toMatchObject({ code: 0, stderr: '' });
  });

  test('is 1 with an error', () => {
    const folder = folderWith({ 'keepalived.conf': MISTYPED });
    expect(keepalivedHa(['lint', folder])).toMatchObject({ code: 1, stderr: '' });
  });

  test.each([
    ['no command', []],
    ['no path', ['lint']],
    ['an unknown option', ['lint', '--colour', '.']],
    ['an unknown format', ['lint', '--format', 'xml', '.']],
    ['a version that is none', ['lint', '--keepalived-version', 'latest', '.']],
    ['--single with --cluster', ['lint', '--single', '--cluster', 'keepalived-ha.json', '.']],
  ])('is 2 after %s, which is said on standard error', (_, args) => {
    const { code, stdout, stderr } = keepalivedHa(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/error:|Usage:/);
  });

  test('is 2 where a file cannot be read, and the others are looked at all the same', () => {
    const folder = folderWith({ 'keepalived.conf': MISTYPED });
    const { code, stdout, stderr } = keepalivedHa(['lint', 'missing.conf', 'keepalived.conf'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^keepalived-ha: missing\.conf: /);
    expect(stdout).toContain('keepalived.conf:2:5 error');
  });

  test('is 2 for what is no file', () => {
    const { code, stderr } = keepalivedHa(['lint', '/dev/null']);
    expect(code).toBe(2);
    expect(stderr).toContain('/dev/null: ');
  });

  test('is 2 for a folder that holds no configuration', () => {
    const { code, stderr } = keepalivedHa(['lint', '.'], { cwd: folderWith({ 'nginx.conf': 'user www-data;\n' }) });
    expect(code).toBe(2);
    expect(stderr).toContain('no keepalived configuration');
  });
});

describe('folders', () => {
  test('are searched for what keepalived reads', () => {
    const folder = folderWith({
      'keepalived.conf': FINE,
      'lab/keepalived-lab.conf': FINE,
      'roles/keepalived/files/peer.conf': FINE,
      'service.conf': `# who knows\n\n! what this is\nvrrp_script check {\n    script /bin/true\n}\n`,
      'nginx.conf': 'user www-data;\n',
      'keepalived.md': FINE,
      '.git/keepalived.conf': FINE,
      'node_modules/pack/keepalived.conf': FINE,
    });
    const expected = ['keepalived.conf', 'lab/keepalived-lab.conf', 'roles/keepalived/files/peer.conf', 'service.conf'];
    expect(lookedAt(['.'], folder)).toEqual(expected);
  });

  test('hold files that are parts of others, which are looked at once', () => {
    const folder = folderWith({
      'keepalived/keepalived.conf': 'include conf.d/*.conf\n',
      'keepalived/conf.d/web.conf': MISTYPED,
    });
    const findings = findingsOf(['.'], { cwd: folder }).filter(({ line }) => line === 2);
    expect(findings.map(({ file }) => file)).toEqual(['keepalived/conf.d/web.conf']);
  });

  test('give files names as the user would write them', () => {
    const folder = folderWith({ 'etc/keepalived.conf': MISTYPED });
    expect(new Set(findingsOf(['./etc'], { cwd: folder }).map(({ file }) => file))).toEqual(
      new Set(['etc/keepalived.conf']),
    );
    const absolute = join(folder, 'etc');
    expect(new Set(findingsOf([absolute]).map(({ file }) => file))).toEqual(
      new Set([join(absolute, 'keepalived.conf')]),
    );
  });
});

describe('standard input', () => {
  test('is a configuration named -', () => {
    const findings = findingsOf(['-'], { input: MISTYPED });
    expect(findings.find(({ line }) => line === 2)).toMatchObject({
      file: '-',
      origin: 'keepalived',
      severity: 'error',
    });
    expect(keepalivedHa(['lint', '-'], { input: FINE }).code).toBe(0);
  });

  test('includes from the working directory', () => {
    const folder = folderWith({ 'more.conf': MISTYPED });
    const findings = findingsOf(['-'], { cwd: folder, input: 'include more.conf\n' });
    expect(findings.find(({ line }) => line === 2)).toMatchObject({ file: 'more.conf' });
  });
});

describe('the cluster file', () => {
  test('names the configurations where no path is given', () => {
    const folder = folderWith({
      'web.json': '{ "nodes": { "a": { "config": "x/one.conf" }, "b": { "config": "y/two.conf" } } }',
      'x/one.conf': FINE,
      'y/two.conf': FINE,
      'keepalived.conf': FINE,
    });
    expect(lookedAt(['--cluster', 'web.json'], folder)).toEqual(['x/one.conf', 'y/two.conf']);
    expect(keepalivedHa(['lint', '--cluster', 'web.json'], { cwd: folder }).stdout).toContain('a is paired with b');
  });

  test('above a file brings in its peer', () => {
    const folder = copyOf('master-backup');
    const file = join(folder, 'ngx2/keepalived.conf');
    writeFileSync(file, readFileSync(file, 'utf8').replace('virtual_router_id 51', 'virtual_router_id 61'));
    const findings = findingsOf(['keepalived.conf'], { cwd: join(folder, 'ngx1') });
    const [finding] = findings.filter(({ code }) => code === 'pair-vrid-mismatch');
    expect(finding).toMatchObject({ file: 'keepalived.conf', related: [{ file }] });
    expect(new Set(findings.map((each) => each.file))).toEqual(new Set(['keepalived.conf']));
  });

  test('that names a configuration which is not there is said on standard error', () => {
    const folder = folderWith({
      'keepalived-ha.json': '{ "nodes": { "a": { "config": "a.conf" }, "b": { "config": "b.conf" } } }',
      'a.conf': FINE,
    });
    const { code, stderr } = keepalivedHa(['lint', '.'], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('b.conf: cannot be read');
  });

  test('that is broken has a finding of its own', () => {
    const folder = folderWith({ 'keepalived-ha.json': '{ "nodes": {', 'keepalived.conf': FINE });
    expect(findingsOf(['.'], { cwd: folder })).toContainEqual(
      expect.objectContaining({ file: 'keepalived-ha.json', code: 'cluster-file-invalid', line: 1 }),
    );
  });
});

describe('--single', () => {
  const files = {
    'keepalived.conf': 'vrrp_instance VI_1 {\n    include keepalived-state.conf\n}\n',
    'keepalived-state.conf': 'state MASTER\n',
  };
  const unknown = (args: readonly string[]) =>
    findingsOf(['--single', ...args], { cwd: folderWith(files) }).filter(({ code }) => code === 'unknown-keyword');

  test('looks at every named file alone, also at one that another one includes', () => {
    expect(unknown(Object.keys(files))).toMatchObject([{ file: 'keepalived-state.conf', line: 1 }]);
  });

  test('leaves what a folder holds in the files that it is a part of', () => {
    expect(unknown(['.'])).toEqual([]);
  });
});

test('--keepalived-version decides what is known', () => {
  const config = 'global_defs {\n    vrrp_garp_extra_if 60 all\n}\n';
  const about = (version: string) =>
    findingsOf(['--keepalived-version', version, '-'], { input: config }).filter(({ line }) => line === 2);
  expect(about('2.2.7')).toEqual([]);
  expect(about('2.0.1')).not.toEqual([]);
});

test.each<[string, string | Uint8Array]>([
  ['nothing', ''],
  ['a byte order mark', `\ufeff${FINE}`],
  ['CRLF', FINE.replaceAll('\n', '\r\n')],
  ['NUL bytes', FINE.replace('MASTER', 'MAS\0TER')],
  ['bytes that are no UTF-8', Buffer.from([0x76, 0xff, 0xfe, 0x80, 0x0a, 0x7b, 0xc3])],
  ['terminal commands', 'vrrp_instance \x1b]0;title\x07\x1b[31m {\n    \x1b[2Jstate MASTER\n'],
  ['a word of a megabyte', `vrrp_instance ${'x'.repeat(1_000_000)} {\n    state MASTER\n}\n`],
  ['one line of a megabyte', `vrrp_instance x { ${'state MASTER '.repeat(80_000)}`],
  ['a deep nest', 'vrrp_instance x { '.repeat(2_000)],
  ['only braces', '}{'.repeat(2_000)],
])('%s gets an answer', (_, content) => {
  const folder = folderWith({ 'keepalived.conf': content });
  for (const format of ['text', 'json', 'sarif', 'github']) {
    const { code, stdout, stderr } = keepalivedHa(['lint', '--format', format, folder]);
    expect(stderr).toBe('');
    expect([0, 1]).toContain(code);
    expect(stdout).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f]/);
  }
});

test('a reader that stops reading is no failure', () => {
  const folder = folderWith({ 'keepalived.conf': 'mistyped x\n'.repeat(20_000) });
  const { stdout, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$1" lint "$2" | head -c 10`, process.execPath, cli, folder],
    {
      encoding: 'utf8',
    },
  );
  expect({ length: stdout.length, stderr }).toEqual({ length: 10, stderr: '' });
});

test('--help and --version', () => {
  const { version } = JSON.parse(readFileSync(join(examples, '../package.json'), 'utf8'));
  expect(keepalivedHa(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  const help = keepalivedHa(['lint', '--help']);
  expect(help.code).toBe(0);
  for (const part of ['--format', '--single', '--cluster', '--keepalived-version', 'Examples:']) {
    expect(help.stdout).toContain(part);
  }
});

test('a folder that leads into itself is searched once', () => {
  const folder = folderWith({ 'keepalived.conf': FINE });
  mkdirSync(join(folder, 'below'));
  spawnSync('ln', ['-s', folder, join(folder, 'below/again')]);
  expect(lookedAt(['.'], folder)).toEqual(['keepalived.conf']);
});
