import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { copyOf, ensureBuilt, examples, findingsOf, folderWith, keepalivedHa } from './command.ts';

beforeAll(ensureBuilt);

/** Makes one change in the first place that fits: ngx2's VI_1, the one that waits. */
type Change = readonly [from: string | RegExp, to: string];

const CHANGES: readonly (readonly [title: string, change: Change, code: string])[] = [
  ['another virtual_router_id', ['virtual_router_id 51', 'virtual_router_id 61'], 'pair-vrid-mismatch'],
  ['another auth_pass', ['auth_pass 1111', 'auth_pass 2222'], 'pair-auth-mismatch'],
  ['no authentication', [/ *authentication \{[^}]*\}\n/, ''], 'pair-auth-mismatch'],
  ['the same priority', ['priority 99', 'priority 100'], 'pair-priority-equal'],
  ['a higher priority', ['priority 99', 'priority 150'], 'pair-priority-inverted'],
  ['another advert_int', ['advert_int 1', 'advert_int 2'], 'pair-advert-mismatch'],
  ['another address', ['192.168.10.111\n    }', '192.168.10.113\n    }'], 'pair-addresses-mismatch'],
  ['state MASTER too', ['state BACKUP', 'state MASTER'], 'pair-state-masters'],
  ['version 3', ['advert_int 1', 'advert_int 1\n    version 3'], 'pair-version-mismatch'],
  ['version 3 for the whole node', ['global_defs {', 'global_defs {\n    vrrp_version 3'], 'pair-version-mismatch'],
  [
    'unicast',
    ['advert_int 1', 'advert_int 1\n    unicast_peer {\n        192.168.10.11\n    }'],
    'pair-transport-mismatch',
  ],
];

describe.each([
  ['named by keepalived-ha.json', false],
  ['paired by what they say', true],
])('the example pair, %s', (_, withoutClusterFile) => {
  const pair = (): string => {
    const folder = copyOf('master-master');
    if (withoutClusterFile) rmSync(join(folder, 'keepalived-ha.json'));
    return folder;
  };

  test('fits as it is', () => {
    const folder = pair();
    expect(findingsOf([folder]).filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
    const { code, stdout } = keepalivedHa(['lint', folder]);
    expect(code).toBe(0);
    expect(stdout).toContain('ngx1 is paired with ngx2');
  });

  test.each(CHANGES)('%s on one node is seen in both files', (_title, [from, to], code) => {
    const folder = pair();
    const files = ['ngx1', 'ngx2'].map((node) => join(folder, node, 'keepalived.conf'));
    const before = readFileSync(files[1]!, 'utf8');
    const after = before.replace(from, to);
    expect(after).not.toBe(before);
    writeFileSync(files[1]!, after);

    const findings = findingsOf([folder]);
    const named = findings.filter((finding) => finding.code === code);
    expect(named.map(({ file }) => file)).toEqual(expect.arrayContaining(files));
    expect(named.flatMap(({ related }) => related.map(({ file }) => file))).toEqual(expect.arrayContaining(files));
    const others = findings.filter((finding) => finding.code !== code);
    expect(others.filter(({ origin, severity }) => origin === 'pair' && severity === 'error')).toEqual([]);
    expect(keepalivedHa(['lint', folder]).code).toBe(named.some(({ severity }) => severity === 'error') ? 1 : 0);
  });
});

test.each([
  ['keepalived.conf.master', 'keepalived.conf.slave'],
  ['lb01.conf', 'lb02.conf'],
])('%s and %s are found in their folder and paired', (first, second) => {
  const [one, two] = ['ngx1', 'ngx2'].map((node) =>
    readFileSync(join(examples, 'master-master', node, 'keepalived.conf')),
  );
  const folder = folderWith({ [first]: one!, [second]: two! });
  expect(keepalivedHa(['lint', folder]).stdout).toMatch(/is paired with .*: both serve 192\.168\.10\.111/);
});

test('a comment brings the other file along, and one that names what is not there is a warning', () => {
  const folder = copyOf('master-master');
  rmSync(join(folder, 'keepalived-ha.json'));
  const [ngx1, ngx2] = ['ngx1', 'ngx2'].map((node) => join(folder, node, 'keepalived.conf'));
  const text = readFileSync(ngx1!, 'utf8');
  writeFileSync(ngx1!, `# keepalived-ha: pair=../ngx2/keepalived.conf\n${text}`);
  writeFileSync(ngx2!, readFileSync(ngx2!, 'utf8').replace('virtual_router_id 51', 'virtual_router_id 61'));
  const found = findingsOf([ngx1!]);
  expect(found.filter(({ code }) => code === 'pair-vrid-mismatch').map(({ file }) => file)).toEqual([ngx1]);
  expect(keepalivedHa(['lint', ngx1!]).stdout).toContain(
    'ngx1 is paired with ngx2: ngx1/keepalived.conf says so in a comment',
  );
  writeFileSync(ngx1!, `# keepalived-ha: pair=../ngx9/keepalived.conf\n${text}`);
  expect(findingsOf([ngx1!]).filter(({ code }) => code === 'pairing-comment')).toMatchObject([
    { severity: 'warning', origin: 'pair', line: 1 },
  ]);
});

test('a single change means nothing to a file that is looked at alone', () => {
  const folder = copyOf('master-master');
  const file = join(folder, 'ngx2/keepalived.conf');
  writeFileSync(file, readFileSync(file, 'utf8').replace('virtual_router_id 51', 'virtual_router_id 61'));
  expect(findingsOf(['--single', folder]).filter(({ origin }) => origin === 'pair')).toEqual([]);
  expect(keepalivedHa(['lint', '--single', folder]).code).toBe(0);
});
