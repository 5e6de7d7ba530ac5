// What `export ansible` writes: read back, read by Ansible, and run by Ansible against real hosts.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { exportAnsible } from '../../deploy/src/ansible/export.ts';
import { literal, toYaml } from '../../deploy/src/ansible/yaml.ts';
import { type Pair, readPair } from '../../deploy/src/pair.ts';
import { run } from '../../scripts/steps.ts';
import { type Lab, startLab } from '../lab/hosts.ts';
import { readOwners } from '../lab/owners.ts';
import { lacks } from '../support/requirements.ts';

const examples = join(import.meta.dirname, '../../examples');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

function pairIn(folder: string): Pair {
  const reading = readPair(join(folder, 'keepalived-ha.json'));
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.pair;
}

/** Writes the two files into a folder beside the pairs, and answers with it. */
function write(pairs: readonly Pair[], folder: string): string {
  mkdirSync(folder, { recursive: true });
  const exported = exportAnsible(pairs, folder);
  if ('problems' in exported) throw new Error(exported.problems.join('\n'));
  for (const [name, text] of Object.entries(exported.files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** A copy of an example in a folder of that name. */
function exampleIn(folder: string, name: 'master-master' | 'master-backup', as: string = name): string {
  cpSync(join(examples, name), join(folder, as), { recursive: true });
  return join(folder, as);
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`Nothing has changed in ${file}.`);
  writeFileSync(file, after);
}

interface Group {
  readonly hosts: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly vars: Readonly<Record<string, unknown>>;
}

const groupsIn = (folder: string): Readonly<Record<string, Group>> =>
  parse(readFileSync(join(folder, 'inventory.yml'), 'utf8')).all.children;

describe('the inventory', () => {
  test('says of the example pair who it is, what belongs where, and who will own what', () => {
    const folder = temporaryFolder();
    const pair = pairIn(exampleIn(folder, 'master-master', 'web'));
    const { web, ...others } = groupsIn(write([pair], join(folder, 'web/ansible')));
    expect(others).toEqual({});
    expect(web!.hosts.ngx1).toEqual({
      ansible_host: '192.168.10.11',
      ansible_user: 'root',
      keepalived_source: '../ngx1/keepalived.conf',
      keepalived_target: '/etc/keepalived/keepalived.conf',
      keepalived_folders: ['/etc/keepalived', '/usr/share/nginx/html'],
      keepalived_files: [{ source: '../ngx1/index.html', target: '/usr/share/nginx/html/index.html' }],
    });
    expect(web!.vars).toMatchObject({
      keepalived_packages: ['nginx', 'keepalived'],
      keepalived_services: ['nginx'],
      keepalived_has_secrets: true,
      keepalived_foretold: [{ ngx1: ['192.168.10.111'], ngx2: ['192.168.10.112'] }],
    });
  });

  test('takes destinations apart, and becomes root where it is told to', () => {
    const folder = exampleIn(temporaryFolder(), 'master-backup');
    edit(join(folder, 'keepalived-ha.json'), (text) =>
      text
        .replace('root@192.168.10.11"', 'ssh://admin@ngx1:2222", "become": "sudo"')
        .replace('root@192.168.10.12', 'ngx2.example.org'),
    );
    const { master_backup: group } = groupsIn(write([pairIn(folder)], join(folder, 'ansible')));
    expect(group!.hosts.ngx1).toMatchObject({
      ansible_host: 'ngx1',
      ansible_user: 'admin',
      ansible_port: 2222,
      ansible_become: true,
    });
    expect(Object.keys(group!.hosts.ngx2!).filter((name) => name.startsWith('ansible_'))).toEqual(['ansible_host']);
    expect(group!.hosts.ngx2).toMatchObject({ ansible_host: 'ngx2.example.org' });
  });

  test('allows what nopreempt allows: an address that stayed where it went', () => {
    const folder = exampleIn(temporaryFolder(), 'master-backup');
    for (const node of ['ngx1', 'ngx2']) {
      edit(join(folder, node, 'keepalived.conf'), (text) =>
        text.replace('state MASTER', 'state BACKUP').replace('advert_int 1', 'advert_int 1\n    nopreempt'),
      );
    }
    const { master_backup: group } = groupsIn(write([pairIn(folder)], join(folder, 'ansible')));
    expect(group!.vars.keepalived_foretold).toEqual([
      { ngx1: ['192.168.10.111'], ngx2: [] },
      { ngx1: [], ngx2: ['192.168.10.111'] },
    ]);
  });

  test('has addresses of version 6 as ip shows them', () => {
    const folder = exampleIn(temporaryFolder(), 'master-backup');
    for (const node of ['ngx1', 'ngx2']) {
      edit(join(folder, node, 'keepalived.conf'), (text) =>
        text.replaceAll('192.168.10.111', '2001:DB8:0:0::0:111/64').replace(/ {4}authentication \{[^}]*\}\n/, ''),
      );
    }
    edit(join(folder, 'keepalived-ha.json'), (text) => text.replace('//192.168.10.111/', '//[2001:db8::0111]/'));
    const { master_backup: group } = groupsIn(write([pairIn(folder)], join(folder, 'ansible')));
    expect(group!.vars).toMatchObject({
      keepalived_addresses: ['2001:db8::111'],
      keepalived_checks: [{ address: '2001:db8::111', url: 'http://[2001:db8::0111]/' }],
    });
  });

  test('tells nodes of several pairs apart, and none is taken for what Ansible has a meaning for', () => {
    const folder = temporaryFolder();
    const pairs = ['prod/web', 'test/web', '2-all', 'all'].map((name) =>
      pairIn(exampleIn(folder, 'master-backup', name)),
    );
    edit(join(folder, 'all/keepalived-ha.json'), (text) => text.replace(/ngx1(?!\/)/g, 'localhost'));
    const groups = groupsIn(write([...pairs.slice(0, 3), pairIn(join(folder, 'all'))], join(folder, 'ansible')));
    expect(Object.entries(groups).map(([name, { hosts }]) => [name, ...Object.keys(hosts)])).toEqual([
      ['web', 'web.ngx1', 'web.ngx2'],
      ['web_2', 'web_2.ngx1', 'web_2.ngx2'],
      ['pair_2_all', 'pair_2_all.ngx1', 'pair_2_all.ngx2'],
      ['all_2', 'all_2.localhost', 'all_2.ngx2'],
    ]);
    expect(groups.all_2!.vars).toMatchObject({
      keepalived_foretold: [{ 'all_2.localhost': ['192.168.10.111'], 'all_2.ngx2': [] }],
      keepalived_checks: [{ answers: { 'all_2.localhost': 'web1', 'all_2.ngx2': 'web2' } }],
    });
  });

  test('refers to files from where the playbook really is, also where links lead there', () => {
    const folder = temporaryFolder();
    const pair = pairIn(exampleIn(folder, 'master-backup', 'deep/er/pair'));
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'deep/link'));
    const output = realpathSync(join(folder, 'deep/link'));
    const { pair: group } = groupsIn(write([pair], output));
    expect(group!.hosts.ngx1!.keepalived_source).toBe('../deep/er/pair/ngx1/keepalived.conf');
  });

  test('and the playbook hold no secrets', () => {
    const folder = exampleIn(temporaryFolder(), 'master-master');
    for (const node of ['ngx1', 'ngx2']) {
      edit(join(folder, node, 'keepalived.conf'), (text) => text.replaceAll('1111', 'Geheim77'));
    }
    write([pairIn(folder)], join(folder, 'ansible'));
    for (const file of ['inventory.yml', 'playbook.yml']) {
      expect(readFileSync(join(folder, 'ansible', file), 'utf8')).not.toContain('Geheim77');
    }
  });
});

describe('refused is', () => {
  const problemsOf = (folder: string): readonly string[] => {
    const exported = exportAnsible([pairIn(folder)], folder);
    return 'problems' in exported ? exported.problems : [];
  };

  test('a pair with errors, by file and line', () => {
    const folder = exampleIn(temporaryFolder(), 'master-backup');
    edit(join(folder, 'ngx2/keepalived.conf'), (text) => text.replace('virtual_router_id 51', 'virtual_router_id 61'));
    expect(problemsOf(folder).join('\n')).toMatch(/ngx2\/keepalived\.conf:\d+: .*61/);
  });

  test.each(['source', 'target'])('a path in which Ansible would put something else: %s', (where) => {
    const folder = exampleIn(temporaryFolder(), 'master-backup');
    mkdirSync(join(folder, '$HOME'));
    writeFileSync(join(folder, '$HOME/x'), '');
    const paths = { source: 'ngx1/index.html', target: '/srv/x', [where]: `${where === 'target' ? '/' : ''}$HOME/x` };
    edit(join(folder, 'keepalived-ha.json'), (text) =>
      text.replace('"files": [', `"files": [${JSON.stringify(paths)}, `),
    );
    expect(problemsOf(folder)).toEqual([expect.stringMatching(/\$HOME\/x: .*rename/)]);
  });
});

const quiet = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  ANSIBLE_HOME: join(folder, 'home'),
  ANSIBLE_LOCAL_TEMP: join(folder, 'tmp'),
  ANSIBLE_NOCOLOR: '1',
});

describe.skipIf(lacks('ansible'))('Ansible', () => {
  test.each([1, 2])('understands the two files of %i pairs', async (count) => {
    const folder = temporaryFolder();
    const pairs = (['master-master', 'master-backup'] as const).slice(0, count);
    write(
      pairs.map((name) => pairIn(exampleIn(folder, name))),
      join(folder, 'ansible'),
    );
    const options = { cwd: join(folder, 'ansible'), env: quiet(folder) };
    const checked = await run('ansible-playbook', ['--syntax-check', '-i', 'inventory.yml', 'playbook.yml'], options);
    expect(checked).not.toMatch(/WARNING|ERROR/);
    const listed = await run('ansible-playbook', ['--list-tasks', '-i', 'inventory.yml', 'playbook.yml'], options);
    expect(listed.match(/Every address is where it is foretold/g)).toHaveLength(count);
    const inventory = await run('ansible-inventory', ['--list', '-i', 'inventory.yml'], options);
    const [, ...groups] = JSON.parse(inventory).all.children;
    expect(groups).toEqual(['master_master', 'master_backup'].slice(0, count));
  });

  test('reads every text as it is', async () => {
    const folder = temporaryFolder();
    const texts = [
      ...['yes', 'off', '~', '=', '<<', '0644', '1:20', '2026-11-25', '.inf', '', ' x ', '#x', 'a: b', '@x', '!x y'],
      ...[
        '{{ 7 * 7 }}',
        '{% raw %}',
        '{# x',
        '%s',
        "it's",
        '"',
        '\\',
        '\n',
        '\x00',
        '\x85',
        '\u2028',
        '\ufeff',
        '😀',
        '密码',
      ],
      ...fc.sample(fc.string({ unit: 'binary', maxLength: 20 }), 300),
    ];
    writeFileSync(join(folder, 'inventory.yml'), toYaml({ all: { hosts: { x: { texts: texts.map(literal) } } } }));
    const read = await run('ansible-inventory', ['--list', '-i', join(folder, 'inventory.yml')], {
      env: quiet(folder),
    });
    const values: (string | { __ansible_unsafe: string })[] = JSON.parse(read)._meta.hostvars.x.texts;
    expect(values.map((value) => (typeof value === 'string' ? value : value.__ansible_unsafe))).toEqual(texts);
    // A template is one that Ansible has been told not to follow.
    expect(values.filter((value) => typeof value === 'string' && /\{[{%#]/.test(value))).toEqual([]);
  });
});

describe.skipIf(lacks('ansible', 'keepalived', 'nginx', 'sshd', 'systemd hosts'))('on real hosts the playbook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keepalived-ha-'));
  const CONFIG = '/etc/keepalived/keepalived.conf';
  /** Folders and files that are no templates, and no shell's. */
  const SOURCE = `{{ 7 * 7 }} it's "so"; {% raw %}/päge #1.sh`;
  const TARGET = `/srv/{{ 7 * 7 }}/it's "so"; {# x #}/~päge`;
  const PAGE = `{{ 7 * 7 }} it's "web1" {% x`;
  let lab: Lab;
  beforeAll(async () => {
    exampleIn(folder, 'master-master', 'pair');
    mkdirSync(join(folder, 'pair', dirname(SOURCE)));
    writeFileSync(join(folder, 'pair', SOURCE), PAGE);
    writeFileSync(join(folder, 'pair/ngx1/index.html'), PAGE);
    edit(join(folder, 'pair/keepalived-ha.json'), (text) =>
      text
        .replaceAll('"ngx1": "web1"', `"ngx1": ${JSON.stringify(PAGE)}`)
        .replace('root@192.168.10.12"', 'root@192.168.10.12", "become": "sudo"')
        .replace('"files": [', `"files": [${JSON.stringify({ source: SOURCE, target: TARGET, mode: '0750' })}, `),
    );
    lab = await startLab({ ngx1: {}, ngx2: {} });
    await Promise.all(lab.hosts.map((host) => host.boot()));
    write([pairIn(join(folder, 'pair'))], join(folder, 'ansible'));
  });
  afterAll(async () => {
    await lab.end();
    rmSync(folder, { recursive: true });
  });

  const play = (): Promise<string> =>
    lab.client(
      'ansible-playbook',
      [
        ...['-i', join(folder, 'ansible/inventory.yml'), '--ssh-common-args', `-F ${lab.sshConfig}`],
        join(folder, 'ansible/playbook.yml'),
      ],
      {
        env: { ...quiet(folder), ANSIBLE_PIPELINING: '1', ANSIBLE_SSH_CONTROL_PATH_DIR: join(folder, 'control') },
      },
    );
  const changesIn = (output: string): string[] => [...output.matchAll(/changed=(\d+)/g)].map(([, count]) => count!);
  const reloads = async (): Promise<number[]> =>
    Promise.all(
      lab.hosts.map(async (host) => {
        const journal = await host.run('journalctl', ['--unit', 'keepalived', '--output', 'cat']);
        return journal.split('Reloading ...').length - 1;
      }),
    );

  test('makes a pair of bare hosts, which serves; then it changes nothing', { timeout: 400_000 }, async () => {
    expect(await play()).not.toMatch(/1111|WARNING/);
    expect(Object.fromEntries(await readOwners(lab))).toEqual({
      '192.168.10.111': ['ngx1'],
      '192.168.10.112': ['ngx2'],
    });
    for (const host of lab.hosts) {
      expect(await host.run('cat', [CONFIG])).toBe(
        readFileSync(join(folder, 'pair', host.name, 'keepalived.conf'), 'utf8'),
      );
      expect(await host.run('stat', ['-c', '%a', CONFIG])).toBe('640\n');
      expect(await host.run('systemctl', ['is-enabled', 'keepalived', 'nginx'])).toBe('enabled\nenabled\n');
    }
    expect(await lab.host('ngx1').run('cat', [TARGET])).toBe(PAGE);
    expect(await lab.host('ngx1').run('stat', ['-c', '%a', TARGET])).toBe('750\n');
    expect(await reloads()).toEqual([0, 0]);

    expect(changesIn(await play())).toEqual(['0', '0']);
    expect(await reloads()).toEqual([0, 0]);
  });

  test('reloads both nodes or none, also where the first run failed on one of them', { timeout: 400_000 }, async () => {
    const config = (node: string): string => join(folder, 'pair', node, 'keepalived.conf');
    for (const node of ['ngx1', 'ngx2']) edit(config(node), (text) => text.replaceAll('1111', 'Geheim77'));
    edit(config('ngx2'), (text) => `${text}mistyped\n`);
    const failed = await play().then(
      () => '',
      (error: Error) => error.message,
    );
    expect(failed).toMatch(/fatal: \[ngx2\]/);
    expect(failed).not.toContain('Geheim77');
    expect(await reloads()).toEqual([0, 0]);

    edit(config('ngx2'), (text) => text.replace('mistyped\n', ''));
    await play();
    expect(await reloads()).toEqual([1, 1]);
    expect(Object.fromEntries(await readOwners(lab))).toEqual({
      '192.168.10.111': ['ngx1'],
      '192.168.10.112': ['ngx2'],
    });
  });
});
